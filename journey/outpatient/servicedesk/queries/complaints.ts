import { sql } from 'kysely'
import { departmentById, institutionById } from '#journey/throughout/directory/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Complaint } from '../contract.ts'
import { ComplaintNotFound } from '../errors.ts'
import { atDesk } from '../policy.ts'

interface Row {
  readonly institutionId: number
  readonly id: string
  readonly year: number
  readonly number: number
  readonly personId: string | null
  readonly departmentId: number | null
  readonly urgency: Complaint['urgency']
  readonly words: string
  readonly wish: string
  readonly status: Complaint['status']
  readonly answerBy: Date
  readonly receivedAt: Date
  readonly handledAt: Date | null
  readonly answeredAt: Date | null
  readonly answer: string | null
}

export async function complaintsWhere(tx: Tx, context: Context, where: ReturnType<typeof sql>): Promise<Complaint[]> {
  const { rows } = await sql<Row>`select institution_id as "institutionId", id, year, number, person_id as "personId", department_id as "departmentId", urgency, words, wish, status,
      answer_by as "answerBy", received_at as "receivedAt", handled_at as "handledAt", answered_at as "answeredAt", answer
    from servicedesk.complaint where ${where} order by received_at desc limit 200`.execute(tx)
  const people = await personSummaries(tx, context, [...new Set(rows.flatMap((row) => row.personId ?? []))])
  const views: Complaint[] = []
  for (const row of rows) {
    const institution = await institutionById(tx, row.institutionId)
    const department = row.departmentId === null ? undefined : await departmentById(tx, row.institutionId, row.departmentId)
    views.push({
      id: row.id, number: `${row.year}-${String(row.number).padStart(5, '0')}`, institutionName: institution?.name ?? '', institutionNameEn: institution?.nameEn ?? '',
      departmentName: department?.name ?? '', departmentNameEn: department?.nameEn ?? '', urgency: row.urgency, words: row.words, wish: row.wish, status: row.status,
      answerBy: row.answerBy.toISOString(), late: row.status !== 'answered' && row.answerBy < context.now, receivedAt: row.receivedAt.toISOString(),
      handledAt: row.handledAt?.toISOString() ?? null, answeredAt: row.answeredAt?.toISOString() ?? null, answer: row.answer,
      nameMasked: row.personId ? (people.get(row.personId)?.nameMasked ?? '') : null,
    })
  }
  return views
}

/** What was brought to this desk: what is open first, then the answered of late; or the one with this number. */
export async function complaintsHere(tx: Tx, context: Context, number?: string): Promise<Complaint[]> {
  const { institutionId } = atDesk(context)
  const [, year, count] = /^(\d{4})-0*(\d+)$/.exec(number?.trim() ?? '') ?? []
  if (number && !count) return []
  const found = await complaintsWhere(tx, context, count
    ? sql`institution_id = ${institutionId} and year = ${Number(year)} and number = ${Number(count)}`
    : sql`institution_id = ${institutionId} and (status <> 'answered' or answered_at > ${context.now}::timestamptz - interval '14 days')`)
  await audit(tx, context, { action: 'servicedesk.read-complaints', subject: `institution/${institutionId}`, institutionId, detail: { count: found.length } })
  return found.toSorted((a, b) => Number(a.status === 'answered') - Number(b.status === 'answered') || a.answerBy.localeCompare(b.answerBy))
}

export async function complaintById(tx: Tx, context: Context, id: string): Promise<Complaint> {
  const [complaint] = await complaintsWhere(tx, context, sql`institution_id = ${atDesk(context).institutionId} and id = ${id}`)
  if (!complaint) throw new ComplaintNotFound({ id })
  return complaint
}

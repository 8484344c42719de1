import { sql } from 'kysely'
import { departmentById } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { type AwayRow, againAnswers, doneAnswers } from '../contract.ts'
import { offeredIn } from '../operations/retry-entry.ts'

const MOST = 200

interface Row extends Omit<AwayRow, 'takenAt' | 'receivedAt' | 'settledAt' | 'nameMasked' | 'department' | 'offered' | 'canRetry'> {
  readonly departmentId: number | null
  readonly canRetry: boolean
  readonly takenAt: Date
  readonly receivedAt: Date
  readonly settledAt: Date | null
}

/** What machines took alone in the last two days: what a person has to look at first, then the rest, newest first. */
export async function awayRows(tx: Tx, context: Context, institutionId: number): Promise<AwayRow[]> {
  const { rows } = await sql<Row>`
    select id, machine, paper, taken_at as "takenAt", received_at as "receivedAt", clock_moved as "clockMoved", answer, detail,
      visit_id as "visitId", label, settled_at as "settledAt", settled_by as "settledBy", settled_note as "settledNote",
      department_id as "departmentId", department_id is not null and sealed <> '' and settled_at is null and answer = any (${[...againAnswers]}) as "canRetry"
    from kiosk.away_entry where institution_id = ${institutionId} and received_at > ${context.now}::timestamptz - interval '2 days'
    order by (answer = any (${[...doneAnswers]}) or settled_at is not null), received_at desc, taken_at limit ${MOST}`.execute(tx)
  await audit(tx, context, { action: 'kiosk.list-away-entries', subject: 'away-entry/many', institutionId, detail: { count: rows.length } })
  const named = new Map<number, AwayRow['department']>()
  for (const id of new Set(rows.flatMap(({ departmentId }) => departmentId ?? []))) {
    const department = await departmentById(tx, institutionId, id)
    named.set(id, department ? { name: department.name, nameEn: department.nameEn } : null)
  }
  return rows.map(({ detail: { name = '', offered: _offered, ...detail }, departmentId, ...row }, i) => ({
    ...row, detail, takenAt: row.takenAt.toISOString(), receivedAt: row.receivedAt.toISOString(), settledAt: row.settledAt?.toISOString() ?? null,
    department: departmentId === null ? null : named.get(departmentId) ?? null, offered: row.canRetry ? offeredIn(rows[i]!.detail) ?? null : null,
    // A name only where somebody still has to find the person.
    nameMasked: row.settledAt === null ? name : '',
  }))
}

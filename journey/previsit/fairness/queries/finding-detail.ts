import { sql } from 'kysely'
import { staffName } from '#journey/throughout/access/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Decision, FindingDetail, MemberKind } from '../contract.ts'
import { carriers, evidenceIn } from '../detection/suggest.ts'
import { passesOf } from '../detection/signals.ts'
import type { Trace } from '../detection/graph.ts'
import { FindingNotFound } from '../errors.ts'
import { gradesOf } from '../rules.ts'
import { findingsWhere, inList } from './findings.ts'

interface Member {
  readonly kind: MemberKind
  readonly subject: string
  readonly bookings: number
}

/** Everything a person needs to judge a finding: what hangs together, when what was booked, each signal with its numbers, and what speaks for them. */
export async function findingDetail(tx: Tx, context: Context, snapshot: Snapshot, id: string): Promise<FindingDetail> {
  const institutionId = context.institutionId!
  const [finding] = await findingsWhere(tx, institutionId, sql`f.id = ${id}`)
  if (!finding) throw new FindingNotFound()
  const { rows: members } = await sql<Member>`select kind, subject, bookings from fairness.finding_member
    where institution_id = ${institutionId} and finding_id = ${id} order by bookings desc, subject limit 400`.execute(tx)
  const traces = await tracesOf(tx, institutionId, members)
  await audit(tx, context, { action: 'fairness.read-finding', subject: `finding/${id}`, detail: { persons: finding.persons } })
  const carrying = new Set(carriers(traces, evidenceIn(finding.signals)).map((one) => `${one.kind} ${one.subject}`))
  const nodes = (await labelled(tx, context, members)).map((node) => ({ ...node, carries: carrying.has(`${node.kind} ${node.subject}`) }))
  return {
    ...inList(finding), windowDays: finding.rule.windowDays, openAt: finding.rule.openAt, restrictAt: finding.rule.restrictAt,
    signals: finding.signals, counter: finding.counter, nodes, edges: edgesOf(traces, finding.rule.signals['cancel-pass'].seconds ?? 0),
    timeline: timelineOf(snapshot, institutionId, traces, nodes, finding.rule.signals['cancel-pass'].seconds ?? 0),
    decisions: await decisionsOf(tx, context, institutionId, id), grades: await gradesOf(tx, institutionId, context.now),
  }
}

async function tracesOf(tx: Tx, institutionId: number, members: readonly Member[]): Promise<Trace[]> {
  const of = (kind: MemberKind) => members.filter((one) => one.kind === kind).map((one) => one.subject)
  const { rows } = await sql<Trace>`select appointment_id as "appointmentId", person_id as "personId", account_id as "accountId", holder_id as "holderId", device, phone, payer,
      period_id as "periodId", department_id as "departmentId", booked_at as "bookedAt", opened_at as "openedAt", status, ended_at as "endedAt", related
    from fairness.trace where institution_id = ${institutionId} and (account_id = any (${of('account')}::uuid[]) or device = any (${of('device')}::text[]))
    order by booked_at desc limit 300`.execute(tx)
  return rows.reverse()
}

/** People by their masked names; accounts and devices by a letter and a number, since what they are called says nothing to anybody. */
async function labelled(tx: Tx, context: Context, members: readonly Member[]): Promise<Omit<FindingDetail['nodes'][number], 'carries'>[]> {
  const people = await personSummaries(tx, context, members.filter((one) => one.kind === 'person').map((one) => one.subject))
  const counted = new Map<MemberKind, number>()
  return members.filter((one) => one.kind !== 'phone').map((one) => {
    const number = (counted.get(one.kind) ?? 0) + 1
    counted.set(one.kind, number)
    return { ...one, label: people.get(one.subject)?.nameMasked ?? `${one.kind.slice(0, 1).toUpperCase()}${number}` }
  })
}

function edgesOf(traces: readonly Trace[], passSeconds: number): FindingDetail['edges'] {
  const edges = new Map<string, FindingDetail['edges'][number]>()
  const add = (from: string, to: string, kind: FindingDetail['edges'][number]['kind']) => {
    const known = edges.get(`${from} ${to} ${kind}`)
    edges.set(`${from} ${to} ${kind}`, { from, to, kind, weight: (known?.weight ?? 0) + 1 })
  }
  for (const { accountId, personId, device, payer } of traces) {
    add(accountId, personId, 'books')
    if (device !== null) add(device, accountId, 'uses')
    if (payer !== null && payer !== accountId) add(payer, accountId, 'pays')
  }
  for (const { from, to } of passesOf(traces, passSeconds)) add(from.personId, to.personId, 'passes')
  return [...edges.values()]
}

function timelineOf(snapshot: Snapshot, institutionId: number, traces: readonly Trace[], nodes: FindingDetail['nodes'], passSeconds: number): FindingDetail['timeline'] {
  const label = new Map(nodes.map((node) => [node.subject, node.label]))
  const passedTo = new Map(passesOf(traces, passSeconds).map(({ from, to }) => [from.appointmentId, to.appointmentId]))
  return traces.map((one) => {
    const department = snapshot.departments.get(`${institutionId}/${one.departmentId}`)
    return {
      appointmentId: one.appointmentId, at: one.bookedAt.toISOString(), account: label.get(one.accountId) ?? '', device: one.device === null ? null : (label.get(one.device) ?? ''),
      person: label.get(one.personId) ?? '', departmentId: one.departmentId, departmentName: department?.name ?? '', departmentNameEn: department?.nameEn ?? '',
      secondsAfterRelease: one.openedAt === null ? null : (one.bookedAt.getTime() - one.openedAt.getTime()) / 1000, status: one.status,
      endedAt: one.endedAt?.toISOString() ?? null, related: one.related, passedTo: passedTo.get(one.appointmentId) ?? null,
    }
  })
}

async function decisionsOf(tx: Tx, context: Context, institutionId: number, findingId: string): Promise<Decision[]> {
  const { rows } = await sql<Omit<Decision, 'decidedAt' | 'secondedAt' | 'byMe'> & { decidedAt: Date; secondedAt: Date | null }>`
    select id, kind, grade, reason, decided_by as "decidedBy", decided_at as "decidedAt", state, seconded_by as "secondedBy", seconded_at as "secondedAt", subjects
    from fairness.decision where institution_id = ${institutionId} and finding_id = ${findingId} order by decided_at desc`.execute(tx)
  const name = async (accountId: string) => (await staffName(tx, institutionId, accountId)) ?? ''
  return Promise.all(rows.map(async (row) => ({
    ...row, decidedAt: row.decidedAt.toISOString(), secondedAt: row.secondedAt?.toISOString() ?? null, byMe: row.decidedBy === actorId(context.actor),
    decidedBy: await name(row.decidedBy), secondedBy: row.secondedBy === null ? null : await name(row.secondedBy),
  })))
}

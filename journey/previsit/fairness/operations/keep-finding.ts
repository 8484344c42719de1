import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { MemberKind, ScalpingRule } from '../contract.ts'
import type { Trace } from '../detection/graph.ts'
import type { Score } from '../detection/score.ts'
import { findingOpened } from '../events.ts'

/** A group at one hospital and what it adds up to; where it also booked elsewhere, what that adds up to, without anybody's name. */
export interface Looked {
  readonly institutionId: number
  readonly traces: readonly Trace[]
  readonly score: Score
  readonly rule: ScalpingRule
  readonly elsewhere?: { readonly spreadId: string; readonly hospitals: number; readonly bookings: number; readonly score: number }
}

interface Known {
  readonly id: string
  readonly state: string
  readonly decidedScore: number | null
  readonly spread: number
}

/**
 * Opens a finding where it is much, here alone or together with other hospitals; brings one that is known up to date. What was
 * decided comes back only when it grew well beyond what was known then. One look at a time, so that two accounts of one group do
 * not open two findings.
 */
export async function keepFinding(tx: Tx, context: Context, looked: Looked): Promise<void> {
  const { institutionId, traces, score, rule, elsewhere } = looked
  await sql`select pg_advisory_xact_lock(hashtext('fairness findings'), ${institutionId})`.execute(tx)
  const known = await findingAbout(tx, institutionId, traces)
  const most = Math.max(score.score, elsewhere?.score ?? 0)
  if (known) await renew(tx, context, known, looked, most)
  else if (most >= rule.openAt) await open(tx, context, looked, most)
}

async function findingAbout(tx: Tx, institutionId: number, traces: readonly Trace[]): Promise<Known | undefined> {
  const { rows } = await sql<Known>`select f.id, f.state, f.decided_score as "decidedScore", coalesce((f.elsewhere->>'score')::integer, 0) as spread from fairness.finding f
    where f.institution_id = ${institutionId} and exists (select from fairness.finding_member m where m.institution_id = f.institution_id and m.finding_id = f.id
      and ((m.kind = 'account' and m.subject = any (${[...new Set(traces.map((one) => one.accountId))]}::text[]))
        or (m.kind = 'device' and m.subject = any (${[...new Set(traces.flatMap((one) => (one.device ? [one.device] : [])))]}::text[]))))
    order by f.opened_at desc limit 1 for update`.execute(tx)
  return rows[0]
}

const elsewhereOf = ({ elsewhere }: Looked) => (elsewhere ? JSON.stringify({ hospitals: elsewhere.hospitals, bookings: elsewhere.bookings, score: elsewhere.score }) : null)

async function open(tx: Tx, context: Context, looked: Looked, most: number): Promise<void> {
  const { institutionId, traces, score, rule, elsewhere } = looked
  const id = newId()
  await sql`insert into fairness.finding (institution_id, id, score, signals, counter, advice, rule, opened_at, changed_at, spread_id, elsewhere)
    values (${institutionId}, ${id}, ${score.score}, ${JSON.stringify(score.signals)}, ${JSON.stringify(score.counter)}, ${score.advice}, ${JSON.stringify(rule)}, ${context.now}, ${context.now},
      ${elsewhere?.spreadId ?? null}, ${elsewhereOf(looked)}::jsonb)`.execute(tx)
  await writeMembers(tx, institutionId, id, traces)
  await audit(tx, context, { action: 'fairness.open-finding', subject: `finding/${id}`, institutionId, detail: { score: most, ...(elsewhere ? { elsewhere: elsewhere.hospitals } : {}) } })
  await announce(tx, context, findingOpened({ institutionId, findingId: id, score: most }))
}

async function renew(tx: Tx, context: Context, known: Known, looked: Looked, most: number): Promise<void> {
  const { institutionId, traces, score, rule, elsewhere } = looked
  const comesBack = (known.state === 'dismissed' || known.state === 'watched') && most >= rule.openAt && most >= (known.decidedScore ?? 0) + rule.reopenAfterRise
  // What a person decided on stays as they saw it, until it has grown enough to be looked at again.
  if (known.state !== 'open' && !comesBack) return
  // A look at this hospital alone knows less than the last one over all of them did.
  const isLess = !elsewhere && known.spread > score.score
  await sql`update fairness.finding set changed_at = ${context.now}, state = 'open',
      score = ${score.score}, counter = ${JSON.stringify(score.counter)}, rule = ${JSON.stringify(rule)},
      signals = case when ${isLess}::boolean then signals else ${JSON.stringify(score.signals)}::jsonb end, advice = case when ${isLess}::boolean then advice else ${score.advice} end,
      spread_id = coalesce(${elsewhere?.spreadId ?? null}::uuid, spread_id), elsewhere = coalesce(${elsewhereOf(looked)}::jsonb, elsewhere)
    where institution_id = ${institutionId} and id = ${known.id}`.execute(tx)
  await writeMembers(tx, institutionId, known.id, traces)
  if (comesBack) await announce(tx, context, findingOpened({ institutionId, findingId: known.id, score: most }))
}

async function writeMembers(tx: Tx, institutionId: number, findingId: string, traces: readonly Trace[]): Promise<void> {
  const members = new Map<string, Member>()
  for (const trace of traces) {
    for (const member of membersOf(trace)) {
      const known = members.get(`${member.kind} ${member.subject}`)
      members.set(`${member.kind} ${member.subject}`, known ? { ...known, bookings: known.bookings + 1 } : member)
    }
  }
  await sql`insert into fairness.finding_member (institution_id, finding_id, kind, subject, person_id, bookings)
    select ${institutionId}, ${findingId}::uuid, kind, subject, "personId", bookings
    from json_to_recordset(${JSON.stringify([...members.values()])}) as m(kind text, subject text, "personId" uuid, bookings integer)
    on conflict (institution_id, finding_id, kind, subject) do update set bookings = excluded.bookings`.execute(tx)
}

interface Member {
  readonly kind: MemberKind
  readonly subject: string
  readonly personId: string | null
  readonly bookings: number
}

function membersOf({ accountId, holderId, device, phone, personId, payer }: Trace): Member[] {
  const member = (kind: MemberKind, subject: string | null, whose: string | null = null): Member[] => (subject === null ? [] : [{ kind, subject, personId: whose, bookings: 1 }])
  return [
    ...member('account', accountId, holderId), ...member('device', device), ...member('phone', phone), ...member('person', personId, personId),
    ...member('payer', payer === accountId ? null : payer),
  ]
}

import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { MemberKind, ScalpingRule } from '../contract.ts'
import type { Trace } from '../detection/graph.ts'
import { type Score, scoreOf } from '../detection/score.ts'
import { findingOpened } from '../events.ts'
import { scalpingRule } from '../rules.ts'
import { attemptsOf, gatherAround, isHelpers } from './gather.ts'
import type { Touched } from './read-traces.ts'

const DAY_MS = 86_400_000

/** A group and what it adds up to. */
interface Looked {
  readonly institutionId: number
  readonly traces: readonly Trace[]
  readonly score: Score
  readonly rule: ScalpingRule
}

interface Known {
  readonly id: string
  readonly state: string
  readonly decidedScore: number | null
}

/**
 * Adds up what hangs together with an account that just did something, and asks a person to look where it is much. Nothing is
 * blocked. What was decided comes back only when it grew well beyond what was known then. Returns the accounts it looked at.
 */
export async function lookAtGroup(tx: Tx, context: Context, { institutionId, accountId }: Touched): Promise<ReadonlySet<string>> {
  const rule = await scalpingRule(tx, institutionId, context.now)
  const since = new Date(context.now.getTime() - rule.windowDays * DAY_MS)
  const traces = await gatherAround(tx, institutionId, accountId, since)
  const accounts = new Set([accountId, ...traces.map((one) => one.accountId)])
  if (traces.length === 0) return accounts
  const score = scoreOf(traces, await attemptsOf(tx, traces, since), await isHelpers(tx, institutionId, traces, localDay(context.now)), rule)
  // One look at a time, so that two accounts of one group do not open two findings.
  await sql`select pg_advisory_xact_lock(hashtext('fairness findings'), ${institutionId})`.execute(tx)
  const known = await findingAbout(tx, institutionId, traces)
  const looked: Looked = { institutionId, traces, score, rule }
  if (!known && score.score >= rule.openAt) await open(tx, context, looked)
  if (known) await renew(tx, context, known, looked)
  return accounts
}

async function findingAbout(tx: Tx, institutionId: number, traces: readonly Trace[]): Promise<Known | undefined> {
  const { rows } = await sql<Known>`select f.id, f.state, f.decided_score as "decidedScore" from fairness.finding f
    where f.institution_id = ${institutionId} and exists (select from fairness.finding_member m where m.institution_id = f.institution_id and m.finding_id = f.id
      and ((m.kind = 'account' and m.subject = any (${[...new Set(traces.map((one) => one.accountId))]}::text[]))
        or (m.kind = 'device' and m.subject = any (${[...new Set(traces.flatMap((one) => (one.device ? [one.device] : [])))]}::text[]))))
    order by f.opened_at desc limit 1 for update`.execute(tx)
  return rows[0]
}

async function open(tx: Tx, context: Context, { institutionId, traces, score, rule }: Looked): Promise<void> {
  const id = newId()
  await sql`insert into fairness.finding (institution_id, id, score, signals, counter, advice, rule, opened_at, changed_at)
    values (${institutionId}, ${id}, ${score.score}, ${JSON.stringify(score.signals)}, ${JSON.stringify(score.counter)}, ${score.advice}, ${JSON.stringify(rule)}, ${context.now}, ${context.now})`.execute(tx)
  await writeMembers(tx, institutionId, id, traces)
  await audit(tx, context, { action: 'fairness.open-finding', subject: `finding/${id}`, institutionId, detail: { score: score.score } })
  await announce(tx, context, findingOpened({ institutionId, findingId: id, score: score.score }))
}

async function renew(tx: Tx, context: Context, known: Known, { institutionId, traces, score, rule }: Looked): Promise<void> {
  const comesBack = (known.state === 'dismissed' || known.state === 'watched') && score.score >= rule.openAt
    && score.score >= (known.decidedScore ?? 0) + rule.reopenAfterRise
  // What a person decided on stays as they saw it, until it has grown enough to be looked at again.
  if (known.state !== 'open' && !comesBack) return
  await sql`update fairness.finding set score = ${score.score}, signals = ${JSON.stringify(score.signals)}, counter = ${JSON.stringify(score.counter)},
      advice = ${score.advice}, rule = ${JSON.stringify(rule)}, changed_at = ${context.now}, state = 'open'
    where institution_id = ${institutionId} and id = ${known.id}`.execute(tx)
  await writeMembers(tx, institutionId, known.id, traces)
  if (comesBack) await announce(tx, context, findingOpened({ institutionId, findingId: known.id, score: score.score }))
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

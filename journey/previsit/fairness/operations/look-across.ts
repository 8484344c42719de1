import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { ScalpingRule, SignalCode } from '../contract.ts'
import { type Across, acrossScore } from '../detection/across.ts'
import type { Trace } from '../detection/graph.ts'
import { type Score, scoreOf } from '../detection/score.ts'
import { measures } from '../detection/signals.ts'
import { spreadFound } from '../events.ts'
import { scalpingRule } from '../rules.ts'
import { accountsAround, echoesAround, markOf } from './echoes.ts'
import { attemptsOf, gatherAround, isHelpers } from './gather.ts'
import { keepFinding } from './keep-finding.ts'

const DAY_MS = 86_400_000

/**
 * Adds up what a group did over all hospitals, by marks and counts alone. Where it is much, each of them is asked to look at its own
 * part, and hears of the others only how many hospitals and bookings; the region's office sees the counts of all, and no name.
 * Nothing is blocked. True when it was much.
 */
export async function lookAcross(tx: Tx, context: Context, accountIds: readonly string[]): Promise<boolean> {
  const rule = await scalpingRule(tx, 0, context.now)
  const since = new Date(context.now.getTime() - rule.windowDays * DAY_MS)
  const accounts = await accountsAround(tx, accountIds.map((id) => markOf('account', id)), localDay(since))
  const { echoes, ties } = await echoesAround(tx, accounts, localDay(since))
  if (new Set(echoes.map((one) => one.institutionId)).size < 2) return false
  const across = acrossScore(echoes, ties, rule)
  if (across.score < rule.openAt) return false
  // One at a time over the region, and its hospitals in order: nobody waits for somebody who waits for them.
  await sql`select pg_advisory_xact_lock(hashtext('fairness spread'))`.execute(tx)
  const spreadId = await keepSpread(tx, context, across, accounts)
  for (const institutionId of across.hospitals.map((one) => one.institutionId).toSorted((a, b) => a - b)) {
    await askHospital(tx, context, { institutionId, spreadId, across, accounts, rule, since })
  }
  return true
}

interface Asked {
  readonly institutionId: number
  readonly spreadId: string
  readonly across: Across
  readonly accounts: ReadonlySet<string>
  readonly rule: ScalpingRule
  readonly since: Date
}

async function askHospital(tx: Tx, context: Context, { institutionId, spreadId, across, accounts, rule, since }: Asked): Promise<void> {
  const { rows } = await sql<{ id: string }>`select distinct account_id as id from fairness.trace
    where institution_id = ${institutionId} and account_mark = any (${[...accounts]}::text[]) and booked_at > ${since}`.execute(tx)
  if (rows.length === 0) return
  const traces = await gatherAround(tx, institutionId, rows.map(({ id }) => id), since)
  const attempts = await attemptsOf(tx, traces, since)
  const own = scoreOf(traces, attempts, await isHelpers(tx, institutionId, traces, localDay(context.now)), rule)
  const others = across.hospitals.filter((one) => one.institutionId !== institutionId)
  await keepFinding(tx, context, {
    institutionId, traces, rule, score: { ...withEvidence(own, across, traces, rule), advice: across.advice },
    elsewhere: { spreadId, hospitals: others.length, bookings: others.reduce((total, one) => total + one.bookings, 0), score: across.score },
  })
}

/** What counts over all of them is shown with this hospital's own bookings, also where they alone would be too few to count. */
function withEvidence(own: Score, across: Across, traces: readonly Trace[], rule: ScalpingRule): Score {
  const counted = new Set<SignalCode>(across.signals.flatMap(({ code, points }) => (points > 0 ? [code] : [])))
  return {
    ...own,
    signals: own.signals.map((one) => (one.points > 0 || !counted.has(one.code) ? one
      : { ...one, evidence: [...new Set(measures[one.code](traces, rule.signals[one.code], { mostRefusedInAnHour: 0 }).evidence)].slice(0, 200) })),
  }
}

/** The same group is one case for the region, also when accounts join it. */
async function keepSpread(tx: Tx, context: Context, across: Across, accounts: ReadonlySet<string>): Promise<string> {
  const { rows } = await sql<{ id: string }>`select s.id from fairness.spread s join fairness.spread_account a on a.spread_id = s.id
    where a.account = any (${[...accounts]}::text[]) order by s.opened_at limit 1`.execute(tx)
  const id = rows[0]?.id ?? newId()
  await sql`insert into fairness.spread (id, score, signals, counter, advice, hospitals, bookings, accounts, devices, opened_at, changed_at)
    values (${id}, ${across.score}, ${JSON.stringify(across.signals)}, ${JSON.stringify(across.counter)}, ${across.advice}, ${JSON.stringify(across.hospitals)}, ${across.bookings},
      ${across.accounts}, ${across.devices}, ${context.now}, ${context.now})
    on conflict (institution_id, id) do update set score = excluded.score, signals = excluded.signals, counter = excluded.counter, advice = excluded.advice, hospitals = excluded.hospitals,
      bookings = excluded.bookings, accounts = excluded.accounts, devices = excluded.devices, changed_at = excluded.changed_at`.execute(tx)
  await sql`insert into fairness.spread_account (account, spread_id) select a, ${id} from unnest(${[...accounts]}::text[]) a
    on conflict (institution_id, account) do update set spread_id = excluded.spread_id`.execute(tx)
  if (!rows[0]) {
    await audit(tx, context, { action: 'fairness.find-spread', subject: `spread/${id}`, institutionId: 0, detail: { score: across.score, hospitals: across.hospitals.length } })
    await announce(tx, context, spreadFound({ institutionId: 0, spreadId: id, score: across.score, hospitals: across.hospitals.length }))
  }
  return id
}

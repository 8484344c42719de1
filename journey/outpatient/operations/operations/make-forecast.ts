import { sql } from 'kysely'
import { addDays } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import { advise, type Advised, type AdviceRule } from '../advice/advise.ts'
import { playDay } from '../advice/play-day.ts'
import { type Counted, forecastHospital, type ForecastHour } from '../forecast/hospital.ts'
import { departmentDays } from '../queries/supply.ts'
import { adviceRule } from '../rules.ts'

const AHEAD_DAYS = 7
const HISTORY_DAYS = 400

/**
 * What is expected of the next seven days, from what came before today; then the next days played with the doctors they have,
 * and advice where people would wait too long. Once a day and hospital: a second run of the day changes nothing, so that what
 * was said before the day is what it is held against. Too little history says nothing.
 */
export async function makeForecast(tx: Tx, context: Context, institutionId: number): Promise<'made' | 'was-there' | 'too-little'> {
  const today = localDay(context.now)
  const known = await sql`select from operations.run where institution_id = ${institutionId} and day = ${today}`.execute(tx)
  if (known.rows.length > 0) return 'was-there'
  const counts = await history(tx, institutionId, today)
  const departments = forecastHospital(counts, today, AHEAD_DAYS)
  if (departments.hours.length === 0) return 'too-little'
  const whole = forecastHospital([...counts.reduce(summed, new Map<string, Counted>()).values()], today, AHEAD_DAYS)
  const rule = await ruleAt(tx, adviceRule, institutionId, context.now)
  // All is played before the first row is written: what others are told at once waits for every transaction that writes.
  const played: Played[] = []
  for (let ahead = 0; ahead < rule.days; ahead++) played.push(await playOf(tx, { institutionId, day: addDays(today, ahead), hours: departments.hours, rule, isAhead: ahead > 0 }))
  await sql`insert into operations.run (institution_id, day, made_at, history_days, inside80, signals)
    values (${institutionId}, ${today}, ${context.now}, ${departments.historyDays}, ${departments.inside80}, ${JSON.stringify(departments.signals)})`.execute(tx)
  await keepHours(tx, context, institutionId, [...departments.hours, ...whole.hours])
  for (const one of played) await keepPlayed(tx, context, institutionId, one)
  return 'made'
}

/** Sums of all departments by day and hour. */
function summed(sums: Map<string, Counted>, one: Counted): Map<string, Counted> {
  const key = `${one.day}/${one.hour}`
  return sums.set(key, { ...one, departmentId: 0, arrived: one.arrived + (sums.get(key)?.arrived ?? 0) })
}

async function history(tx: Tx, institutionId: number, today: string): Promise<Counted[]> {
  const { rows } = await sql<Counted>`select department_id as "departmentId", day::text as day, hour, arrived from operations.arrivals
    where institution_id = ${institutionId} and day < ${today}::date and day >= ${addDays(today, -HISTORY_DAYS)}::date`.execute(tx)
  return rows
}

async function keepHours(tx: Tx, context: Context, institutionId: number, hours: readonly ForecastHour[]): Promise<void> {
  const of = (pick: (one: ForecastHour) => number) => hours.map(pick)
  await sql`insert into operations.forecast as f (institution_id, department_id, day, hour, expected, low80, high80, low95, high95, made_at)
    select ${institutionId}, d, y, h, e, l8, h8, l9, h9, ${context.now} from unnest(${of((one) => one.departmentId)}::integer[], ${hours.map((one) => one.day)}::date[], ${of((one) => one.hour)}::smallint[],
      ${of((one) => one.expected)}::real[], ${of((one) => one.low[80])}::real[], ${of((one) => one.high[80])}::real[], ${of((one) => one.low[95])}::real[], ${of((one) => one.high[95])}::real[]) as n(d, y, h, e, l8, h8, l9, h9)
    on conflict (institution_id, department_id, day, hour) do update set expected = excluded.expected, low80 = excluded.low80, high80 = excluded.high80, low95 = excluded.low95,
      high95 = excluded.high95, wait_p90 = null, made_at = excluded.made_at`.execute(tx)
}

interface Playing {
  readonly institutionId: number
  readonly day: string
  readonly hours: readonly ForecastHour[]
  readonly rule: AdviceRule
  /** Advice for the day that is running comes too late to move anybody. */
  readonly isAhead: boolean
}

interface Played {
  readonly day: string
  readonly waits: readonly { readonly departmentId: number; readonly hour: number; readonly p90Wait: number | null }[]
  readonly advised: readonly Advised[]
}

async function playOf(tx: Tx, { institutionId, day, hours, rule, isAhead }: Playing): Promise<Played> {
  const days = await departmentDays(tx, institutionId, day, hours)
  const waits = days.filter((one) => one.hours.some((hour) => hour.doctors > 0)).flatMap((one) => playDay(one.hours, one.minutesPerVisit).byHour.map(({ hour, p90Wait }) => ({ departmentId: one.departmentId, hour, p90Wait })))
  return { day, waits, advised: isAhead ? advise(days, rule) : [] }
}

async function keepPlayed(tx: Tx, context: Context, institutionId: number, { day, waits, advised }: Played): Promise<void> {
  await sql`update operations.forecast f set wait_p90 = w.p from unnest(${waits.map((one) => one.departmentId)}::integer[], ${waits.map((one) => one.hour)}::smallint[], ${waits.map((one) => one.p90Wait)}::real[]) as w(d, h, p)
    where f.institution_id = ${institutionId} and f.day = ${day}::date and f.department_id = w.d and f.hour = w.h`.execute(tx)
  for (const one of advised) await keepAdvice(tx, context, institutionId, day, one)
}

/** The newest reasons and effects stand as long as nobody has decided. */
async function keepAdvice(tx: Tx, context: Context, institutionId: number, day: string, advised: Advised): Promise<void> {
  const { departmentId, kind, fromHour, toHour, movedFrom, reason, before, after } = advised
  await sql`insert into operations.advice as a (institution_id, id, department_id, day, kind, from_hour, to_hour, moved_from, reason, before, after, made_at)
    values (${institutionId}, ${newId()}, ${departmentId}, ${day}, ${kind}, ${fromHour}, ${toHour}, ${movedFrom}, ${JSON.stringify(reason)}, ${JSON.stringify(before)}, ${JSON.stringify(after)}, ${context.now})
    on conflict (institution_id, department_id, day, kind) do update set from_hour = excluded.from_hour, to_hour = excluded.to_hour, moved_from = excluded.moved_from, reason = excluded.reason,
      before = excluded.before, after = excluded.after, made_at = excluded.made_at where a.status = 'open'`.execute(tx)
}

import { sql } from 'kysely'
import { addDays } from '#engines/capacity/index.ts'
import { type Appointment, appointmentsOfDay } from '#journey/previsit/booking/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { wasBroken } from '../queries/day-advice.ts'
import { sessionLoads } from '../queries/session-loads.ts'
import { overbookingRules } from '../rules.ts'

/** No-shows are marked by then. */
const HOURS_AFTER = 26
const KEPT_DAYS = 400
const CAME: readonly string[] = ['arrived', 'fulfilled']

export interface UnsettledDay {
  readonly institutionId: number
  readonly day: string
}

/** The days that are over and whose outcomes have not been noted, oldest first. */
export async function unsettledDays(tx: Tx, now: Date): Promise<UnsettledDay[]> {
  const until = new Date(now.getTime() - HOURS_AFTER * 3_600_000)
  const { rows } = await sql<UnsettledDay>`
    select distinct institution_id as "institutionId", (starts_at at time zone 'Asia/Shanghai')::date::text as day from attendance.watch
    where missed is null and starts_at < ${until}
    union select institution_id, day::text from attendance.overbooking where measured_at is null and decision = 'accepted' and day < ${localDay(until)}::date
    order by 2, 1 limit 50`.execute(tx)
  return rows
}

/** Notes who of a day came and who did not, and whether the promise made with extra units was kept. */
export async function settleDay(tx: Tx, context: Context, { institutionId, day }: UnsettledDay): Promise<void> {
  const visits = await appointmentsOfDay(tx, context, { institutionId, day })
  const came = visits.filter(({ status }) => CAME.includes(status)).map(({ id }) => id)
  const missed = visits.filter(({ status }) => status === 'no-show').map(({ id }) => id)
  await sql`update attendance.watch set missed = (appointment_id = any (${missed}::uuid[])), next_mark = null, next_due_at = null
    where institution_id = ${institutionId} and appointment_id = any (${[...came, ...missed]}::uuid[])`.execute(tx)
  // What was given back, suspended or never marked says nothing about coming.
  await sql`delete from attendance.watch where institution_id = ${institutionId} and missed is null
    and starts_at >= ${`${day}T00:00:00+08:00`}::timestamptz and starts_at < ${`${addDays(day, 1)}T00:00:00+08:00`}::timestamptz`.execute(tx)
  await sql`delete from attendance.watch where institution_id = ${institutionId} and starts_at < ${`${addDays(day, -KEPT_DAYS)}T00:00:00+08:00`}::timestamptz`.execute(tx)
  await measure(tx, context, institutionId, day, visits)
}

async function measure(tx: Tx, context: Context, institutionId: number, day: string, visits: readonly Appointment[]): Promise<void> {
  const { rows } = await sql<{ sessionId: number }>`select session_id as "sessionId" from attendance.overbooking
    where institution_id = ${institutionId} and day = ${day} and decision = 'accepted' and measured_at is null`.execute(tx)
  if (rows.length === 0) return
  const rules = await overbookingRules(tx, institutionId, context.now)
  const loads = await sessionLoads(tx, context, institutionId, day, rules)
  for (const { sessionId } of rows) {
    const load = loads.find((one) => one.session.sessionId === sessionId)
    const came = visits.filter((visit) => visit.sessionId === sessionId && CAME.includes(visit.status))
    const byPeriod = new Map([...Map.groupBy(came, ({ periodId }) => periodId)].map(([periodId, own]) => [periodId, own.length]))
    await sql`update attendance.overbooking set came = ${came.length}, waited_longer = ${load ? wasBroken(load, byPeriod, rules) : null}, measured_at = ${context.now}
      where institution_id = ${institutionId} and session_id = ${sessionId}`.execute(tx)
  }
}

import { sql } from 'kysely'
import { periodsOfSessions } from '#engines/capacity/index.ts'
import { type ArrivedVisit, todaysVisits } from '#journey/outpatient/arrival/index.ts'
import { appointmentsOfDay } from '#journey/previsit/booking/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { quantile } from '../advice/play-day.ts'
import type { Outcome } from '../contract.ts'
import { minutesWaited } from '../waited.ts'

interface Due {
  readonly institutionId: number
  readonly id: string
  readonly departmentId: number
  readonly day: string
  readonly sessionId: number | null
}

/**
 * When a day is over, each advice for it is held against what came: how many beside the forecast's band, how long they waited, and who
 * came into the session that was made of it. Whether it was taken or not.
 */
export async function measureAdvice(tx: Tx, context: Context): Promise<number> {
  const { rows } = await sql<Due>`select institution_id as "institutionId", id, department_id as "departmentId", day::text as day, session_id::float8 as "sessionId"
    from operations.advice where outcome is null and day < ${localDay(context.now)}::date order by day limit 50 for update skip locked`.execute(tx)
  for (const due of rows) {
    const then = { ...context, now: new Date(`${due.day}T23:59:00+08:00`) }
    const visits = await todaysVisits(tx, then, due)
    const outcome: Outcome = { ...(await peopleOf(tx, due)), ...waitsOf(visits, then.now), extra: await extraOf(tx, then, due, visits) }
    await sql`update operations.advice set outcome = ${JSON.stringify(outcome)} where institution_id = ${due.institutionId} and id = ${due.id}`.execute(tx)
  }
  return rows.length
}

/** Who came, beside what was expected of the day; hours are put together as independent. */
async function peopleOf(tx: Tx, { institutionId, departmentId, day }: Due): Promise<Pick<Outcome, 'arrived' | 'expected' | 'low' | 'high'>> {
  const { rows } = await sql<{ arrived: number; expected: number; below: number | null; above: number | null }>`select
      (select coalesce(sum(arrived), 0)::integer from operations.arrivals where institution_id = ${institutionId} and department_id = ${departmentId} and day = ${day}::date) as arrived,
      coalesce(sum(expected), 0)::float8 as expected, sqrt(sum((expected - low80) ^ 2))::float8 as below, sqrt(sum((high80 - expected) ^ 2))::float8 as above
    from operations.forecast where institution_id = ${institutionId} and department_id = ${departmentId} and day = ${day}::date`.execute(tx)
  const { arrived, expected, below, above } = rows[0]!
  return { arrived, expected: Math.round(expected * 10) / 10, low: below === null ? null : Math.max(0, Math.round(expected - below)), high: above === null ? null : Math.round(expected + above) }
}

function waitsOf(visits: readonly ArrivedVisit[], now: Date): Pick<Outcome, 'seen' | 'unseen' | 'meanWait' | 'medianWait' | 'p90Wait'> {
  const waits = visits.filter((visit) => visit.startedAt).map((visit) => minutesWaited(visit, now))
  const told = (value: () => number) => (waits.length > 0 ? Math.round(value()) : null)
  return {
    seen: waits.length, unseen: visits.length - waits.length, meanWait: told(() => waits.reduce((sum, one) => sum + one, 0) / waits.length),
    medianWait: told(() => quantile(waits, 0.5)), p90Wait: told(() => quantile(waits, 0.9)),
  }
}

async function extraOf(tx: Tx, context: Context, { institutionId, departmentId, day, sessionId }: Due, visits: readonly ArrivedVisit[]): Promise<Outcome['extra']> {
  if (sessionId === null) return null
  const periods = await periodsOfSessions(tx, institutionId, [sessionId])
  const units = periods.reduce((sum, period) => sum + Object.values(period.pools).reduce((all, pool) => all + pool.units, 0), 0)
  const booked = (await appointmentsOfDay(tx, context, { institutionId, day, departmentId })).filter((one) => Number(one.sessionId) === sessionId)
  const came = new Set(visits.map((visit) => visit.visitId))
  return { units, booked: booked.length, came: booked.filter((one) => came.has(one.id)).length }
}

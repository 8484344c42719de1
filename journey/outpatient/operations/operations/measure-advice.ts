import { sql } from 'kysely'
import { todaysVisits } from '#journey/outpatient/arrival/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { quantile } from '../advice/play-day.ts'
import { minutesWaited } from '../waited.ts'

/** When a day is over, each advice for it is held against what came: how many, and how long they waited. Whether it was taken or not. */
export async function measureAdvice(tx: Tx, context: Context): Promise<number> {
  const { rows } = await sql<{ institutionId: number; id: string; departmentId: number; day: string }>`select institution_id as "institutionId", id, department_id as "departmentId", day::text as day
    from operations.advice where outcome is null and day < ${localDay(context.now)}::date order by day limit 50 for update skip locked`.execute(tx)
  for (const { institutionId, id, departmentId, day } of rows) {
    const then = { ...context, now: new Date(`${day}T23:59:00+08:00`) }
    const seen = (await todaysVisits(tx, then, { institutionId, departmentId })).filter((visit) => visit.startedAt)
    const waits = seen.map((visit) => minutesWaited(visit, then.now))
    await sql`update operations.advice set outcome = (select jsonb_build_object(
        'arrived', (select coalesce(sum(arrived), 0) from operations.arrivals where institution_id = ${institutionId} and department_id = ${departmentId} and day = ${day}::date),
        'expected', (select coalesce(round(sum(expected)::numeric, 1), 0) from operations.forecast where institution_id = ${institutionId} and department_id = ${departmentId} and day = ${day}::date),
        'seen', ${waits.length}::integer, 'meanWait', ${waits.length > 0 ? Math.round(waits.reduce((sum, one) => sum + one, 0) / waits.length) : null}::integer,
        'p90Wait', ${waits.length > 0 ? Math.round(quantile(waits, 0.9)) : null}::integer))
      where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  }
  return rows.length
}

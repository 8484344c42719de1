import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { localHour } from '../queries/wait-facts.ts'
import { historyOf, type HourRow } from '../wait-history.ts'
import { type Served, toldToOthers } from '../wait-pace.ts'

interface Row {
  readonly queue_id: number
  readonly served: readonly Served[]
  readonly inside: readonly number[]
  readonly history: readonly HourRow[]
}

/** What a queue's own forecast looks back on, and no more. */
const HOURS = 4
const PEOPLE = 40

/**
 * Writes down how fast each queue of an institution goes today against its past days, so that the others can lean on it: whoever
 * waits where nobody has been served yet is told what the rest of the house already shows. Answers for how many queues.
 */
export async function measurePace(tx: Tx, context: Context, institutionId: number): Promise<number> {
  const hour = localHour(context.now)
  const { rows } = await sql<Row>`
    with stay as (
      select s.*, lead(s.called_at) over point as next from queue.service_point p
      join queue.stay s on s.institution_id = p.institution_id and s.service_point_id = p.id
        and s.called_at > ${context.now}::timestamptz - make_interval(hours => ${HOURS}) and s.ended_at <= ${context.now}
      where p.institution_id = ${institutionId}
      window point as (partition by s.service_point_id order by s.called_at)),
    newest as (
      select queue_id, class, extract(epoch from least(coalesce(next, ended_at), ended_at + interval '3 minutes') - called_at)::double precision as seconds,
        row_number() over (partition by queue_id order by called_at desc) as nth from stay where outcome <> 'absent'),
    served as (select queue_id, jsonb_agg(jsonb_build_object('class', class, 'seconds', seconds) order by nth) as served from newest where nth <= ${PEOPLE} group by queue_id),
    inside as (
      select queue_id, jsonb_agg(extract(epoch from ${context.now}::timestamptz - called_at)) as inside from queue.ticket
      where institution_id = ${institutionId} and day = ${localDay(context.now)}::date and status in ('called', 'serving') and called_at < ${context.now}
      group by queue_id)
    select queue_id, coalesce(served, '[]') as served, coalesce(inside, '[]') as inside, (
      select coalesce(jsonb_agg(of_class), '[]') from (
        select class, case when hour = ${hour} then ${hour} else -1 end as hour, sum(weight) as weight, sum(sum_log) as sum, sum(sum_square) as square
        from queue.duration_history h where h.institution_id = ${institutionId} and h.queue_id = today.queue_id group by class, 2) of_class) as history
    from (select * from served full join inside using (queue_id)) today`.execute(tx)
  if (rows.length === 0) return 0
  const told = rows.map((row) => ({ queueId: row.queue_id, samples: row.served.length, ...toldToOthers({ recent: row.served, inside: row.inside }, historyOf(row.history, null, hour)) }))
  await sql`
    insert into queue.pace_today as p (institution_id, queue_id, day, measured_at, samples, off, weight, level, level_weight)
    select ${institutionId}, queue_id, ${localDay(context.now)}::date, ${context.now}, samples, off, weight, level, level_weight
    from unnest(${told.map((one) => one.queueId)}::integer[], ${told.map((one) => one.samples)}::integer[], ${told.map((one) => one.off)}::double precision[],
      ${told.map((one) => one.weight)}::double precision[], ${told.map((one) => one.level)}::double precision[],
      ${told.map((one) => one.levelWeight)}::double precision[]) as told (queue_id, samples, off, weight, level, level_weight)
    on conflict (institution_id, queue_id) do update set day = excluded.day, measured_at = excluded.measured_at, samples = excluded.samples,
      off = excluded.off, weight = excluded.weight, level = excluded.level, level_weight = excluded.level_weight
      where p.measured_at <= excluded.measured_at`.execute(tx)
  return rows.length
}

/** Where somebody is at work. */
export async function institutionsAtWork(tx: Tx): Promise<number[]> {
  const { rows } = await sql<{ institution_id: number }>`select distinct institution_id from queue.service_point where state <> 'closed'`.execute(tx)
  return rows.map((row) => row.institution_id)
}

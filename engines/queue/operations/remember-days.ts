import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/** A day a month ago counts a third of yesterday. */
const KEPT_PER_DAY = 0.965
/** A first call later than this after the first period is another half-day, not a late start. */
const LATEST_START_MINUTES = 120

interface Day {
  institution_id: number
  queue_id: number
  day: string
}

/** Adds the past days that are not remembered yet to what their queues know, each once. Answers how many, at most `most`. */
export async function rememberDays(tx: Tx, context: Context, most: number): Promise<number> {
  const { rows } = await sql<Day>`
    select distinct s.institution_id, s.queue_id, (s.called_at at time zone 'Asia/Shanghai')::date::text as day from queue.stay s
    left join queue.habit h on h.institution_id = s.institution_id and h.queue_id = s.queue_id
    where (s.called_at at time zone 'Asia/Shanghai')::date < ${localDay(context.now)}::date
      and (h.last_day is null or (s.called_at at time zone 'Asia/Shanghai')::date > h.last_day)
    order by 1, 2, 3 limit ${most}`.execute(tx)
  for (const day of rows) await rememberDay(tx, day)
  return rows.length
}

async function rememberDay(tx: Tx, of: Day): Promise<void> {
  const queue = sql`institution_id = ${of.institution_id} and queue_id = ${of.queue_id}`
  if (!(await takeDay(tx, of))) return
  await sql`update queue.duration_history set weight = weight * ${KEPT_PER_DAY}, sum_log = sum_log * ${KEPT_PER_DAY},
    sum_square = sum_square * ${KEPT_PER_DAY} where ${queue}`.execute(tx)
  await sql`
    insert into queue.duration_history as d (institution_id, queue_id, class, hour, weight, sum_log, sum_square)
    select ${of.institution_id}, ${of.queue_id}, class, hour, count(*), sum(ln(seconds)), sum(ln(seconds) ^ 2) from (
      select s.class, extract(hour from s.called_at at time zone 'Asia/Shanghai')::smallint as hour,
        greatest(20, extract(epoch from least(coalesce(lead(s.called_at) over point, s.ended_at), s.ended_at + interval '3 minutes') - s.called_at))::double precision as seconds,
        s.outcome
      from queue.stay s where ${queue} and (s.called_at at time zone 'Asia/Shanghai')::date = ${of.day}::date
      window point as (partition by s.service_point_id order by s.called_at)) stays
    where outcome <> 'absent' and seconds < 7200
    group by class, hour
    on conflict (institution_id, queue_id, class, hour) do update
      set weight = d.weight + excluded.weight, sum_log = d.sum_log + excluded.sum_log, sum_square = d.sum_square + excluded.sum_square`.execute(tx)
}

/** Coming, being there and beginning, with the mark that this day is remembered: whoever comes second finds it done. */
async function takeDay(tx: Tx, of: Day): Promise<boolean> {
  const { rows } = await sql`
    with came as (
      select coalesce(sum(d.booked), 0) as booked, coalesce(sum(least(d.booked, (select count(*) from queue.ticket t
        where t.institution_id = d.institution_id and t.queue_id = d.queue_id and t.day = d.day and t.class <> 'walk-in' and t.due_from = d.due_from))), 0) as came
      from queue.due d where d.institution_id = ${of.institution_id} and d.queue_id = ${of.queue_id} and d.day = ${of.day}::date),
    calls as (
      select count(*) as called, count(*) filter (where outcome = 'absent') as absent, min(called_at) as first from queue.stay s
      where institution_id = ${of.institution_id} and queue_id = ${of.queue_id} and (called_at at time zone 'Asia/Shanghai')::date = ${of.day}::date),
    start as (
      select extract(epoch from calls.first - (select min(due_from) from queue.ticket t where t.institution_id = ${of.institution_id}
        and t.queue_id = ${of.queue_id} and t.day = ${of.day}::date)) / 60 as minutes from calls),
    told as (select came.*, calls.called, calls.absent,
      case when start.minutes between -30 and ${LATEST_START_MINUTES} then 1 else 0 end as starts,
      case when start.minutes between -30 and ${LATEST_START_MINUTES} then start.minutes else 0 end as minutes from came, calls, start)
    insert into queue.habit as h (institution_id, queue_id, last_day, booked, came, called, absent, starts, start_sum, start_square)
    select ${of.institution_id}, ${of.queue_id}, ${of.day}::date, booked, came, called, absent, starts, minutes, minutes ^ 2 from told
    on conflict (institution_id, queue_id) do update set last_day = excluded.last_day,
      booked = h.booked * ${KEPT_PER_DAY} + excluded.booked, came = h.came * ${KEPT_PER_DAY} + excluded.came,
      called = h.called * ${KEPT_PER_DAY} + excluded.called, absent = h.absent * ${KEPT_PER_DAY} + excluded.absent,
      starts = h.starts * ${KEPT_PER_DAY} + excluded.starts, start_sum = h.start_sum * ${KEPT_PER_DAY} + excluded.start_sum,
      start_square = h.start_square * ${KEPT_PER_DAY} + excluded.start_square
      where h.last_day < excluded.last_day
    returning 1`.execute(tx)
  return rows.length > 0
}

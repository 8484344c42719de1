-- owner: engines/queue
-- How fast it goes today, queue by queue: a slow morning is slow for everybody, and one room alone learns it late.

-- What each queue's own day has shown, written down anew each minute: logarithms of times against what is believed, and how
-- much they say. `off` is against the queue's own past days (weight 0: it has none), `level` against the first guess. Names nobody.
create table queue.pace_today (
  institution_id integer not null,
  queue_id       integer not null,
  day            date not null,
  measured_at    timestamptz not null,
  samples        integer not null check (samples >= 0),
  off            double precision not null,
  weight         double precision not null check (weight >= 0),
  level          double precision not null,
  level_weight   double precision not null check (level_weight >= 0),
  primary key (institution_id, queue_id),
  foreign key (institution_id, queue_id) references queue.queue
);
grant select, insert, update on queue.pace_today to liuxin_app;

-- As before, and what the other queues of the same kind in the hospital show of today, added up by zone.
create or replace function queue.forecast_facts(p_institution integer, p_queue integer, p_day date, p_now timestamptz) returns jsonb
  language sql stable security definer set search_path = queue, pg_temp as $$
  with point as (
    select p.* from queue.service_point p where p.institution_id = p_institution and p_queue = any (p.serves) and p.state <> 'closed'
  ),
  together as (select distinct unnest(serves) as id from point union select p_queue),
  ticket as (
    select t.* from queue.ticket t where t.institution_id = p_institution and t.queue_id in (select id from together) and t.day = p_day
  ),
  line as (select * from ticket where status = 'waiting' order by order_at, order_tie, number),
  due as (
    select d.queue_id, d.due_from, d.due_to, d.booked - (
      select count(*) from ticket t where t.queue_id = d.queue_id and t.class <> 'walk-in' and t.due_from = d.due_from) as missing
    from queue.due d where d.institution_id = p_institution and d.queue_id in (select id from together) and d.day = p_day
  ),
  periods as (
    select due_from from queue.due where institution_id = p_institution and queue_id = p_queue and day = p_day
    union select due_from from ticket where due_from is not null
  ),
  stay as (
    select s.* from queue.stay s where s.institution_id = p_institution and s.queue_id = p_queue
      and s.called_at > p_now - interval '4 hours' and s.ended_at <= p_now order by s.called_at desc limit 40
  )
  select jsonb_build_object(
    'line', (select coalesce(jsonb_agg(jsonb_build_object('queueId', queue_id, 'class', class, 'orderAt', order_at, 'orderTie', order_tie, 'number', number, 'id', id)
               order by order_at, order_tie, number), '[]') from line),
    'points', (select coalesce(jsonb_agg(jsonb_build_object('state', p.state, 'lateUntil', p.late_until, 'changedAt', p.changed_at,
                 'busySince', (select t.called_at from queue.ticket t where t.institution_id = p_institution and t.service_point_id = p.id
                    and t.day = p_day and t.status in ('called', 'serving') limit 1),
                 'lastFree', (select max(s.ended_at) from queue.stay s where s.institution_id = p_institution and s.service_point_id = p.id
                    and s.called_at > p_now - interval '5 hours'),
                 'beginsAt', (select min(due_from) from periods where due_from > coalesce((select max(s.called_at) + interval '45 minutes' from queue.stay s
                    where s.institution_id = p_institution and s.service_point_id = p.id and s.called_at > p_now - interval '12 hours'), p_day::timestamptz)))), '[]')
               from point p),
    'waitsSince', (select min(joined_at) from line),
    'due', (select coalesce(jsonb_agg(jsonb_build_object('from', due_from, 'to', due_to, 'count', missing) order by due_from), '[]')
              from due where missing > 0 and due_to > p_now - interval '90 minutes'),
    'away', (select count(*) from ticket where status in ('parked', 'passed')),
    'walkIns', (select count(*) from ticket where class = 'walk-in' and joined_at > p_now - interval '2 hours'),
    'since', (select min(joined_at) from ticket where joined_at <= p_now),
    'stays', (select coalesce(jsonb_agg(jsonb_build_object('class', class, 'seconds', round(extract(epoch from
                 -- The breath between two people belongs to the wait of the next, when there was a next.
                 least(coalesce((select min(n.called_at) from queue.stay n where n.institution_id = p_institution and n.service_point_id = stay.service_point_id
                   and n.called_at > stay.called_at), ended_at), ended_at + interval '3 minutes') - called_at)))
               order by called_at desc), '[]') from stay where outcome <> 'absent'),
    'history', (select coalesce(jsonb_agg(jsonb_build_object('class', class, 'hour', hour, 'weight', weight, 'sum', sum_log, 'square', sum_square)), '[]')
               from queue.duration_history where institution_id = p_institution and queue_id = p_queue),
    'habit', (select to_jsonb(h) from queue.habit h where institution_id = p_institution and queue_id = p_queue),
    'corrections', (select coalesce(jsonb_agg(jsonb_build_object('queueId', queue_id, 'samples', samples, 'pace', pace, 'spread', spread)), '[]')
               from queue.correction where institution_id = p_institution and queue_id in (0, p_queue)),
    'others', (select coalesce(jsonb_agg(jsonb_build_object('own', own, 'weight', weight, 'sum', sum, 'levelWeight', level_weight, 'levelSum', level_sum)
                 order by own, weight, level_weight), '[]') from (
                 select q.zone_id = me.zone_id as own, sum(t.weight) as weight, sum(t.weight * t.off) as sum, sum(t.level_weight) as level_weight,
                   sum(t.level_weight * t.level) as level_sum
                 from queue.queue me
                 join queue.queue q on q.institution_id = me.institution_id and q.kind = me.kind and q.id <> me.id
                 join queue.pace_today t on t.institution_id = q.institution_id and t.queue_id = q.id and t.day = p_day and t.measured_at > p_now - interval '4 hours'
                 where me.institution_id = p_institution and me.id = p_queue
                 group by q.zone_id, me.zone_id) zones))
$$;

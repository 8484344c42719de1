-- owner: engines/queue
-- Honest waiting: what past days taught, who is still to come, what was promised and what came true.

-- How long a point was taken by one person: from the call until it was free. It names nobody.
create table queue.stay (
  institution_id   integer not null,
  queue_id         integer not null,
  called_at        timestamptz not null,
  service_point_id integer not null,
  ended_at         timestamptz not null,
  class            text not null,
  outcome          text not null check (outcome in ('served', 'sent-away', 'absent')),
  primary key (institution_id, queue_id, called_at, service_point_id),
  constraint stay_ends_after_it_begins check (ended_at >= called_at)
);
create index stay_of_point on queue.stay (institution_id, service_point_id, called_at);

-- How many are booked for each period of a queue, told by whoever knows the bookings. Who of them is here, the tickets say.
create table queue.due (
  institution_id integer not null,
  queue_id       integer not null,
  day            date not null,
  due_from       timestamptz not null,
  due_to         timestamptz not null,
  booked         integer not null check (booked >= 0),
  primary key (institution_id, queue_id, day, due_from),
  constraint due_period_in_order check (due_to > due_from)
);

-- What a queue remembers of its days, older days counting less: weights, sums and squares of logarithms of seconds.
create table queue.duration_history (
  institution_id integer not null,
  queue_id       integer not null,
  class          text not null,
  hour           smallint not null check (hour between 0 and 23),
  weight         double precision not null check (weight >= 0),
  sum_log        double precision not null,
  sum_square     double precision not null,
  primary key (institution_id, queue_id, class, hour)
);
create table queue.habit (
  institution_id integer not null,
  queue_id       integer not null,
  last_day       date not null,
  booked         double precision not null default 0,
  came           double precision not null default 0,
  called         double precision not null default 0,
  absent         double precision not null default 0,
  starts         double precision not null default 0,
  start_sum      double precision not null default 0,
  start_square   double precision not null default 0,
  primary key (institution_id, queue_id)
);

-- What a person was told, and what came true.
create table queue.promise (
  institution_id integer not null,
  ticket_id      uuid not null,
  shown_at       timestamptz not null,
  holder_id      uuid not null,
  queue_id       integer not null,
  day            date not null,
  ahead          integer not null,
  from_at        timestamptz,                     -- null: nobody was at work, no figure was given
  to_at          timestamptz,
  come_back_at   timestamptz,
  sure           boolean not null default false,
  -- As played, before the correction, in seconds: what the next correction is learned from.
  played_from    integer,
  played_middle  integer,
  played_to      integer,
  called_at      timestamptz,                     -- what came true
  outcome        text not null default 'open' check (outcome in ('open', 'called', 'gone')),
  primary key (institution_id, ticket_id, shown_at),
  foreign key (institution_id, ticket_id) references queue.ticket,
  constraint promise_called_when_called check ((outcome = 'called') = (called_at is not null)),
  constraint promise_is_a_range check ((from_at is null) = (to_at is null) and (to_at is null or to_at > from_at))
);
create index promise_of_day on queue.promise (institution_id, day, queue_id);

-- Three ahead: who was told, once.
create table queue.near (
  institution_id integer not null,
  ticket_id      uuid not null,
  at             timestamptz not null,
  primary key (institution_id, ticket_id),
  foreign key (institution_id, ticket_id) references queue.ticket
);

-- What the promises of the last two weeks teach the next ones; queue 0 is the whole institution.
create table queue.correction (
  institution_id integer not null,
  queue_id       integer not null,
  learned_at     timestamptz not null,
  samples        integer not null,
  pace           double precision not null check (pace between 0.7 and 1.5),
  spread         double precision not null check (spread between 0.6 and 2),
  inside         double precision not null check (inside between 0 and 1),
  primary key (institution_id, queue_id)
);

alter table queue.promise enable row level security; alter table queue.promise force row level security;
create policy promise_seen on queue.promise to liuxin_app
  using (platform.may_see(institution_id, holder_id)) with check (platform.may_see(institution_id, holder_id));
create policy promise_owner on queue.promise to current_user using (true) with check (true);

-- Everything a forecast of one line needs, in one answer and without names. The line is that of all queues its points serve.
create function queue.forecast_facts(p_institution integer, p_queue integer, p_day date, p_now timestamptz) returns jsonb
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
    'stays', (select coalesce(jsonb_agg(jsonb_build_object('class', class, 'seconds', round(extract(epoch from
                 -- The breath between two people belongs to the wait of the next, when there was a next.
                 least(coalesce((select min(n.called_at) from queue.stay n where n.institution_id = p_institution and n.service_point_id = stay.service_point_id
                   and n.called_at > stay.called_at), ended_at), ended_at + interval '3 minutes') - called_at)))
               order by called_at desc), '[]') from stay where outcome <> 'absent'),
    'history', (select coalesce(jsonb_agg(jsonb_build_object('class', class, 'hour', hour, 'weight', weight, 'sum', sum_log, 'square', sum_square)), '[]')
               from queue.duration_history where institution_id = p_institution and queue_id = p_queue),
    'habit', (select to_jsonb(h) from queue.habit h where institution_id = p_institution and queue_id = p_queue),
    'corrections', (select coalesce(jsonb_agg(jsonb_build_object('queueId', queue_id, 'samples', samples, 'pace', pace, 'spread', spread)), '[]')
               from queue.correction where institution_id = p_institution and queue_id in (0, p_queue)))
$$;
revoke execute on function queue.forecast_facts(integer, integer, date, timestamptz) from public;
grant execute on function queue.forecast_facts(integer, integer, date, timestamptz) to liuxin_app;

grant select on queue.stay, queue.due, queue.duration_history, queue.habit, queue.promise, queue.near, queue.correction to liuxin_app;
grant insert, delete on queue.stay to liuxin_app;
grant insert, update, delete on queue.due to liuxin_app;
grant insert, update on queue.duration_history, queue.habit, queue.correction, queue.promise to liuxin_app;
grant insert on queue.near to liuxin_app;

-- How many stand ahead when the phone says "soon"; a hospital may publish its own.
insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('queue.near', 0, '2020-01-01', '{"ahead": 3}', 'people', 'published with the platform; a hospital may publish its own', false);

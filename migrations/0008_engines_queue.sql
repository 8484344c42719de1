-- owner: engines/queue
-- Who waits for what, in which order, and why. Everything is a row: a restart of the server forgets nothing.
create schema queue;
grant usage on schema queue to liuxin_app;

-- A part of a building that one board shows. The id is short and plain: it stands in the board's address.
create table queue.zone (
  institution_id integer not null,
  id             text not null check (id ~ '^[a-z0-9-]{1,40}$'),
  name           text not null,
  name_en        text not null default '',
  primary key (institution_id, id),
  constraint zone_name_once unique (institution_id, name)
);

-- What people wait for. subject says whose queue it is in the caller's words ('practitioner:12'); one queue a subject.
create table queue.queue (
  institution_id integer not null,
  id             integer generated always as identity,
  zone_id        text not null,
  kind           text not null,
  subject        text not null,
  name           text not null,
  name_en        text not null default '',
  prefix         text not null check (prefix ~ '^[A-Z]{1,2}$'),
  created_at     timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, zone_id) references queue.zone,
  constraint queue_one_per_subject unique (institution_id, subject),
  constraint queue_prefix_once_per_zone unique (institution_id, zone_id, prefix)
);

-- Where people are served: a room, a counter. It may serve several queues.
create table queue.service_point (
  institution_id integer not null,
  id             integer generated always as identity,
  zone_id        text not null,
  name           text not null,
  name_en        text not null default '',
  serves         integer[] not null default '{}',
  staffed_by     integer,
  staffed_label  text not null default '',
  staffed_label_en text not null default '',
  staffed_role   text not null default '',         -- a word of the caller's, shown in the reader's language
  state          text not null default 'closed' check (state in ('open', 'paused', 'closed')),
  late_until     timestamptz,
  late_reason    text not null default '',
  changed_at     timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, zone_id) references queue.zone,
  constraint service_point_once_per_zone unique (institution_id, zone_id, name)
);
create index service_point_of_staff on queue.service_point (institution_id, staffed_by) where staffed_by is not null;

-- Numbers begin anew each day. The row is also the lock under which a place in line is decided.
create table queue.counter (
  institution_id integer not null,
  queue_id       integer not null,
  day            date not null,
  last           integer not null,
  primary key (institution_id, queue_id, day),
  foreign key (institution_id, queue_id) references queue.queue
);

create table queue.ticket (
  institution_id   integer not null,
  id               uuid not null,
  queue_id         integer not null,
  day              date not null,
  number           integer not null,
  label            text not null,
  holder_id        uuid not null,
  visit_id         uuid not null,
  display_name     text not null,                 -- masked: 李*庚
  class            text not null check (class in ('booked', 'walk-in', 'returning')),
  priority_group   text not null default '',      -- a key of the fairness rule, '' for none
  due_from         timestamptz,
  due_to           timestamptz,
  joined_at        timestamptz not null,
  -- The place in line: first order_at, then order_tie, then number.
  order_at         timestamptz not null,
  order_tie        bigint not null,
  why              text not null check (why in ('booked', 'walk-in', 'late', 'priority', 'returning', 'rejoined', 'moved')),
  why_detail       jsonb not null default '{}',
  status           text not null default 'waiting'
    check (status in ('waiting', 'called', 'serving', 'passed', 'parked', 'done', 'left')),
  parked_reason    text not null default '',
  service_point_id integer,
  called_at        timestamptz,
  call_count       integer not null default 0,
  serving_at       timestamptz,
  ended_at         timestamptz,
  version          integer not null default 1,
  primary key (institution_id, id),
  foreign key (institution_id, queue_id) references queue.queue,
  foreign key (institution_id, service_point_id) references queue.service_point,
  constraint ticket_number_once_a_day unique (institution_id, queue_id, day, number),
  constraint ticket_called_to_a_point check (status not in ('called', 'serving') or service_point_id is not null),
  constraint ticket_period_in_order check (due_from is null or due_to > due_from)
);
create unique index ticket_one_at_a_point on queue.ticket (institution_id, service_point_id, day) where status in ('called', 'serving');
create unique index ticket_one_live_per_visit on queue.ticket (institution_id, visit_id) where status not in ('done', 'left');
create index ticket_in_line on queue.ticket (institution_id, queue_id, day, order_at, order_tie, number) where status = 'waiting';
create index ticket_of_holder on queue.ticket (holder_id, day);
create index ticket_ended on queue.ticket (institution_id, queue_id, ended_at) where status = 'done';

-- Every verb as a row. before is what undo puts back.
create table queue.step (
  institution_id   integer not null,
  id               bigint generated always as identity (cache 32),
  ticket_id        uuid not null,
  holder_id        uuid not null,
  verb             text not null check (verb in ('join', 'call', 'recall', 'start', 'pass', 'rejoin', 'park', 'return', 'transfer',
                     'prioritise', 'finish', 'leave', 'undo')),
  at               timestamptz not null,
  actor            text not null,
  service_point_id integer,
  reason           text not null default '',
  before           jsonb,
  version          integer not null,              -- of the ticket, after this step
  primary key (institution_id, id),
  foreign key (institution_id, ticket_id) references queue.ticket
);
create index step_of_ticket on queue.step (institution_id, ticket_id, id);

alter table queue.ticket enable row level security; alter table queue.ticket force row level security;
alter table queue.step enable row level security;   alter table queue.step force row level security;
create policy ticket_seen on queue.ticket to liuxin_app
  using (platform.may_see(institution_id, holder_id)) with check (platform.may_see(institution_id, holder_id));
create policy step_seen on queue.step to liuxin_app
  using (platform.may_see(institution_id, holder_id)) with check (platform.may_see(institution_id, holder_id));
create policy ticket_owner on queue.ticket to current_user using (true) with check (true);
create policy step_owner on queue.step to current_user using (true) with check (true);

-- A person may know how many stand before them, never who. These doors give places and durations without names.
create function queue.line(p_institution integer, p_queues integer[], p_day date)
  returns table (queue_id integer, class text, order_at timestamptz, order_tie bigint, number integer)
  language sql stable security definer set search_path = queue, pg_temp as $$
  select t.queue_id, t.class, t.order_at, t.order_tie, t.number from queue.ticket t
  where t.institution_id = p_institution and t.queue_id = any (p_queues) and t.day = p_day and t.status = 'waiting'
  order by t.order_at, t.order_tie, t.number;
$$;

create function queue.recent_durations(p_institution integer, p_queue integer, p_before timestamptz)
  returns table (seconds integer)
  language sql stable security definer set search_path = queue, pg_temp as $$
  select extract(epoch from t.ended_at - t.called_at)::integer from queue.ticket t
  where t.institution_id = p_institution and t.queue_id = p_queue and t.status = 'done'
    and t.serving_at is not null and t.ended_at > p_before - interval '4 hours' and t.ended_at <= p_before
  order by t.ended_at desc limit 30;
$$;

create function queue.busy_points(p_institution integer, p_queue integer)
  returns table (point_id integer, state text, late_until timestamptz, busy_since timestamptz)
  language sql stable security definer set search_path = queue, pg_temp as $$
  select p.id, p.state, p.late_until, t.called_at from queue.service_point p
  left join queue.ticket t on t.institution_id = p.institution_id and t.service_point_id = p.id and t.status in ('called', 'serving')
  where p.institution_id = p_institution and p_queue = any (p.serves) and p.state <> 'closed';
$$;

-- What a board may show to everybody in the hall: label, masked name, point. Nothing that leads to a person.
create function queue.board_tickets(p_institution integer, p_zone text, p_day date)
  returns table (queue_id integer, service_point_id integer, label text, display_name text, status text,
                 called_at timestamptz, call_count integer, place bigint)
  language sql stable security definer set search_path = queue, pg_temp as $$
  select t.queue_id, t.service_point_id, t.label, t.display_name, t.status, t.called_at, t.call_count,
         row_number() over (partition by t.queue_id, t.status order by t.order_at, t.order_tie, t.number)
  from queue.ticket t join queue.queue q on q.institution_id = t.institution_id and q.id = t.queue_id
  where t.institution_id = p_institution and q.zone_id = p_zone and t.day = p_day and t.status in ('waiting', 'called', 'serving')
  order by t.order_at, t.order_tie, t.number;
$$;

revoke execute on all functions in schema queue from public;
grant execute on all functions in schema queue to liuxin_app;
grant select, insert on all tables in schema queue to liuxin_app;
grant update on queue.zone, queue.queue, queue.service_point, queue.counter, queue.ticket to liuxin_app;

-- The published rule of order. Each number is explained in engines/queue/README.md.
insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('queue.fairness', 0, '2020-01-01',
   '{"version": 1, "graceMinutes": 5, "periodMinutes": 10, "advanceMinutes": {"elder-80": 10, "disabled": 10, "service-member": 10, "urgent": 30}, "returnAfter": 1, "returnEvery": 2}',
   'minutes, places', 'published with the platform; a hospital may publish its own', false);

-- owner: engines/queue
-- One number for the whole visit, unique in the hospital and the day. Emergencies, closing, merging, a rule of one's own.

-- Two queues of one hospital never share letters: a number alone says whose it is. Of those that did, the oldest keeps its letters.
alter table queue.queue drop constraint queue_prefix_once_per_zone;
alter table queue.queue drop constraint queue_prefix_check;
alter table queue.queue add constraint queue_prefix_check check (prefix ~ '^[A-Z]{1,3}$');

-- A to Z without I and O, which are read as 1 and 0; then AA, AB … and AAA, AAB …
create function queue.free_prefix(p_institution integer) returns text
  language sql stable set search_path = queue, pg_temp as $$
  with letter as (select substr('ABCDEFGHJKLMNPQRSTUVWXYZ', n, 1) as l from generate_series(1, 24) n),
  candidate as (
    select l as prefix from letter
    union all select a.l || b.l from letter a, letter b
    union all select a.l || b.l || c.l from letter a, letter b, letter c)
  select c.prefix from candidate c
  where not exists (select from queue.queue q where q.institution_id = p_institution and q.prefix = c.prefix)
  order by length(c.prefix), c.prefix limit 1;
$$;

create function queue.separate_prefixes() returns integer language plpgsql set search_path = queue, pg_temp as $$
declare twice record; moved integer := 0;
begin
  for twice in
    select q.institution_id, q.id from queue.queue q
    where exists (select from queue.queue o where o.institution_id = q.institution_id and o.prefix = q.prefix and o.id < q.id)
    order by q.institution_id, q.id
  loop
    update queue.queue set prefix = queue.free_prefix(twice.institution_id) where institution_id = twice.institution_id and id = twice.id;
    moved := moved + 1;
  end loop;
  return moved;
end $$;
select queue.separate_prefixes();
alter table queue.queue add constraint queue_prefix_once_per_institution unique (institution_id, prefix);

-- The number somebody got first on a day; it is theirs at every later queue of this hospital.
create table queue.number (
  institution_id integer not null,
  day            date not null,
  holder_id      uuid not null,
  label          text not null,
  given_at       timestamptz not null,
  primary key (institution_id, day, holder_id),
  constraint number_once_a_day unique (institution_id, day, label)
);
-- Who has a number already keeps it. Where two zones had given the same one on one day, who came first keeps it.
insert into queue.number (institution_id, day, holder_id, label, given_at)
  select distinct on (institution_id, day, holder_id) institution_id, day, holder_id, label, joined_at
  from (select distinct on (institution_id, day, label) institution_id, day, holder_id, label, joined_at, number from queue.ticket
        where day >= current_date - 1 order by institution_id, day, label, joined_at, number) first
  order by institution_id, day, holder_id, joined_at
  on conflict do nothing;
alter table queue.number enable row level security; alter table queue.number force row level security;
create policy number_seen on queue.number to liuxin_app
  using (platform.may_see(institution_id, holder_id)) with check (platform.may_see(institution_id, holder_id));
create policy number_owner on queue.number to current_user using (true) with check (true);
grant select, insert on queue.number to liuxin_app;

-- A person may stand in several lines of one visit, once in each; they are called to one place at a time.
drop index queue.ticket_one_live_per_visit;
create unique index ticket_one_live_per_visit_and_queue on queue.ticket (institution_id, visit_id, queue_id) where status not in ('done', 'left');
create unique index ticket_called_to_one_place on queue.ticket (institution_id, holder_id, day) where status = 'called';
create index ticket_of_visit on queue.ticket (institution_id, visit_id);

alter table queue.ticket add column merged_into uuid;
alter table queue.ticket drop constraint ticket_class_check;
alter table queue.ticket add constraint ticket_class_check check (class in ('booked', 'walk-in', 'returning', 'emergency'));
alter table queue.ticket drop constraint ticket_why_check;
alter table queue.ticket add constraint ticket_why_check
  check (why in ('booked', 'walk-in', 'late', 'priority', 'returning', 'rejoined', 'moved', 'emergency'));
alter table queue.ticket add constraint ticket_merged_has_left check (merged_into is null or status = 'left');
alter table queue.step drop constraint step_verb_check;
alter table queue.step add constraint step_verb_check check (verb in ('join', 'call', 'recall', 'start', 'pass', 'rejoin', 'park', 'return',
  'transfer', 'prioritise', 'urgent', 'merge', 'finish', 'leave', 'undo'));

-- A closed queue gives no new numbers; who is inside is served.
alter table queue.queue add column closed_until timestamptz;
alter table queue.queue add column closed_reason text not null default '';
alter table queue.queue add constraint queue_closed_says_why check (closed_until is null or closed_reason <> '');

-- What happened to a whole queue: closed, opened, merged into another.
create table queue.queue_step (
  institution_id integer not null,
  id             bigint generated always as identity,
  queue_id       integer not null,
  verb           text not null check (verb in ('close', 'open', 'merge')),
  at             timestamptz not null,
  actor          text not null,
  reason         text not null default '',
  into_queue_id  integer,
  moved          integer not null default 0,
  primary key (institution_id, id),
  foreign key (institution_id, queue_id) references queue.queue
);
grant select, insert on queue.queue_step to liuxin_app;

-- Each version of a hospital's own rule of order: from when, until when, why, by whom. platform.rule holds what is in force.
create table queue.rule_version (
  institution_id integer not null check (institution_id > 0),
  version        integer not null,
  valid_from     date not null,
  valid_to       date,
  value          jsonb not null,
  reason         text not null check (reason <> ''),
  published_by   text not null,
  published_at   timestamptz not null,
  primary key (institution_id, version),
  constraint rule_version_ends_after_it_begins check (valid_to is null or valid_to >= valid_from)
);
grant select on queue.rule_version to liuxin_app;

-- The one way to change the rule: a version is added and put in force, and after its last day what was in force before is again.
create function queue.publish_rule(p_institution integer, p_from date, p_to date, p_value jsonb, p_reason text, p_by text, p_now timestamptz)
  returns integer language plpgsql security definer set search_path = queue, pg_temp as $$
declare next_version integer; before jsonb; unit_of text;
begin
  if p_institution is distinct from platform.institution() and platform.scope() <> 'system' then
    raise exception 'a rule of order belongs to the hospital that publishes it';
  end if;
  perform pg_advisory_xact_lock(hashtext('queue.publish_rule'), p_institution);
  select coalesce(max(version), 1) + 1 into next_version from queue.rule_version where institution_id = p_institution;
  select value, unit into before, unit_of from platform.rule
    where code = 'queue.fairness' and institution_id in (0, p_institution) and valid_from <= coalesce(p_to + 1, p_from)
    order by institution_id desc, valid_from desc limit 1;
  insert into queue.rule_version (institution_id, version, valid_from, valid_to, value, reason, published_by, published_at)
    values (p_institution, next_version, p_from, p_to, p_value || jsonb_build_object('version', next_version), p_reason, p_by, p_now);
  insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified)
    values ('queue.fairness', p_institution, p_from, p_value || jsonb_build_object('version', next_version), unit_of, p_reason, true)
    on conflict (code, institution_id, valid_from) do update set value = excluded.value, source = excluded.source;
  if p_to is not null then
    insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified)
      values ('queue.fairness', p_institution, p_to + 1, before, unit_of, 'what held before', true)
      on conflict do nothing;
  end if;
  return next_version;
end $$;
revoke execute on all functions in schema queue from public;
grant execute on function queue.free_prefix(integer), queue.publish_rule(integer, date, date, jsonb, text, text, timestamptz) to liuxin_app;

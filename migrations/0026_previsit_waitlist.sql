-- owner: journey/previsit/waitlist
-- Somebody waits for a clinic that is full, or for something sooner; a time that is given back is offered to those who wait, in an
-- order that is published. An entry is a person's; an offer is the institution's whose time it is.
create schema waitlist;
grant usage on schema waitlist to liuxin_app;

create table waitlist.entry (
  person_id      uuid not null,
  id             uuid not null,
  institution_id integer not null,               -- where they asked; whose desk looks after them
  service_id     integer not null,               -- the clinic they asked for
  within_km      numeric,                        -- null: this doctor only; 0: any like this here; more: also hospitals so near
  services       jsonb not null,                 -- every clinic that would do: [[institution, service], …]
  from_day       date not null,
  to_day         date not null,
  halves         text[] not null,
  notice_hours   integer not null check (notice_hours between 0 and 240),
  auto_until     date,                           -- up to this day a time is booked at once, without asking; null: always ask
  auto_halves    text[] not null default '{}',
  priority       integer not null default 3 check (priority between 1 and 3),
  priority_reason text not null default '',
  priority_by    text,
  instead_of_institution integer,                -- the later appointment that is given back when this brings a sooner one
  instead_of     uuid,
  otherwise_day  date,                           -- what they would have had without waiting, as far as it was known: to measure the days gained
  contact        text not null default 'message' check (contact in ('message', 'call')),
  note           text not null default '' check (length(note) <= 200),
  channel        text not null,
  created_by     text not null,
  created_at     timestamptz not null,
  status         text not null default 'waiting' check (status in ('waiting', 'booked', 'withdrawn', 'over')),
  ended_at       timestamptz,
  end_reason     text,
  booked_institution integer,
  booked_id      uuid,
  booked_day     date,
  primary key (person_id, id),
  constraint entry_known_by_its_id unique (id),
  constraint entry_waits_forward check (to_day >= from_day),
  constraint entry_ends_once check ((status = 'waiting') = (ended_at is null))
);
create index entry_of_institution on waitlist.entry (institution_id, service_id) where status = 'waiting';
create index entry_by_clinic on waitlist.entry using gin (services) where status = 'waiting';
create index entry_waiting_until on waitlist.entry (to_day) where status = 'waiting';
-- One wish for one clinic at a time; for other clinics there may be others.
create unique index entry_once_per_person_and_clinic on waitlist.entry (person_id, institution_id, service_id) where status = 'waiting';

create table waitlist.offer (
  institution_id integer not null,
  id             uuid not null,
  unit_id        bigint not null,                -- the freed unit
  period_id      bigint not null,
  service_id     integer not null,
  starts_at      timestamptz not null,
  ends_at        timestamptz not null,
  person_id      uuid not null,
  entry_id       uuid not null,
  mode           text not null check (mode in ('hold', 'group', 'auto')), -- kept for one · told to a few, the first has it · booked at once
  why            jsonb not null,                 -- place in the order and what it rests on, as shown to the person
  passed_over    jsonb not null default '[]',    -- whoever came before and could not have it, with the reasons
  code           text not null,
  contact        text not null,
  status         text not null check (status in ('open', 'accepted', 'declined', 'expired', 'taken', 'withdrawn', 'gone')),
  made_at        timestamptz not null,
  answer_by      timestamptz not null,
  answered_at    timestamptz,
  answered_by    text,
  answered_how   text,                           -- link, code, call, auto, booking
  told_at        timestamptz,                    -- when the message was written; null: still to be told
  calls          integer not null default 0,
  last_call_at   timestamptz,
  appointment_id uuid,                           -- of a hold from the start, of a group when somebody accepted
  primary key (institution_id, id),
  constraint offer_answered_when_over check ((status = 'open') = (answered_at is null))
);
create unique index offer_one_promise_per_unit on waitlist.offer (institution_id, unit_id) where status = 'open' and mode = 'hold';
create unique index offer_one_winner_per_unit on waitlist.offer (institution_id, unit_id) where status = 'accepted';
create unique index offer_one_at_a_time on waitlist.offer (entry_id) where status = 'open';
create unique index offer_of_a_unit_once on waitlist.offer (institution_id, unit_id, entry_id);
create index offer_by_code on waitlist.offer (code) where status = 'open';
create index offer_of_entry on waitlist.offer (entry_id, made_at);
create index offer_of_person on waitlist.offer (person_id, made_at);
create index offer_of_appointment on waitlist.offer (institution_id, appointment_id) where appointment_id is not null;
create index offer_to_tell on waitlist.offer (made_at) where status = 'open' and told_at is null and contact = 'message';
create index offer_to_look_at on waitlist.offer (answer_by) where status = 'open';

alter table waitlist.entry enable row level security;
alter table waitlist.entry force row level security;
alter table waitlist.offer enable row level security;
alter table waitlist.offer force row level security;
create policy entry_seen on waitlist.entry to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy offer_seen on waitlist.offer to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy entry_owner on waitlist.entry to current_user using (true) with check (true);
create policy offer_owner on waitlist.offer to current_user using (true) with check (true);
grant select, insert, update on waitlist.entry, waitlist.offer to liuxin_app;

-- How many wait before somebody, told without who they are: the same order in which offers are made, but for the lot that decides
-- between equals anew for each time. Row-level security would show a patient only themselves.
create function waitlist.standing(p_entry uuid, p_now timestamptz) returns table (ahead integer, equal integer, waiting integer)
language sql stable security definer set search_path = waitlist, pg_temp as $$
  with me as (select e.*, capacity.local_day(p_now) - capacity.local_day(e.created_at) as days from waitlist.entry e where e.id = p_entry),
  others as (
    select o.priority, capacity.local_day(p_now) - capacity.local_day(o.created_at) as days, o.notice_hours
    from me join waitlist.entry o on o.status = 'waiting' and o.id <> me.id and o.halves && me.halves
      and o.from_day <= me.to_day and o.to_day >= me.from_day
      and exists (select from jsonb_array_elements(o.services) s where s in (select jsonb_array_elements(me.services))))
  select count(*) filter (where (o.priority, -o.days, o.notice_hours) < (me.priority, -me.days, me.notice_hours))::integer,
    count(*) filter (where (o.priority, -o.days, o.notice_hours) = (me.priority, -me.days, me.notice_hours))::integer,
    count(o.priority)::integer
  from me left join others o on true
$$;
-- How many wait for a clinic, in all.
create function waitlist.waiting_for(p_institution integer, p_service integer) returns integer
language sql stable security definer set search_path = waitlist, pg_temp as $$
  select count(*)::integer from waitlist.entry e where e.status = 'waiting' and e.services @> jsonb_build_array(jsonb_build_array(p_institution, p_service))
$$;
revoke execute on function waitlist.standing, waitlist.waiting_for from public;
grant execute on function waitlist.standing, waitlist.waiting_for to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('waitlist.order', 0, '2024-01-01', '{"version": "2024-1", "by": ["priority", "days-waited", "notice", "lot"]}', 'order of offers',
    'Ours: clinical priority, whole days waited, shorter notice needed, then a lot drawn from the numbers of entry and unit', false),
  ('waitlist.offers', 0, '2024-01-01',
    '{"answer": [{"hoursBefore": 72, "minutes": 1440}, {"hoursBefore": 24, "minutes": 120}, {"hoursBefore": 8, "minutes": 30}, {"hoursBefore": 0, "minutes": 10}], "groupBelowHours": 6, "groupSize": 3, "returnMinutesBefore": 60, "quietFrom": "21:30", "quietTo": "07:00", "callsBeforeNext": 1}',
    'minutes to answer by hours before the time',
    'Qingdao University Hospital gives 24 h and stops at night (2024); shorter steps close to the time are ours', false),
  ('waitlist.entries', 0, '2024-01-01', '{"perPerson": 3, "days": 60}', 'entries of one person; days ahead', 'Ours', false),
  ('waitlist.preparation', 0, '2024-01-01', '{"hours": 2, "byKind": {}}', 'hours before the time, by kind of clinic',
    'One published site fills nothing below 72 h where a visit is prepared (MGMA 2026); two hours elsewhere is ours', false),
  ('waitlist.odds', 0, '2024-01-01', '{"weeks": 8, "fewestFreed": 5, "accept": [0.11, 0.4]}', 'weeks of history; share of offers accepted',
    'JMIR 2024 e52071: 11 % of offers accepted; the upper end is a guess for a list people joined themselves', false);

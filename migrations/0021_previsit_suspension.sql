-- owner: journey/previsit/suspension
-- A clinic that does not take place: who was booked, what each was told and offered, and what became of them.
create schema suspension;
grant usage on schema suspension to liuxin_app;

create table suspension.suspension (
  institution_id  integer not null,
  id              uuid not null,
  batch_id        uuid not null,                  -- asked for together: a doctor's days off
  session_id      bigint not null,
  period_ids      bigint[],                       -- null: the whole session
  service_id      integer not null,
  department_id   integer not null,
  practitioner_id integer,
  day             date not null,
  starts_at       timestamptz not null,
  ends_at         timestamptz not null,
  reason          text not null check (reason in ('illness', 'emergency-duty', 'meeting', 'equipment', 'other')),
  note            text not null default '' check (length(note) <= 200),
  status          text not null check (status in ('asked', 'ordered', 'in-force', 'refused', 'reinstated', 'not-needed')),
  asked_by        text not null,
  asked_at        timestamptz not null,
  decided_by      text,
  decided_at      timestamptz,
  in_force_at     timestamptz,
  here            integer not null default 0,     -- had checked in already: spoken to at the hospital
  withdrawn       jsonb not null default '[]',    -- free units taken out with some of the periods, to be put back if it was a mistake
  reinstated_by   text,
  reinstated_at   timestamptz,
  primary key (institution_id, id)
);
create unique index suspension_of_whole_session_once on suspension.suspension (institution_id, session_id)
  where period_ids is null and status in ('asked', 'ordered', 'in-force');
create index suspension_of_day on suspension.suspension (institution_id, day);

-- Somebody whose time was taken from them. open: nothing decided · rebooked · declined: keeps the refund · reinstated: has it again.
create table suspension.affected (
  institution_id     integer not null,
  suspension_id      uuid not null,
  appointment_id     uuid not null,
  person_id          uuid not null,
  service_id         integer not null,
  practitioner_id    integer,
  starts_at          timestamptz not null,
  was                text not null check (was in ('held', 'booked')),
  state              text not null default 'open' check (state in ('open', 'rebooked', 'declined', 'reinstated')),
  told_at            timestamptz,
  phones             integer,                     -- how many were written to; 0: somebody has to call
  offered_until      timestamptz,
  told_back_at       timestamptz,                 -- of a mistake that was taken back
  answered_at        timestamptz,
  answered_by        text,
  new_institution_id integer,
  new_appointment_id uuid,
  primary key (institution_id, suspension_id, appointment_id),
  constraint affected_rebooked_somewhere check ((state = 'rebooked') = (new_appointment_id is not null))
);
create index affected_of_person on suspension.affected (person_id, starts_at);
create index affected_of_appointment on suspension.affected (institution_id, appointment_id);

-- A unit kept back for one person until a time. It stands in the pool 'rebooking' of its hospital as long as it is open.
create table suspension.offer (
  institution_id      integer not null,           -- whose unit it is
  id                  uuid not null,
  home_institution_id integer not null,           -- where the suspension was
  suspension_id       uuid not null,
  appointment_id      uuid not null,
  person_id           uuid not null,
  kind                text not null check (kind in ('same-doctor', 'same-department', 'other-hospital')),
  period_id           bigint not null,
  pool                text not null,              -- where the unit came from, and goes back to
  service_id          integer not null,
  starts_at           timestamptz not null,
  ends_at             timestamptz not null,
  expires_at          timestamptz not null,
  state               text not null default 'open' check (state in ('open', 'taken', 'released', 'expired')),
  ended_at            timestamptz,
  primary key (institution_id, id),
  constraint offer_ends_once check ((state = 'open') = (ended_at is null))
);
create index offer_of_affected on suspension.offer (home_institution_id, suspension_id, appointment_id);
create index offer_expiring on suspension.offer (expires_at) where state = 'open';

-- What came of calling somebody.
create table suspension.call (
  institution_id integer not null,
  id             uuid not null,
  suspension_id  uuid not null,
  appointment_id uuid not null,
  person_id      uuid not null,
  outcome        text not null check (outcome in ('reached', 'no-answer', 'wrong-number')),
  note           text not null default '' check (length(note) <= 200),
  called_by      text not null,
  called_at      timestamptz not null,
  primary key (institution_id, id)
);
create index call_of_affected on suspension.call (institution_id, suspension_id, appointment_id);

alter table suspension.affected enable row level security; alter table suspension.affected force row level security;
alter table suspension.offer enable row level security;    alter table suspension.offer force row level security;
alter table suspension.call enable row level security;     alter table suspension.call force row level security;
create policy affected_seen on suspension.affected to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy offer_seen on suspension.offer to liuxin_app
  using (platform.may_see(home_institution_id, person_id)) with check (platform.may_see(home_institution_id, person_id));
create policy call_seen on suspension.call to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy affected_owner on suspension.affected to current_user using (true) with check (true);
create policy offer_owner on suspension.offer to current_user using (true) with check (true);
create policy call_owner on suspension.call to current_user using (true) with check (true);

grant select, insert, update on suspension.suspension, suspension.affected, suspension.offer to liuxin_app;
grant select, insert on suspension.call to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('suspension.offer', 0, '2024-01-01', '{"hours": 24, "count": 3, "noticeHours": 2, "daysBefore": 3, "daysAfter": 14}', 'hours, offers, days around the old time',
    'First choice of rebooking after a suspension is common practice; the hours and the number of offers are ours', false);

-- owner: journey/outpatient/arrival
-- The visit begins when the patient says "I am here". Its id is the appointment's id: note, bill and queue hang on it.
create schema arrival;
grant usage on schema arrival to liuxin_app;

create table arrival.visit (
  institution_id  integer not null,
  id              uuid not null,                 -- the appointment's id
  person_id       uuid not null,
  department_id   integer not null,
  practitioner_id integer,
  service_id      integer not null,
  day             date not null,
  due_from        timestamptz not null,
  due_to          timestamptz not null,
  checked_in_at   timestamptz not null,
  checked_in_by   text not null check (checked_in_by in ('campus-code', 'location', 'desk', 'kiosk')),
  queue_id        integer not null,
  ticket_id       uuid not null,
  status          text not null default 'waiting' check (status in ('waiting', 'in-consultation', 'finished', 'left')),
  started_at      timestamptz,
  finished_at     timestamptz,
  room            text not null default '',
  primary key (institution_id, id)
);
create index visit_of_person on arrival.visit (person_id, day);
create index visit_of_day on arrival.visit (institution_id, day, department_id);
create index visit_of_ticket on arrival.visit (institution_id, ticket_id);

alter table arrival.visit enable row level security; alter table arrival.visit force row level security;
create policy visit_seen on arrival.visit to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy visit_owner on arrival.visit to current_user using (true) with check (true);

grant select, insert, update on arrival.visit to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('arrival.check-in-window', 0, '2020-01-01', '{"earlyMinutes": 60, "lateMinutes": 180}', 'minutes', 'published with the platform; a hospital may publish its own', false),
  ('arrival.location', 0, '2020-01-01', '{"metres": 500, "worstAccuracyMetres": 300}', 'metres', 'published with the platform; a hospital may publish its own', false),
  ('arrival.priority', 0, '2020-01-01', '{"elderFromAge": 80}', 'years', 'published with the platform; a hospital may publish its own', false);

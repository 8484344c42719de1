-- owner: journey/outpatient/operations
-- Advice that is accepted is a session: who sits there, in which room, and the change of the schedule that made it.
alter table operations.advice
  add column by_hand         boolean not null default false,  -- accepted when accepting made no session yet: whoever did it changed the schedule by hand
  add column practitioner_id integer,
  add column service_id      integer,
  add column session_id      bigint,
  add column change_id       uuid,                            -- the change in the schedule, for whoever takes it back
  add column made            jsonb;                           -- what was shown and confirmed: room, times, units, fee
update operations.advice set by_hand = true where status = 'accepted';
alter table operations.advice
  add constraint advice_accepted_has_its_session check (by_hand or (status = 'accepted') = (session_id is not null)),
  add constraint advice_session_by_a_change check ((session_id is null) = (change_id is null) and (session_id is null) = (practitioner_id is null) and (session_id is null) = (made is null));
create index advice_of_session on operations.advice (institution_id, session_id) where session_id is not null;

-- A doctor is told of a session that was added for them, or taken back again, until they say they have seen it.
create table operations.notice (
  institution_id  integer not null,
  id              uuid not null,
  practitioner_id integer not null,
  advice_id       uuid not null,
  kind            text not null check (kind in ('added', 'taken-back')),
  service_id      integer not null,
  day             date not null,
  from_time       time not null,
  to_time         time not null,
  room            text not null,
  units           integer not null check (units > 0),
  made_at         timestamptz not null,
  seen_at         timestamptz,
  primary key (institution_id, id)
);
create index notice_of_doctor on operations.notice (institution_id, practitioner_id, day);
create index notice_of_advice on operations.notice (institution_id, advice_id);
alter table operations.notice enable row level security;
alter table operations.notice force row level security;
create policy notice_seen on operations.notice to liuxin_app using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null));
create policy notice_owner on operations.notice to current_user using (true) with check (true);
grant select, insert on operations.notice to liuxin_app;
grant update (seen_at) on operations.notice to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('operations.extra-session', 0, '2020-01-01', '{"noticeHours": 12, "mostMinutes": 600, "undoHours": 24}', 'hours; minutes of one day', 'Ours', false);

-- owner: journey/previsit/attendance
-- Who will come: reminders at their marks, answers to them, calls, and what may be advised from it.
create schema attendance;
grant usage on schema attendance to liuxin_app;

-- One row per booked appointment: how likely it will be missed, and which reminder comes next.
create table attendance.watch (
  institution_id integer not null,
  appointment_id uuid not null,
  person_id      uuid not null,
  starts_at      timestamptz not null,
  booked_at      timestamptz not null,           -- of this time: a moved appointment counts from the move
  raw_score      real not null,                  -- log-odds by the shipped model, before calibration
  likely         real not null check (likely between 0 and 1),
  next_mark      text,
  next_due_at    timestamptz,
  missed         boolean,                        -- what came of it, once the day is over
  primary key (institution_id, appointment_id),
  constraint watch_mark_has_time check ((next_mark is null) = (next_due_at is null))
);
create index watch_due on attendance.watch (next_due_at) where next_due_at is not null;
create index watch_of_person on attendance.watch (institution_id, person_id) where next_due_at is not null;
create index watch_unsettled on attendance.watch (institution_id, starts_at) where missed is null;
create index watch_by_start on attendance.watch (institution_id, starts_at);

-- Each mark of each time is reminded of once; several appointments of one person share a notice, which is one message with one link.
create table attendance.reminder (
  institution_id integer not null,
  appointment_id uuid not null,
  starts_at      timestamptz not null,
  mark           text not null,
  person_id      uuid not null,
  notice_id      uuid not null,
  outcome        text not null check (outcome in ('sent', 'no-phone')),
  made_at        timestamptz not null,
  primary key (institution_id, appointment_id, starts_at, mark)
);
create index reminder_of_notice on attendance.reminder (institution_id, notice_id);
create index reminder_by_time on attendance.reminder (institution_id, made_at);

-- What the person said last about a time.
create table attendance.confirmation (
  institution_id integer not null,
  appointment_id uuid not null,
  person_id      uuid not null,
  starts_at      timestamptz not null,
  answer         text not null check (answer in ('confirmed', 'on-my-way', 'cancelled')),
  via            text not null check (via in ('link', 'page', 'call')),
  answered_at    timestamptz not null,
  primary key (institution_id, appointment_id)
);
create index confirmation_by_start on attendance.confirmation (institution_id, starts_at);

-- Whom somebody should ring, each appointment once.
create table attendance.call (
  institution_id integer not null,
  appointment_id uuid not null,
  starts_at      timestamptz not null,
  person_id      uuid not null,
  reason         text not null check (reason in ('no-phone', 'please-call')),
  made_at        timestamptz not null,
  tries          integer not null default 0,
  result         text check (result in ('confirmed', 'cancelled', 'wants-another-time', 'no-answer', 'wrong-number')),
  closed         boolean not null default false,
  rung_at        timestamptz,
  rung_by        text,
  primary key (institution_id, appointment_id, starts_at),
  constraint call_closed_with_result check (not closed or result is not null)
);
create index call_by_start on attendance.call (institution_id, starts_at);

-- How our own outcomes bend the shipped numbers; the newest row of an institution holds.
create table attendance.calibration (
  institution_id integer not null,
  fitted_at      timestamptz not null,
  shift          real not null,
  slope          real not null,
  visits         integer not null,
  missed         integer not null,
  brier_before   real not null,
  brier_after    real not null,
  primary key (institution_id, fitted_at)
);

-- What a manager decided about the advice for a session, what was promised, and what came of it.
create table attendance.overbooking (
  institution_id integer not null,
  session_id     bigint not null,
  service_id     integer not null,
  day            date not null,
  decision       text not null check (decision in ('accepted', 'declined')),
  units          jsonb not null,                 -- [{"periodId": 1, "units": 1}]
  added          integer not null,
  booked         integer not null,
  expected       real not null,                  -- of those booked, so many are expected to come
  breaking       real not null,                  -- likelihood that somebody waits longer than the bound
  wait_minutes   integer not null,
  at_most        real not null,
  decided_by     text not null,
  decided_at     timestamptz not null,
  came           integer,
  waited_longer  boolean,
  measured_at    timestamptz,
  primary key (institution_id, session_id)
);
create index overbooking_of_day on attendance.overbooking (institution_id, day);

alter table attendance.watch enable row level security;
alter table attendance.watch force row level security;
alter table attendance.reminder enable row level security;
alter table attendance.reminder force row level security;
alter table attendance.confirmation enable row level security;
alter table attendance.confirmation force row level security;
alter table attendance.call enable row level security;
alter table attendance.call force row level security;
-- A likelihood is never the patient's to see as a label: no row of these two is theirs, whatever a route asks.
create policy watch_not_for_patients on attendance.watch to liuxin_app
  using ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id))
  with check ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id));
create policy call_not_for_patients on attendance.call to liuxin_app
  using ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id))
  with check ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id));
create policy reminder_seen on attendance.reminder to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy confirmation_seen on attendance.confirmation to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy watch_owner on attendance.watch to current_user using (true) with check (true);
create policy call_owner on attendance.call to current_user using (true) with check (true);
create policy reminder_owner on attendance.reminder to current_user using (true) with check (true);
create policy confirmation_owner on attendance.confirmation to current_user using (true) with check (true);

grant select, insert, update, delete on attendance.watch to liuxin_app;
grant select, insert on attendance.calibration to liuxin_app;
grant select, insert, update on attendance.reminder, attendance.confirmation, attendance.call, attendance.overbooking to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('attendance.reminders', 0, '2024-01-01',
    '{"marks": [{"mark": "72h", "minutesBefore": 4320, "lateByMinutes": 1440, "mergeMinutes": 720},
                {"mark": "24h", "minutesBefore": 1440, "lateByMinutes": 600, "mergeMinutes": 720},
                {"mark": "2h", "minutesBefore": 120, "lateByMinutes": 75, "mergeMinutes": 120}],
      "quietFrom": "22:00", "quietTo": "07:00", "leastMinutesBefore": 30, "elderAge": 60}',
    'minutes before the visit; local time', 'Marks of 72, 24 and 2 hours: practice of appointment reminders; quiet hours are ours', false),
  ('attendance.calls', 0, '2024-01-01', '{"timesUsual": 2, "mostPerDay": 40}', 'times as likely to be missed as usual here; calls a day',
    'Ours: as many calls as one nurse makes in an afternoon', false),
  ('attendance.risk', 0, '2024-01-01', '{"expectedShare": 0.1, "learnFromVisits": 500}', 'share of booked visits missed; visits',
    'Share before own outcomes are known: an assumption, no paper rule; replaced by the institution''s own outcomes', false),
  ('attendance.overbooking', 0, '2024-01-01',
    '{"waitMinutes": 15, "breakingAtMost": 0.05, "serviceSpread": 0.3, "mostShareOfUnits": 0.1, "mostPerPeriod": 1, "confirmedFactor": 0.3, "exceptPools": ["elderly"]}',
    'minutes; likelihood; share', 'Ours: a promise to those who wait; change it only with those who wait in mind', false);

-- owner: journey/previsit/fairness
-- Whoever books and does not come keeps others from a place: counted by published rules, excused with a reason, always open
-- to appeal. And findings about resold places: a sum of signals with their evidence, which a person judges.
create schema fairness;
grant usage on schema fairness to liuxin_app;

-- One row for an appointment that was not kept. Excused ones stay on record and count for nothing.
create table fairness.incident (
  institution_id integer not null,
  appointment_id uuid not null,
  person_id      uuid not null,
  kind           text not null check (kind in ('no-show', 'late-cancel')),
  happened_at    timestamptz not null,          -- the time that was missed, or when it was cancelled
  starts_at      timestamptz not null,
  department_id  integer not null,
  practitioner_id integer,
  excused_at     timestamptz,
  excused_by     text,
  excuse         text check (excuse in ('emergency', 'transport', 'illness', 'hospital', 'other')),
  primary key (institution_id, appointment_id),
  constraint incident_excused_by_somebody check ((excused_at is null) = (excused_by is null) and (excused_at is null) = (excuse is null))
);
create index incident_of_person on fairness.incident (person_id, institution_id, kind, happened_at);

-- That somebody was told they are one step away: once for the incident that brought them there.
create table fairness.warning (
  institution_id integer not null,
  incident_id    uuid not null,
  person_id      uuid not null,
  kind           text not null,
  counted        integer not null,
  given_at       timestamptz not null,
  primary key (institution_id, incident_id)
);

-- What somebody says for themselves, or staff for them: about an incident, or about a restriction.
create table fairness.appeal (
  institution_id integer not null,
  id             uuid not null,
  person_id      uuid not null,
  incident_id    uuid,
  restriction_id uuid,
  reason         text not null check (reason in ('emergency', 'transport', 'illness', 'hospital', 'other')),
  said           text not null check (length(said) between 1 and 1000),
  asked_by       text not null,
  asked_by_staff boolean not null,
  asked_at       timestamptz not null,
  answer_by      date not null,
  state          text not null default 'asked' check (state in ('asked', 'granted', 'declined', 'withdrawn')),
  answer         text not null default '' check (length(answer) <= 1000),
  decided_by     text,
  decided_at     timestamptz,
  primary key (institution_id, id),
  constraint appeal_about_one_thing check ((incident_id is null) <> (restriction_id is null)),
  constraint appeal_decided_by_somebody_else check (decided_by is null or state = 'withdrawn' or decided_by <> asked_by),
  constraint appeal_decided_with_an_answer check ((state in ('granted', 'declined')) = (decided_by is not null and answer <> ''))
);
create unique index appeal_once_at_a_time on fairness.appeal (institution_id, coalesce(incident_id, restriction_id)) where state = 'asked';
create index appeal_of_person on fairness.appeal (person_id, asked_at);
create index appeal_waiting on fairness.appeal (institution_id, answer_by) where state = 'asked';

-- What the graph is built from: one row for a booking made on line by a patient's account. No names, and forgotten with the window.
create table fairness.trace (
  institution_id integer not null,
  appointment_id uuid not null,
  person_id      uuid not null,
  account_id     uuid not null,
  holder_id      uuid,                          -- whose account it is
  device         text,
  phone          text,                          -- keyed hash of the account's phone
  payer          uuid,                          -- the account that paid, once it did
  period_id      bigint not null,
  department_id  integer not null,
  practitioner_id integer,
  booked_at      timestamptz not null,
  opened_at      timestamptz,                   -- when the place became bookable for everybody
  status         text not null,
  ended_at       timestamptz,
  related        boolean not null default false, -- the account's holder, or somebody who agreed that they book for them
  primary key (institution_id, appointment_id)
);
create index trace_of_account on fairness.trace (institution_id, account_id, booked_at);
create index trace_of_device on fairness.trace (institution_id, device, booked_at) where device is not null;
create index trace_of_person on fairness.trace (institution_id, person_id, booked_at);
create index trace_of_payer on fairness.trace (institution_id, payer, booked_at) where payer is not null;
create index trace_of_phone on fairness.trace (institution_id, phone, booked_at) where phone is not null;
create index trace_of_period on fairness.trace (institution_id, period_id);

-- Refused attempts by account, device and hour, counted in memory and written every few seconds.
create table fairness.attempt (
  institution_id integer not null default 0,    -- 0: the region, since a refusal may come before the hospital is known
  account_id     uuid not null,
  device         text not null default '',
  hour           timestamptz not null,
  refused        integer not null,
  primary key (institution_id, account_id, device, hour)
);

-- How far the events were read.
create table fairness.reader (
  name text primary key,
  xid  text not null,
  id   bigint not null
);

-- Accounts that book for many by calling: care homes, village doctors, school nurses. Named by a person, for a time.
create table fairness.helper (
  institution_id integer not null,
  id             uuid not null,
  phone_hash     text not null,                 -- of the account
  phone_masked   text not null,
  organisation   text not null check (length(organisation) between 1 and 100),
  note           text not null default '' check (length(note) <= 300),
  added_by       text not null,
  added_at       timestamptz not null,
  until          date not null,
  removed_by     text,
  removed_at     timestamptz,
  primary key (institution_id, id)
);
create unique index helper_once on fairness.helper (institution_id, phone_hash) where removed_at is null;

create table fairness.finding (
  institution_id integer not null,
  id             uuid not null,
  state          text not null default 'open' check (state in ('open', 'watched', 'dismissed', 'proposed', 'restricted', 'referred')),
  score          integer not null,
  signals        jsonb not null,                -- each with its number, limit, points and evidence
  counter        jsonb not null,                -- what speaks for them
  advice         text not null check (advice in ('dismiss', 'watch', 'restrict')),
  rule           jsonb not null,                -- the weights as they stood
  opened_at      timestamptz not null,
  changed_at     timestamptz not null,
  decided_score  integer,                       -- opened again only when it grows well beyond this
  primary key (institution_id, id)
);
create index finding_to_decide on fairness.finding (institution_id, state, score);

create table fairness.finding_member (
  institution_id integer not null,
  finding_id     uuid not null,
  kind           text not null check (kind in ('account', 'device', 'phone', 'person', 'payer')),
  subject        text not null,
  person_id      uuid,                          -- of a person, and the holder of an account: whom a decision concerns
  bookings       integer not null,
  primary key (institution_id, finding_id, kind, subject)
);
create index finding_of_member on fairness.finding_member (institution_id, kind, subject);

create table fairness.decision (
  institution_id integer not null,
  id             uuid not null,
  finding_id     uuid not null,
  kind           text not null check (kind in ('dismiss', 'watch', 'restrict', 'refer', 'reopen')),
  grade          text,
  subjects       jsonb not null default '[]',
  reason         text not null check (length(reason) between 1 and 1000),
  decided_by     text not null,
  decided_at     timestamptz not null,
  state          text not null check (state in ('in-force', 'proposed', 'declined')),
  seconded_by    text,
  seconded_at    timestamptz,
  primary key (institution_id, id),
  constraint decision_seconded_by_somebody_else check (seconded_by is null or seconded_by <> decided_by)
);
create index decision_of_finding on fairness.decision (institution_id, finding_id, decided_at);

alter table fairness.incident enable row level security;       alter table fairness.incident force row level security;
alter table fairness.warning enable row level security;        alter table fairness.warning force row level security;
alter table fairness.appeal enable row level security;         alter table fairness.appeal force row level security;
alter table fairness.trace enable row level security;          alter table fairness.trace force row level security;
alter table fairness.attempt enable row level security;        alter table fairness.attempt force row level security;
alter table fairness.helper enable row level security;         alter table fairness.helper force row level security;
alter table fairness.finding enable row level security;        alter table fairness.finding force row level security;
alter table fairness.finding_member enable row level security; alter table fairness.finding_member force row level security;
alter table fairness.decision enable row level security;       alter table fairness.decision force row level security;

-- A patient sees what is counted on those they act for, and what they said about it; findings are the institution's.
create policy incident_seen on fairness.incident to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy warning_seen on fairness.warning to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy appeal_seen on fairness.appeal to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy trace_seen on fairness.trace to liuxin_app
  using (platform.may_see(institution_id, null)) with check ((select platform.scope()) = 'system');
create policy attempt_seen on fairness.attempt to liuxin_app
  using ((select platform.scope()) in ('system', 'staff')) with check ((select platform.scope()) = 'system');
create policy helper_seen on fairness.helper to liuxin_app
  using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null));
create policy finding_seen on fairness.finding to liuxin_app
  using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null));
create policy finding_member_seen on fairness.finding_member to liuxin_app
  using (platform.may_see(institution_id, null)) with check ((select platform.scope()) = 'system');
create policy decision_seen on fairness.decision to liuxin_app
  using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null));

create policy incident_owner on fairness.incident to current_user using (true) with check (true);
create policy warning_owner on fairness.warning to current_user using (true) with check (true);
create policy appeal_owner on fairness.appeal to current_user using (true) with check (true);
create policy trace_owner on fairness.trace to current_user using (true) with check (true);
create policy attempt_owner on fairness.attempt to current_user using (true) with check (true);
create policy helper_owner on fairness.helper to current_user using (true) with check (true);
create policy finding_owner on fairness.finding to current_user using (true) with check (true);
create policy finding_member_owner on fairness.finding_member to current_user using (true) with check (true);
create policy decision_owner on fairness.decision to current_user using (true) with check (true);

grant select, insert on fairness.incident, fairness.warning, fairness.appeal, fairness.helper, fairness.finding, fairness.decision to liuxin_app;
grant update (excused_at, excused_by, excuse) on fairness.incident to liuxin_app;
grant update (state, answer, decided_by, decided_at) on fairness.appeal to liuxin_app;
grant select, insert, update, delete on fairness.trace, fairness.attempt, fairness.reader, fairness.finding_member to liuxin_app;
grant update (removed_by, removed_at) on fairness.helper to liuxin_app;
grant update (state, score, signals, counter, advice, rule, changed_at, decided_score) on fairness.finding to liuxin_app;
grant update (state, seconded_by, seconded_at) on fairness.decision to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('fairness.no-show', 0, '2024-01-01',
   '{"count": 3, "withinDays": 90, "stopDays": [90, 180], "countFrom": "first", "repeatWithinDays": 365}', 'appointments; days',
   'Notice of a Shanghai hospital (Zhongshan) of 2023-02-10 as reported in press: 3 in 90 days, stopped 90 days from the first; the longer second stop is ours', false),
  ('fairness.late-cancel', 0, '2024-01-01',
   '{"count": 3, "withinDays": 30, "stopDays": [30, 90], "countFrom": "last", "repeatWithinDays": 365, "graceMinutes": 30}', 'appointments; days; minutes after booking',
   'Hospital notices: three late cancellations in a month are listed; one month is the region''s own choice', false),
  ('fairness.appeal', 0, '2024-01-01', '{"workdays": 5}', 'working days', 'The region''s own promise', false),
  ('fairness.scalping', 0, '2024-01-01',
   '{"windowDays": 30, "openAt": 45, "restrictAt": 70, "reopenAfterRise": 20,
     "signals": {
       "accounts-on-device": {"above": 3, "each": 6, "most": 24},
       "strangers-of-account": {"above": 2, "each": 6, "most": 24},
       "people": {"above": 6, "each": 2, "most": 16},
       "seconds-after-release": {"above": 2, "each": 5, "most": 25, "seconds": 3},
       "machine-rhythm": {"above": 3, "each": 5, "most": 25, "seconds": 2},
       "cancel-pass": {"above": 0, "each": 12, "most": 36, "seconds": 600},
       "handed-back": {"above": 4, "each": 3, "most": 15},
       "refused-attempts": {"above": 60, "each": 0.25, "most": 20},
       "payer-of-others": {"above": 2, "each": 5, "most": 20},
       "departments": {"above": 6, "each": 2, "most": 10}},
     "counter": {
       "came": {"above": 0.8, "points": 15},
       "family": {"above": 0.6, "points": 25},
       "helper": {"points": 100}}}', 'points',
   'Weights are ours, set on simulated families and resellers (bench -- fairness); a score only asks a person to look', false),
  ('fairness.scalping-grades', 0, '2024-01-01',
   '[{"code": "month", "days": 30, "second": false}, {"code": "half-year", "days": 180, "second": true}]', 'days without online booking',
   'The region''s own; the window and the telephone stay open; the heaviest needs a second person', false);

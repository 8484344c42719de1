-- owner: journey/outpatient/consulting
-- The doctor's desk (O5): the visit in the consulting room, its note, diagnoses, orders and vital signs.
-- Every row carries the person, so that row-level security can ask platform.may_see without a join.
create schema consulting;
grant usage on schema consulting to liuxin_app;

create table consulting.visit (
  institution_id  integer not null,
  visit_id        uuid not null,                -- the appointment's id: one id for the whole visit
  person_id       uuid not null,
  department_id   integer not null,
  service_id      integer not null,
  practitioner_id integer not null,             -- who sees the patient
  state           text not null check (state in ('open', 'finished')),
  started_at      timestamptz not null,
  first_finished_at timestamptz,                -- the limit for reopening counts from here
  finished_at     timestamptz,
  reopened_at     timestamptz,
  revisit_id      uuid,                         -- the appointment made for coming back
  primary key (institution_id, visit_id),
  constraint visit_finished_says_when check ((state = 'finished') = (finished_at is not null))
);
create index visit_of_person on consulting.visit (person_id, started_at);
create index visit_of_practitioner on consulting.visit (institution_id, practitioner_id, started_at);

-- version: what was signed, and what corrected it. revision: how often this draft was saved; each save names the one it saw.
create table consulting.note (
  institution_id integer not null,
  visit_id       uuid not null,
  version        smallint not null check (version >= 1),
  person_id      uuid not null,
  state          text not null check (state in ('draft', 'signed')),
  revision       integer not null default 0,
  complaint      text not null default '',
  history        text not null default '',
  examination    text not null default '',
  assessment     text not null default '',
  plan           text not null default '',
  advice         text not null default '',      -- what the patient is told, in the patient's words
  reason         text,                          -- why a signed note was corrected
  saved_by       integer not null,
  saved_at       timestamptz not null,
  signed_by      integer,
  signed_at      timestamptz,
  primary key (institution_id, visit_id, version),
  foreign key (institution_id, visit_id) references consulting.visit,
  constraint note_correction_says_why check ((version > 1) = (reason is not null)),
  constraint note_signed_says_who check ((state = 'signed') = (signed_by is not null and signed_at is not null)),
  constraint note_of_readable_length check (
    greatest(length(complaint), length(history), length(examination), length(assessment), length(plan), length(advice)) <= 4000)
);
create unique index note_one_draft on consulting.note (institution_id, visit_id) where state = 'draft';

create table consulting.note_diagnosis (
  institution_id integer not null,
  visit_id       uuid not null,
  version        smallint not null,
  position       smallint not null check (position between 1 and 20),
  person_id      uuid not null,
  edition        text not null,
  code           text not null,
  name           text not null,
  main           boolean not null,
  primary key (institution_id, visit_id, version, position),
  foreign key (institution_id, visit_id, version) references consulting.note,
  constraint note_diagnosis_once unique (institution_id, visit_id, version, code, name),
  constraint note_diagnosis_first_is_main check (main = (position = 1))
);

-- 医嘱. The charge of the visit's bill has the same id.
create table consulting.visit_order (
  institution_id integer not null,
  id             uuid not null,
  visit_id       uuid not null,
  person_id      uuid not null,
  kind           text not null check (kind in ('examination', 'laboratory', 'drug', 'procedure')),
  code           text not null,
  name           text not null,
  name_en        text not null default '',
  unit           text not null,
  quantity       integer not null check (quantity between 1 and 1000),
  unit_cents     integer not null check (unit_cents >= 0),
  dose           text not null default '',      -- 1 片
  frequency      text not null default '' check (frequency in ('', 'qd', 'qn', 'bid', 'tid', 'qid', 'qod', 'qw', 'prn', 'once')),
  days           smallint not null default 0 check (days between 0 and 90),
  instructions   text not null default '',
  allergy_reason text,                          -- why it was ordered although the patient's allergies speak against it
  state          text not null check (state in ('ordered', 'cancelled', 'done')),
  ordered_by     integer not null,
  ordered_at     timestamptz not null,
  cancelled_by   integer,
  cancelled_at   timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, visit_id) references consulting.visit,
  constraint visit_order_drug_says_how check (kind <> 'drug' or (dose <> '' and frequency <> '' and days >= 1)),
  constraint visit_order_cancelled_says_who check ((state = 'cancelled') = (cancelled_by is not null and cancelled_at is not null))
);
create unique index visit_order_once on consulting.visit_order (institution_id, visit_id, code) where state <> 'cancelled';
create index visit_order_of_person on consulting.visit_order (person_id, ordered_at);

create table consulting.vital_signs (
  institution_id integer not null,
  visit_id       uuid not null,
  person_id      uuid not null,
  systolic       smallint check (systolic between 40 and 300),          -- mmHg
  diastolic      smallint check (diastolic between 20 and 200),         -- mmHg
  pulse          smallint check (pulse between 20 and 300),             -- per minute
  temperature_tenths smallint check (temperature_tenths between 300 and 450), -- tenths of a degree Celsius
  oxygen_percent smallint check (oxygen_percent between 40 and 100),
  taken_by       integer not null,
  taken_at       timestamptz not null,
  primary key (institution_id, visit_id),
  foreign key (institution_id, visit_id) references consulting.visit,
  constraint vital_signs_pressure_is_a_pair check ((systolic is null) = (diastolic is null) and systolic > diastolic)
);
create index vital_signs_of_person on consulting.vital_signs (person_id, taken_at);

-- A signed note is final: a correction is a new version. The database says so too, not only the application.
create function consulting.refuse_change_of_signed_note() returns trigger language plpgsql as $$
begin
  if old.state = 'signed' then
    raise exception 'a signed note is final' using errcode = 'check_violation', constraint = 'note_signed_is_final';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger note_signed_is_final before update or delete on consulting.note
  for each row execute function consulting.refuse_change_of_signed_note();

create function consulting.refuse_change_of_signed_diagnosis() returns trigger language plpgsql as $$
declare
  v_row consulting.note_diagnosis := case tg_op when 'DELETE' then old else new end;
begin
  if exists (select from consulting.note n
             where n.institution_id = v_row.institution_id and n.visit_id = v_row.visit_id
               and n.version = v_row.version and n.state = 'signed') then
    raise exception 'the diagnoses of a signed note are final' using errcode = 'check_violation', constraint = 'note_signed_is_final';
  end if;
  return v_row;
end $$;
create trigger note_diagnosis_signed_is_final before insert or update or delete on consulting.note_diagnosis
  for each row execute function consulting.refuse_change_of_signed_diagnosis();

alter table consulting.visit enable row level security;          alter table consulting.visit force row level security;
alter table consulting.note enable row level security;           alter table consulting.note force row level security;
alter table consulting.note_diagnosis enable row level security; alter table consulting.note_diagnosis force row level security;
alter table consulting.visit_order enable row level security;    alter table consulting.visit_order force row level security;
alter table consulting.vital_signs enable row level security;    alter table consulting.vital_signs force row level security;

-- The institution's staff and the patient may read; a patient only what was signed. Only staff write, and only at home.
create policy visit_seen on consulting.visit for select to liuxin_app using (platform.may_see(institution_id, person_id));
create policy visit_written on consulting.visit for all to liuxin_app
  using ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id))
  with check ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id));
create policy note_seen on consulting.note for select to liuxin_app
  using (platform.may_see(institution_id, person_id) and (state = 'signed' or (select platform.scope()) <> 'patient'));
create policy note_written on consulting.note for all to liuxin_app
  using ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id))
  with check ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id));
-- The note itself is under security too, so a patient finds only the diagnoses of signed notes.
create policy note_diagnosis_seen on consulting.note_diagnosis for select to liuxin_app
  using (platform.may_see(institution_id, person_id) and exists (select from consulting.note n
    where n.institution_id = note_diagnosis.institution_id and n.visit_id = note_diagnosis.visit_id and n.version = note_diagnosis.version));
create policy note_diagnosis_written on consulting.note_diagnosis for all to liuxin_app
  using ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id))
  with check ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id));
create policy visit_order_seen on consulting.visit_order for select to liuxin_app using (platform.may_see(institution_id, person_id));
create policy visit_order_written on consulting.visit_order for all to liuxin_app
  using ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id))
  with check ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id));
create policy vital_signs_seen on consulting.vital_signs for select to liuxin_app using (platform.may_see(institution_id, person_id));
create policy vital_signs_written on consulting.vital_signs for all to liuxin_app
  using ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id))
  with check ((select platform.scope()) <> 'patient' and platform.may_see(institution_id, person_id));

create policy visit_owner on consulting.visit to current_user using (true) with check (true);
create policy note_owner on consulting.note to current_user using (true) with check (true);
create policy note_diagnosis_owner on consulting.note_diagnosis to current_user using (true) with check (true);
create policy visit_order_owner on consulting.visit_order to current_user using (true) with check (true);
create policy vital_signs_owner on consulting.vital_signs to current_user using (true) with check (true);

grant select, insert, update on consulting.visit, consulting.note, consulting.visit_order, consulting.vital_signs to liuxin_app;
grant select, insert, delete on consulting.note_diagnosis to liuxin_app;

insert into platform.rule (code, valid_from, value, unit, source, verified) values
  ('consulting.reopen-within', '2024-01-01', '24', 'hours', 'house rule of the sample region; each hospital sets its own', false);

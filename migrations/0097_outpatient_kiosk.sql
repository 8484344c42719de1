-- owner: journey/outpatient/kiosk
-- Machines in the hall: who stands at them, what they print, whom they call, and what they took while the server was away.
create schema kiosk;
grant usage on schema kiosk to liuxin_app;

-- Written at every heartbeat: no index but the key, and room on the page, so that a beat rewrites one row in place.
create table kiosk.machine (
  institution_id integer not null,
  name           text not null,
  place          text not null default '',
  set_up_at      timestamptz not null,
  set_up_by      text not null,
  in_service     boolean not null default true,
  message        text not null default '',
  message_en     text not null default '',
  last_seen_at   timestamptz,
  lost_at        timestamptz,
  version        text not null default '',
  printer        text not null default 'unknown' check (printer in ('unknown', 'ready', 'paper-low', 'paper-out', 'jam')),
  reader         text not null default 'unknown' check (reader in ('unknown', 'ready', 'missing')),
  scanner        text not null default 'unknown' check (scanner in ('unknown', 'ready', 'missing')),
  cash           text not null default 'unknown' check (cash in ('unknown', 'none', 'ready', 'full')),
  queued         integer not null default 0,
  fault          text not null default '',
  primary key (institution_id, name)
) with (fillfactor = 60);
alter table kiosk.machine enable row level security; alter table kiosk.machine force row level security;
create policy machine_of_staff on kiosk.machine to liuxin_app
  using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null));
create policy machine_owner on kiosk.machine to current_user using (true) with check (true);
grant select, insert, update on kiosk.machine to liuxin_app;

-- Somebody stands at a machine. It ends by itself seconds after the last touch.
create table kiosk.session (
  institution_id integer not null,
  id             uuid not null,
  machine        text not null,
  person_id      uuid not null,
  opened_at      timestamptz not null,
  touched_at     timestamptz not null,
  ended_at       timestamptz,
  primary key (institution_id, id)
) with (fillfactor = 70);
create index session_of_day on kiosk.session (institution_id, opened_at);
alter table kiosk.session enable row level security; alter table kiosk.session force row level security;
create policy session_seen on kiosk.session to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy session_owner on kiosk.session to current_user using (true) with check (true);
grant select, insert, update on kiosk.session to liuxin_app;

create table kiosk.help_call (
  institution_id integer not null,
  id             uuid not null,
  machine        text not null,
  step           text not null,
  called_at      timestamptz not null,
  coming_at      timestamptz,
  coming_by      text not null default '',
  done_at        timestamptz,
  primary key (institution_id, id)
);
-- One open call per machine: pressing again is the same call.
create unique index help_call_open on kiosk.help_call (institution_id, machine) where done_at is null;
alter table kiosk.help_call enable row level security; alter table kiosk.help_call force row level security;
create policy help_call_of_staff on kiosk.help_call to liuxin_app
  using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null));
create policy help_call_owner on kiosk.help_call to current_user using (true) with check (true);
grant select, insert, update on kiosk.help_call to liuxin_app;

create table kiosk.print_job (
  institution_id integer not null,
  id             uuid not null,
  machine        text not null,
  person_id      uuid not null,
  kind           text not null check (kind in ('ticket', 'receipt', 'report')),
  visit_id       uuid not null,
  asked_at       timestamptz not null,
  state          text not null default 'asked' check (state in ('asked', 'printing', 'printed', 'paper-out', 'jam', 'given-up')),
  changed_at     timestamptz not null,
  primary key (institution_id, id)
);
create index print_job_of_day on kiosk.print_job (institution_id, asked_at);
alter table kiosk.print_job enable row level security; alter table kiosk.print_job force row level security;
create policy print_job_seen on kiosk.print_job to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy print_job_owner on kiosk.print_job to current_user using (true) with check (true);
grant select, insert, update on kiosk.print_job to liuxin_app;

-- What a machine took while the server was away, each answered once. The id is the machine's: a lost answer is asked for again.
create table kiosk.away_entry (
  institution_id integer not null,
  id             uuid not null,
  machine        text not null,
  paper          text not null,
  taken_at       timestamptz not null,
  clock_moved    boolean not null,
  received_at    timestamptz not null,
  answer         text not null default '',
  detail         jsonb not null default '{}',
  person_id      uuid,
  visit_id       uuid,
  label          text not null default '',
  settled_at     timestamptz,
  settled_by     text not null default '',
  settled_note   text not null default '',
  primary key (institution_id, id)
);
create index away_entry_of_day on kiosk.away_entry (institution_id, received_at);
alter table kiosk.away_entry enable row level security; alter table kiosk.away_entry force row level security;
create policy away_entry_seen on kiosk.away_entry to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy away_entry_owner on kiosk.away_entry to current_user using (true) with check (true);
grant select, insert, update on kiosk.away_entry to liuxin_app;

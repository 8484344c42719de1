-- owner: journey/outpatient/kiosk
-- The local stand-in for what is built into a machine: readers, printer, cash box. Filled in demonstrations and tests only.
create table simulator.kiosk_device (
  machine text primary key,
  state   jsonb not null
);
create table simulator.kiosk_signal (
  id      bigint generated always as identity primary key,
  machine text not null,
  signal  jsonb not null,
  at      timestamptz not null default now()
);
create index kiosk_signal_of_machine on simulator.kiosk_signal (machine, id);
create table simulator.kiosk_paper (
  machine text not null,
  id      uuid not null,
  title   text not null,
  state   text not null,
  content bytea not null,
  mime    text not null,
  at      timestamptz not null,
  primary key (machine, id)
);
grant select, insert, update, delete on simulator.kiosk_device, simulator.kiosk_signal, simulator.kiosk_paper to liuxin_app;

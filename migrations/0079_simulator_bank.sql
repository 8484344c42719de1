-- owner: journey/throughout/settlement/simulator
-- Stands in for the custodian's bank in a demonstration: what it was told, and what it did with it.
create schema if not exists simulator;

create table simulator.bank_behaviour (
  one      boolean primary key default true check (one),
  settings jsonb not null
);

create table simulator.bank_order (
  id            uuid primary key,
  payer_account text not null,
  payee_account text not null,
  amount_cents  bigint not null check (amount_cents > 0),
  received_at   timestamptz not null,
  due_at        timestamptz not null,
  refused       text not null default ''
);
grant select, insert, update on simulator.bank_behaviour, simulator.bank_order to liuxin_app;

-- owner: journey/throughout/insurance/simulator
-- Stands in for the medical insurer in a demonstration: its own books, which know nothing of ours.
create schema if not exists simulator;
grant usage on schema simulator to liuxin_app;

-- Both sides' keys, made at the first use, so that several processes sign and verify alike.
create table simulator.insurer_key (
  one      boolean primary key default true check (one),
  settings jsonb not null
);

-- How it behaves: see behaviour.ts.
create table simulator.insurer_behaviour (
  one      boolean primary key default true check (one),
  settings jsonb not null
);

-- What it thinks of an item, where that differs from the hospital's price list.
create table simulator.insurer_catalogue (
  code        text primary key,                  -- medins_list_codg
  share_bp    integer not null check (share_bp between 0 and 10000),
  ceiling_cents bigint
);

create table simulator.insurer_visit (
  mdtrt_id       text primary key,
  fixmedins_code text not null,
  ipt_otp_no     text not null,
  psn_no         text not null,
  cancelled      boolean not null default false,
  unique (fixmedins_code, ipt_otp_no)
);

create table simulator.insurer_fee (
  mdtrt_id      text not null references simulator.insurer_visit,
  feedetl_sn    text not null,
  chrg_bchno    text not null,
  code          text not null,
  total_cents   bigint not null,
  over_cents    bigint not null,
  first_cents   bigint not null,
  own_pay_cents bigint not null,
  scope_cents   bigint not null,
  ceiling_cents bigint,
  setl_id       text,
  primary key (mdtrt_id, feedetl_sn)
);

-- A personal account with the insurer, and what the fund has paid for somebody.
create table simulator.insurer_person (
  psn_no        text primary key,
  account_cents bigint not null,
  fund_cents    bigint not null default 0
);

create table simulator.insurer_settlement (
  setl_id        text primary key,
  fixmedins_code text not null,
  mdtrt_id       text not null,
  chrg_bchno     text not null,
  psn_no         text not null,
  medins_setl_id text not null,                  -- the msgid that asked for it
  total_cents    bigint not null,
  fund_cents     bigint not null,
  account_cents  bigint not null,
  at             timestamptz not null,
  reverses       text unique references simulator.insurer_settlement,
  constraint insurer_settlement_once_per_message unique (fixmedins_code, medins_setl_id)
);
create index insurer_settlement_of_day on simulator.insurer_settlement (fixmedins_code, at);

-- What it was told and what it answered: the same message again is the same answer, and what was taken back before it came does nothing.
create table simulator.insurer_message (
  fixmedins_code text not null,
  msgid          text not null,
  infno          text not null,
  body           jsonb not null,
  due_at         timestamptz not null,           -- told to be slow, it does its work only then
  answer         jsonb,
  taken_back     boolean not null default false,
  at             timestamptz not null,
  primary key (fixmedins_code, msgid)
);
grant select, insert, update, delete on simulator.insurer_key, simulator.insurer_behaviour, simulator.insurer_catalogue, simulator.insurer_visit,
  simulator.insurer_fee, simulator.insurer_person, simulator.insurer_settlement, simulator.insurer_message to liuxin_app;

-- Two ceilings, so that a demonstration shows one: an item the hospital charges more for than the insurer recognises.
insert into simulator.insurer_catalogue (code, share_bp, ceiling_cents) values ('LAB-TSPOT', 5000, 36000), ('LAB-VITD', 5000, 8000);

-- owner: journey/throughout/billing/simulator
-- Stand in for Alipay and for a card acquirer in a demonstration: what the other side would know. Never used when a real one is configured.

-- What a simulated channel keeps: both sides' keys (made at the first use), how it behaves, what it planted in a day's statement.
create table simulator.channel_setting (
  channel  text not null check (channel in ('alipay', 'bankcard')),
  name     text not null check (name in ('keys', 'behaviour')),
  settings jsonb not null,
  primary key (channel, name)
);

-- A trade exists from the moment the payer has opened it; before that only the code is there.
create table simulator.alipay_trade (
  out_trade_no text primary key,
  trade_no     text not null,
  subject      text not null,
  store_id     text not null,
  notify_url   text not null,
  return_url   text not null default '',
  amount_cents bigint not null check (amount_cents > 0),
  state        text not null check (state in ('UNOPENED', 'WAIT_BUYER_PAY', 'TRADE_CLOSED', 'TRADE_SUCCESS')),
  code         text not null unique,           -- what the payer's page is opened with
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  paid_at      timestamptz
);

create table simulator.alipay_refund (
  out_trade_no   text not null references simulator.alipay_trade,
  out_request_no text not null,
  amount_cents   bigint not null check (amount_cents > 0),
  created_at     timestamptz not null,
  primary key (out_trade_no, out_request_no)
);

-- Notices that are still to be sent.
create table simulator.alipay_notice (
  id         uuid primary key,
  due_at     timestamptz not null,
  notify_url text not null,
  body       jsonb not null,                   -- signed at the moment of sending
  tries      integer not null default 0,
  done_at    timestamptz
);
create index alipay_notice_due on simulator.alipay_notice (due_at) where done_at is null;

create table simulator.card_session (
  terminal_id text primary key,
  session_id  text not null,
  session_key text not null,
  batch       integer not null,
  opened_at   timestamptz not null
);

-- What a terminal asked for, by its number. A reversal that comes first keeps the number, so that the sale that comes late is refused.
create table simulator.card_operation (
  terminal_id  text not null,
  batch        integer not null,
  trace        integer not null,
  kind         text not null check (kind in ('sale', 'void', 'refund')),
  order_no     text not null,
  original_reference text,
  amount_cents bigint not null,
  state        text not null check (state in ('waiting', 'approved', 'declined', 'reversed', 'voided')),
  step         text not null default '',
  reference    text not null,                  -- field 37
  card         text not null default '',       -- masked
  created_at   timestamptz not null,
  ended_at     timestamptz,
  primary key (terminal_id, batch, trace)
);
create unique index card_operation_reference on simulator.card_operation (reference);
create index card_operation_of_original on simulator.card_operation (original_reference) where original_reference is not null;
grant select, insert, update on simulator.channel_setting, simulator.alipay_trade, simulator.alipay_refund, simulator.alipay_notice,
  simulator.card_session, simulator.card_operation to liuxin_app;

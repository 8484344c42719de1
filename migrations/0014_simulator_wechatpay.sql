-- owner: journey/throughout/billing/simulator
-- Stands in for WeChat Pay in a demonstration: what the other side would know. Never used when a real one is configured.
create schema if not exists simulator;
grant usage on schema simulator to liuxin_app;

-- Both sides' keys, made at the first use, so that several processes sign and verify alike.
create table simulator.wechatpay_key (
  one         boolean primary key default true check (one),
  merchant_id text not null,
  settings    jsonb not null
);

-- How the simulator behaves: {"callbackDelaySeconds": 0, "callbackCopies": 1, "dropCallbacks": false, "answerFails": false}
create table simulator.wechatpay_behaviour (
  one      boolean primary key default true check (one),
  settings jsonb not null
);

create table simulator.wechatpay_order (
  out_trade_no   text primary key,
  transaction_id text not null,
  description    text not null,
  attach         text not null,
  notify_url     text not null,
  amount_cents   bigint not null,
  state          text not null check (state in ('NOTPAY', 'SUCCESS', 'REFUND', 'CLOSED')),
  code           text not null unique,          -- what the payer's page is opened with
  created_at     timestamptz not null,
  expires_at     timestamptz not null,
  paid_at        timestamptz
);

create table simulator.wechatpay_refund (
  out_refund_no  text primary key,
  refund_id      text not null,
  out_trade_no   text not null references simulator.wechatpay_order,
  amount_cents   bigint not null,
  status         text not null check (status in ('PROCESSING', 'SUCCESS')),
  notify_url     text,
  created_at     timestamptz not null
);

-- Callbacks that are still to be sent.
create table simulator.wechatpay_callback (
  id           uuid primary key,
  due_at       timestamptz not null,
  notify_url   text not null,
  body         jsonb not null,                  -- what is sealed and signed at the moment of sending
  tries        integer not null default 0,
  done_at      timestamptz
);
create index wechatpay_callback_due on simulator.wechatpay_callback (due_at) where done_at is null;
grant select, insert, update on simulator.wechatpay_key, simulator.wechatpay_behaviour, simulator.wechatpay_order, simulator.wechatpay_refund, simulator.wechatpay_callback to liuxin_app;

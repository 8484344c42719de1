-- owner: journey/throughout/billing
-- More ways for money to travel: Alipay and bank cards beside WeChat Pay and cash; what was put aside before (prepaid, credit) pays without a channel.
alter table billing.payment drop constraint payment_channel_check,
  add constraint payment_channel_known check (channel in ('wechatpay', 'alipay', 'bankcard', 'cash', 'prepaid', 'credit', 'none'));
alter table billing.refund drop constraint refund_channel_check,
  add constraint refund_channel_known check (channel in ('wechatpay', 'alipay', 'bankcard', 'cash', 'prepaid', 'credit', 'none'));

-- A code that was shown may be paid until it expires, though we gave it up: such a payment is closed, and looked at once more afterwards.
alter table billing.payment drop constraint payment_open_is_checked,
  add constraint payment_open_is_checked check (
    case when state in ('created', 'confirming', 'unknown') then next_check_at is not null when state = 'closed' then true else next_check_at is null end);
-- What the card reader waits for, as its screen says it: insert-card, enter-pin, authorising.
alter table billing.payment add column step text not null default '' check (step in ('', 'insert-card', 'enter-pin', 'authorising'));

-- A card terminal: its session with the acquirer, and how far its numbers have come.
create table billing.card_terminal (
  institution_id integer not null,
  terminal_id    text not null check (terminal_id ~ '^[0-9A-Z]{8}$'),
  batch          integer not null default 1 check (batch between 1 and 999999),
  last_trace     integer not null default 0 check (last_trace between 0 and 999999),
  session_id     text,
  session_key    bytea,                        -- sealed
  signed_in_at   timestamptz,
  primary key (institution_id, terminal_id)
);

-- The number an act has at the acquirer. It is taken before the act and kept: asking again is the same act.
create table billing.card_trace (
  institution_id integer not null,
  id             uuid not null,                -- the payment's or the refund's
  kind           text not null check (kind in ('sale', 'void', 'refund')),
  terminal_id    text not null,
  batch          integer not null,
  trace          integer not null check (trace between 1 and 999999),
  taken_at       timestamptz not null,
  primary key (institution_id, id, kind),
  foreign key (institution_id, terminal_id) references billing.card_terminal,
  constraint card_trace_used_once unique (institution_id, terminal_id, batch, trace)
);

do $$ declare t text; begin
  foreach t in array array['card_terminal', 'card_trace'] loop
    execute format('alter table billing.%I enable row level security', t);
    execute format('alter table billing.%I force row level security', t);
    execute format('create policy %I on billing.%I to liuxin_app using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null))', t || '_of_own', t);
    execute format('create policy %I on billing.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
end $$;
grant select, insert, update on billing.card_terminal to liuxin_app;
grant select, insert on billing.card_trace to liuxin_app;

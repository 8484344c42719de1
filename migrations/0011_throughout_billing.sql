-- owner: journey/throughout/billing
-- One bill per visit: what it is made of, how it was paid, what went back, and the receipts. All amounts are cents.
create schema billing;
grant usage on schema billing to liuxin_app;

create table billing.bill (
  institution_id  integer not null,
  id              uuid not null,               -- the visit's id
  person_id       uuid not null,
  title           text not null,               -- 心血管内科 · 专家门诊
  insurance_kind  text not null default 'self-pay',  -- as it was when the bill was opened
  status          text not null default 'open' check (status in ('open', 'part-paid', 'paid', 'cancelled')),
  -- Sums over the items that stand, and over what was paid and went back; kept by billing.sum_up alone.
  total_cents     bigint not null default 0,
  insurance_cents bigint not null default 0,
  self_cents      bigint not null default 0,
  paid_cents      bigint not null default 0,
  refunded_cents  bigint not null default 0,
  due_cents       bigint not null default 0,   -- items nobody has paid yet
  opened_at       timestamptz not null,
  changed_at      timestamptz not null,
  primary key (institution_id, id),
  constraint bill_is_split_exactly check (total_cents = insurance_cents + self_cents),
  constraint bill_returns_no_more_than_paid check (refunded_cents <= paid_cents)
);
create index bill_of_person on billing.bill (person_id, opened_at desc);
create index bill_of_day on billing.bill (institution_id, opened_at desc);

create table billing.charge_item (
  institution_id  integer not null,
  id              uuid not null,
  bill_id         uuid not null,
  person_id       uuid not null,
  source          text not null check (source in ('registration', 'order')),
  source_id       text not null,
  kind            text not null check (kind in ('registration', 'examination', 'laboratory', 'drug', 'procedure', 'material')),
  code            text not null,
  name            text not null,
  department_id   integer,
  quantity_thousandths integer not null check (quantity_thousandths > 0),
  unit_cents      bigint not null check (unit_cents >= 0),
  total_cents     bigint not null check (total_cents >= 0),
  insurance_share_bp integer not null check (insurance_share_bp between 0 and 10000),
  insurance_cents bigint not null check (insurance_cents >= 0),   -- an estimate until the insurer settles
  self_cents      bigint not null check (self_cents >= 0),
  status          text not null default 'due' check (status in ('due', 'paid', 'cancelled')),
  paid_by         uuid,                        -- the payment that paid it; kept when it is cancelled later
  added_at        timestamptz not null,
  cancelled_at    timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, bill_id) references billing.bill,
  constraint charge_item_charged_once unique (institution_id, bill_id, source, source_id),
  constraint charge_item_is_split_exactly check (total_cents = insurance_cents + self_cents),
  constraint charge_item_paid_by_a_payment check (status <> 'paid' or paid_by is not null)
);

create table billing.cashier_shift (
  institution_id  integer not null,
  id              uuid not null,
  account_id      uuid not null,               -- the cashier's
  counter         text not null,               -- 3 号窗口
  status          text not null default 'open' check (status in ('open', 'closed')),
  opened_at       timestamptz not null,
  opening_float_cents bigint not null check (opening_float_cents >= 0),
  closed_at       timestamptz,
  counted         jsonb,                       -- how many of each note and coin
  counted_cents   bigint,
  expected_cents  bigint,
  difference_cents bigint,
  note            text not null default '',
  primary key (institution_id, id),
  constraint shift_closed_with_a_count check ((status = 'closed') = (counted_cents is not null and closed_at is not null and expected_cents is not null)),
  constraint shift_difference_is_exact check (difference_cents = counted_cents - expected_cents)
);
create unique index shift_one_open_per_cashier on billing.cashier_shift (institution_id, account_id) where status = 'open';

-- created: recorded, the channel knows nothing yet · confirming: the channel has the order · unknown: the channel does not answer
-- succeeded: the money came · failed: the channel refused · closed: nobody paid, and the channel promised that nobody can
create table billing.payment (
  institution_id  integer not null,
  id              uuid not null,               -- without its hyphens the order number the channel knows
  bill_id         uuid not null,
  person_id       uuid not null,
  channel         text not null check (channel in ('wechatpay', 'cash', 'none')),   -- none: there was nothing to pay
  state           text not null check (state in ('created', 'confirming', 'unknown', 'succeeded', 'failed', 'closed')),
  amount_cents    bigint not null check (amount_cents >= 0),
  refunded_cents  bigint not null default 0 check (refunded_cents >= 0),
  pay_url         text,                        -- what the channel wants opened or shown as a code
  provider_no     text,                        -- the channel's own number of the transaction
  asked_by        text not null,
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  next_check_at   timestamptz,                 -- when the resolver asks the channel again; null: nothing open
  checks          integer not null default 0,
  ended_at        timestamptz,
  reason          text not null default '',
  shift_id        uuid,
  received_cents  bigint,                      -- cash taken and given back
  change_cents    bigint,
  primary key (institution_id, id),
  foreign key (institution_id, bill_id) references billing.bill,
  constraint payment_returns_no_more_than_taken check (refunded_cents <= amount_cents),
  constraint payment_change_is_exact check (channel <> 'cash' or (shift_id is not null and received_cents - change_cents = amount_cents and change_cents >= 0)),
  constraint payment_open_is_checked check ((state in ('created', 'confirming', 'unknown')) = (next_check_at is not null))
);
-- A second device does not start a second payment: it joins the one that is open.
create unique index payment_one_open_per_bill on billing.payment (institution_id, bill_id) where state in ('created', 'confirming', 'unknown');
create index payment_to_check on billing.payment (next_check_at) where next_check_at is not null;
create index payment_of_bill on billing.payment (institution_id, bill_id, created_at);
create index payment_of_shift on billing.payment (institution_id, shift_id) where shift_id is not null;

-- What a payment is for, fixed when it starts: an order placed meanwhile waits for the next one.
create table billing.payment_item (
  institution_id integer not null,
  payment_id     uuid not null,
  item_id        uuid not null,
  person_id      uuid not null,
  amount_cents   bigint not null check (amount_cents >= 0),
  primary key (institution_id, payment_id, item_id),
  foreign key (institution_id, payment_id) references billing.payment,
  foreign key (institution_id, item_id) references billing.charge_item
);
create index payment_item_of_item on billing.payment_item (institution_id, item_id);

-- asked: waits for a second person · created: to be carried out (cash: at a window) · processing: the channel works on it
create table billing.refund (
  institution_id  integer not null,
  id              uuid not null,
  bill_id         uuid not null,
  payment_id      uuid not null,
  item_id         uuid,                        -- null: paid more than was due
  person_id       uuid not null,
  channel         text not null check (channel in ('wechatpay', 'cash', 'none')),
  state           text not null check (state in ('asked', 'created', 'processing', 'succeeded', 'failed', 'refused')),
  amount_cents    bigint not null check (amount_cents > 0),
  cause           text not null check (cause in ('cancelled', 'surplus', 'window')),
  reason          text not null default '',
  asked_by        text not null,
  approved_by     text,
  provider_no     text,
  shift_id        uuid,
  created_at      timestamptz not null,
  next_check_at   timestamptz,
  checks          integer not null default 0,
  ended_at        timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, bill_id) references billing.bill,
  foreign key (institution_id, payment_id) references billing.payment,
  constraint refund_at_window_needs_a_second_person check (cause <> 'window' or state in ('asked', 'refused') or (approved_by is not null and approved_by <> asked_by))
);
create unique index refund_once_per_item on billing.refund (institution_id, item_id) where item_id is not null and state <> 'refused';
create index refund_of_bill on billing.refund (institution_id, bill_id);
create index refund_to_check on billing.refund (next_check_at) where next_check_at is not null;
create index refund_at_window on billing.refund (institution_id, created_at) where state in ('asked', 'created') ;

-- Numbers without a gap, per institution and year: taken in the transaction that issues the receipt, so a rollback gives it back.
create table billing.receipt_counter (
  institution_id integer not null,
  year           smallint not null,
  last_number    bigint not null,
  primary key (institution_id, year)
);

-- A receipt is never changed; a refund gets its own, with a minus.
create table billing.receipt (
  institution_id integer not null,
  year           smallint not null,
  number         bigint not null check (number > 0),
  kind           text not null check (kind in ('payment', 'refund')),
  bill_id        uuid not null,
  payment_id     uuid not null,
  refund_id      uuid,
  person_id      uuid not null,
  amount_cents   bigint not null,
  issued_at      timestamptz not null,
  verification_code text not null,
  payer          text not null,                -- masked: who was treated
  institution_name text not null,
  title          text not null,
  channel        text not null,
  lines          jsonb not null,
  primary key (institution_id, year, number),
  foreign key (institution_id, payment_id) references billing.payment
);
create unique index receipt_of_payment on billing.receipt (institution_id, payment_id) where kind = 'payment';
create unique index receipt_of_refund on billing.receipt (institution_id, refund_id) where kind = 'refund';
create unique index receipt_by_code on billing.receipt (institution_id, verification_code);
create index receipt_of_bill on billing.receipt (institution_id, bill_id);

-- Messages of a channel are handled once; what was said is kept.
create table billing.channel_message (
  institution_id integer not null,
  id             text not null,
  channel        text not null,
  kind           text not null,
  received_at    timestamptz not null,
  payment_id     uuid not null,
  primary key (institution_id, id)
);

do $$ declare t text; begin
  foreach t in array array['charge_item', 'payment', 'payment_item', 'refund', 'receipt'] loop
    execute format('alter table billing.%I enable row level security', t);
    execute format('alter table billing.%I force row level security', t);
    execute format('create policy %I on billing.%I to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id))', t || '_of_own', t);
    execute format('create policy %I on billing.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
end $$;
alter table billing.bill enable row level security;
alter table billing.bill force row level security;
create policy bill_of_own on billing.bill to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy bill_owner on billing.bill to current_user using (true) with check (true);
alter table billing.cashier_shift enable row level security;
alter table billing.cashier_shift force row level security;
create policy cashier_shift_of_own on billing.cashier_shift to liuxin_app
  using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null));
create policy cashier_shift_owner on billing.cashier_shift to current_user using (true) with check (true);

-- Everyone who holds a receipt may check that it is real. It answers with nothing that is not printed on it.
create function billing.receipt_by_code(p_institution integer, p_code text)
  returns table (year smallint, number bigint, kind text, amount_cents bigint, issued_at timestamptz, payer text, institution_name text, refunded_cents bigint)
  language sql stable security definer set search_path = billing, pg_temp as $$
  select r.year, r.number, r.kind, r.amount_cents, r.issued_at, r.payer, r.institution_name,
    coalesce((select -sum(b.amount_cents) from receipt b where b.institution_id = r.institution_id and b.payment_id = r.payment_id and b.kind = 'refund'), 0)::bigint
  from receipt r where r.institution_id = p_institution and r.verification_code = p_code;
$$;

grant select, insert, update on billing.bill, billing.charge_item, billing.cashier_shift, billing.payment, billing.refund, billing.receipt_counter to liuxin_app;
grant select, insert on billing.payment_item, billing.receipt, billing.channel_message to liuxin_app;

-- owner: journey/throughout/billing
-- Who bears what of an item, as soon as the insurer has said so. Without a row here the price list's estimate holds.
create table billing.item_share (
  institution_id   integer not null,
  item_id          uuid not null,
  bill_id          uuid not null,
  person_id        uuid not null,
  claim_id         uuid not null,
  state            text not null check (state in ('quoted', 'settled')),
  total_cents      bigint not null,
  fund_cents       bigint not null check (fund_cents >= 0),        -- 统筹基金
  account_cents    bigint not null check (account_cents >= 0),     -- 个人账户
  commercial_cents bigint not null default 0 check (commercial_cents >= 0),
  relief_cents     bigint not null default 0 check (relief_cents >= 0),  -- borne by the hospital
  self_cents       bigint not null check (self_cents >= 0),
  -- Why: what of it the insurer does not recognise.
  ceiling_cents    bigint,
  own_pay_cents    bigint not null,
  over_cents       bigint not null,
  first_cents      bigint not null,
  -- What the charge had booked to the person: a charge that is taken off is brought back to it first.
  charged_self_cents bigint not null,
  changed_at       timestamptz not null,
  primary key (institution_id, item_id),
  foreign key (institution_id, item_id) references billing.charge_item,
  constraint item_share_is_whole check (total_cents = fund_cents + account_cents + commercial_cents + relief_cents + self_cents)
);
create index item_share_of_bill on billing.item_share (institution_id, bill_id);
create index item_share_of_claim on billing.item_share (institution_id, claim_id);

alter table billing.item_share enable row level security;
alter table billing.item_share force row level security;
create policy item_share_of_own on billing.item_share to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy item_share_owner on billing.item_share to current_user using (true) with check (true);
grant select, insert, update on billing.item_share to liuxin_app;

-- Money of an insured item goes back only when the insurer has taken its own part back.
alter table billing.refund add column waits_for_claim uuid;
create index refund_waiting on billing.refund (institution_id, waits_for_claim) where waits_for_claim is not null;

-- The insurer paid more than the person had been told: that part of an item goes back while the item stands, and the item itself may
-- still be refunded later. (The index is 0064's, which allows one refund per item and way.)
drop index billing.refund_once_per_item;
create unique index refund_once_per_item on billing.refund (institution_id, item_id, channel) where item_id is not null and state <> 'refused' and cause <> 'surplus';
create index refund_of_item on billing.refund (institution_id, item_id) where item_id is not null;

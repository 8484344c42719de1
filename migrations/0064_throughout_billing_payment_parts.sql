-- owner: journey/throughout/billing
-- A payment has parts: money a person put aside before (prepaid) or may pay later (credit), beside what a channel brings.
-- And money put aside is something one buys: a bill like any other, at a hospital or at the region itself (institution 0).

-- What the channel is to bring of the whole; the parts bring the rest.
alter table billing.payment add column channel_cents bigint;
update billing.payment set channel_cents = amount_cents;
alter table billing.payment alter column channel_cents set not null,
  add constraint payment_channel_brings_its_part check (channel_cents between 0 and amount_cents),
  drop constraint payment_change_is_exact,
  add constraint payment_change_is_exact check (channel <> 'cash' or (shift_id is not null and received_cents - change_cents = channel_cents and change_cents >= 0));

-- promised: kept aside while the channel's money is awaited · taken · let-go: nobody paid, it is the person's again
create table billing.payment_part (
  institution_id integer not null,
  payment_id     uuid not null,
  purse          text not null check (purse in ('prepaid', 'credit')),
  person_id      uuid not null,                -- whose bill; the purse is theirs
  cents          bigint not null check (cents > 0),
  refunded_cents bigint not null default 0,
  hold_id        uuid not null,
  state          text not null default 'promised' check (state in ('promised', 'taken', 'let-go')),
  ended_at       timestamptz,
  primary key (institution_id, payment_id, purse),
  foreign key (institution_id, payment_id) references billing.payment,
  constraint payment_part_ends_once check ((state = 'promised') = (ended_at is null)),
  constraint payment_part_returns_no_more_than_taken check (refunded_cents between 0 and cents and (refunded_cents = 0 or state = 'taken'))
);
alter table billing.payment_part enable row level security;
alter table billing.payment_part force row level security;
create policy payment_part_of_own on billing.payment_part to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy payment_part_owner on billing.payment_part to current_user using (true) with check (true);
grant select, insert on billing.payment_part to liuxin_app;
grant update (refunded_cents, state, ended_at) on billing.payment_part to liuxin_app;

-- visit: what one visit costs · top-up: money put aside · repayment: what was owed from treatment before
alter table billing.bill add column kind text not null default 'visit' check (kind in ('visit', 'top-up', 'repayment'));
alter table billing.charge_item drop constraint charge_item_source_check,
  add constraint charge_item_source_check check (source in ('registration', 'order', 'top-up', 'repayment')),
  drop constraint charge_item_kind_check,
  add constraint charge_item_kind_check check (kind in ('registration', 'examination', 'laboratory', 'drug', 'procedure', 'material', 'top-up', 'repayment'));

-- Each source of an item's money gets its own share back; and what was put aside goes back to where it came from.
drop index billing.refund_once_per_item;
create unique index refund_once_per_item on billing.refund (institution_id, item_id, channel) where item_id is not null and state <> 'refused';
alter table billing.refund drop constraint refund_cause_check,
  add constraint refund_cause_check check (cause in ('cancelled', 'surplus', 'window', 'withdrawal')),
  add column hold_id uuid,                     -- a withdrawal: what is kept aside in the purse until the money has gone
  add constraint refund_withdraws_what_is_held check ((cause = 'withdrawal') = (hold_id is not null));

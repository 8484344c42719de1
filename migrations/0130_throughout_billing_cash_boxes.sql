-- owner: journey/throughout/billing
-- Cash that a machine takes. What somebody puts in lies in the machine's box and is owed to them (their intake) until it has paid
-- their bill or is in their balance; a box is taken out and counted as a drawer is.
create table billing.cash_intake (
  institution_id  integer not null,
  id              uuid not null,
  machine         text not null,
  person_id       uuid not null,
  bill_id         uuid,                        -- null: all of it goes into the balance
  expected_cents  bigint not null default 0 check (expected_cents >= 0),   -- what the payer saw as due
  state           text not null default 'open' check (state in ('open', 'finished')),
  opened_at       timestamptz not null,
  touched_at      timestamptz not null,
  ended_at        timestamptz,
  paid_cents      bigint not null default 0 check (paid_cents >= 0),
  put_aside_cents bigint not null default 0 check (put_aside_cents >= 0),
  primary key (institution_id, id),
  constraint cash_intake_ends_once check ((state = 'finished') = (ended_at is not null))
) with (fillfactor = 80);
-- One person at a time puts notes into a machine.
create unique index cash_intake_one_open_per_machine on billing.cash_intake (institution_id, machine) where state = 'open';

create table billing.box_count (
  institution_id   integer not null,
  id               uuid not null,
  machine          text not null,
  taken_out_at     timestamptz not null,
  taken_out_by     text not null,
  expected_cents   bigint not null check (expected_cents >= 0),
  counted          jsonb,
  counted_cents    bigint,
  difference_cents bigint,
  counted_at       timestamptz,
  counted_by       text,
  note             text not null default '',
  primary key (institution_id, id),
  constraint box_counted_wholly check ((counted_at is not null) = (counted is not null and counted_cents is not null and counted_by is not null and difference_cents is not null)),
  constraint box_difference_is_exact check (difference_cents = counted_cents - expected_cents)
);
-- A machine has one box besides the one in it: what was taken out is counted before the next is.
create unique index box_count_one_uncounted on billing.box_count (institution_id, machine) where counted_at is null;
create index box_count_of_day on billing.box_count (institution_id, taken_out_at);

alter table billing.payment add column intake_id uuid,
  drop constraint payment_change_is_exact,
  add constraint payment_change_is_exact check (channel <> 'cash' or ((shift_id is null) <> (intake_id is null) and received_cents - change_cents = channel_cents and change_cents >= 0));
create index payment_of_intake on billing.payment (institution_id, intake_id) where intake_id is not null;

alter table billing.cash_intake enable row level security;
alter table billing.cash_intake force row level security;
create policy cash_intake_of_own on billing.cash_intake to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy cash_intake_owner on billing.cash_intake to current_user using (true) with check (true);
alter table billing.box_count enable row level security;
alter table billing.box_count force row level security;
create policy box_count_of_staff on billing.box_count to liuxin_app
  using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null));
create policy box_count_owner on billing.box_count to current_user using (true) with check (true);
grant select, insert, update on billing.cash_intake, billing.box_count to liuxin_app;

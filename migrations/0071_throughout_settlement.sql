-- owner: journey/throughout/settlement
-- Every night the region's shared books are cleared: what each hospital owes, or is owed, for one day, is worked out once,
-- approved by two people, sent to the bank and posted. Figures are only ever added; the ledger is where they come from.
create schema settlement;
grant usage on schema settlement to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('settlement.cut-off', 0, '2020-01-01', '{"time": "24:00", "graceMinutes": 30}',
   'local time at which a day ends; minutes until it is worked out', 'Clearing the next day is the practice of card networks; midnight is ours', false);

-- Where a hospital's money is moved from and to. Institution 0 is the custodian.
create table settlement.bank_account (
  institution_id integer primary key,
  bank_code      text not null,
  bank_name      text not null,
  bank_name_en   text not null,
  account_name   text not null,
  account_no     text not null,
  changed_at     timestamptz not null
);

-- One clearing of the region: the day that ended at `cut_off`.
create table settlement.day (
  day               date primary key,
  cut_off           timestamptz not null,
  status            text not null default 'draft' check (status in ('draft', 'computed', 'approved', 'instructed', 'part-posted', 'posted')),
  opened_at         timestamptz not null,
  computed_at       timestamptz,
  computed_by       text,
  seen              pg_snapshot,          -- the transfers committed when it was worked out; what came later belongs to a later day
  search_from       xid8,                 -- below this nothing is left to be cleared
  transfer_count    integer,
  entry_count       integer,
  file_sha256       text,
  first_approved_by text,
  first_approved_at timestamptz,
  approved_by       text,
  approved_at       timestamptz,
  instructed_by     text,
  instructed_at     timestamptz,
  posting_asked_by  text,
  posting_asked_at  timestamptz,
  posted_at         timestamptz,
  constraint day_was_computed check ((status = 'draft') = (computed_at is null) and (computed_at is null) = (file_sha256 is null or seen is null or search_from is null)),
  constraint day_approved_by_two check (approved_by is null or (first_approved_by is not null and approved_by <> first_approved_by)),
  constraint day_was_approved check ((status in ('draft', 'computed')) = (approved_by is null)),
  constraint day_was_instructed check ((status in ('draft', 'computed', 'approved')) = (instructed_at is null)),
  constraint day_was_posted check ((status = 'posted') = (posted_at is not null))
);

-- Which day a transfer of the region's books was cleared in. The key is the promise: no transfer, and so no entry, in two days.
create table settlement.cleared (
  transfer_id    uuid primary key,
  day            date not null references settlement.day,
  institution_id integer not null,        -- the hospital it touches; 0: none
  what           text not null
);
create index cleared_of_day on settlement.cleared (day, institution_id, what);

-- What one hospital owes the region (positive) or is owed (negative) for one day.
create table settlement.position (
  institution_id integer not null,
  day            date not null references settlement.day,
  opening_cents  bigint not null,         -- not yet settled when the day began
  net_cents      bigint not null,         -- what this day adds, and what its settlement moves
  settled_cents  bigint not null,         -- settlements of earlier days that were posted within this one
  closing_cents  bigint not null,
  primary key (institution_id, day),
  constraint position_adds_up check (closing_cents = opening_cents + net_cents + settled_cents)
);

-- The figures behind it: one row for each side of the books, its owner and what happened.
create table settlement.figure (
  institution_id integer not null,        -- the hospital; 0 for the region's own accounts
  day            date not null references settlement.day,
  side           text not null check (side in ('hospital', 'wallet', 'credit', 'channel', 'custodian', 'other')),
  account        text not null,           -- the kind of account, with its owner where that is no person
  what           text not null,
  count          integer not null,
  in_cents       bigint not null,         -- amounts above zero
  out_cents      bigint not null,         -- amounts below zero
  primary key (institution_id, day, side, account, what),
  constraint figure_signs check (in_cents >= 0 and out_cents <= 0)
);

-- What the bank is told to move, hospital by hospital. One that the bank refused is told again as a new attempt.
create table settlement.instruction (
  institution_id integer not null,
  day            date not null references settlement.day,
  attempt        integer not null check (attempt > 0),
  id             uuid not null unique,    -- under which the bank knows it
  net_cents      bigint not null check (net_cents <> 0),
  custodian_bank text not null,
  payer_bank     text not null,
  payer_account  text not null,
  payee_bank     text not null,
  payee_account  text not null,
  state          text not null default 'waiting' check (state in ('waiting', 'executed', 'refused', 'posted')),
  handed_at      timestamptz,
  ended_at       timestamptz,             -- when the bank had executed or refused it
  reason         text not null default '',
  posted_at      timestamptz,
  primary key (institution_id, day, attempt),
  constraint instruction_was_posted check ((state = 'posted') = (posted_at is not null))
);
create unique index instruction_one_alive on settlement.instruction (institution_id, day) where state <> 'refused';

-- What a transfer of the region's books is, for the columns of a settlement. A purse is owed less than nothing when it holds money,
-- so money that goes into one is negative.
create function settlement.what_it_is(p_kind text, p_takes_back boolean, p_wallet_cents bigint, p_credit_cents bigint) returns text
  language sql immutable parallel safe as $$
  select case
    when p_kind = 'settlement' then 'settled'
    when p_kind like '%waive%' then 'other'
    when p_wallet_cents <> 0 and p_credit_cents < 0 then 'repaid'
    when p_wallet_cents < 0 or (p_wallet_cents = 0 and p_credit_cents < 0) then
      case when p_takes_back or p_kind ~ '(refund|give-back|return)' then 'given-back' when p_credit_cents < 0 then 'repaid' else 'topped-up' end
    when p_wallet_cents > 0 then case when p_takes_back or p_kind ~ 'withdraw' then 'paid-out' else 'spent' end
    when p_credit_cents > 0 then case when p_takes_back then 'paid-out' else 'lent' end
    else 'other' end
$$;

-- Once worked out, a day's figures stay; what is written about it afterwards is who did what with them.
create function settlement.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the figures of % are settled', old.day using errcode = 'restrict_violation', constraint = 'settlement_only_grows';
end $$;
create trigger day_keeps_its_figures before update on settlement.day for each row
  when (old.computed_at is not null and (new.file_sha256 is distinct from old.file_sha256 or new.cut_off <> old.cut_off or new.seen::text is distinct from old.seen::text
    or new.transfer_count is distinct from old.transfer_count or new.entry_count is distinct from old.entry_count or new.computed_at is distinct from old.computed_at))
  execute function settlement.refuse_change();

-- Who may: the region's own staff (institution 0) and its jobs everything, a hospital's staff what is theirs.
create function settlement.is_centre() returns boolean language sql stable parallel safe as $$
  select coalesce((select platform.scope()) = 'system' or ((select platform.scope()) = 'staff' and (select platform.institution()) = 0), false)
$$;
do $$ declare t text; begin
  foreach t in array array['bank_account', 'day', 'cleared', 'position', 'figure', 'instruction'] loop
    execute format('alter table settlement.%I enable row level security', t);
    execute format('alter table settlement.%I force row level security', t);
    execute format('create policy %I on settlement.%I to current_user using (true) with check (true)', t || '_owner', t);
    execute format('create policy %I on settlement.%I to liuxin_app using (settlement.is_centre()) with check (settlement.is_centre())', t || '_centre', t);
  end loop;
  foreach t in array array['bank_account', 'cleared', 'position', 'figure', 'instruction'] loop
    execute format('create policy %I on settlement.%I for select to liuxin_app using ((select platform.scope()) = ''staff'' and institution_id = (select platform.institution()))', t || '_own', t);
  end loop;
end $$;
create policy day_known on settlement.day for select to liuxin_app using ((select platform.scope()) = 'staff');

grant select on all tables in schema settlement to liuxin_app;
grant insert on all tables in schema settlement to liuxin_app;
grant update on settlement.bank_account, settlement.day, settlement.instruction to liuxin_app;

-- owner: engines/ledger
-- Double entry in integer cents. A positive amount increases what an account holds, a negative one decreases it, and the
-- amounts of every transfer sum to zero when its transaction commits. Nothing here is ever changed or removed:
-- a mistake is answered by a reversal.
create schema ledger;
grant usage on schema ledger to liuxin_app;

-- Only the functions below write, and they work as a role that can do nothing else.
do $$ begin
  if not exists (select from pg_roles where rolname = 'liuxin_ledger') then
    create role liuxin_ledger nologin nobypassrls;
  end if;
exception when duplicate_object or unique_violation then null; -- another database of this cluster was migrated at the same moment
end $$;
do $$ begin
  execute format('grant liuxin_ledger to %I', current_user);
exception when duplicate_object or unique_violation then null;
end $$;

create table ledger.account (
  institution_id integer not null,
  id             uuid not null,                 -- made from institution, kind and owner: found without a search
  kind           text not null,
  owner_ref      text not null default '',      -- '' where the institution has one of this kind
  person_id      uuid,                          -- who may see it beside the institution
  striped        boolean not null default false,
  floor_cents    bigint,                        -- the least it may hold, with everything held back taken off
  ceiling_cents  bigint,
  balance_cents  bigint not null default 0,
  held_in_cents  bigint not null default 0,     -- promised to it by holds
  held_out_cents bigint not null default 0,     -- promised from it by holds
  opened_at      timestamptz not null,
  primary key (institution_id, id),
  constraint account_one_of_its_kind unique (institution_id, kind, owner_ref),
  constraint account_above_floor check (floor_cents is null or balance_cents - held_out_cents >= floor_cents),
  constraint account_below_ceiling check (ceiling_cents is null or balance_cents + held_in_cents <= ceiling_cents),
  constraint account_holds_are_positive check (held_in_cents >= 0 and held_out_cents >= 0),
  constraint account_striped_has_no_limits check (not striped or (floor_cents is null and ceiling_cents is null))
);

-- Everybody's money meets in a few accounts (income, clearing). Sixteen rows each let sixteen payments pass at once.
create table ledger.stripe (
  institution_id integer not null,
  account_id     uuid not null,
  stripe         smallint not null,
  balance_cents  bigint not null default 0,
  held_in_cents  bigint not null default 0,
  held_out_cents bigint not null default 0,
  primary key (institution_id, account_id, stripe),
  foreign key (institution_id, account_id) references ledger.account
) with (fillfactor = 50);

create table ledger.transfer (
  institution_id integer not null,
  id             uuid not null,                 -- chosen by the caller: the same id twice is one effect
  kind           text not null,
  reference      text not null,                 -- what it was for, in the caller's words and ids
  at             timestamptz not null,
  content        text not null,                 -- fingerprint of kind, reference and lines
  reverses       uuid,
  settles        uuid,                          -- the hold it takes its money from
  primary key (institution_id, id),
  foreign key (institution_id, reverses) references ledger.transfer
);
create unique index transfer_reversed_once on ledger.transfer (institution_id, reverses) where reverses is not null;
create index transfer_by_reference on ledger.transfer (institution_id, reference);

create table ledger.entry (
  institution_id integer not null,
  transfer_id    uuid not null,
  line           smallint not null,
  account_id     uuid not null,
  amount_cents   bigint not null,
  at             timestamptz not null,
  primary key (institution_id, transfer_id, line),
  foreign key (institution_id, transfer_id) references ledger.transfer,
  foreign key (institution_id, account_id) references ledger.account,
  constraint entry_moves_something check (amount_cents <> 0)
);
create index entry_of_account on ledger.entry (institution_id, account_id, at, transfer_id, line) include (amount_cents);

create table ledger.hold (
  institution_id integer not null,
  id             uuid not null,
  kind           text not null,
  reference      text not null,
  placed_at      timestamptz not null,
  expires_at     timestamptz,
  content        text not null,
  status         text not null default 'open' check (status in ('open', 'posted', 'voided', 'expired')),
  ended_at       timestamptz,
  posted_by      uuid,
  primary key (institution_id, id),
  constraint hold_ends_once check ((status = 'open') = (ended_at is null) and (status = 'posted') = (posted_by is not null))
);
create index hold_to_expire on ledger.hold (expires_at) where status = 'open' and expires_at is not null;

create table ledger.hold_line (
  institution_id integer not null,
  hold_id        uuid not null,
  account_id     uuid not null,
  amount_cents   bigint not null check (amount_cents <> 0),
  stripe         smallint,                      -- where a striped account remembers it
  primary key (institution_id, hold_id, account_id),
  foreign key (institution_id, hold_id) references ledger.hold,
  foreign key (institution_id, account_id) references ledger.account
);

-- Entries, transfers and held lines are facts: not even the owner of the tables changes them.
create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'ledger.% only grows', tg_table_name using errcode = 'restrict_violation', constraint = 'ledger_only_grows';
end $$;
create trigger entry_only_grows before update or delete or truncate on ledger.entry for each statement execute function ledger.refuse_change();
create trigger transfer_only_grows before update or delete or truncate on ledger.transfer for each statement execute function ledger.refuse_change();
create trigger hold_line_only_grows before update or delete or truncate on ledger.hold_line for each statement execute function ledger.refuse_change();

-- Judged at commit, so that it holds for every way in which entries can be written, the functions below included.
create function ledger.judge_transfer() returns trigger language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
  if (select sum(amount_cents) from entry where institution_id = new.institution_id and transfer_id = new.transfer_id) <> 0 then
    raise exception 'the entries of transfer % do not sum to zero', new.transfer_id
      using errcode = 'check_violation', constraint = 'transfer_sums_to_zero';
  end if;
  return null;
end $$;
create constraint trigger transfer_sums_to_zero after insert on ledger.entry deferrable initially deferred
  for each row execute function ledger.judge_transfer();

-- A function with its own role does not see the caller's policies, so it asks here: staff move the money of their own
-- institution only, and whoever has not said who they are moves none.
create function ledger.refuse_strangers(p_institution integer) returns void language plpgsql stable as $$
begin
  if coalesce(platform.scope(), '') not in ('system', 'patient', 'staff')
     or (platform.scope() = 'staff' and platform.institution() is distinct from p_institution) then
    raise exception 'no right to move money of institution %', p_institution using errcode = 'insufficient_privilege';
  end if;
end $$;

create function ledger.fingerprint(p_kind text, p_reference text, p_accounts uuid[], p_cents bigint[]) returns text
  language sql immutable as $$ select md5(concat_ws('|', p_kind, p_reference, p_accounts::text, p_cents::text)) $$;

-- Adds to one account's balance and to what is held. The caller orders accounts by id, so that two transfers never wait for each other.
create function ledger.move(p_institution integer, p_account uuid, p_cents bigint, p_held_in bigint, p_held_out bigint, p_stripe smallint)
  returns smallint language plpgsql as $$
declare v_stripe smallint;
begin
  update account set balance_cents = balance_cents + p_cents, held_in_cents = held_in_cents + p_held_in, held_out_cents = held_out_cents + p_held_out
  where institution_id = p_institution and id = p_account and not striped;
  if found then return null; end if;
  v_stripe := coalesce(p_stripe, pg_backend_pid() % 16);
  insert into stripe values (p_institution, p_account, v_stripe, p_cents, p_held_in, p_held_out)
  on conflict (institution_id, account_id, stripe) do update set balance_cents = stripe.balance_cents + excluded.balance_cents,
    held_in_cents = stripe.held_in_cents + excluded.held_in_cents, held_out_cents = stripe.held_out_cents + excluded.held_out_cents;
  return v_stripe;
end $$;

create function ledger.open_accounts(p_institution integer, p_ids uuid[], p_kinds text[], p_owners text[], p_persons uuid[],
  p_striped boolean[], p_floors bigint[], p_ceilings bigint[], p_at timestamptz)
  returns void language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
  perform ledger.refuse_strangers(p_institution);
  insert into account (institution_id, id, kind, owner_ref, person_id, striped, floor_cents, ceiling_cents, opened_at)
  select p_institution, i, k, o, p, s, f, c, p_at from unnest(p_ids, p_kinds, p_owners, p_persons, p_striped, p_floors, p_ceilings) u(i, k, o, p, s, f, c)
  where not exists (select from account a where a.institution_id = p_institution and a.id = i)
  order by i
  on conflict do nothing;
end $$;

-- True when it was done now, false when it was done before.
create function ledger.post(p_institution integer, p_id uuid, p_kind text, p_reference text, p_at timestamptz,
  p_accounts uuid[], p_cents bigint[], p_reverses uuid default null, p_settles uuid default null)
  returns boolean language plpgsql security definer set search_path = ledger, pg_temp as $$
declare v_content text := ledger.fingerprint(p_kind, p_reference, p_accounts, p_cents); v_account uuid; v_sum bigint;
begin
  perform ledger.refuse_strangers(p_institution);
  insert into transfer (institution_id, id, kind, reference, at, content, reverses, settles)
  values (p_institution, p_id, p_kind, p_reference, p_at, v_content, p_reverses, p_settles)
  on conflict (institution_id, id) do nothing;
  if not found then
    if not exists (select from transfer where institution_id = p_institution and id = p_id and content = v_content) then
      raise exception 'transfer % exists with other content', p_id using errcode = 'unique_violation', constraint = 'transfer_id_means_one_thing';
    end if;
    return false;
  end if;
  insert into entry (institution_id, transfer_id, line, account_id, amount_cents, at)
  select p_institution, p_id, n, a, c, p_at from unnest(p_accounts, p_cents) with ordinality u(a, c, n);
  for v_account, v_sum in select a, sum(c) from unnest(p_accounts, p_cents) u(a, c) group by a order by a loop
    perform ledger.move(p_institution, v_account, v_sum, 0, 0, null);
  end loop;
  return true;
end $$;

create function ledger.reverse(p_institution integer, p_id uuid, p_reverses uuid, p_reference text, p_at timestamptz)
  returns boolean language plpgsql security definer set search_path = ledger, pg_temp as $$
declare v_accounts uuid[]; v_cents bigint[]; v_kind text;
begin
  select kind into v_kind from transfer where institution_id = p_institution and id = p_reverses and reverses is null;
  if not found then
    raise exception 'there is no transfer % to reverse', p_reverses using errcode = 'foreign_key_violation', constraint = 'transfer_can_be_reversed';
  end if;
  select array_agg(account_id order by line), array_agg(-amount_cents order by line) into v_accounts, v_cents
  from entry where institution_id = p_institution and transfer_id = p_reverses;
  return ledger.post(p_institution, p_id, v_kind, p_reference, p_at, coalesce(v_accounts, '{}'), coalesce(v_cents, '{}'), p_reverses);
end $$;

create function ledger.hold(p_institution integer, p_id uuid, p_kind text, p_reference text, p_at timestamptz, p_expires timestamptz,
  p_accounts uuid[], p_cents bigint[])
  returns boolean language plpgsql security definer set search_path = ledger, pg_temp as $$
declare v_content text := ledger.fingerprint(p_kind, p_reference, p_accounts, p_cents); v_account uuid; v_sum bigint;
begin
  perform ledger.refuse_strangers(p_institution);
  if (select sum(c) from unnest(p_cents) c) is distinct from 0 then
    raise exception 'the lines of hold % do not sum to zero', p_id using errcode = 'check_violation', constraint = 'transfer_sums_to_zero';
  end if;
  insert into hold (institution_id, id, kind, reference, placed_at, expires_at, content)
  values (p_institution, p_id, p_kind, p_reference, p_at, p_expires, v_content)
  on conflict (institution_id, id) do nothing;
  if not found then
    if not exists (select from hold where institution_id = p_institution and id = p_id and content = v_content) then
      raise exception 'hold % exists with other content', p_id using errcode = 'unique_violation', constraint = 'transfer_id_means_one_thing';
    end if;
    return false;
  end if;
  for v_account, v_sum in select a, sum(c) from unnest(p_accounts, p_cents) u(a, c) group by a having sum(c) <> 0 order by a loop
    insert into hold_line (institution_id, hold_id, account_id, amount_cents, stripe)
    values (p_institution, p_id, v_account, v_sum, ledger.move(p_institution, v_account, 0, greatest(v_sum, 0), greatest(-v_sum, 0), null));
  end loop;
  return true;
end $$;

-- Gives back what a hold kept aside.
create function ledger.release(p_institution integer, p_hold uuid) returns void language plpgsql as $$
declare v_line record;
begin
  for v_line in select * from hold_line where institution_id = p_institution and hold_id = p_hold order by account_id loop
    perform ledger.move(p_institution, v_line.account_id, 0, -greatest(v_line.amount_cents, 0), -greatest(-v_line.amount_cents, 0), v_line.stripe);
  end loop;
end $$;

-- Posts a hold: wholly when no lines are given, else the given part; the rest is released.
create function ledger.post_hold(p_institution integer, p_hold uuid, p_id uuid, p_at timestamptz, p_accounts uuid[] default null, p_cents bigint[] default null)
  returns boolean language plpgsql security definer set search_path = ledger, pg_temp as $$
declare v_hold hold%rowtype; v_accounts uuid[] := p_accounts; v_cents bigint[] := p_cents;
begin
  perform ledger.refuse_strangers(p_institution);
  select * into v_hold from hold where institution_id = p_institution and id = p_hold for update;
  if p_accounts is null then
    select array_agg(account_id order by account_id), array_agg(amount_cents order by account_id) into v_accounts, v_cents
    from hold_line where institution_id = p_institution and hold_id = p_hold;
  end if;
  if v_hold.posted_by = p_id then
    return ledger.post(p_institution, p_id, v_hold.kind, v_hold.reference, p_at, v_accounts, v_cents, null, p_hold);
  end if;
  if v_hold.id is null or v_hold.status <> 'open' or v_hold.expires_at <= p_at then
    raise exception 'hold % is not open', p_hold using errcode = 'check_violation', constraint = 'hold_is_open';
  end if;
  if exists (select from unnest(v_accounts, v_cents) u(a, c) left join hold_line l on l.institution_id = p_institution and l.hold_id = p_hold and l.account_id = a
             group by a, l.amount_cents having l.amount_cents is null or sign(sum(c)) <> sign(l.amount_cents) or abs(sum(c)) > abs(l.amount_cents)) then
    raise exception 'more than hold % keeps aside', p_hold using errcode = 'check_violation', constraint = 'hold_covers_posting';
  end if;
  update hold set status = 'posted', ended_at = p_at, posted_by = p_id where institution_id = p_institution and id = p_hold;
  perform ledger.release(p_institution, p_hold);
  return ledger.post(p_institution, p_id, v_hold.kind, v_hold.reference, p_at, v_accounts, v_cents, null, p_hold);
end $$;

create function ledger.void_hold(p_institution integer, p_hold uuid, p_at timestamptz)
  returns boolean language plpgsql security definer set search_path = ledger, pg_temp as $$
declare v_status text;
begin
  perform ledger.refuse_strangers(p_institution);
  update hold set status = 'voided', ended_at = p_at where institution_id = p_institution and id = p_hold and status = 'open';
  if found then
    perform ledger.release(p_institution, p_hold);
    return true;
  end if;
  select status into v_status from hold where institution_id = p_institution and id = p_hold;
  if v_status is null or v_status = 'posted' then
    raise exception 'hold % is not open', p_hold using errcode = 'check_violation', constraint = 'hold_is_open';
  end if;
  return false;
end $$;

create function ledger.expire_holds(p_now timestamptz, p_most integer default 500)
  returns integer language plpgsql security definer set search_path = ledger, pg_temp as $$
declare v_hold record; v_count integer := 0;
begin
  if platform.scope() is distinct from 'system' then
    raise exception 'holds expire by themselves' using errcode = 'insufficient_privilege';
  end if;
  for v_hold in select institution_id, id from hold where status = 'open' and expires_at <= p_now
                order by institution_id, id limit p_most for update skip locked loop
    update hold set status = 'expired', ended_at = p_now where institution_id = v_hold.institution_id and id = v_hold.id;
    perform ledger.release(v_hold.institution_id, v_hold.id);
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;

create view ledger.balance with (security_invoker = true) as
  select a.institution_id, a.id as account_id, a.kind, a.owner_ref,
    (a.balance_cents + coalesce(s.balance_cents, 0))::bigint as balance_cents,
    (a.held_in_cents + coalesce(s.held_in_cents, 0))::bigint as held_in_cents,
    (a.held_out_cents + coalesce(s.held_out_cents, 0))::bigint as held_out_cents
  from ledger.account a
  left join lateral (select sum(balance_cents) balance_cents, sum(held_in_cents) held_in_cents, sum(held_out_cents) held_out_cents
                     from ledger.stripe s where s.institution_id = a.institution_id and s.account_id = a.id) s on a.striped;

-- The proof: every balance is the sum of its entries, everything held belongs to an open hold, every transfer and the whole sum to zero.
-- No rows: all is explained.
create function ledger.unexplained() returns table (institution_id integer, id uuid, what text, expected_cents bigint, found_cents bigint)
  language sql stable security definer set search_path = ledger, pg_temp as $$
  with entries as (select e.institution_id, e.account_id, sum(e.amount_cents)::bigint cents from entry e group by 1, 2),
  held as (select l.institution_id, l.account_id, sum(greatest(l.amount_cents, 0))::bigint held_in, sum(greatest(-l.amount_cents, 0))::bigint held_out
           from hold_line l join hold h on h.institution_id = l.institution_id and h.id = l.hold_id and h.status = 'open' group by 1, 2)
  select b.institution_id, b.account_id, 'balance', coalesce(e.cents, 0), b.balance_cents
  from balance b left join entries e on e.institution_id = b.institution_id and e.account_id = b.account_id where b.balance_cents <> coalesce(e.cents, 0)
  union all
  select b.institution_id, b.account_id, 'held in', coalesce(h.held_in, 0), b.held_in_cents
  from balance b left join held h on h.institution_id = b.institution_id and h.account_id = b.account_id where b.held_in_cents <> coalesce(h.held_in, 0)
  union all
  select b.institution_id, b.account_id, 'held out', coalesce(h.held_out, 0), b.held_out_cents
  from balance b left join held h on h.institution_id = b.institution_id and h.account_id = b.account_id where b.held_out_cents <> coalesce(h.held_out, 0)
  union all
  select e.institution_id, e.transfer_id, 'transfer', 0, sum(e.amount_cents)::bigint from entry e group by 1, 2 having sum(e.amount_cents) <> 0
  union all
  select b.institution_id, null, 'institution', 0, sum(b.balance_cents)::bigint from balance b group by 1 having sum(b.balance_cents) <> 0;
$$;

-- The narrow role owns the functions that write; whoever migrates may be an ordinary owner of the database.
grant usage, create on schema ledger to liuxin_ledger;
grant usage on schema platform to liuxin_ledger;
grant select, insert, update on ledger.account, ledger.stripe, ledger.hold to liuxin_ledger;
grant select, insert on ledger.transfer, ledger.entry, ledger.hold_line to liuxin_ledger;
grant select on ledger.balance to liuxin_ledger;
do $$ declare f regprocedure; begin
  for f in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'ledger'::regnamespace and p.prosecdef loop
    execute format('alter function %s owner to liuxin_ledger', f);
  end loop;
end $$;
revoke create on schema ledger from liuxin_ledger;
revoke execute on all functions in schema ledger from public;
grant execute on all functions in schema ledger to liuxin_ledger;
grant execute on function ledger.open_accounts, ledger.post, ledger.reverse, ledger.hold, ledger.post_hold, ledger.void_hold, ledger.expire_holds, ledger.unexplained to liuxin_app;

-- Reading: the institution its own, a person the accounts that are theirs.
do $$ declare t text; begin
  foreach t in array array['account', 'stripe', 'transfer', 'entry', 'hold', 'hold_line'] loop
    execute format('alter table ledger.%I enable row level security', t);
    execute format('alter table ledger.%I force row level security', t);
    execute format('create policy %I on ledger.%I to liuxin_ledger using (true) with check (true)', t || '_writer', t);
    execute format('create policy %I on ledger.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
end $$;
create policy account_seen on ledger.account for select to liuxin_app using (platform.may_see(institution_id, person_id));
create policy stripe_seen on ledger.stripe for select to liuxin_app using (platform.may_see(institution_id, null));
create policy transfer_seen on ledger.transfer for select to liuxin_app using (exists (select from ledger.entry e where e.institution_id = transfer.institution_id and e.transfer_id = transfer.id));
create policy entry_seen on ledger.entry for select to liuxin_app
  using (exists (select from ledger.account a where a.institution_id = entry.institution_id and a.id = entry.account_id));
create policy hold_seen on ledger.hold for select to liuxin_app using (platform.may_see(institution_id, null));
create policy hold_line_seen on ledger.hold_line for select to liuxin_app using (platform.may_see(institution_id, null));
grant select on all tables in schema ledger to liuxin_app;

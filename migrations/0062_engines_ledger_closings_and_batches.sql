-- owner: engines/ledger
-- Days are closed: what an account held at the end of each day it moved on is written down once, so that any past moment is
-- a closing and at most a day of entries away. And many postings are written together, each with an outcome of its own.

-- Up to when the books take no more entries, and up to when every closing is there.
create table ledger.books (
  one           boolean primary key default true check (one),
  closed_before timestamptz not null default '-infinity',
  filled_before timestamptz not null default '-infinity'
);
insert into ledger.books default values;

create table ledger.closing (
  institution_id integer not null,
  account_id     uuid not null,
  day            date not null,                 -- a day on which it moved
  balance_cents  bigint not null,               -- what it held when that day ended
  primary key (institution_id, account_id, day),
  foreign key (institution_id, account_id) references ledger.account
);
-- Entries lie in the order of time: a few blocks say where a day is.
create index entry_by_time on ledger.entry using brin (at) with (pages_per_range = 32, autosummarize = on);
alter table ledger.account set (fillfactor = 80);

create function ledger.day_of(p_at timestamptz) returns date language sql immutable parallel safe return (p_at at time zone 'Asia/Shanghai')::date;
create function ledger.start_of(p_day date) returns timestamptz language sql immutable parallel safe return p_day::timestamp at time zone 'Asia/Shanghai';

-- Writes a transfer that somebody was allowed to make. True when it was done now, false when it was done before.
-- A closed day takes nothing more: what comes late is booked at the first moment of the day that is open.
create or replace function ledger.write_transfer(p_institution integer, p_id uuid, p_kind text, p_reference text, p_at timestamptz,
  p_accounts uuid[], p_cents bigint[], p_reverses uuid, p_settles uuid)
  returns boolean language plpgsql as $$
declare
  -- First a number, then the mark: whoever closes the day waits for every number that may have read the old mark.
  v_number xid8 := pg_current_xact_id();
  v_content text := md5(concat_ws('|', p_kind, p_reference, p_accounts::text, p_cents::text));
  v_at timestamptz; v_line record; v_stripe smallint := pg_backend_pid() % 16; v_mirror boolean := false;
begin
  select greatest(p_at, closed_before) into v_at from ledger.books;
  insert into ledger.transfer (institution_id, id, kind, reference, at, content, reverses, settles)
  values (p_institution, p_id, p_kind, p_reference, v_at, v_content, p_reverses, p_settles)
  on conflict (institution_id, id) do nothing;
  if not found then
    if not exists (select from ledger.transfer where institution_id = p_institution and id = p_id and content = v_content) then
      raise exception 'transfer % exists with other content', p_id using errcode = 'unique_violation', constraint = 'transfer_id_means_one_thing';
    end if;
    return false;
  end if;
  insert into ledger.entry (institution_id, transfer_id, line, account_id, amount_cents, at)
  select p_institution, p_id, n, a, c, v_at from unnest(p_accounts, p_cents) with ordinality u(a, c, n);
  for v_line in
    select a.id, a.striped, a.kind, sum(c)::bigint as cents from unnest(p_accounts, p_cents) u(i, c)
    join ledger.account a on a.institution_id = p_institution and a.id = u.i group by a.id, a.striped, a.kind order by a.id
  loop
    if v_line.striped then
      insert into ledger.stripe values (p_institution, v_line.id, v_stripe, v_line.cents, 0, 0)
      on conflict (institution_id, account_id, stripe) do update set balance_cents = stripe.balance_cents + excluded.balance_cents;
    else
      update ledger.account set balance_cents = balance_cents + v_line.cents where institution_id = p_institution and id = v_line.id;
    end if;
    v_mirror := v_mirror or v_line.kind in ('region', 'member');
  end loop;
  if v_mirror then perform ledger.note_mirrors(p_institution, p_accounts, p_cents); end if;
  return true;
end $$;

-- Closes the days that are over. True when closings are still to be written. A clock that was set back opens again the days
-- that have not been.
create function ledger.close_days(p_now timestamptz) returns boolean language plpgsql security definer set search_path = ledger, pg_temp as $$
declare v_today timestamptz := ledger.start_of(ledger.day_of(p_now - interval '5 minutes')); v_books books%rowtype;
begin
  if platform.scope() is distinct from 'system' then
    raise exception 'days close by themselves' using errcode = 'insufficient_privilege';
  end if;
  select * into v_books from books for update;
  if v_books.closed_before > v_today then
    delete from closing where day >= ledger.day_of(v_today);
    update books set closed_before = v_today, filled_before = least(filled_before, v_today);
  elsif v_books.closed_before < v_today then
    update books set closed_before = v_today;
  end if;
  return (select filled_before < closed_before from books);
end $$;

-- Every transaction that writes now has a number below this one; none of them is left when in_flight says so.
create function ledger.horizon() returns xid8 language sql volatile return pg_snapshot_xmax(pg_current_snapshot());
create function ledger.in_flight(p_horizon xid8) returns boolean language sql volatile return pg_snapshot_xmin(pg_current_snapshot()) < p_horizon;

-- Writes what the accounts held at the end of each closed day they moved on. How many closings were written.
create function ledger.fill_closings() returns integer language plpgsql security definer set search_path = ledger, pg_temp as $$
declare v_books books%rowtype; v_count integer;
begin
  if platform.scope() is distinct from 'system' then
    raise exception 'days close by themselves' using errcode = 'insufficient_privilege';
  end if;
  select * into v_books from books for update;
  with moved as (
    select e.institution_id, e.account_id, ledger.day_of(e.at) as day, sum(e.amount_cents) as cents
    from entry e where e.at >= v_books.filled_before and e.at < v_books.closed_before group by 1, 2, 3),
  before as (
    select f.institution_id, f.account_id, coalesce(c.balance_cents, 0) as cents
    from (select distinct institution_id, account_id from moved) f
    left join lateral (select balance_cents from closing c where c.institution_id = f.institution_id and c.account_id = f.account_id order by c.day desc limit 1) c on true)
  insert into closing (institution_id, account_id, day, balance_cents)
  select m.institution_id, m.account_id, m.day, b.cents + sum(m.cents) over (partition by m.institution_id, m.account_id order by m.day)
  from moved m join before b on b.institution_id = m.institution_id and b.account_id = m.account_id;
  get diagnostics v_count = row_count;
  update books set filled_before = v_books.closed_before;
  return v_count;
end $$;

-- May the caller see this account? The functions below read as their own role and ask here first; it says what the policies say.
create function ledger.account_seen(p_institution integer, p_account uuid) returns boolean language sql stable as $$
  select exists (select from ledger.account a where a.institution_id = p_institution and a.id = p_account and (
    platform.may_see(a.institution_id, a.person_id)
    or (p_institution = 0 and platform.scope() = 'staff' and p_account = ledger.account_id(0, 'member', platform.institution()::text))));
$$;

-- What an account held just before a moment: the last closing before its day, and the entries since.
create function ledger.held_before(p_institution integer, p_account uuid, p_moment timestamptz) returns bigint language plpgsql stable as $$
declare v_day date; v_cents bigint;
begin
  select day, balance_cents into v_day, v_cents from ledger.closing
  where institution_id = p_institution and account_id = p_account and day < ledger.day_of(p_moment) order by day desc limit 1;
  return coalesce(v_cents, 0) + coalesce((select sum(amount_cents) from ledger.entry
    where institution_id = p_institution and account_id = p_account and at < p_moment and at >= coalesce(ledger.start_of(v_day + 1), '-infinity')), 0);
end $$;

create function ledger.balance_at(p_institution integer, p_account uuid, p_moment timestamptz) returns bigint
  language plpgsql stable security definer set search_path = ledger, pg_temp as $$
begin
  if not ledger.account_seen(p_institution, p_account) then return 0; end if;
  return ledger.held_before(p_institution, p_account, p_moment);
end $$;

-- The lines of an account between two moments, at most so many after the one named, each with the balance after it.
create function ledger.statement_lines(p_institution integer, p_account uuid, p_from timestamptz, p_until timestamptz, p_most integer,
  p_after_at timestamptz, p_after_transfer uuid, p_after_line smallint)
  returns table (transfer_id uuid, line smallint, kind text, reference text, at timestamptz, amount_cents bigint, balance_cents bigint)
  language plpgsql stable security definer set search_path = ledger, pg_temp as $$
declare v_cents bigint; v_from timestamptz := coalesce(p_after_at, p_from);
begin
  if not ledger.account_seen(p_institution, p_account) then return; end if;
  v_cents := ledger.held_before(p_institution, p_account, v_from);
  if p_after_at is not null then
    v_cents := v_cents + coalesce((select sum(e.amount_cents) from entry e where e.institution_id = p_institution and e.account_id = p_account
      and e.at = p_after_at and (e.transfer_id, e.line) <= (p_after_transfer, p_after_line)), 0);
  end if;
  return query
    select l.transfer_id, l.line, t.kind, t.reference, l.at, l.amount_cents,
      (v_cents + sum(l.amount_cents) over (order by l.at, l.transfer_id, l.line rows unbounded preceding))::bigint
    from (
      select e.transfer_id, e.line, e.at, e.amount_cents from entry e
      where e.institution_id = p_institution and e.account_id = p_account and e.at >= v_from and e.at < p_until
        and (p_after_at is null or (e.at, e.transfer_id, e.line) > (p_after_at, p_after_transfer, p_after_line))
      order by e.at, e.transfer_id, e.line limit p_most) l
    join transfer t on t.institution_id = p_institution and t.id = l.transfer_id
    order by l.at, l.transfer_id, l.line;
end $$;

-- Many postings in one transaction. A member is one transfer or several linked ones; each says who asks, and has an outcome of its own:
-- done · before (its ids had done it before) · the name of the rule that refused it, and then nothing of it is done.
-- Members that nothing can refuse are written together; the others one by one, each behind a savepoint.
create function ledger.post_batch(p_member integer[], p_institution integer[], p_id uuid[], p_kind text[], p_reference text[], p_at timestamptz[],
  p_scope text[], p_own integer[], p_line_step integer[], p_line_account uuid[], p_line_cents bigint[])
  returns table (member integer, outcome text) language plpgsql security definer set search_path = ledger, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare v_slow integer[]; v_content text[]; v_written integer; v_wished integer; v_open timestamptz; v_member integer;
begin
  perform pg_current_xact_id();
  select closed_before into v_open from books;
  perform from account a where not a.striped and (a.institution_id, a.id) in (
      select p_institution[l.step], l.account from unnest(p_line_step, p_line_account) l(step, account))
    order by a.institution_id, a.id for no key update;

  -- A new statement sees what was committed while we waited for the locks.
  with step as (select * from unnest(p_member, p_institution, p_id, p_scope, p_own) with ordinality s(member, institution, id, scope, own, n)),
  moved as (
    select s.member, s.n, s.institution, l.cents, l.account, a.id as found, a.floor_cents, a.ceiling_cents, a.striped,
      a.balance_cents - a.held_out_cents as spendable, a.balance_cents + a.held_in_cents as filled,
      case when s.institution = 0 and a.kind = 'member' then a.owner_ref when s.institution <> 0 and a.kind = 'region' then s.institution::text end as mirror
    from unnest(p_line_step, p_line_account, p_line_cents) l(n, account, cents)
    join step s on s.n = l.n left join account a on a.institution_id = s.institution and a.id = l.account),
  tight as (
    select m.institution, m.account from moved m where m.floor_cents is not null or m.ceiling_cents is not null
    group by m.institution, m.account, m.floor_cents, m.ceiling_cents, m.spendable, m.filled
    having m.spendable + sum(least(m.cents, 0)) < m.floor_cents or m.filled + sum(greatest(m.cents, 0)) > m.ceiling_cents)
  select coalesce(array_agg(distinct x.member), '{}') into v_slow from (
    select m.member from moved m where m.found is null or exists (select from tight t where t.institution = m.institution and t.account = m.account)
    union all select m.member from moved m group by m.member, m.n having sum(m.cents) <> 0
    union all select m.member from moved m where m.mirror is not null group by m.member, m.mirror having sum(m.cents) <> 0
    union all select s.member from step s where s.scope not in ('system', 'patient') and (s.scope <> 'staff' or s.own is distinct from s.institution)
    union all select s.member from step s where exists (select from transfer t where t.institution_id = s.institution and t.id = s.id)
    union all select d.member from (select s.member, count(*) over (partition by s.institution, s.id) as times from step s) d where d.times > 1
    union all select s.member from step s where not exists (select from unnest(p_line_step) l(n) where l.n = s.n)) x;

  select array_agg(ledger.fingerprint(s.kind, s.reference, l.accounts, l.cents) order by s.n), count(*) filter (where s.member <> all (v_slow))
  into v_content, v_wished
  from unnest(p_member, p_kind, p_reference) with ordinality s(member, kind, reference, n)
  left join (select step, array_agg(account order by n) as accounts, array_agg(cents order by n) as cents
    from unnest(p_line_step, p_line_account, p_line_cents) with ordinality l(step, account, cents, n) group by step) l on l.step = s.n;

  insert into transfer (institution_id, id, kind, reference, at, content)
  select s.institution, s.id, s.kind, s.reference, greatest(s.at, v_open), s.content
  from unnest(p_member, p_institution, p_id, p_kind, p_reference, p_at, v_content) s(member, institution, id, kind, reference, at, content)
  where s.member <> all (v_slow) order by s.institution, s.id
  on conflict (institution_id, id) do nothing;
  get diagnostics v_written = row_count;
  if v_written <> v_wished then
    raise exception 'one of these was posted by somebody else at this moment' using errcode = 'serialization_failure';
  end if;
  insert into entry (institution_id, transfer_id, line, account_id, amount_cents, at)
  select p_institution[l.step], p_id[l.step], row_number() over (partition by l.step order by l.n), l.account, l.cents, greatest(p_at[l.step], v_open)
  from unnest(p_line_step, p_line_account, p_line_cents) with ordinality l(step, account, cents, n) where p_member[l.step] <> all (v_slow);
  update account a set balance_cents = a.balance_cents + m.cents
  from (select p_institution[l.step] as institution, l.account, sum(l.cents) as cents from unnest(p_line_step, p_line_account, p_line_cents) l(step, account, cents)
    where p_member[l.step] <> all (v_slow) group by 1, 2) m
  where a.institution_id = m.institution and a.id = m.account and not a.striped;
  insert into stripe (institution_id, account_id, stripe, balance_cents)
  select m.institution, m.account, pg_backend_pid() % 16, m.cents
  from (select p_institution[l.step] as institution, l.account, sum(l.cents) as cents from unnest(p_line_step, p_line_account, p_line_cents) l(step, account, cents)
    where p_member[l.step] <> all (v_slow) group by 1, 2) m
  join account a on a.institution_id = m.institution and a.id = m.account and a.striped order by 1, 2
  on conflict (institution_id, account_id, stripe) do update set balance_cents = stripe.balance_cents + excluded.balance_cents;

  return query select distinct m, 'done' from unnest(p_member) m where m <> all (v_slow);
  foreach v_member in array v_slow loop
    member := v_member;
    outcome := ledger.post_one(v_member, p_member, p_institution, p_id, p_kind, p_reference, p_at, p_scope, p_own, p_line_step, p_line_account, p_line_cents);
    return next;
  end loop;
end $$;

-- One member of a batch, alone: what refuses it undoes the whole of it and is its outcome.
create function ledger.post_one(p_which integer, p_member integer[], p_institution integer[], p_id uuid[], p_kind text[], p_reference text[], p_at timestamptz[],
  p_scope text[], p_own integer[], p_line_step integer[], p_line_account uuid[], p_line_cents bigint[])
  returns text language plpgsql as $$
declare v_step record; v_did boolean; v_all boolean; v_rule text;
begin
  for v_step in
    select s.n, l.accounts, l.cents from unnest(p_member, p_institution) with ordinality s(member, institution, n)
    left join lateral (select coalesce(array_agg(x.account order by x.n), '{}') as accounts, coalesce(array_agg(x.cents order by x.n), '{}') as cents
      from unnest(p_line_step, p_line_account, p_line_cents) with ordinality x(step, account, cents, n) where x.step = s.n) l on true
    where s.member = p_which order by s.institution, s.n
  loop
    perform ledger.refuse_strangers(p_institution[v_step.n], v_step.accounts, v_step.cents, p_scope[v_step.n], p_own[v_step.n]);
    if (select sum(c) from unnest(v_step.cents) c) <> 0 then
      raise exception 'the amounts do not sum to zero' using errcode = 'check_violation', constraint = 'transfer_sums_to_zero';
    end if;
    v_did := ledger.write_transfer(p_institution[v_step.n], p_id[v_step.n], p_kind[v_step.n], p_reference[v_step.n], p_at[v_step.n], v_step.accounts, v_step.cents, null, null);
    v_all := coalesce(v_all, v_did);
    if v_all <> v_did then
      raise exception 'a part was done apart from the rest' using errcode = 'check_violation', constraint = 'linked_is_done_together';
    end if;
  end loop;
  if coalesce(nullif(current_setting('liuxin.mirrors', true), ''), '{}') <> '{}' then
    raise exception 'the mirrors disagree' using errcode = 'check_violation', constraint = 'region_mirrors_hospital';
  end if;
  return case when v_all then 'done' else 'before' end;
exception
  when insufficient_privilege then return 'no_right_to_move';
  when check_violation or unique_violation or foreign_key_violation then
    get stacked diagnostics v_rule = constraint_name;
    return v_rule;
end $$;

-- As before, and: the closings say what the entries say.
create or replace function ledger.unexplained() returns table (institution_id integer, id uuid, what text, expected_cents bigint, found_cents bigint)
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
  select b.institution_id, null, 'institution', 0, sum(b.balance_cents)::bigint from balance b group by 1 having sum(b.balance_cents) <> 0
  union all
  select m.hospital, null, 'region', -sum(m.region_cents)::bigint, sum(m.own_cents)::bigint from (
    select b.owner_ref::integer as hospital, b.balance_cents as region_cents, 0 as own_cents from balance b where b.institution_id = 0 and b.kind = 'member'
    union all
    select b.institution_id, 0, b.balance_cents from balance b where b.institution_id <> 0 and b.kind = 'region') m
  group by 1 having sum(m.region_cents) + sum(m.own_cents) <> 0
  union all
  select coalesce(c.institution_id, d.institution_id), coalesce(c.account_id, d.account_id), 'closing', d.cents, c.balance_cents
  from closing c full join (
    select m.institution_id, m.account_id, m.day, sum(m.cents) over (partition by m.institution_id, m.account_id order by m.day)::bigint as cents
    from (select e.institution_id, e.account_id, ledger.day_of(e.at) as day, sum(e.amount_cents) as cents
      from entry e where e.at < (select filled_before from books) group by 1, 2, 3) m) d
    on d.institution_id = c.institution_id and d.account_id = c.account_id and d.day = c.day
  where c.balance_cents is distinct from d.cents;
$$;

alter table ledger.closing enable row level security;
alter table ledger.closing force row level security;
create policy closing_writer on ledger.closing to liuxin_ledger using (true) with check (true);
create policy closing_owner on ledger.closing to current_user using (true) with check (true);
create policy closing_seen on ledger.closing for select to liuxin_app
  using (exists (select from ledger.account a where a.institution_id = closing.institution_id and a.id = closing.account_id));
grant select on ledger.closing, ledger.books to liuxin_app;
grant select, insert, delete on ledger.closing to liuxin_ledger;
grant select, update on ledger.books to liuxin_ledger;

grant create on schema ledger to liuxin_ledger;
do $$ declare f text; begin
  foreach f in array array['close_days', 'fill_closings', 'balance_at', 'statement_lines', 'post_batch'] loop
    execute format('alter function ledger.%I owner to liuxin_ledger', f);
  end loop;
end $$;
revoke create on schema ledger from liuxin_ledger;
-- Plans are made once: a list of another length is no reason to make them again.
do $$ declare f regprocedure; begin
  for f in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'ledger'::regnamespace and p.proname in ('post', 'hold', 'post_hold', 'void_hold', 'reverse', 'post_linked', 'expire_holds') loop
    execute format('alter function %s set plan_cache_mode = force_generic_plan', f);
  end loop;
end $$;
revoke execute on all functions in schema ledger from public;
grant execute on all functions in schema ledger to liuxin_ledger;
grant execute on function ledger.close_days, ledger.horizon, ledger.in_flight, ledger.fill_closings, ledger.balance_at, ledger.statement_lines, ledger.post_batch to liuxin_app;

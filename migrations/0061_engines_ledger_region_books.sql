-- owner: engines/ledger
-- Institution 0 is the region's custodian. What it holds for people (wallet, credit) is spent and filled at hospitals, and
-- its account `hospital` of a hospital is the mirror of that hospital's own account `region`: one owes what the other is owed.

create function ledger.account_id(p_institution integer, p_kind text, p_owner text) returns uuid
  language sql immutable parallel safe
  return overlay(overlay(md5(p_institution || '|' || p_kind || '|' || p_owner) placing '8' from 13 for 1) placing '8' from 17 for 1)::uuid;

-- Who may move these lines. Staff move the money of their own institution. In the region's books they move their own
-- hospital's part: something must stay on its account, and no other hospital's account may be touched.
create function ledger.refuse_strangers(p_institution integer, p_accounts uuid[], p_cents bigint[], p_scope text, p_own integer) returns void
  language plpgsql stable as $$
begin
  if p_scope in ('system', 'patient') or (p_scope = 'staff' and p_own = p_institution) then return; end if;
  if p_scope = 'staff' and p_institution = 0 and (
    select coalesce(bool_and(h.owner_ref = p_own::text and h.cents <> 0), false) from (
      select a.owner_ref, sum(c) as cents from unnest(p_accounts, p_cents) u(i, c)
      join ledger.account a on a.institution_id = 0 and a.id = u.i and a.kind = 'member' group by 1) h) then
    return;
  end if;
  raise exception 'no right to move money of institution %', p_institution using errcode = 'insufficient_privilege';
end $$;

-- Opening moves nothing. In the region's books staff open what belongs to a person, and their own hospital's account.
create function ledger.refuse_strange_accounts(p_institution integer, p_kinds text[], p_owners text[], p_persons uuid[]) returns void
  language plpgsql stable as $$
begin
  if platform.scope() in ('system', 'patient') or (platform.scope() = 'staff' and (platform.institution() = p_institution
    or p_institution = 0 and (select bool_and(p is not null or (k = 'member' and o = platform.institution()::text)) from unnest(p_kinds, p_owners, p_persons) u(k, o, p)))) then
    return;
  end if;
  raise exception 'no right to open accounts of institution %', p_institution using errcode = 'insufficient_privilege';
end $$;

-- Remembers until the commit what the mirrors have moved: { hospital: cents }, with nothing left of those that agree.
create function ledger.note_mirrors(p_institution integer, p_accounts uuid[], p_cents bigint[]) returns void language plpgsql as $$
declare v_moved record; v_open jsonb; v_before text;
begin
  for v_moved in
    select h.hospital, sum(h.cents)::bigint as cents from (
      select p_institution::text as hospital, c as cents from unnest(p_accounts, p_cents) u(a, c)
      where p_institution <> 0 and a = ledger.account_id(p_institution, 'region', '')
      union all
      select x.owner_ref, c from unnest(p_accounts, p_cents) u(a, c) join ledger.account x on x.institution_id = 0 and x.id = u.a and x.kind = 'member'
      where p_institution = 0) h
    group by 1 having sum(h.cents) <> 0
  loop
    v_before := current_setting('liuxin.mirrors', true);
    v_open := coalesce(nullif(v_before, ''), '{}')::jsonb;
    v_open := case when coalesce((v_open ->> v_moved.hospital)::bigint, 0) + v_moved.cents = 0 then v_open - v_moved.hospital
      else v_open || jsonb_build_object(v_moved.hospital, coalesce((v_open ->> v_moved.hospital)::bigint, 0) + v_moved.cents) end;
    perform set_config('liuxin.mirrors', v_open::text, true);
  end loop;
end $$;

-- Judged at commit: the entries of a transfer sum to zero, and the mirrors agree.
create or replace function ledger.judge_transfer() returns trigger language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
  if (select sum(amount_cents) from entry where institution_id = new.institution_id and transfer_id = new.transfer_id) <> 0 then
    raise exception 'the entries of transfer % do not sum to zero', new.transfer_id
      using errcode = 'check_violation', constraint = 'transfer_sums_to_zero';
  end if;
  if coalesce(nullif(current_setting('liuxin.mirrors', true), ''), '{}') <> '{}' then
    raise exception 'the region''s books and a hospital''s disagree: %', current_setting('liuxin.mirrors', true)
      using errcode = 'check_violation', constraint = 'region_mirrors_hospital';
  end if;
  return null;
end $$;

create or replace function ledger.open_accounts(p_institution integer, p_ids uuid[], p_kinds text[], p_owners text[], p_persons uuid[],
  p_striped boolean[], p_floors bigint[], p_ceilings bigint[], p_at timestamptz)
  returns void language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
  perform ledger.refuse_strange_accounts(p_institution, p_kinds, p_owners, p_persons);
  insert into account (institution_id, id, kind, owner_ref, person_id, striped, floor_cents, ceiling_cents, opened_at)
  select p_institution, i, k, o, p, s, f, c, p_at from unnest(p_ids, p_kinds, p_owners, p_persons, p_striped, p_floors, p_ceilings) u(i, k, o, p, s, f, c)
  where not exists (select from account a where a.institution_id = p_institution and a.id = i)
  order by i
  on conflict do nothing;
end $$;

-- Writes a transfer that somebody was allowed to make. True when it was done now, false when it was done before.
create function ledger.write_transfer(p_institution integer, p_id uuid, p_kind text, p_reference text, p_at timestamptz,
  p_accounts uuid[], p_cents bigint[], p_reverses uuid, p_settles uuid)
  returns boolean language plpgsql as $$
declare v_content text := ledger.fingerprint(p_kind, p_reference, p_accounts, p_cents); v_account uuid; v_sum bigint;
begin
  insert into ledger.transfer (institution_id, id, kind, reference, at, content, reverses, settles)
  values (p_institution, p_id, p_kind, p_reference, p_at, v_content, p_reverses, p_settles)
  on conflict (institution_id, id) do nothing;
  if not found then
    if not exists (select from ledger.transfer where institution_id = p_institution and id = p_id and content = v_content) then
      raise exception 'transfer % exists with other content', p_id using errcode = 'unique_violation', constraint = 'transfer_id_means_one_thing';
    end if;
    return false;
  end if;
  insert into ledger.entry (institution_id, transfer_id, line, account_id, amount_cents, at)
  select p_institution, p_id, n, a, c, p_at from unnest(p_accounts, p_cents) with ordinality u(a, c, n);
  for v_account, v_sum in select a, sum(c) from unnest(p_accounts, p_cents) u(a, c) group by a order by a loop
    perform ledger.move(p_institution, v_account, v_sum, 0, 0, null);
  end loop;
  perform ledger.note_mirrors(p_institution, p_accounts, p_cents);
  return true;
end $$;

create or replace function ledger.post(p_institution integer, p_id uuid, p_kind text, p_reference text, p_at timestamptz,
  p_accounts uuid[], p_cents bigint[], p_reverses uuid default null, p_settles uuid default null)
  returns boolean language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
  perform ledger.refuse_strangers(p_institution, p_accounts, p_cents, platform.scope(), platform.institution());
  return ledger.write_transfer(p_institution, p_id, p_kind, p_reference, p_at, p_accounts, p_cents, p_reverses, p_settles);
end $$;

create or replace function ledger.hold(p_institution integer, p_id uuid, p_kind text, p_reference text, p_at timestamptz, p_expires timestamptz,
  p_accounts uuid[], p_cents bigint[])
  returns boolean language plpgsql security definer set search_path = ledger, pg_temp as $$
declare v_content text := ledger.fingerprint(p_kind, p_reference, p_accounts, p_cents); v_account uuid; v_sum bigint;
begin
  perform ledger.refuse_strangers(p_institution, p_accounts, p_cents, platform.scope(), platform.institution());
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

-- The lines of a hold, in the order of their accounts; whoever may not move them is refused.
create function ledger.lines_of_hold(p_institution integer, p_hold uuid, out accounts uuid[], out cents bigint[]) language plpgsql as $$
begin
  select array_agg(account_id order by account_id), array_agg(amount_cents order by account_id) into accounts, cents
  from ledger.hold_line where institution_id = p_institution and hold_id = p_hold;
  -- Of a hold that never was, everybody may hear that it is not open.
  if accounts is not null or p_institution <> 0 then
    perform ledger.refuse_strangers(p_institution, accounts, cents, platform.scope(), platform.institution());
  end if;
end $$;

create or replace function ledger.post_hold(p_institution integer, p_hold uuid, p_id uuid, p_at timestamptz, p_accounts uuid[] default null, p_cents bigint[] default null)
  returns boolean language plpgsql security definer set search_path = ledger, pg_temp as $$
declare v_hold hold%rowtype; v_accounts uuid[]; v_cents bigint[];
begin
  select * into v_hold from hold where institution_id = p_institution and id = p_hold for update;
  select accounts, cents into v_accounts, v_cents from ledger.lines_of_hold(p_institution, p_hold);
  if p_accounts is not null then
    v_accounts := p_accounts;
    v_cents := p_cents;
  end if;
  if v_hold.posted_by = p_id then
    return ledger.write_transfer(p_institution, p_id, v_hold.kind, v_hold.reference, p_at, v_accounts, v_cents, null, p_hold);
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
  return ledger.write_transfer(p_institution, p_id, v_hold.kind, v_hold.reference, p_at, v_accounts, v_cents, null, p_hold);
end $$;

create or replace function ledger.void_hold(p_institution integer, p_hold uuid, p_at timestamptz)
  returns boolean language plpgsql security definer set search_path = ledger, pg_temp as $$
declare v_status text;
begin
  perform ledger.lines_of_hold(p_institution, p_hold);
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

-- Several steps in one statement, in whatever institutions: all of them or none. They were done before, all of them, or none was.
-- Holds and accounts are locked first, in one order for everybody, so that two of these never wait for each other in a ring.
create function ledger.post_linked(p_steps jsonb, p_at timestamptz)
  returns boolean language plpgsql security definer set search_path = ledger, pg_temp as $$
declare v_step record; v_did boolean; v_all boolean;
begin
  perform from hold h join jsonb_to_recordset(p_steps) s("institutionId" integer, "holdId" uuid) on h.institution_id = s."institutionId" and h.id = s."holdId"
    order by h.institution_id, h.id for no key update of h;
  perform from account a where not a.striped and (a.institution_id, a.id) in (
      select s."institutionId", x.id from jsonb_to_recordset(p_steps) s("institutionId" integer, accounts uuid[]), unnest(s.accounts) x(id)
      union
      select l.institution_id, l.account_id from jsonb_to_recordset(p_steps) s("institutionId" integer, "holdId" uuid) join hold_line l on l.institution_id = s."institutionId" and l.hold_id = s."holdId"
      union
      select e.institution_id, e.account_id from jsonb_to_recordset(p_steps) s("institutionId" integer, reverses uuid) join entry e on e.institution_id = s."institutionId" and e.transfer_id = s.reverses)
    order by a.institution_id, a.id for no key update of a;
  for v_step in
    select s.* from rows from (jsonb_to_recordset(p_steps) as ("do" text, "institutionId" integer, id uuid, kind text, reference text,
      accounts uuid[], cents bigint[], "expiresAt" timestamptz, "holdId" uuid, reverses uuid)) with ordinality
      as s("do", institution, id, kind, reference, accounts, cents, expires, hold, reverses, place)
    order by s.institution, s.place
  loop
    v_did := case v_step."do"
      when 'post' then ledger.post(v_step.institution, v_step.id, v_step.kind, v_step.reference, p_at, v_step.accounts, v_step.cents)
      when 'hold' then ledger.hold(v_step.institution, v_step.id, v_step.kind, v_step.reference, p_at, v_step.expires, v_step.accounts, v_step.cents)
      when 'post-hold' then ledger.post_hold(v_step.institution, v_step.hold, v_step.id, p_at, v_step.accounts, v_step.cents)
      when 'reverse' then ledger.reverse(v_step.institution, v_step.id, v_step.reverses, v_step.reference, p_at)
    end;
    v_all := coalesce(v_all, v_did);
    if v_all <> v_did then
      raise exception 'a part of what was linked was done apart from the rest' using errcode = 'check_violation', constraint = 'linked_is_done_together';
    end if;
  end loop;
  return coalesce(v_all, false);
end $$;

-- What a purse in the region's books holds, for whoever is about to take money from it: staff anywhere, and the person.
create function ledger.purse(p_account uuid) returns table (balance_cents bigint, held_in_cents bigint, held_out_cents bigint)
  language sql stable security definer set search_path = ledger, pg_temp as $$
  select a.balance_cents, a.held_in_cents, a.held_out_cents from account a
  where a.institution_id = 0 and a.id = p_account and a.person_id is not null
    and (platform.scope() in ('system', 'staff') or (platform.scope() = 'patient' and a.person_id = any (platform.persons())));
$$;

drop function ledger.refuse_strangers(integer);

-- A hospital sees in the region's books the account that speaks of it.
create policy account_of_hospital_seen on ledger.account for select to liuxin_app
  using (institution_id = 0 and platform.scope() = 'staff' and id = ledger.account_id(0, 'member', platform.institution()::text));
create policy stripe_of_hospital_seen on ledger.stripe for select to liuxin_app
  using (institution_id = 0 and platform.scope() = 'staff' and account_id = ledger.account_id(0, 'member', platform.institution()::text));

grant create on schema ledger to liuxin_ledger;
alter function ledger.post_linked owner to liuxin_ledger;
alter function ledger.purse owner to liuxin_ledger;
revoke create on schema ledger from liuxin_ledger;
revoke execute on all functions in schema ledger from public;
grant execute on all functions in schema ledger to liuxin_ledger;
grant execute on function ledger.post_linked, ledger.purse, ledger.account_id to liuxin_app;

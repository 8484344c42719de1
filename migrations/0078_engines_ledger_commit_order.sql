-- owner: engines/ledger
-- Books that several institutions share (institution 0) are cleared day by day, and nothing may fall between two days. The time
-- of an act says nothing about when it was committed, so each transfer also says which transaction wrote it.
alter table ledger.transfer add column xid xid8 not null default pg_current_xact_id();
create index transfer_in_commit_order on ledger.transfer (xid) where institution_id = 0;

-- Whole books are read by the institution's own staff and by the jobs of the region.
create function ledger.refuse_readers(p_institution integer) returns void language plpgsql stable as $$
begin
  if platform.scope() = 'system' or (platform.scope() = 'staff' and platform.institution() = p_institution) then return; end if;
  raise exception 'no right to read the books of institution %', p_institution using errcode = 'insufficient_privilege';
end $$;

-- Transfers of the shared books written by this transaction number or a later one, as far as they are committed now.
create function ledger.shared_since(p_xid xid8)
  returns table (transfer_id uuid, at timestamptz, xid xid8) language plpgsql stable security definer rows 10000 set search_path = ledger, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform ledger.refuse_readers(0);
  return query select t.id, t.at, t.xid from transfer t where t.institution_id = 0 and t.xid >= p_xid;
end $$;

-- What these transfers did, line by line, with the names of the accounts.
create function ledger.lines(p_institution integer, p_transfers uuid[])
  returns table (transfer_id uuid, line smallint, kind text, reference text, at timestamptz, takes_back boolean, account_kind text, owner_ref text, amount_cents bigint)
  language plpgsql stable security definer rows 10000 set search_path = ledger, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  -- Planned anew each time: one transfer is looked up, a hundred thousand are joined.
  perform ledger.refuse_readers(p_institution);
  return query
    select t.id, e.line, t.kind, t.reference, t.at, t.reverses is not null, a.kind, a.owner_ref, e.amount_cents
    from unnest(p_transfers) u(id)
    join transfer t on t.institution_id = p_institution and t.id = u.id
    join entry e on e.institution_id = t.institution_id and e.transfer_id = t.id
    join account a on a.institution_id = e.institution_id and a.id = e.account_id;
end $$;

grant create on schema ledger to liuxin_ledger;
alter function ledger.shared_since owner to liuxin_ledger;
alter function ledger.lines owner to liuxin_ledger;
revoke create on schema ledger from liuxin_ledger;
revoke execute on function ledger.refuse_readers, ledger.shared_since, ledger.lines from public;
grant execute on function ledger.refuse_readers to liuxin_ledger;
grant execute on function ledger.shared_since, ledger.lines to liuxin_app;

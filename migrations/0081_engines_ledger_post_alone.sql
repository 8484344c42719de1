-- owner: engines/ledger
-- One posting in a transaction of its own: the call is the transaction, and says itself who asks.
create function ledger.post_alone(p_scope text, p_own integer, p_institution integer, p_id uuid, p_kind text, p_reference text, p_at timestamptz,
  p_accounts uuid[], p_cents bigint[])
  returns boolean language plpgsql security definer set search_path = ledger, pg_temp
  set plan_cache_mode = force_generic_plan as $$
begin
  perform ledger.refuse_strangers(p_institution, p_accounts, p_cents, p_scope, p_own);
  return ledger.write_transfer(p_institution, p_id, p_kind, p_reference, p_at, p_accounts, p_cents, null, null);
end $$;
grant create on schema ledger to liuxin_ledger;
alter function ledger.post_alone owner to liuxin_ledger;
revoke create on schema ledger from liuxin_ledger;
revoke execute on function ledger.post_alone from public;
grant execute on function ledger.post_alone to liuxin_app;

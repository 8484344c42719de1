-- owner: journey/throughout/access
-- access.session_shown for all tokens that are shown at the same moment, in one walk. What is out of the ordinary, a token that was
-- replaced or the first use in a minute, is left to the one by one.
create function access.sessions_shown(p_hashes bytea[], p_now timestamptz, p_grace integer)
  returns table (ord integer, account_id uuid, family_id uuid, kind text, person_id uuid, acts_for uuid[], institution_id integer,
    staff_id integer, roles text[], stage text, issued_at timestamptz, reused boolean)
  language plpgsql volatile security definer rows 20 set search_path = access, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare v_odd integer[]; v_persons uuid[];
begin
  select array_agg(t.n::integer) filter (where s.rotated_at is not null or s.last_used_at < p_now - interval '1 minute'),
    array_agg(distinct a.person_id) filter (where a.person_id is not null)
  into v_odd, v_persons
  from unnest(p_hashes) with ordinality t(hash, n) join access.session s on s.token_hash = t.hash join access.account a on a.id = s.account_id
  where s.ended_at is null and s.expires_at > p_now;

  return query
    select t.n::integer, a.id, s.family_id, a.kind, a.person_id, f.acts_for, s.institution_id, r.staff_id, r.roles, s.stage, s.issued_at, false
    from unnest(p_hashes) with ordinality t(hash, n)
    join access.session s on s.token_hash = t.hash
    join access.account a on a.id = s.account_id
    left join access.staff_role r on r.account_id = a.id and r.institution_id = s.institution_id
    left join people.acts_for_many(v_persons, p_now) f on f.person_id = a.person_id
    where s.ended_at is null and s.expires_at > p_now and a.active and s.rotated_at is null
      and s.last_used_at >= p_now - interval '1 minute' and s.last_used_at + make_interval(secs => s.idle_seconds) > p_now;
  if v_odd is not null then
    return query
      select o.n, s.account_id, s.family_id, s.kind, s.person_id, s.acts_for, s.institution_id, s.staff_id, s.roles, s.stage, s.issued_at, s.reused
      from unnest(v_odd) o(n) cross join lateral access.session_shown(p_hashes[o.n], p_now, p_grace) s;
  end if;
end $$;
revoke execute on function access.sessions_shown from public;
grant execute on function access.sessions_shown to liuxin_app;

-- owner: engines/capacity
-- Units that appear while their pool is open go first to those who wait for just that, as a unit does that is given back.

-- Of these sessions' free units that everybody could have this moment, as many as people wait for them become freed units, the
-- earliest that leave each of them the notice they need. Returns their numbers. The caller holds the sessions, or has just made them.
create function capacity.keep_for_waiters(p_institution integer, p_sessions bigint[], p_now timestamptz) returns setof bigint
language plpgsql security definer set search_path = capacity, pg_temp as $$
declare
  v_to integer := (select l.id from capacity.pool l where l.institution_id = p_institution and l.code = 'waitlist');
  v_row record;
  v_waiting integer;
  v_kept integer;
begin
  if v_to is null then return; end if;
  for v_row in
    select p.id as period_id, p.starts_at, s.id as session_id, s.service_id, s.day, s.half, a.pool_id, a.units - a.taken as free
    from capacity.session s
    join capacity.period p on p.institution_id = s.institution_id and p.session_id = s.id and p.starts_at > p_now
    join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id and a.units > a.taken
    join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id and l.code = 'public'
    where s.institution_id = p_institution and s.id = any (p_sessions) and s.status = 'open' and capacity.local_time(s.day - l.opens_days_before, l.opens_at) <= p_now
    order by s.id, p.starts_at, p.id
  loop
    select count(*) into v_waiting from capacity.waiters_for(p_institution, v_row.service_id, v_row.day, v_row.half, v_row.starts_at, p_now);
    select count(*) into v_kept from capacity.freed_unit u join capacity.period p on p.institution_id = u.institution_id and p.id = u.period_id
      where u.institution_id = p_institution and p.session_id = v_row.session_id and u.status = 'open';
    v_kept := least(v_row.free, v_waiting - v_kept);
    continue when v_kept <= 0;
    insert into capacity.allotment (institution_id, period_id, pool_id, units) values (p_institution, v_row.period_id, v_to, 0) on conflict do nothing;
    perform from capacity.allotment a where a.institution_id = p_institution and a.period_id = v_row.period_id and a.pool_id in (v_row.pool_id, v_to)
      order by a.institution_id, a.period_id, a.pool_id for no key update;
    update capacity.allotment a set units = a.units - v_kept where a.institution_id = p_institution and a.period_id = v_row.period_id and a.pool_id = v_row.pool_id;
    update capacity.allotment a set units = a.units + v_kept where a.institution_id = p_institution and a.period_id = v_row.period_id and a.pool_id = v_to;
    insert into capacity.pool_move (institution_id, period_id, from_pool_id, to_pool_id, units, reason, moved_at)
      values (p_institution, v_row.period_id, v_row.pool_id, v_to, v_kept, 'new, and others wait for it', p_now);
    return query
      with made as (
        insert into capacity.freed_unit (institution_id, period_id, service_id, from_pool_id, day, half, starts_at, freed_at)
        select p_institution, v_row.period_id, v_row.service_id, v_row.pool_id, v_row.day, v_row.half, v_row.starts_at, p_now from generate_series(1, v_kept)
        returning id)
      select id from made order by id;
  end loop;
end $$;

-- How many wait for a service on a half-day and could still come then.
create function capacity.count_waiters(p_institution integer, p_service integer, p_day date, p_half text, p_starts_at timestamptz, p_now timestamptz)
returns integer language sql stable security definer set search_path = capacity, pg_temp as $$
  select count(*)::integer from capacity.waiters_for(p_institution, p_service, p_day, p_half, p_starts_at, p_now)
$$;

grant create on schema capacity to liuxin_capacity;
do $$ declare f regprocedure; begin
  for f in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'capacity'::regnamespace and p.proname in ('keep_for_waiters', 'count_waiters') loop
    execute format('alter function %s owner to liuxin_capacity', f);
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to liuxin_app', f);
  end loop;
end $$;
revoke create on schema capacity from liuxin_capacity;

-- owner: engines/capacity
-- More kinds of pools, and one guarded way to move, add and withdraw units. Each movement is a row that explains itself.
alter table capacity.pool drop constraint pool_code_check;
alter table capacity.pool add constraint pool_code_check
  check (code in ('public', 'family-doctor', 'on-site', 'elderly', 'revisit', 'consortium', 'team', 'waitlist', 'draw'));

-- Where units come from when they are added, and where they go when they are withdrawn, is no pool.
alter table capacity.pool_move alter column from_pool_id drop not null;
alter table capacity.pool_move alter column to_pool_id drop not null;
alter table capacity.pool_move add constraint pool_move_goes_somewhere check (from_pool_id is distinct from to_pool_id);
alter table capacity.pool_move add column actor_id text not null default 'system';
create index pool_move_of_day on capacity.pool_move (institution_id, moved_at);

-- Moves free units of a period from one pool to another: null as source adds units, null as destination withdraws them.
-- As many as are free, at most p_units; how many it were is returned. What is taken stays where it is.
create function capacity.move_units(p_institution integer, p_period bigint, p_from text, p_to text, p_units integer, p_reason text, p_actor text, p_now timestamptz)
returns integer language plpgsql security definer set search_path = capacity, pg_temp as $$
declare
  v_from integer := (select id from capacity.pool where institution_id = p_institution and code = p_from);
  v_to integer := (select id from capacity.pool where institution_id = p_institution and code = p_to);
  v_units integer := p_units;
begin
  if p_units <= 0 or (p_from is not null and v_from is null) or (p_to is not null and v_to is null) or v_from is not distinct from v_to then return 0; end if;
  if not exists (select from capacity.period where institution_id = p_institution and id = p_period) then return 0; end if;
  if v_to is not null then
    insert into capacity.allotment (institution_id, period_id, pool_id, units) values (p_institution, p_period, v_to, 0) on conflict do nothing;
  end if;
  perform from capacity.allotment where institution_id = p_institution and period_id = p_period and pool_id in (v_from, v_to)
    order by institution_id, period_id, pool_id for no key update;
  if v_from is not null then
    select least(p_units, units - taken) into v_units from capacity.allotment where institution_id = p_institution and period_id = p_period and pool_id = v_from;
    if coalesce(v_units, 0) <= 0 then return 0; end if;
    update capacity.allotment set units = units - v_units where institution_id = p_institution and period_id = p_period and pool_id = v_from;
  end if;
  if v_to is not null then
    update capacity.allotment set units = units + v_units where institution_id = p_institution and period_id = p_period and pool_id = v_to;
  end if;
  insert into capacity.pool_move (institution_id, period_id, from_pool_id, to_pool_id, units, reason, actor_id, moved_at)
    values (p_institution, p_period, v_from, v_to, v_units, p_reason, p_actor, p_now);
  return v_units;
end $$;

grant create on schema capacity to liuxin_capacity;
alter function capacity.move_units owner to liuxin_capacity;
revoke create on schema capacity from liuxin_capacity;
revoke execute on function capacity.move_units from public;
grant execute on function capacity.move_units to liuxin_app;

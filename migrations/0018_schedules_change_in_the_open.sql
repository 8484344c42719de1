-- owner: engines/capacity
-- Sessions that are added, moved, handed over and reshaped, and days on which a weekly pattern does not hold.
-- Order of locking: the institution's schedule, then sessions, then allotments by key, then times by holder, then claims by holder.

-- A template that takes the place of another from a day on says which one.
alter table capacity.template add column follows_id bigint;
grant update (valid_to) on capacity.template to liuxin_app;

-- One day on which a template works otherwise: not at all, or at other hours.
create table capacity.template_exception (
  institution_id integer not null,
  template_id    bigint not null,
  day            date not null,
  starts_at      time,                            -- both null: no session that day
  ends_at        time,
  room           text,
  reason         text not null default '',
  primary key (institution_id, template_id, day),
  foreign key (institution_id, template_id) references capacity.template,
  constraint template_exception_ends_after_it_starts check ((starts_at is null) = (ends_at is null) and ends_at > starts_at)
);
grant select, insert, update, delete on capacity.template_exception to liuxin_app;
grant select on capacity.template_exception to liuxin_capacity;
create index session_of_resource on capacity.session (institution_id, resource_id, day) where resource_id is not null;

-- Whoever changes an institution's schedule waits for whoever is changing it.
create function capacity.lock_schedule(p_institution integer) returns void language sql as $$
  select pg_advisory_xact_lock(hashtext('capacity.schedule'), p_institution)
$$;

-- Makes the sessions, periods and allotments of these days from the templates in force, or from some of them; what exists stays.
drop function capacity.generate(integer, date[], integer[]);
create function capacity.generate(p_institution integer, p_days date[], p_weekdays integer[], p_templates bigint[] default null)
returns table (sessions integer, periods integer, units integer)
language plpgsql security definer set search_path = capacity, pg_temp as $$
begin
  perform capacity.lock_schedule(p_institution);
  return query
  with made as (
    insert into capacity.session (institution_id, service_id, resource_id, day, half, starts_at, ends_at, room, template_id)
    select t.institution_id, t.service_id, t.resource_id, d.day, t.half,
      capacity.local_time(d.day, coalesce(e.starts_at, t.starts_at)), capacity.local_time(d.day, coalesce(e.ends_at, t.ends_at)),
      coalesce(e.room, t.room), t.id
    from unnest(p_days, p_weekdays) d(day, weekday)
    join capacity.template t on t.institution_id = p_institution and t.active and d.weekday = any (t.weekdays)
      and d.day >= t.valid_from and (t.valid_to is null or d.day <= t.valid_to) and (p_templates is null or t.id = any (p_templates))
      and not exists (select from capacity.session x where x.institution_id = t.institution_id and x.template_id = t.id and x.day = d.day)
    left join capacity.template_exception e on e.institution_id = t.institution_id and e.template_id = t.id and e.day = d.day
    where e.day is null or e.starts_at is not null
    order by d.day, t.id
    on conflict do nothing
    returning institution_id, id, service_id, starts_at, ends_at, template_id
  ), cut as (
    insert into capacity.period (institution_id, session_id, service_id, starts_at, ends_at)
    select m.institution_id, m.id, m.service_id, g, g + make_interval(mins => t.period_minutes)
    from made m join capacity.template t on t.institution_id = m.institution_id and t.id = m.template_id
    cross join lateral generate_series(m.starts_at, m.ends_at - make_interval(mins => t.period_minutes), make_interval(mins => t.period_minutes)) g
    returning institution_id, id, session_id
  ), filled as (
    insert into capacity.allotment (institution_id, period_id, pool_id, units)
    select c.institution_id, c.id, l.id, x.value::integer
    from cut c join made m on m.institution_id = c.institution_id and m.id = c.session_id
    join capacity.template t on t.institution_id = m.institution_id and t.id = m.template_id
    cross join lateral jsonb_each_text(t.pools) x
    join capacity.pool l on l.institution_id = c.institution_id and l.code = x.key
    returning allotment.units
  )
  select (select count(*)::integer from made), (select count(*)::integer from cut), (select coalesce(sum(f.units), 0)::integer from filled f);
end $$;

-- Nobody suspends these sessions, and nobody takes, moves or hands back a unit of them, until the transaction ends.
create function capacity.lock_sessions(p_institution integer, p_sessions bigint[]) returns void
language plpgsql security definer set search_path = capacity, pg_temp as $$
begin
  perform from capacity.session s where s.institution_id = p_institution and s.id = any (p_sessions) order by s.id for no key update;
  perform from capacity.allotment a
    where a.institution_id = p_institution and a.period_id in (
      select p.id from capacity.period p where p.institution_id = p_institution and p.session_id = any (p_sessions))
    order by a.institution_id, a.period_id, a.pool_id for no key update;
end $$;

-- Periods of a session, with their units; each unit that is added is a row that says why.
create function capacity.add_periods(p_institution integer, p_session bigint, p_from timestamptz[], p_to timestamptz[], p_pools jsonb,
  p_reason text, p_actor text, p_now timestamptz) returns integer
language plpgsql security definer set search_path = capacity, pg_temp as $$
declare
  v_session capacity.session;
  v_units integer;
begin
  select * into strict v_session from capacity.session where institution_id = p_institution and id = p_session;
  with cut as (
    insert into capacity.period (institution_id, session_id, service_id, starts_at, ends_at)
    select p_institution, p_session, v_session.service_id, u.f, u.t from unnest(p_from, p_to) u(f, t) order by u.f returning id
  ), filled as (
    insert into capacity.allotment (institution_id, period_id, pool_id, units)
    select p_institution, c.id, l.id, x.value::integer from cut c cross join lateral jsonb_each_text(p_pools) x
    join capacity.pool l on l.institution_id = p_institution and l.code = x.key where x.value::integer > 0
    returning period_id, pool_id, units
  ), told as (
    insert into capacity.pool_move (institution_id, period_id, from_pool_id, to_pool_id, units, reason, actor_id, moved_at)
    select p_institution, f.period_id, null, f.pool_id, f.units, p_reason, p_actor, p_now from filled f order by 2, 4
    returning units
  )
  select coalesce(sum(units), 0)::integer into v_units from told;
  return v_units;
end $$;

-- A session of its own, of no template: an evening, a weekend, help for a full day.
create function capacity.add_session(p_institution integer, p_service integer, p_resource integer, p_half text, p_starts timestamptz, p_ends timestamptz, p_room text)
returns bigint language plpgsql security definer set search_path = capacity, pg_temp as $$
declare v_id bigint;
begin
  insert into capacity.session (institution_id, service_id, resource_id, day, half, starts_at, ends_at, room)
    values (p_institution, p_service, p_resource, capacity.local_day(p_starts), p_half, p_starts, p_ends, p_room) returning id into v_id;
  return v_id;
end $$;

-- Adds and withdraws units, each change by move_units, all of them or none: what was sold meanwhile cannot be withdrawn.
create function capacity.change_units(p_institution integer, p_period bigint[], p_pool text[], p_delta integer[], p_reason text, p_actor text, p_now timestamptz)
returns integer language plpgsql security definer set search_path = capacity, pg_temp as $$
declare
  v_row record;
  v_moved integer;
  v_sum integer := 0;
begin
  for v_row in select u.p, u.k, u.d from unnest(p_period, p_pool, p_delta) u(p, k, d) where u.d <> 0 order by u.p, u.k, u.d loop
    v_moved := capacity.move_units(p_institution, v_row.p, case when v_row.d < 0 then v_row.k end, case when v_row.d > 0 then v_row.k end,
      abs(v_row.d), p_reason, p_actor, p_now);
    if v_moved <> abs(v_row.d) then
      raise exception 'units changed meanwhile' using errcode = 'serialization_failure';
    end if;
    v_sum := v_sum + v_moved;
  end loop;
  return v_sum;
end $$;

-- Hours, room, template and status of a session; its periods and who has them stay as they are.
create function capacity.shape_session(p_institution integer, p_session bigint, p_half text, p_starts timestamptz, p_ends timestamptz, p_room text, p_template bigint, p_status text)
returns void language plpgsql security definer set search_path = capacity, pg_temp as $$
begin
  update capacity.session set half = p_half, starts_at = p_starts, ends_at = p_ends, room = p_room, template_id = p_template, status = p_status
    where institution_id = p_institution and id = p_session and capacity.local_day(p_starts) = day;
  if not found then raise exception 'a session keeps its day unless it is moved'; end if;
end $$;

-- Whom moving this session to a new beginning would put in two places: their claims in this session, and why.
create function capacity.moving_conflicts(p_institution integer, p_session bigint, p_starts timestamptz)
returns table (claim_id uuid, reason text) language plpgsql stable security definer set search_path = capacity, pg_temp as $$
declare
  v_by interval := (select p_starts - s.starts_at from capacity.session s where s.institution_id = p_institution and s.id = p_session);
begin
  return query
  select c.id, case when exists (select from capacity.holder_time t where t.holder_id = c.holder_id and t.claim_id <> c.id
                      and t.during && tstzrange(c.starts_at + v_by, c.ends_at + v_by)) then 'overlap' else 'same-service-that-day' end
  from capacity.claim c join capacity.period p on p.institution_id = c.institution_id and p.id = c.period_id
  where p.institution_id = p_institution and p.session_id = p_session and c.status in ('held', 'booked')
    and (exists (select from capacity.holder_time t where t.holder_id = c.holder_id and t.claim_id <> c.id
                 and t.during && tstzrange(c.starts_at + v_by, c.ends_at + v_by))
      or exists (select from capacity.claim d where d.institution_id = p_institution and d.holder_id = c.holder_id and d.service_id = c.service_id
                 and d.day = capacity.local_day(c.starts_at + v_by) and d.status in ('held', 'booked') and d.id <> c.id))
  order by c.starts_at, c.id;
end $$;

-- Whom handing this session to another service would give that service twice on one day.
create function capacity.handing_conflicts(p_institution integer, p_session bigint, p_service integer)
returns table (claim_id uuid, reason text) language sql stable security definer set search_path = capacity, pg_temp as $$
  select c.id, 'same-service-that-day'
  from capacity.claim c join capacity.period p on p.institution_id = c.institution_id and p.id = c.period_id
  where p.institution_id = p_institution and p.session_id = p_session and c.status in ('held', 'booked')
    and exists (select from capacity.claim d where d.institution_id = p_institution and d.holder_id = c.holder_id and d.service_id = p_service
                and d.day = c.day and d.status in ('held', 'booked') and d.id <> c.id)
  order by c.starts_at, c.id
$$;

-- Moves a session with everybody in it. Refused with nothing changed when anybody, or the resource, would be in two places:
-- ok · resource-busy · holder-busy.
create function capacity.move_session(p_institution integer, p_session bigint, p_starts timestamptz, p_half text, p_room text, p_template bigint)
returns text language plpgsql security definer set search_path = capacity, pg_temp as $$
declare
  v_by interval;
  v_constraint text;
begin
  perform capacity.lock_sessions(p_institution, array[p_session]);
  if exists (select from capacity.moving_conflicts(p_institution, p_session, p_starts)) then return 'holder-busy'; end if;
  select p_starts - s.starts_at into strict v_by from capacity.session s where s.institution_id = p_institution and s.id = p_session;
  update capacity.session s set starts_at = s.starts_at + v_by, ends_at = s.ends_at + v_by, day = capacity.local_day(s.starts_at + v_by),
      half = p_half, room = p_room, template_id = p_template
    where s.institution_id = p_institution and s.id = p_session;
  update capacity.period p set starts_at = p.starts_at + v_by, ends_at = p.ends_at + v_by where p.institution_id = p_institution and p.session_id = p_session;
  perform from capacity.holder_time t where (t.holder_id, t.claim_id) in (
      select c.holder_id, c.id from capacity.claim c join capacity.period p on p.institution_id = c.institution_id and p.id = c.period_id
      where p.institution_id = p_institution and p.session_id = p_session)
    order by t.holder_id, t.claim_id for update;
  update capacity.holder_time t set during = tstzrange(lower(t.during) + v_by, upper(t.during) + v_by)
    from capacity.claim c join capacity.period p on p.institution_id = c.institution_id and p.id = c.period_id
    where p.institution_id = p_institution and p.session_id = p_session and c.status in ('held', 'booked')
      and t.holder_id = c.holder_id and t.claim_id = c.id;
  update capacity.claim c set starts_at = c.starts_at + v_by, ends_at = c.ends_at + v_by, day = capacity.local_day(c.starts_at + v_by)
    from capacity.period p
    where p.institution_id = p_institution and p.session_id = p_session and c.institution_id = p.institution_id and c.period_id = p.id
      and c.status in ('held', 'booked');
  return 'ok';
exception
  when exclusion_violation then
    get stacked diagnostics v_constraint = constraint_name;
    return case v_constraint when 'session_resource_in_one_place' then 'resource-busy' else 'holder-busy' end;
  when unique_violation then return 'holder-busy';
end $$;

-- Gives a session to another resource and its service; times and units stay. ok · resource-busy · holder-busy.
create function capacity.hand_over_session(p_institution integer, p_session bigint, p_service integer, p_resource integer)
returns text language plpgsql security definer set search_path = capacity, pg_temp as $$
declare v_constraint text;
begin
  perform capacity.lock_sessions(p_institution, array[p_session]);
  update capacity.session s set service_id = p_service, resource_id = p_resource, template_id = null where s.institution_id = p_institution and s.id = p_session;
  update capacity.period p set service_id = p_service where p.institution_id = p_institution and p.session_id = p_session;
  update capacity.claim c set service_id = p_service, resource_id = p_resource
    from capacity.period p
    where p.institution_id = p_institution and p.session_id = p_session and c.institution_id = p.institution_id and c.period_id = p.id
      and c.status in ('held', 'booked');
  return 'ok';
exception
  when exclusion_violation then
    get stacked diagnostics v_constraint = constraint_name;
    return case v_constraint when 'session_resource_in_one_place' then 'resource-busy' else 'holder-busy' end;
  when unique_violation then return 'holder-busy';
end $$;

grant create on schema capacity to liuxin_capacity;
grant update on capacity.session, capacity.period to liuxin_capacity;
do $$ declare f text; begin
  foreach f in array array['generate', 'lock_sessions', 'add_periods', 'add_session', 'change_units', 'shape_session', 'moving_conflicts',
                           'handing_conflicts', 'move_session', 'hand_over_session'] loop
    execute format('alter function capacity.%I owner to liuxin_capacity', f);
    execute format('revoke execute on function capacity.%I from public', f);
    execute format('grant execute on function capacity.%I to liuxin_app', f);
  end loop;
end $$;
revoke create on schema capacity from liuxin_capacity;
grant execute on function capacity.lock_schedule to liuxin_app, liuxin_capacity;

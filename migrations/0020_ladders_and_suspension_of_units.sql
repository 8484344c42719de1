-- owner: engines/capacity
-- Release ladders of several steps, and ending every claim of a session at once so that nobody slips in beside it.
alter table capacity.pool drop constraint pool_code_check;
alter table capacity.pool add constraint pool_code_check
  check (code in ('public', 'family-doctor', 'on-site', 'elderly', 'revisit', 'consortium', 'team', 'waitlist', 'draw', 'rebooking'));

-- One step of a pool's release ladder: so many days before, at this time, so much of what is unused flows on.
create table capacity.pool_step (
  institution_id integer not null,
  pool_id        integer not null,
  step           integer not null check (step between 1 and 9),
  flows_to       text not null,
  days_before    integer not null check (days_before between 0 and 60),
  at             time not null default '00:00',
  share_percent  integer not null default 100 check (share_percent between 1 and 100),
  primary key (institution_id, pool_id, step)
);

-- A step that lets only a share flow is taken once for each session; one that lets everything flow also takes what is freed later.
create table capacity.step_taken (
  institution_id integer not null,
  session_id     bigint not null,
  pool_id        integer not null,
  step           integer not null,
  units          integer not null,
  taken_at       timestamptz not null,
  primary key (institution_id, session_id, pool_id, step)
);

create index pool_move_from on capacity.pool_move (institution_id, from_pool_id, moved_at);

-- Every step there is; a pool's own columns are a ladder of one step.
create view capacity.ladder with (security_invoker = true) as
  select institution_id, pool_id, step, flows_to, days_before, at, share_percent from capacity.pool_step
  union all
  select l.institution_id, l.id, 0, l.flows_to, l.flows_days_before, time '00:00', 100 from capacity.pool l
  where l.flows_to is not null and not exists (select from capacity.pool_step t where t.institution_id = l.institution_id and t.pool_id = l.id);

-- Moves unused units down the release ladders; each movement leaves a row. Sessions that are suspended keep what they have.
-- Two workers at once: the second waits at the allotments and then finds the step taken, or nothing left to move.
create or replace function capacity.flow_back(p_now timestamptz) returns integer
language plpgsql security definer set search_path = capacity, pg_temp as $$
declare
  v_moved integer := 0;
  v_units integer;
  v_step integer;
  v_from integer;
  v_i integer[]; v_p bigint[]; v_l integer[]; v_t integer[]; v_k integer[]; v_s bigint[]; v_h integer[];
begin
  select array_agg(a.institution_id), array_agg(a.period_id), array_agg(a.pool_id), array_agg(b.id), array_agg(g.step), array_agg(s.id), array_agg(g.share_percent)
    into v_i, v_p, v_l, v_t, v_k, v_s, v_h
    from capacity.ladder g
    join capacity.pool b on b.institution_id = g.institution_id and b.code = g.flows_to
    join capacity.session s on s.institution_id = g.institution_id and s.status = 'open'
      and s.day between capacity.local_day(p_now) and capacity.local_day(p_now) + g.days_before
      and capacity.local_time(s.day - g.days_before, g.at) <= p_now
    join capacity.period p on p.institution_id = s.institution_id and p.session_id = s.id and p.starts_at > p_now
    join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id and a.pool_id = g.pool_id and a.taken < a.units
    where g.share_percent = 100 or not exists (select from capacity.step_taken d
      where d.institution_id = g.institution_id and d.session_id = s.id and d.pool_id = g.pool_id and d.step = g.step);
  if v_i is null then return 0; end if;
  insert into capacity.allotment (institution_id, period_id, pool_id, units)
    select distinct i, p, t, 0 from unnest(v_i, v_p, v_t) u(i, p, t) order by i, p, t on conflict do nothing;
  perform from capacity.allotment a
    where (a.institution_id, a.period_id, a.pool_id) in (
      select i, p, l from unnest(v_i, v_p, v_l) u(i, p, l) union select i, p, t from unnest(v_i, v_p, v_t) u(i, p, t))
    order by a.institution_id, a.period_id, a.pool_id for no key update;

  -- One pool at a time: what flows into a pool and out of it again in one run are two movements of one row.
  for v_step, v_from in select distinct k, l from unnest(v_k, v_l) u(k, l) order by 1, 2 loop
    with due as materialized (
      select f.i, f.p, f.l, f.t, f.s, f.h, a.units - a.taken as free,
        sum(a.units - a.taken) over (partition by f.i, f.s, f.l order by f.p) as upto, sum(a.units - a.taken) over (partition by f.i, f.s, f.l) as altogether
      from unnest(v_i, v_p, v_l, v_t, v_k, v_s, v_h) f(i, p, l, t, k, s, h)
      -- a session suspended while we waited keeps its units
      join capacity.session o on o.institution_id = f.i and o.id = f.s and o.status = 'open'
      join capacity.allotment a on a.institution_id = f.i and a.period_id = f.p and a.pool_id = f.l
      where f.k = v_step and f.l = v_from and a.taken < a.units
    ), first_time as (
      insert into capacity.step_taken (institution_id, session_id, pool_id, step, units, taken_at)
      select distinct on (d.i, d.s, d.l) d.i, d.s, d.l, v_step, ceil(d.altogether * d.h / 100.0)::integer, p_now from due d order by d.i, d.s, d.l
      on conflict do nothing returning institution_id, session_id, pool_id, step_taken.units
    ), cut as materialized (
      -- a share is spread evenly over the session: each period gives what the running total has come to
      select d.i, d.p, d.l, d.t,
        case when d.h = 100 then d.free
             else floor(d.upto * n.units / d.altogether)::integer - floor((d.upto - d.free) * n.units / d.altogether)::integer end as n
      from due d left join first_time n on n.institution_id = d.i and n.session_id = d.s and n.pool_id = d.l
      where d.h = 100 or n.units is not null
    ), less as (
      update capacity.allotment a set units = a.units - c.n from cut c where c.n > 0 and a.institution_id = c.i and a.period_id = c.p and a.pool_id = c.l
    ), told as (
      insert into capacity.pool_move (institution_id, period_id, from_pool_id, to_pool_id, units, reason, moved_at)
      select i, p, l, t, n, 'unused at its deadline', p_now from cut where n > 0 returning institution_id, period_id, to_pool_id, units
    ), more as (
      update capacity.allotment a set units = a.units + g.n from (select institution_id, period_id, to_pool_id, sum(units)::integer as n from told group by 1, 2, 3) g
      where a.institution_id = g.institution_id and a.period_id = g.period_id and a.pool_id = g.to_pool_id
    )
    select coalesce(sum(units), 0)::integer into v_units from told;
    v_moved := v_moved + v_units;
  end loop;
  return v_moved;
end $$;

-- Holds still everything of a session, or of some of its periods, until the transaction ends: the session, its periods (nobody adds
-- an allotment beside them), its allotments and its active claims. Whoever takes a unit at the same moment comes before or after.
create function capacity.hold_still(p_institution integer, p_session bigint, p_periods bigint[]) returns text
language plpgsql security definer set search_path = capacity, pg_temp as $$
declare v_status text;
begin
  select status into v_status from capacity.session where institution_id = p_institution and id = p_session for no key update;
  if not found then return null; end if;
  perform from capacity.period where institution_id = p_institution and session_id = p_session and (p_periods is null or id = any (p_periods))
    order by institution_id, id for update;
  perform from capacity.allotment a where a.institution_id = p_institution
    and a.period_id in (select id from capacity.period where institution_id = p_institution and session_id = p_session and (p_periods is null or id = any (p_periods)))
    order by a.institution_id, a.period_id, a.pool_id for no key update;
  perform from capacity.claim c where c.institution_id = p_institution and c.status in ('held', 'booked')
    and c.period_id in (select id from capacity.period where institution_id = p_institution and session_id = p_session and (p_periods is null or id = any (p_periods)))
    order by c.id for update;
  return v_status;
end $$;

-- Ends these claims, each once: units and times are free again. Call it behind hold_still. Says which it ended.
create function capacity.end_claims(p_institution integer, p_claims uuid[]) returns setof uuid
language plpgsql security definer set search_path = capacity, pg_temp as $$
begin
  return query
  with ended as (
    update capacity.claim c set status = 'cancelled', expires_at = null
    where c.institution_id = p_institution and c.id = any (p_claims) and c.status in ('held', 'booked')
    returning c.id, c.period_id, c.pool_id, c.holder_id
  ), freed as (
    delete from capacity.holder_time t using ended e where t.holder_id = e.holder_id and t.claim_id = e.id
  ), counted as (
    update capacity.allotment a set taken = a.taken - g.n from (select period_id, pool_id, count(*)::integer as n from ended group by 1, 2) g
    where a.institution_id = p_institution and a.period_id = g.period_id and a.pool_id = g.pool_id
  )
  select e.id from ended e;
end $$;

-- Gives claims that were ended their old units again, as far as the unit is free and the holder is not elsewhere by now.
-- Call it behind hold_still. Says which came back.
create function capacity.restore_claims(p_institution integer, p_claims uuid[]) returns setof uuid
language plpgsql security definer set search_path = capacity, pg_temp as $$
declare v_claim capacity.claim;
begin
  for v_claim in select * from capacity.claim where institution_id = p_institution and id = any (p_claims) and status = 'cancelled' order by holder_id, id for update loop
    begin
      update capacity.allotment set taken = taken + 1
        where institution_id = p_institution and period_id = v_claim.period_id and pool_id = v_claim.pool_id and taken < units;
      if not found then continue; end if;
      insert into capacity.holder_time (holder_id, claim_id, institution_id, during)
        values (v_claim.holder_id, v_claim.id, p_institution, tstzrange(v_claim.starts_at, v_claim.ends_at));
      update capacity.claim set status = 'booked' where institution_id = p_institution and id = v_claim.id;
      return next v_claim.id;
    exception when exclusion_violation or unique_violation then null; -- they are elsewhere by now: what was done for them here is undone
    end;
  end loop;
end $$;

-- Takes the free units of these periods out of every pool, each with its row. Call it behind hold_still.
create function capacity.withdraw_periods(p_institution integer, p_periods bigint[], p_reason text, p_actor text, p_now timestamptz)
returns table (period_id bigint, pool text, units integer)
language plpgsql security definer set search_path = capacity, pg_temp as $$
begin
  return query
  with free as materialized (
    select a.period_id as p, a.pool_id as l, a.units - a.taken as n from capacity.allotment a
    where a.institution_id = p_institution and a.period_id = any (p_periods) and a.taken < a.units
  ), less as (
    update capacity.allotment a set units = a.units - f.n from free f where a.institution_id = p_institution and a.period_id = f.p and a.pool_id = f.l
  ), told as (
    insert into capacity.pool_move (institution_id, period_id, from_pool_id, to_pool_id, units, reason, actor_id, moved_at)
    select p_institution, f.p, f.l, null, f.n, p_reason, p_actor, p_now from free f
  )
  select f.p, l.code, f.n from free f join capacity.pool l on l.institution_id = p_institution and l.id = f.l;
end $$;

-- Changes what a pool is: when it opens and closes, for whom, and how its unused units flow on. Null leaves a thing as it is.
create function capacity.put_pool(p_institution integer, p_code text, p_opens_days integer, p_opens_at time, p_closes_minutes integer, p_eligibility jsonb, p_steps jsonb)
returns boolean language plpgsql security definer set search_path = capacity, pg_temp as $$
declare v_pool integer;
begin
  update capacity.pool set opens_days_before = coalesce(p_opens_days, opens_days_before), opens_at = coalesce(p_opens_at, opens_at),
    closes_minutes_before = coalesce(p_closes_minutes, closes_minutes_before), eligibility = coalesce(p_eligibility, eligibility),
    flows_to = case when p_steps is null then flows_to end, flows_days_before = case when p_steps is null then flows_days_before end
    where institution_id = p_institution and code = p_code returning id into v_pool;
  if not found then return false; end if;
  if p_steps is not null then
    delete from capacity.pool_step where institution_id = p_institution and pool_id = v_pool;
    insert into capacity.pool_step (institution_id, pool_id, step, flows_to, days_before, at, share_percent)
      select p_institution, v_pool, x.ord, x.s->>'flowsTo', (x.s->>'daysBefore')::integer, (x.s->>'at')::time, (x.s->>'sharePercent')::integer
      from jsonb_array_elements(p_steps) with ordinality x(s, ord);
  end if;
  return true;
end $$;

grant select on capacity.pool_step, capacity.step_taken, capacity.ladder to liuxin_app, liuxin_capacity;
grant insert, delete on capacity.pool_step to liuxin_capacity;
grant insert on capacity.step_taken to liuxin_capacity;
grant update on capacity.pool, capacity.session, capacity.period to liuxin_capacity;
-- How many units of which pool each period of a template has: what is made later follows it.
grant update (pools) on capacity.template to liuxin_app;

grant create on schema capacity to liuxin_capacity;
alter function capacity.hold_still owner to liuxin_capacity;
alter function capacity.end_claims owner to liuxin_capacity;
alter function capacity.restore_claims owner to liuxin_capacity;
alter function capacity.withdraw_periods owner to liuxin_capacity;
alter function capacity.put_pool owner to liuxin_capacity;
revoke create on schema capacity from liuxin_capacity;
revoke execute on function capacity.hold_still, capacity.end_claims, capacity.restore_claims, capacity.withdraw_periods, capacity.put_pool from public;
grant execute on function capacity.hold_still, capacity.end_claims, capacity.restore_claims, capacity.withdraw_periods, capacity.put_pool to liuxin_app;

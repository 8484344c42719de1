-- owner: engines/capacity
-- Taking units for many holders in as few steps as there can be. A holder is served by one transaction at a time: what is
-- looked up about them stays true until it commits, and nobody who was let in falls out again.
drop function capacity.take_batch(integer[], uuid[], bigint[], text[], uuid[], timestamptz[], timestamptz);

-- The key of the lock that makes whoever or whatever is named by this text wait its turn.
create function capacity.turn_key(p_subject text) returns bigint language sql immutable parallel safe return hashtextextended(p_subject, 7);

-- What a period is for. Inlined where it is used.
create function capacity.what_is(p_institution integer, p_period bigint)
returns table (service_id integer, resource_id integer, day date, starts_at timestamptz) language sql stable parallel safe as $$
  select s.service_id, s.resource_id, s.day, p.starts_at
  from capacity.period p join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id
  where p.institution_id = p_institution and p.id = p_period
$$;

-- Takes one unit for each wish, or says why not. Wishes are served in their order; a barred one is told everything that
-- speaks against it and takes nothing. A holder comes once in a batch; a constraint stops the call that breaks this.
-- outcome: ok · refused (with every reason). The rows come in no order; ord says whose they are.
create function capacity.take_batch(
  p_institution integer[], p_claim uuid[], p_period bigint[], p_pool text[], p_holder uuid[], p_expires_at timestamptz[], p_barred boolean[], p_now timestamptz)
returns table (ord integer, outcome text, reasons text[], session_id bigint, service_id integer, resource_id integer,
  day date, starts_at timestamptz, ends_at timestamptz, room text)
language plpgsql security definer set search_path = capacity, pg_temp
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  perform pg_advisory_xact_lock(o.k) from (select distinct capacity.turn_key(h::text) as k from unnest(p_holder) h order by 1) o;
  perform from capacity.allotment a
    where (a.institution_id, a.period_id, a.pool_id) in (
      select u.i, u.p, l.id from unnest(p_institution, p_period, p_pool) u(i, p, k) join capacity.pool l on l.institution_id = u.i and l.code = u.k)
    order by a.institution_id, a.period_id, a.pool_id
    for no key update;

  -- A new statement sees what was committed while we waited for the locks.
  return query
  with fact as materialized (
    select f.*, count(*) filter (where f.eligible) over (partition by f.i, f.p, f.pool order by f.ord) as place
    from (
      select g.*, g.against = '{}' and not g.barred as eligible from (
        select u.ord, u.i, u.c, u.p, u.h, u.e, u.barred, l.id as pool, x.units - x.taken as left_over,
          s.id as s_id, s.service_id as s_service, s.resource_id as s_resource, s.day as s_day, p.starts_at as p_from, p.ends_at as p_to, s.room as s_room,
          case when s.status = 'open' and x.units > x.taken and p.starts_at > p_now and p.starts_at - make_interval(mins => l.closes_minutes_before) > p_now
                 and capacity.local_time(s.day - l.opens_days_before, l.opens_at) <= p_now then '{}'
               else capacity.reasons_against(p.starts_at, s.day, s.status, l, x.units - x.taken, p_now) end
          || case when exists (select from capacity.claim c where c.institution_id = u.i and c.holder_id = u.h and c.service_id = s.service_id
                               and c.day = s.day and c.status in ('held', 'booked')) then array['same-service-that-day'] else '{}' end
          || case when exists (select from capacity.holder_time t where t.holder_id = u.h and t.during && tstzrange(p.starts_at, p.ends_at))
                    and p.id is not null then array['overlap'] else '{}' end as against
        from unnest(p_institution, p_claim, p_period, p_pool, p_holder, p_expires_at, p_barred) with ordinality u(i, c, p, k, h, e, barred, ord)
        left join capacity.period p on p.institution_id = u.i and p.id = u.p
        left join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id
        left join capacity.pool l on l.institution_id = u.i and l.code = u.k
        left join capacity.allotment x on x.institution_id = p.institution_id and x.period_id = p.id and x.pool_id = l.id
      ) g
    ) f
  ), timed as (
    insert into capacity.holder_time (holder_id, claim_id, institution_id, during)
    select f.h, f.c, f.i, tstzrange(f.p_from, f.p_to) from fact f where f.eligible and f.place <= f.left_over
  ), claimed as (
    insert into capacity.claim (institution_id, id, period_id, pool_id, holder_id, service_id, resource_id, day, starts_at, ends_at, status, expires_at)
    select f.i, f.c, f.p, f.pool, f.h, f.s_service, f.s_resource, f.s_day, f.p_from, f.p_to, case when f.e is null then 'booked' else 'held' end, f.e
    from fact f where f.eligible and f.place <= f.left_over
  ), counted as (
    update capacity.allotment x set taken = x.taken + g.units
    from (select f.i, f.p, f.pool, count(*)::integer as units from fact f where f.eligible and f.place <= f.left_over group by 1, 2, 3) g
    where x.institution_id = g.i and x.period_id = g.p and x.pool_id = g.pool
  )
  select f.ord::integer,
    case when f.eligible and f.place <= f.left_over then 'ok' else 'refused' end,
    case when f.eligible and f.place > f.left_over then array['full'] else f.against end,
    f.s_id, f.s_service, f.s_resource, f.s_day, f.p_from, f.p_to, f.s_room
  from fact f;
end $$;

grant create on schema capacity to liuxin_capacity;
alter function capacity.take_batch owner to liuxin_capacity;
revoke create on schema capacity from liuxin_capacity;
revoke execute on function capacity.take_batch from public;
-- what_is works with the rights of whoever asks: booking's batch asks it for every wish.
grant select on capacity.period, capacity.session to liuxin_booker;

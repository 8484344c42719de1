-- owner: journey/previsit/booking
-- Books, or holds, for each wish of a batch: limits and restrictions looked up, unit, appointment, event, audit and the
-- stored reply, all in one call. Whoever calls has decided who may act for whom.
-- p_persons: everybody in the batch, once.
-- p_turns: the persons, accounts and devices of the batch as text. One transaction at a time serves each of them, so that
-- what is counted here stays true until it commits, whichever process the others came to.
-- A person, and a key, come once in a batch. The rows come in no order; ord says whose they are.
-- outcome: ok · replayed · key-reused · refused (with every reason).
drop function booking.book_batch(json, timestamptz);

create function booking.book_batch(p_asked json, p_persons uuid[], p_turns text[], p_now timestamptz) returns table (ord integer, outcome text, reasons text[], body text)
language plpgsql security definer set search_path = booking, pg_temp
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_mergejoin = off as $$
declare
  v_row record;
  v_known platform.idempotency;
begin
  perform pg_advisory_xact_lock(o.k) from (select distinct capacity.turn_key(t) as k from unnest(p_turns) t order by 1) o;
  for v_row in
  with asked as materialized (
    select a.*, e.current_id as holder_id, k.request_hash = decode(a.hash, 'hex') as same, k.body as stored
    from rows from (json_to_recordset(p_asked) as (
      institution_id integer, id uuid, person_id uuid, period_id bigint, pool text, expires_at timestamptz, cancel_days integer, cancel_at time,
      note text, revisit_of uuid, actor_kind text, actor_id text, channel text, purpose text, request_id text, key text, hash text,
      device text, person_department_day integer, person_doctor_day integer, person_open integer, account_day integer, account_people integer,
      device_day integer, device_people integer, today_from timestamptz, people_from timestamptz)) with ordinality
      a(institution_id, id, person_id, period_id, pool, expires_at, cancel_days, cancel_at, note, revisit_of, actor_kind, actor_id, channel, purpose,
        request_id, key, hash, device, person_department_day, person_doctor_day, person_open, account_day, account_people, device_day, device_people,
        today_from, people_from, ord)
    left join platform.idempotency k on k.actor_id = a.actor_id and k.key = a.key
    -- merged entries are one person; somebody the region does not know cannot be booked for
    left join people.current_entries(p_persons) e on e.person_id = a.person_id
  ), fresh as materialized (
    select a.*, v.department_id, v.practitioner_id, v.fee_code,
      case when m.per_department >= a.person_department_day then array['same-department-that-day'] else '{}' end
      || case when m.per_doctor >= a.person_doctor_day then array['same-doctor-that-day'] else '{}' end
      || case when m.standing >= a.person_open then array['person-limit'] else '{}' end
      || case when b.today >= a.account_day or b.people >= a.account_people then array['account-limit'] else '{}' end
      || case when d.today >= a.device_day or d.people >= a.device_people then array['device-limit'] else '{}' end
      || case when exists (
           select from booking.restriction r
           where (r.subject_kind, r.subject) in (('person', a.holder_id::text), ('account', a.actor_id), ('device', a.device)) and r.lifted_at is null
             and r.starts_at <= p_now and r.ends_at > p_now and r.institution_id in (0, a.institution_id)
             and (r.reach = 'everywhere' or a.actor_kind in ('patient', 'client'))) then array['restricted'] else '{}' end as barred
    from asked a
    left join capacity.what_is(a.institution_id, a.period_id) w on true
    left join directory.service v on v.institution_id = a.institution_id and v.id = w.service_id
    left join lateral (
      select count(*) as standing, count(*) filter (where x.day = w.day and x.institution_id = a.institution_id and x.department_id = v.department_id) as per_department,
        count(*) filter (where x.day = w.day and x.institution_id = a.institution_id and x.practitioner_id = v.practitioner_id) as per_doctor
      from booking.appointment x where x.person_id = a.holder_id and x.starts_at > p_now - interval '1 day' and x.status in ('held', 'booked', 'arrived')
        and (x.starts_at > p_now or x.day = w.day)) m on a.person_open is not null
    left join lateral (
      select count(*) filter (where x.created_at >= a.today_from) as today, count(distinct x.person_id) filter (where x.person_id <> a.holder_id) as people
      from booking.appointment x where x.booked_by = a.actor_id and x.created_at >= a.people_from and x.status not in ('held', 'expired', 'cancelled')) b
      on a.account_day is not null
    left join lateral (
      select count(*) filter (where x.created_at >= a.today_from) as today, count(distinct x.person_id) filter (where x.person_id <> a.holder_id) as people
      from booking.appointment x where x.device = decode(a.device, 'hex') and x.created_at >= a.people_from and x.status not in ('held', 'expired', 'cancelled')) d
      on a.device is not null and a.device_day is not null
    where a.holder_id is not null and a.stored is null
  ), answered as materialized (
    select g.o[t.ord] as place, t.* from (
      select array_agg(f.ord) o, array_agg(f.institution_id) i, array_agg(f.id) c, array_agg(f.period_id) p, array_agg(f.pool) k,
        array_agg(f.holder_id) h, array_agg(f.expires_at) e, array_agg(f.barred <> '{}') b from fresh f) g
    cross join lateral capacity.take_batch(g.i, g.c, g.p, g.k, g.h, g.e, g.b, p_now) t
  ), won as materialized (
    select f.*, t.session_id, t.service_id, t.day, t.starts_at, t.ends_at, t.room,
      coalesce(c.price_cents, 0) as fee_cents, coalesce(c.insurance_share_bp, 0) as insurance_share_bp,
      case when f.expires_at is null then 'booked' else 'held' end as status,
      capacity.local_time(t.day - f.cancel_days, f.cancel_at) as cancel_by
    from answered t join fresh f on f.ord = t.place
    -- a unit of a service nobody knows is a fault in the data: the appointment's own constraints then stop the whole call
    left join lateral (
      select r.price_cents, r.insurance_share_bp from directory.price r
      where r.institution_id = f.institution_id and r.code = f.fee_code and r.valid_from <= t.day and (r.valid_to is null or r.valid_to >= t.day)
      order by r.valid_from desc limit 1) c on true
    where t.outcome = 'ok'
  ), made as (
    insert into booking.appointment (institution_id, id, person_id, booked_by, channel, session_id, period_id, pool, service_id, department_id,
      practitioner_id, day, starts_at, ends_at, room, fee_code, fee_cents, insurance_share_bp, status, note, revisit_of, expires_at, cancel_by, created_at, device)
    select w.institution_id, w.id, w.holder_id, w.actor_id, w.channel, w.session_id, w.period_id, w.pool, w.service_id, w.department_id,
      w.practitioner_id, w.day, w.starts_at, w.ends_at, w.room, w.fee_code, w.fee_cents, w.insurance_share_bp, w.status, coalesce(w.note, ''),
      w.revisit_of, w.expires_at, w.cancel_by, p_now, decode(w.device, 'hex')
    from won w
  ), told as (
    insert into platform.event (institution_id, type, topics, payload, occurred_at)
    select w.institution_id, 'booking.appointment-booked.v1', array['person:' || w.holder_id, 'booking:' || w.institution_id || ':' || w.day],
      jsonb_build_object('institutionId', w.institution_id, 'appointmentId', w.id, 'personId', w.holder_id, 'periodId', w.period_id,
        'serviceId', w.service_id, 'departmentId', w.department_id, 'practitionerId', w.practitioner_id, 'startsAt', w.starts_at, 'endsAt', w.ends_at,
        'feeCents', w.fee_cents, 'feeCode', w.fee_code), p_now
    from won w where w.status = 'booked'
  ), noted as (
    insert into platform.audit (institution_id, at, actor_kind, actor_id, action, person_id, subject, purpose, request_id)
    select w.institution_id, p_now, w.actor_kind, w.actor_id,
      case w.status when 'held' then 'booking.hold-period' else 'booking.book-appointment' end, w.holder_id, 'appointment/' || w.id, w.purpose, w.request_id
    from won w
  ), told_back as materialized (
    select w.ord, w.actor_id, w.key, w.hash, jsonb_build_object(
      'institutionId', w.institution_id, 'id', w.id, 'personId', w.holder_id, 'sessionId', w.session_id, 'periodId', w.period_id, 'pool', w.pool,
      'serviceId', w.service_id, 'departmentId', w.department_id, 'practitionerId', w.practitioner_id, 'day', w.day, 'startsAt', w.starts_at,
      'endsAt', w.ends_at, 'room', w.room, 'feeCode', w.fee_code, 'feeCents', w.fee_cents, 'insuranceShareBp', w.insurance_share_bp,
      'status', w.status, 'expiresAt', w.expires_at, 'cancelBy', w.cancel_by, 'channel', w.channel, 'note', coalesce(w.note, ''),
      'revisitOf', w.revisit_of) as body
    from won w
  ), kept as (
    insert into platform.idempotency (actor_id, key, request_hash, status, body, created_at)
    select b.actor_id, b.key, decode(b.hash, 'hex'), 201, b.body, p_now from told_back b where b.key is not null
  )
  select a.ord::integer as place, a.actor_id, a.key, a.hash,
    case when a.stored is not null then case when a.same then 'replayed' else 'key-reused' end
         when a.holder_id is null then 'refused' else t.outcome end as result,
    case when a.holder_id is null then '{no-such-person}' else coalesce(f.barred || t.reasons, '{}') end as against, coalesce(a.stored, b.body)::text as reply
  from asked a
  left join fresh f on f.ord = a.ord left join answered t on t.place = a.ord
  left join told_back b on b.ord = a.ord
  loop
    ord := v_row.place; outcome := v_row.result; reasons := v_row.against; body := v_row.reply;
    if outcome = 'refused' and v_row.key is not null then
      -- What was in the way may be this very request, stored by another process while we waited for its lock.
      select * into v_known from platform.idempotency i where i.actor_id = v_row.actor_id and i.key = v_row.key;
      if found then
        outcome := case when v_known.request_hash = decode(v_row.hash, 'hex') then 'replayed' else 'key-reused' end;
        body := v_known.body::text;
      end if;
    end if;
    return next;
  end loop;
end $$;

-- As before; the event also says whose unit came back. Lets go of the holds whose time is over: unit, appointment, event and audit together. Returns how many.
create or replace function booking.expire_holds(p_now timestamptz, p_limit integer) returns integer
language plpgsql security definer set search_path = booking, pg_temp as $$
declare v_count integer;
begin
  with over as materialized (
    select s.institution_id, s.claim_id from capacity.sweep_expired(p_now, p_limit) s
  ), ended as (
    update booking.appointment a set status = 'expired', expires_at = null, ended_at = p_now, end_reason = 'hold-expired'
    from over o where a.institution_id = o.institution_id and a.id = o.claim_id
    returning a.institution_id, a.id, a.person_id, a.period_id
  ), told as (
    insert into platform.event (institution_id, type, topics, payload, occurred_at)
    select e.institution_id, 'booking.hold-expired.v1', array['person:' || e.person_id],
      jsonb_build_object('institutionId', e.institution_id, 'appointmentId', e.id, 'personId', e.person_id, 'periodId', e.period_id), p_now from ended e
  ), noted as (
    insert into platform.audit (institution_id, at, actor_kind, actor_id, action, person_id, subject, purpose, request_id)
    select e.institution_id, p_now, 'system', 'booking.expire-holds', 'booking.expire-hold', e.person_id, 'appointment/' || e.id, 'system', 'booking.expire-holds'
    from ended e
  )
  select count(*)::integer into v_count from ended;
  return v_count;
end $$;

grant execute on function capacity.take_batch, people.current_entries, capacity.what_is, capacity.turn_key to liuxin_booker;
grant create on schema booking to liuxin_booker;
alter function booking.book_batch owner to liuxin_booker;
revoke create on schema booking from liuxin_booker;
revoke execute on function booking.book_batch from public;
grant execute on function booking.book_batch to liuxin_app;

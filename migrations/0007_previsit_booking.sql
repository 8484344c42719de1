-- owner: journey/previsit/booking
-- An appointment is a claim on a unit of time, with the person, the doctor and the fee. Its id is the id of the whole visit.
create schema booking;
grant usage on schema booking to liuxin_app;

do $$ begin
  if not exists (select from pg_roles where rolname = 'liuxin_booker') then
    create role liuxin_booker nologin nobypassrls;
  end if;
  execute format('grant liuxin_booker to %I', current_user);
exception when duplicate_object or unique_violation then null; -- another database of this cluster was migrated at the same moment
end $$;

create table booking.appointment (
  institution_id     integer not null,
  id                 uuid not null,
  person_id          uuid not null,
  booked_by          text not null,               -- the account, job or window clerk that booked; proxies are on record
  channel            text not null,
  session_id         bigint not null,
  period_id          bigint not null,
  pool               text not null,
  service_id         integer not null,
  department_id      integer not null,
  practitioner_id    integer,                     -- null: whoever is on duty
  day                date not null,
  starts_at          timestamptz not null,
  ends_at            timestamptz not null,
  room               text not null default '',
  fee_code           text not null,
  fee_cents          integer not null check (fee_cents >= 0),
  insurance_share_bp integer not null default 0 check (insurance_share_bp between 0 and 10000),
  status             text not null check (status in ('held', 'booked', 'arrived', 'fulfilled', 'cancelled', 'expired', 'no-show', 'suspended')),
  note               text not null default '' check (length(note) <= 500),
  revisit_of         uuid,
  expires_at         timestamptz,                 -- of a hold
  cancel_by          timestamptz not null,        -- the deadline as the rule stood at booking: later changes do not worsen it
  created_at         timestamptz not null,
  arrived_at         timestamptz,
  fulfilled_at       timestamptz,
  ended_at           timestamptz,                 -- cancelled, expired, not come
  end_reason         text,
  cancelled_late     boolean not null default false,
  moved_from         timestamptz,                 -- the time it was booked for before it was last moved
  primary key (institution_id, id),
  constraint appointment_expires_only_while_held check ((status = 'held') = (expires_at is not null))
);
create index appointment_of_person on booking.appointment (person_id, starts_at);
create index appointment_of_day on booking.appointment (institution_id, day, department_id);

alter table booking.appointment enable row level security;
alter table booking.appointment force row level security;
create policy appointment_seen on booking.appointment to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy appointment_booked on booking.appointment to liuxin_booker using (true) with check (true);
create policy appointment_owner on booking.appointment to current_user using (true) with check (true);
create policy audit_added_by_booker on platform.audit for insert to liuxin_booker with check (true);

-- Books, or holds, for each wish of a batch: unit, appointment, event, audit and the stored reply, all in one call.
-- Whoever calls has decided who may act for whom. outcome: ok · replayed · key-reused · refused (with every reason) · again.
create function booking.book_batch(p_asked json, p_now timestamptz) returns table (ord integer, outcome text, reasons text[], body jsonb)
language plpgsql security definer set search_path = booking, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  v_row record;
  v_known platform.idempotency;
begin
  for v_row in
  with asked as materialized (
    -- merged entries are one person; somebody the region does not know cannot be booked for
    select a.*, people.current_entry(a.person_id) as holder_id, case when a.key is null then 1 else row_number() over (partition by a.actor_id, a.key order by a.ord) end as turn
    from rows from (json_to_recordset(p_asked) as (
      institution_id integer, id uuid, person_id uuid, period_id bigint, pool text, expires_at timestamptz, cancel_days integer, cancel_at time,
      note text, revisit_of uuid, actor_kind text, actor_id text, channel text, purpose text, request_id text, key text, hash text)) with ordinality
      a(institution_id, id, person_id, period_id, pool, expires_at, cancel_days, cancel_at, note, revisit_of,
        actor_kind, actor_id, channel, purpose, request_id, key, hash, ord)
  ), known as materialized (
    select a.ord, i.request_hash = decode(a.hash, 'hex') as same, i.body
    from asked a join platform.idempotency i on i.actor_id = a.actor_id and i.key = a.key
  ), fresh as materialized (
    select a.*, row_number() over (order by a.ord) as n from asked a
    where a.turn = 1 and a.holder_id is not null and not exists (select from known k where k.ord = a.ord)
  ), answered as materialized (
    select t.* from (
      select array_agg(f.institution_id order by n) i, array_agg(f.id order by n) c, array_agg(f.period_id order by n) p, array_agg(f.pool order by n) k,
        array_agg(f.holder_id order by n) h, array_agg(f.expires_at order by n) e from fresh f) g
    cross join lateral capacity.take_batch(g.i, g.c, g.p, g.k, g.h, g.e, p_now) t
  ), won as materialized (
    select f.*, t.session_id, t.service_id, v.department_id, v.practitioner_id, t.day, t.starts_at, t.ends_at, t.room, v.fee_code,
      coalesce(c.price_cents, 0) as fee_cents, coalesce(c.insurance_share_bp, 0) as insurance_share_bp,
      case when f.expires_at is null then 'booked' else 'held' end as status,
      capacity.local_time(t.day - f.cancel_days, f.cancel_at) as cancel_by
    from answered t join fresh f on f.n = t.ord
    -- a unit of a service nobody knows is a fault in the data: the appointment's own constraints then stop the whole call
    left join directory.service v on v.institution_id = f.institution_id and v.id = t.service_id
    left join lateral (
      select r.price_cents, r.insurance_share_bp from directory.price r
      where r.institution_id = v.institution_id and r.code = v.fee_code and r.valid_from <= t.day and (r.valid_to is null or r.valid_to >= t.day)
      order by r.valid_from desc limit 1) c on true
    where t.outcome = 'ok'
  ), made as (
    insert into booking.appointment (institution_id, id, person_id, booked_by, channel, session_id, period_id, pool, service_id, department_id,
      practitioner_id, day, starts_at, ends_at, room, fee_code, fee_cents, insurance_share_bp, status, note, revisit_of, expires_at, cancel_by, created_at)
    select w.institution_id, w.id, w.holder_id, w.actor_id, w.channel, w.session_id, w.period_id, w.pool, w.service_id, w.department_id,
      w.practitioner_id, w.day, w.starts_at, w.ends_at, w.room, w.fee_code, w.fee_cents, w.insurance_share_bp, w.status, coalesce(w.note, ''),
      w.revisit_of, w.expires_at, w.cancel_by, p_now
    from won w
  ), told as (
    insert into platform.event (institution_id, type, topics, payload, occurred_at)
    select w.institution_id, 'booking.appointment-booked.v1', array['person:' || w.holder_id, 'booking:' || w.institution_id || ':' || w.day],
      jsonb_build_object('institutionId', w.institution_id, 'appointmentId', w.id, 'personId', w.holder_id, 'serviceId', w.service_id,
        'departmentId', w.department_id, 'practitionerId', w.practitioner_id, 'startsAt', w.starts_at, 'endsAt', w.ends_at,
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
    select b.actor_id, b.key, decode(b.hash, 'hex'), 201, b.body, p_now from told_back b where b.key is not null order by b.actor_id, b.key
  )
  select a.ord::integer as place, a.actor_id, a.key, a.hash,
    case when k.ord is not null then case when k.same then 'replayed' else 'key-reused' end
         when a.holder_id is null then 'refused' when a.turn > 1 then 'again' else t.outcome end as result,
    case when a.holder_id is null then '{no-such-person}' else coalesce(t.reasons, '{}') end as against, coalesce(k.body, b.body) as reply
  from asked a
  left join known k on k.ord = a.ord
  left join fresh f on f.ord = a.ord left join answered t on t.ord = f.n
  left join told_back b on b.ord = a.ord
  order by a.ord
  loop
    ord := v_row.place; outcome := v_row.result; reasons := v_row.against; body := v_row.reply;
    if outcome = 'refused' and v_row.key is not null then
      -- What was in the way may be this very request, stored by another process while we waited for its lock.
      select * into v_known from platform.idempotency i where i.actor_id = v_row.actor_id and i.key = v_row.key;
      if found then
        outcome := case when v_known.request_hash = decode(v_row.hash, 'hex') then 'replayed' else 'key-reused' end;
        body := v_known.body;
      end if;
    end if;
    return next;
  end loop;
end $$;

-- Lets go of the holds whose time is over: unit, appointment, event and audit together. Returns how many.
create function booking.expire_holds(p_now timestamptz, p_limit integer) returns integer
language plpgsql security definer set search_path = booking, pg_temp as $$
declare v_count integer;
begin
  with over as materialized (
    select s.institution_id, s.claim_id from capacity.sweep_expired(p_now, p_limit) s
  ), ended as (
    update booking.appointment a set status = 'expired', expires_at = null, ended_at = p_now, end_reason = 'hold-expired'
    from over o where a.institution_id = o.institution_id and a.id = o.claim_id
    returning a.institution_id, a.id, a.person_id
  ), told as (
    insert into platform.event (institution_id, type, topics, payload, occurred_at)
    select e.institution_id, 'booking.hold-expired.v1', array['person:' || e.person_id],
      jsonb_build_object('institutionId', e.institution_id, 'appointmentId', e.id, 'personId', e.person_id), p_now from ended e
  ), noted as (
    insert into platform.audit (institution_id, at, actor_kind, actor_id, action, person_id, subject, purpose, request_id)
    select e.institution_id, p_now, 'system', 'booking.expire-holds', 'booking.expire-hold', e.person_id, 'appointment/' || e.id, 'system', 'booking.expire-holds'
    from ended e
  )
  select count(*)::integer into v_count from ended;
  return v_count;
end $$;

grant usage on schema platform, directory, people, capacity to liuxin_booker;
grant usage, create on schema booking to liuxin_booker;
grant select, insert, update on booking.appointment to liuxin_booker;
grant select on directory.service, directory.price to liuxin_booker;
grant insert on platform.event, platform.audit to liuxin_booker;
grant select, insert on platform.idempotency to liuxin_booker;
grant execute on function capacity.take_batch, capacity.sweep_expired, people.current_entry to liuxin_booker;
alter function booking.book_batch owner to liuxin_booker;
alter function booking.expire_holds owner to liuxin_booker;
revoke create on schema booking from liuxin_booker;
revoke execute on function booking.book_batch, booking.expire_holds from public;
grant execute on function booking.book_batch, booking.expire_holds to liuxin_app;

-- The app role changes what may change under row-level security; making an appointment is the batched function's alone.
grant select on booking.appointment to liuxin_app;
grant update (session_id, period_id, pool, service_id, department_id, practitioner_id, day, starts_at, ends_at, room, fee_code, fee_cents,
  insurance_share_bp, status, note, expires_at, cancel_by, arrived_at, fulfilled_at, ended_at, end_reason, cancelled_late, moved_from)
  on booking.appointment to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('booking.hold', 0, '2024-01-01', '{"minutes": 10}', 'minutes', 'Practice of hospital apps, 5 to 15 minutes; no paper rule found', false),
  ('booking.cancel-deadline', 0, '2024-01-01', '{"daysBefore": 1, "at": "21:00", "late": "counted"}', 'local time on a day before the visit',
    'Hospitals set their own: from one working day before to 30 minutes before; region default', false);

-- owner: journey/previsit/lottery
-- A scarce expert's units given out by a draw: apply in a window, one application a person, an order that anybody can compute again.
create schema lottery;
grant usage on schema lottery to liuxin_app;

create table lottery.draw (
  institution_id  integer not null,
  id              uuid not null,
  service_id      integer not null,
  first_day       date not null,                 -- of the units
  last_day        date not null,
  applies_from    timestamptz not null,
  applies_until   timestamptz not null,
  draws_at        timestamptz not null,
  confirm_minutes integer not null check (confirm_minutes > 0),
  offers_until    timestamptz not null,          -- then what nobody took is for everybody
  weights         jsonb not null,                -- the rule as it stood when the window was announced
  seed_hash       bytea not null,
  seed_sealed     bytea not null,
  seed            text,
  drawn_at        timestamptz,
  units           integer,                       -- how many there were to give when it was drawn
  applicants      integer,
  finished_at     timestamptz,
  flowed          integer not null default 0,    -- units that went to everybody in the end
  cancelled_at    timestamptz,
  created_by      text not null,
  created_at      timestamptz not null,
  primary key (institution_id, id),
  constraint draw_in_order check (applies_from < applies_until and applies_until <= draws_at and draws_at < offers_until and first_day <= last_day),
  constraint draw_seed_shown_after_the_draw check ((seed is null) = (drawn_at is null)),
  constraint draw_seed_is_the_promised_one check (seed is null or sha256(convert_to(seed, 'utf8')) = seed_hash)
);
create index draw_under_way on lottery.draw (draws_at) where finished_at is null and cancelled_at is null;
-- Two draws for the same units would promise them twice.
alter table lottery.draw add constraint draw_once_for_its_days
  exclude using gist (institution_id with =, service_id with =, daterange(first_day, last_day, '[]') with &&) where (finished_at is null and cancelled_at is null);

create table lottery.application (
  institution_id integer not null,
  draw_id        uuid not null,
  id             uuid not null,                  -- random: the pseudonym in the published order
  person_id      uuid not null,
  account_id     uuid not null,
  applied_at     timestamptz not null,
  weight         integer not null check (weight between 1 and 20),
  earlier        integer not null default 0,     -- unsuccessful applications that were counted
  referred       boolean not null default false,
  status         text not null default 'applied'
    check (status in ('applied', 'withdrawn', 'offered', 'confirmed', 'declined', 'lapsed', 'next', 'lost', 'void')),
  place          integer,
  offered_at     timestamptz,
  confirm_by     timestamptz,
  appointment_id uuid,
  changed_at     timestamptz not null,
  primary key (institution_id, draw_id, id),
  foreign key (institution_id, draw_id) references lottery.draw,
  constraint application_one_per_person unique (institution_id, draw_id, person_id),
  constraint application_one_per_place unique (institution_id, draw_id, place),
  constraint application_offered_until check (status <> 'offered' or confirm_by is not null),
  constraint application_confirmed_has_its_appointment check ((status = 'confirmed') = (appointment_id is not null))
);
create index application_of_person on lottery.application (person_id, changed_at);
create index application_in_line on lottery.application (institution_id, draw_id, status, place);

alter table lottery.application enable row level security;
alter table lottery.application force row level security;
create policy application_seen on lottery.application to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy application_owner on lottery.application to current_user using (true) with check (true);

-- Changes many applications at once, each with its audit row and its event.
create function lottery.change(p_institution integer, p_draw uuid, p_ids uuid[], p_places integer[], p_status text, p_confirm_by timestamptz, p_actor text, p_now timestamptz)
returns integer language sql as $$
  with changed as (
    update lottery.application a set status = p_status, place = coalesce(u.place, a.place), changed_at = p_now,
      confirm_by = case when p_status = 'offered' then p_confirm_by else a.confirm_by end, offered_at = case when p_status = 'offered' then p_now else a.offered_at end
    from unnest(p_ids, p_places) u(id, place)
    where a.institution_id = p_institution and a.draw_id = p_draw and a.id = u.id
    returning a.id, a.person_id, a.confirm_by
  ), told as (
    insert into platform.event (institution_id, type, topics, payload, occurred_at)
    select p_institution, 'lottery.application-' || p_status || '.v1', array['person:' || c.person_id],
      jsonb_build_object('institutionId', p_institution, 'drawId', p_draw, 'applicationId', c.id, 'personId', c.person_id, 'confirmBy', c.confirm_by), p_now from changed c
  ), noted as (
    insert into platform.audit (institution_id, at, actor_kind, actor_id, action, person_id, subject, purpose, request_id)
    select p_institution, p_now, 'system', p_actor, 'lottery.' || p_status, c.person_id, 'application/' || c.id, 'system', p_actor from changed c
  )
  select count(*)::integer from changed
$$;

do $$ begin
  if not exists (select from pg_roles where rolname = 'liuxin_lottery') then
    create role liuxin_lottery nologin nobypassrls;
  end if;
  execute format('grant liuxin_lottery to %I', current_user);
exception when duplicate_object or unique_violation then null;
end $$;
create policy application_counted on lottery.application for select to liuxin_lottery using (true);

-- The whole draw for whoever wants to check it: pseudonyms, weights, places and what came of them; no person.
create function lottery.order_of(p_institution integer, p_draw uuid) returns table (id uuid, weight integer, place integer, status text)
language sql stable security definer set search_path = lottery, pg_temp as $$
  select a.id, a.weight, a.place, a.status from lottery.application a join lottery.draw d on d.institution_id = a.institution_id and d.id = a.draw_id
  where a.institution_id = p_institution and a.draw_id = p_draw and d.drawn_at is not null and a.place is not null
$$;
create function lottery.counts_of(p_institution integer, p_draw uuid) returns table (applied integer, offered integer, confirmed integer, next integer)
language sql stable security definer set search_path = lottery, pg_temp as $$
  select count(*) filter (where status not in ('withdrawn', 'void'))::integer, count(*) filter (where status = 'offered')::integer,
    count(*) filter (where status = 'confirmed')::integer, count(*) filter (where status = 'next')::integer
  from lottery.application where institution_id = p_institution and draw_id = p_draw
$$;
grant usage, create on schema lottery to liuxin_lottery;
grant select on lottery.draw, lottery.application to liuxin_lottery;
alter function lottery.order_of owner to liuxin_lottery;
alter function lottery.counts_of owner to liuxin_lottery;
revoke create on schema lottery from liuxin_lottery;
revoke execute on all functions in schema lottery from public;
grant execute on all functions in schema lottery to liuxin_app;
grant select, insert on lottery.draw, lottery.application to liuxin_app;
grant update (seed, drawn_at, units, applicants, finished_at, flowed, cancelled_at) on lottery.draw to liuxin_app;
grant update (status, place, offered_at, confirm_by, appointment_id, changed_at, weight, earlier, referred, account_id, applied_at) on lottery.application to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('lottery.weights', 0, '2024-01-01', '{"base": 1, "perEarlier": 1, "withinDays": 90, "referral": 2, "cap": 5}',
    'tickets in the draw; days', 'Ours, published with every draw: who was not drawn comes up oftener next time, a referral counts double', false),
  ('lottery.draw', 0, '2024-01-01', '{"windowHours": 24, "confirmMinutes": 240, "offersUntilHoursBefore": 24}',
    'hours; minutes to confirm; hours before the first session', 'Ours: a working person can answer within half a day, and the next still has time to come', false);

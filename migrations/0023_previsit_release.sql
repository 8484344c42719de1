-- owner: journey/previsit/release
-- Units that open at a set time, and the waiting room before them. Everything that orders people is a row: any process
-- can answer, and one that is started anew finds everybody where they were.
create schema release;
grant usage on schema release to liuxin_app;

do $$ begin
  if not exists (select from pg_roles where rolname = 'liuxin_release') then
    create role liuxin_release nologin nobypassrls;
  end if;
  execute format('grant liuxin_release to %I', current_user);
exception when duplicate_object or unique_violation then null; -- another database of this cluster was migrated at the same moment
end $$;

create table release.opening (
  institution_id integer not null,
  id             uuid not null,
  department_id  integer,                        -- null, with service_id null: the whole institution
  service_id     integer,
  day            date not null,                  -- whose units they are
  room_opens_at  timestamptz not null,
  opens_at       timestamptz not null,
  gate_until     timestamptz not null,           -- afterwards everybody books as on any day
  per_second     double precision not null check (per_second > 0),
  inside_at_most integer not null check (inside_at_most > 0),
  enter_seconds  integer not null check (enter_seconds > 0),  -- to come in when called
  stay_seconds   integer not null check (stay_seconds > 0),   -- to choose and book
  seed_hash      bytea not null,                 -- shown from the beginning
  seed_sealed    bytea not null,
  seed           text,                           -- shown once it was used
  joined         integer not null default 0,
  drawn_at       timestamptz,
  drawn          integer not null default 0,     -- how many were put in an order by the seed
  last_place     integer not null default 0,
  admitted       integer not null default 0,     -- places up to here have been called
  advanced_at    timestamptz,
  paused_at      timestamptz,
  closed_at      timestamptz,
  created_by     text not null,
  created_at     timestamptz not null,
  primary key (institution_id, id),
  constraint opening_room_before_opening check (room_opens_at <= opens_at and opens_at < gate_until),
  constraint opening_seed_shown_after_the_draw check ((seed is null) = (drawn_at is null)),
  constraint opening_seed_is_the_promised_one check (seed is null or sha256(convert_to(seed, 'utf8')) = seed_hash),
  constraint opening_calls_only_who_is_there check (admitted between 0 and last_place)
) with (fillfactor = 50);
create unique index opening_once on release.opening (institution_id, coalesce(department_id, 0), coalesce(service_id, 0), day, opens_at);
create index opening_in_force on release.opening (gate_until);

create table release.ticket (
  institution_id integer not null,
  opening_id     uuid not null,
  id             uuid not null,                  -- random: what the draw is made of
  account_id     uuid not null,
  person_id      uuid not null,
  joined_at      timestamptz not null,
  early          boolean not null,               -- came before the opening
  drawn_place    integer,                        -- what the draw gave; never changes
  place          integer,                        -- null until the draw; later for whoever let a turn pass
  turn_at        timestamptz,
  entered_at     timestamptz,
  ended_at       timestamptz,
  outcome        text check (outcome in ('booked', 'left')),
  primary key (institution_id, opening_id, id),
  foreign key (institution_id, opening_id) references release.opening,
  constraint ticket_one_per_account unique (institution_id, opening_id, account_id),
  constraint ticket_one_per_person unique (institution_id, opening_id, person_id),
  constraint ticket_one_per_place unique (institution_id, opening_id, place),
  constraint ticket_ends_with_an_outcome check ((ended_at is null) = (outcome is null)),
  constraint ticket_enters_in_its_turn check (entered_at is null or turn_at is not null)
) with (fillfactor = 70);
create index ticket_called on release.ticket (institution_id, opening_id, turn_at) where turn_at is not null;
create index ticket_of_person on release.ticket (person_id) where ended_at is null;

alter table release.ticket enable row level security;
alter table release.ticket force row level security;
create policy ticket_seen on release.ticket to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy ticket_ordered on release.ticket to liuxin_release using (true) with check (true);
create policy ticket_owner on release.ticket to current_user using (true) with check (true);
create policy audit_added_by_release on platform.audit for insert to liuxin_release with check (true);

-- Puts everybody who came before the opening in the order of sha256(seed:ticket). The caller holds the opening's lock.
create function release.draw(p_institution integer, p_opening uuid, p_seed text, p_now timestamptz) returns void
language plpgsql security definer set search_path = release, pg_temp as $$
declare v_count integer;
begin
  update release.ticket t set place = o.place, drawn_place = o.place
  from (select id, row_number() over (order by sha256(convert_to(p_seed || ':' || id, 'utf8')), id)::integer as place
        from release.ticket where institution_id = p_institution and opening_id = p_opening) o
  where t.institution_id = p_institution and t.opening_id = p_opening and t.id = o.id;
  get diagnostics v_count = row_count;
  update release.opening set drawn_at = p_now, seed = p_seed, drawn = v_count, last_place = v_count, advanced_at = opens_at
    where institution_id = p_institution and id = p_opening;
  insert into platform.event (institution_id, type, topics, payload, occurred_at)
    values (p_institution, 'release.opening-drawn.v1', array['release:' || p_institution],
      jsonb_build_object('institutionId', p_institution, 'openingId', p_opening, 'drawn', v_count), p_now);
end $$;

-- Gives tickets to many at once: one per account and per person. Before the opening without a place; after it behind
-- everybody who is there. Whoever left, or did not come when called, goes behind everybody else.
-- outcome: ok · other-person (this account waits for somebody else) · person-waits (another account waits for this person) · shut.
create function release.join_batch(p_institution integer, p_opening uuid, p_seed text, p_accounts uuid[], p_persons uuid[], p_requests text[], p_now timestamptz)
returns table (ord integer, outcome text, ticket jsonb)
language plpgsql security definer set search_path = release, pg_temp as $$
declare
  v_opening release.opening;
  v_made integer;
begin
  select * into v_opening from release.opening where institution_id = p_institution and id = p_opening for no key update;
  if v_opening.id is null or v_opening.closed_at is not null or p_now < v_opening.room_opens_at or p_now >= v_opening.gate_until then
    return query select u.n::integer, 'shut', null::jsonb from unnest(p_accounts) with ordinality u(a, n);
    return;
  end if;
  if p_now >= v_opening.opens_at and v_opening.drawn_at is null then
    perform release.draw(p_institution, p_opening, p_seed, p_now);
    select * into v_opening from release.opening where institution_id = p_institution and id = p_opening;
  end if;

  with asked as (
    select a, p, r, n from unnest(p_accounts, p_persons, p_requests) with ordinality u(a, p, r, n)
  ), fresh as (
    select *, row_number() over (order by n)::integer as line from asked k
    where not exists (select from release.ticket t where t.institution_id = p_institution and t.opening_id = p_opening and (t.account_id = k.a or t.person_id = k.p))
      and not exists (select from asked e where e.n < k.n and (e.a = k.a or e.p = k.p))
  ), made as (
    insert into release.ticket (institution_id, opening_id, id, account_id, person_id, joined_at, early, place)
    select p_institution, p_opening, gen_random_uuid(), f.a, f.p, p_now, v_opening.drawn_at is null,
      case when v_opening.drawn_at is not null then v_opening.last_place + f.line end
    from fresh f returning id, account_id, person_id
  ), told as (
    insert into platform.event (institution_id, type, topics, payload, occurred_at)
    select p_institution, 'release.room-joined.v1', '{}'::text[],
      jsonb_build_object('institutionId', p_institution, 'openingId', p_opening, 'ticketId', m.id, 'personId', m.person_id), p_now from made m
  ), noted as (
    insert into platform.audit (institution_id, at, actor_kind, actor_id, action, person_id, subject, purpose, request_id)
    select p_institution, p_now, 'patient', m.account_id::text, 'release.join-room', m.person_id, 'ticket/' || m.id, 'booking', f.r
    from made m join fresh f on f.a = m.account_id
  )
  select count(*)::integer into v_made from made;

  -- Back in line, behind everybody: those who left, and those whose turn passed.
  if v_opening.drawn_at is not null then
    with back as (
      select t.id, row_number() over (order by u.n)::integer as line
      from unnest(p_accounts, p_persons) with ordinality u(a, p, n)
      join release.ticket t on t.institution_id = p_institution and t.opening_id = p_opening and t.account_id = u.a and t.person_id = u.p
      where t.outcome = 'left' or (t.ended_at is null and t.turn_at is not null and p_now >= case when t.entered_at is null
        then t.turn_at + make_interval(secs => v_opening.enter_seconds) else t.entered_at + make_interval(secs => v_opening.stay_seconds) end)
    ), moved as (
      update release.ticket t set place = v_opening.last_place + v_made + b.line, turn_at = null, entered_at = null, ended_at = null, outcome = null
      from (select id, min(line)::integer as line from back group by id) b
      where t.institution_id = p_institution and t.opening_id = p_opening and t.id = b.id returning t.id
    )
    update release.opening set last_place = last_place + v_made + (select coalesce(max(line), 0) from back), joined = joined + v_made
      where institution_id = p_institution and id = p_opening;
    -- (places of a person asked twice in one batch stay empty: a gap in the order hurts nobody)
  else
    update release.ticket t set ended_at = null, outcome = null
      where t.institution_id = p_institution and t.opening_id = p_opening and t.account_id = any (p_accounts) and t.person_id = any (p_persons) and t.outcome = 'left';
    update release.opening set joined = joined + v_made where institution_id = p_institution and id = p_opening and v_made > 0;
  end if;

  return query
    select u.n::integer, case when t.id is null then 'person-waits' when t.person_id <> u.p then 'other-person' else 'ok' end, to_jsonb(t)
    from unnest(p_accounts, p_persons) with ordinality u(a, p, n)
    left join release.ticket t on t.institution_id = p_institution and t.opening_id = p_opening and t.account_id = u.a
    order by u.n;
end $$;

-- Draws when the time has come, calls as many as the clock, the rate and the room inside allow, and tells the numbers.
-- Any process may ask at any time: whoever asks first after a while does the work, and nothing has to run by itself.
-- p_units are the free units: no more people are called than there are units for, so that whoever is inside finds one and
-- need not be faster than the others. (A unit that somebody inside holds counts twice until it is booked: rather too few than too many.)
create function release.advance(p_institution integer, p_opening uuid, p_seed text, p_units integer, p_now timestamptz)
returns table (joined integer, drawn integer, last_place integer, admitted integer, inside integer, entered integer, booked integer, drawn_at timestamptz,
  paused_at timestamptz, closed_at timestamptz, per_second double precision, inside_at_most integer, called_lately integer)
language plpgsql security definer set search_path = release, pg_temp as $$
declare
  v_opening release.opening;
  v_inside integer;
  v_due integer := 0;
  v_called integer := 0;
  v_from timestamptz;
begin
  select * into v_opening from release.opening o where o.institution_id = p_institution and o.id = p_opening for no key update skip locked;
  if v_opening.id is not null and v_opening.closed_at is null and p_now >= v_opening.opens_at then
    if v_opening.drawn_at is null then
      perform release.draw(p_institution, p_opening, p_seed, p_now);
      select * into v_opening from release.opening o where o.institution_id = p_institution and o.id = p_opening;
    end if;
    v_inside := release.inside(p_institution, p_opening, v_opening.enter_seconds, v_opening.stay_seconds, p_now);
    -- What was not used within two seconds is not saved up: a pause must not end in a stampede.
    v_from := least(greatest(v_opening.advanced_at, p_now - interval '2 seconds'), p_now);
    if v_opening.paused_at is null then
      v_due := floor(extract(epoch from p_now - v_from) * v_opening.per_second);
      v_called := greatest(0, least(v_due, least(v_opening.inside_at_most, p_units) - v_inside, v_opening.last_place - v_opening.admitted));
    end if;
    if v_called > 0 then
      update release.ticket t set turn_at = p_now where t.institution_id = p_institution and t.opening_id = p_opening
        and t.place > v_opening.admitted and t.place <= v_opening.admitted + v_called;
    end if;
    if v_due > 0 or v_opening.paused_at is not null then
      update release.opening o set admitted = o.admitted + v_called,
        advanced_at = case when v_opening.paused_at is not null then p_now else v_from + make_interval(secs => v_due / v_opening.per_second) end
        where o.institution_id = p_institution and o.id = p_opening;
    end if;
  end if;
  return query
    select o.joined, o.drawn, o.last_place, o.admitted, release.inside(p_institution, p_opening, o.enter_seconds, o.stay_seconds, p_now),
      c.entered, c.booked, o.drawn_at, o.paused_at, o.closed_at, o.per_second, o.inside_at_most, c.lately
    from release.opening o cross join lateral (
      select count(*) filter (where t.entered_at is not null)::integer as entered, count(*) filter (where t.outcome = 'booked')::integer as booked,
        count(*) filter (where t.turn_at > p_now - interval '30 seconds')::integer as lately
      from release.ticket t where t.institution_id = p_institution and t.opening_id = p_opening and t.turn_at is not null) c
    where o.institution_id = p_institution and o.id = p_opening;
end $$;

-- Who was called and may still come, or came in and is still choosing.
create function release.inside(p_institution integer, p_opening uuid, p_enter integer, p_stay integer, p_now timestamptz) returns integer
language sql stable security definer set search_path = release, pg_temp as $$
  select count(*)::integer from release.ticket t
  where t.institution_id = p_institution and t.opening_id = p_opening and t.turn_at > p_now - make_interval(secs => p_enter + p_stay) and t.ended_at is null
    and p_now < case when t.entered_at is null then t.turn_at + make_interval(secs => p_enter) else t.entered_at + make_interval(secs => p_stay) end
$$;

-- The tickets of many accounts in one question.
create function release.tickets_of(p_institution integer, p_opening uuid, p_accounts uuid[]) returns setof release.ticket
language sql stable security definer set search_path = release, pg_temp as $$
  select * from release.ticket where institution_id = p_institution and opening_id = p_opening and account_id = any (p_accounts)
$$;

-- The whole draw for whoever wants to check it: pseudonyms and places, no person.
create function release.order_of(p_institution integer, p_opening uuid) returns table (id uuid, place integer)
language sql stable security definer set search_path = release, pg_temp as $$
  select t.id, t.drawn_place from release.ticket t join release.opening o on o.institution_id = t.institution_id and o.id = t.opening_id
  where t.institution_id = p_institution and t.opening_id = p_opening and t.early and o.drawn_at is not null
$$;

grant usage on schema platform to liuxin_release;
grant usage, create on schema release to liuxin_release;
grant select, insert, update on release.opening, release.ticket to liuxin_release;
grant insert on platform.event, platform.audit to liuxin_release;
do $$ declare f regprocedure; begin
  for f in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'release'::regnamespace and p.prosecdef loop
    execute format('alter function %s owner to liuxin_release', f);
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
revoke create on schema release from liuxin_release;
grant execute on function release.join_batch, release.advance, release.tickets_of, release.order_of to liuxin_app;
grant select, insert on release.opening to liuxin_app;
grant update (per_second, inside_at_most, paused_at, closed_at, gate_until) on release.opening to liuxin_app;
grant select on release.ticket to liuxin_app;
grant update (entered_at, ended_at, outcome) on release.ticket to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('release.openings', 0, '2024-01-01', '{"openings": []}', 'departments or services whose units open with a waiting room',
    'Which releases draw a crowd is known to each hospital', false),
  ('release.waiting-room', 0, '2024-01-01',
    '{"minutesBefore": 15, "perSecond": 5, "insideAtMost": 150, "enterSeconds": 90, "staySeconds": 300, "gateMinutes": 120, "answersPerSecond": 3000}',
    'minutes, people a second, people, seconds, answers a second and process',
    'Ours: five minutes are enough for an unhurried person; the rest follows from what two cores were measured to carry', false);

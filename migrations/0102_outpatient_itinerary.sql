-- owner: journey/outpatient/itinerary
-- The patient's day: one plan per person and day, solved anew whenever something changes, and what was said about each change.
create schema itinerary;
grant usage on schema itinerary to liuxin_app;

create table itinerary.day (
  person_id       uuid not null,
  day             date not null,
  version         integer not null default 0,       -- 0: nothing worked out yet
  state           text not null default 'planned' check (state in ('planned', 'under-way', 'done')),
  institution_ids integer[] not null default '{}',  -- whose staff may see the plan, each their own part
  ends_from       timestamptz,
  ends_to         timestamptz,
  facts           jsonb not null default '{}',      -- what the last plan was made from: the next one is compared with it
  solved_at       timestamptz,
  dirty_at        timestamptz,                      -- something changed since then; the worker works it out
  look_at         timestamptz,                      -- without any news, look again then
  primary key (person_id, day),
  constraint day_range_in_order check (ends_from is null or ends_to >= ends_from)
);
create index day_dirty on itinerary.day (dirty_at) where dirty_at is not null;
create index day_to_look_at on itinerary.day (look_at) where look_at is not null;

-- The steps of the newest version, in the order they are done. They name places and kinds, never a test or a diagnosis.
create table itinerary.step (
  person_id      uuid not null,
  day            date not null,
  ordinal        integer not null,
  id             text not null,
  institution_id integer,
  kind           text not null check (kind in ('visit', 'stop', 'walk', 'meal', 'pay', 'wait-result', 'take-home')),
  state          text not null check (state in ('done', 'now', 'next', 'later', 'blocked')),
  step           jsonb not null,
  primary key (person_id, day, ordinal),
  foreign key (person_id, day) references itinerary.day
);

-- Why a plan became another one: a sentence a patient reads, in both languages, kept for good.
create table itinerary.change (
  person_id   uuid not null,
  day         date not null,
  version     integer not null,
  number      integer not null,
  kind        text not null,
  step_id     text,
  sentence    text not null,
  sentence_en text not null,
  at          timestamptz not null,
  primary key (person_id, day, version, number),
  foreign key (person_id, day) references itinerary.day
);

-- What was promised about the end at three moments, and what came true.
create table itinerary.promise (
  person_id uuid not null,
  day       date not null,
  moment    text not null check (moment in ('morning', 'check-in', 'after-doctor')),
  from_at   timestamptz not null,
  to_at     timestamptz not null,
  made_at   timestamptz not null,
  ended_at  timestamptz,
  primary key (person_id, day, moment),
  foreign key (person_id, day) references itinerary.day
);

-- Whose plan hangs on which line: when that line moves, these days are worked out anew. Rows of past days are swept.
create table itinerary.watched_line (
  institution_id integer not null,
  queue_id       integer not null,
  person_id      uuid not null,
  day            date not null,
  primary key (institution_id, queue_id, person_id, day)
);
create index watched_line_of_day on itinerary.watched_line (person_id, day);

-- What a companion's grant lets them see, while they look; nothing set means nothing.
create function itinerary.companion_scopes() returns text[] language sql stable parallel safe as
  $$ select case when platform.scope() = 'companion' then coalesce(nullif(current_setting('liuxin.companion', true), '')::text[], '{}') else '{}' end $$;

-- The person and those they let in; the region's own jobs; staff of the hospitals of that day.
create function itinerary.day_seen(p_person uuid, p_institutions integer[]) returns boolean language sql stable parallel safe as $$
  select case (select platform.scope())
    when 'system' then true
    when 'patient' then p_person = any ((select platform.persons())::uuid[])
    when 'companion' then p_person = any ((select platform.persons())::uuid[]) and cardinality((select itinerary.companion_scopes())) > 0
    when 'staff' then (select platform.institution()) = any (p_institutions)
    else false end;
$$;

do $$ declare t text; begin
  foreach t in array array['day', 'step', 'change', 'promise', 'watched_line'] loop
    execute format('alter table itinerary.%I enable row level security', t);
    execute format('alter table itinerary.%I force row level security', t);
    execute format('create policy %I on itinerary.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
end $$;
create policy day_seen on itinerary.day for select to liuxin_app using (itinerary.day_seen(person_id, institution_ids));
create policy day_made on itinerary.day for all to liuxin_app
  using ((select platform.scope()) = 'system') with check ((select platform.scope()) = 'system');
-- Staff see the steps at their own hospital; a companion each kind of step only with the leave for it.
create policy step_seen on itinerary.step for select to liuxin_app using (
  case (select platform.scope())
    when 'patient' then person_id = any ((select platform.persons())::uuid[])
    when 'staff' then institution_id is null or institution_id = (select platform.institution())
    when 'companion' then person_id = any ((select platform.persons())::uuid[]) and
      case when kind = 'pay' then 'bill' when state in ('done', 'now') then 'where' else 'next' end = any ((select itinerary.companion_scopes())::text[])
    else false end
  and exists (select from itinerary.day d where d.person_id = step.person_id and d.day = step.day));
create policy step_made on itinerary.step for all to liuxin_app
  using ((select platform.scope()) = 'system') with check ((select platform.scope()) = 'system');
create policy change_seen on itinerary.change for select to liuxin_app using (
  ((select platform.scope()) <> 'companion' or 'next' = any ((select itinerary.companion_scopes())::text[]))
  and exists (select from itinerary.day d where d.person_id = change.person_id and d.day = change.day));
create policy change_made on itinerary.change for all to liuxin_app
  using ((select platform.scope()) = 'system') with check ((select platform.scope()) = 'system');
create policy promise_of_jobs on itinerary.promise to liuxin_app
  using ((select platform.scope()) = 'system') with check ((select platform.scope()) = 'system');
create policy watched_line_of_jobs on itinerary.watched_line to liuxin_app
  using ((select platform.scope()) = 'system') with check ((select platform.scope()) = 'system');

-- How far promises came true, for the hospitals of whoever asks: numbers, nobody's day.
create function itinerary.promise_figures(p_from date, p_until date) returns table (moment text, days integer, within integer, seconds double precision)
  language sql stable security definer set search_path = itinerary, pg_temp as $$
  select p.moment, count(*)::integer, count(*) filter (where p.ended_at between p.from_at and p.to_at)::integer,
    percentile_cont(0.5) within group (order by abs(extract(epoch from p.ended_at - (p.from_at + (p.to_at - p.from_at) / 2)))::double precision)
  from promise p join day d on d.person_id = p.person_id and d.day = p.day
  where p.day between p_from and p_until and p.ended_at is not null
    and (platform.scope() = 'system' or (platform.scope() = 'staff' and platform.institution() = any (d.institution_ids)))
  group by p.moment order by p.moment;
$$;

grant select, insert, update on itinerary.day, itinerary.promise to liuxin_app;
grant select, insert on itinerary.change to liuxin_app;
grant select, insert, delete on itinerary.step, itinerary.watched_line to liuxin_app;
revoke execute on all functions in schema itinerary from public;
grant execute on all functions in schema itinerary to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('itinerary.plan', 0, '2020-01-01',
   '{"walkMinutes": 4, "lunchFrom": "11:15", "lunchTo": "13:30", "lunchMinutes": 30, "breakfastMinutes": 20, "swapGainMinutes": 6, "wordMinutes": 10, "lateAfterMinutes": 5}',
   'minutes and times of day', 'published with the platform; a hospital may publish its own', false);

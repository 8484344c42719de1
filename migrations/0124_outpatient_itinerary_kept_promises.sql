-- owner: journey/outpatient/itinerary
-- A promise is judged by what it was about: the things it was made of, not what a doctor ordered afterwards. From those that came
-- true the next ones are learned.

alter table itinerary.promise
  add column institution_id integer,
  add column shape text not null default 'doctor' check (shape in ('doctor', 'visits', 'counters', 'results')),
  add column waits_for text[] not null default '{}',
  -- As worked out, before anything learned: the tenth part of days, the middle, nine tenths.
  add column worked_from timestamptz,
  add column worked_middle timestamptz,
  add column worked_to timestamptz,
  -- What was learned when it was said; 0: nothing yet.
  add column lesson integer not null default 0,
  -- When the whole day was over, with everything that was ordered.
  add column day_ended_at timestamptz;
create index promise_to_learn on itinerary.promise (day) where ended_at is not null;
create index promise_open on itinerary.promise (person_id, day) where ended_at is null;

-- By how much promises of a kind are moved and widened, in versions; institution 0 is the region. A row is never changed: it says from
-- which days it was learned and holds from the day after.
create table itinerary.lesson (
  institution_id integer not null,
  moment     text not null check (moment in ('morning', 'check-in', 'after-doctor')),
  shape      text not null check (shape in ('doctor', 'visits', 'counters', 'results')),
  version    integer not null,
  from_day   date not null,
  until_day  date not null,
  holds_from date not null,
  learned_at timestamptz not null,
  learned_by text not null,
  samples    integer not null,
  days       integer not null,
  -- Of the promises learned from: inside what was said, and what would have been said by this lesson.
  inside     double precision not null,
  low        double precision not null,
  high       double precision not null,
  primary key (institution_id, moment, shape, version),
  check (until_day < holds_from and low < high)
);

alter table itinerary.lesson enable row level security;
alter table itinerary.lesson force row level security;
create policy lesson_owner on itinerary.lesson to current_user using (true) with check (true);
create policy lesson_seen on itinerary.lesson for select to liuxin_app using (
  (select platform.scope()) = 'system' or ((select platform.scope()) = 'staff' and institution_id in (0, (select platform.institution()))));
create policy lesson_made on itinerary.lesson for insert to liuxin_app with check ((select platform.scope()) = 'system');
grant select, insert on itinerary.lesson to liuxin_app;

-- What the end that is said is the end of: the doctor alone, as long as nothing else is known, or the day.
alter table itinerary.day add column ends_of text not null default 'day' check (ends_of in ('doctor', 'day'));

drop function itinerary.promise_figures(date, date);
create function itinerary.promise_figures(p_from date, p_until date)
  returns table (moment text, days integer, within integer, earlier integer, later integer, seconds double precision, width double precision, whole_days integer, within_whole integer)
  language sql stable security definer set search_path = itinerary, pg_temp as $$
  select p.moment, count(*)::integer, count(*) filter (where p.ended_at between p.from_at and p.to_at)::integer,
    count(*) filter (where p.ended_at < p.from_at)::integer, count(*) filter (where p.ended_at > p.to_at)::integer,
    percentile_cont(0.5) within group (order by abs(extract(epoch from p.ended_at - (p.from_at + (p.to_at - p.from_at) / 2)))::double precision),
    percentile_cont(0.5) within group (order by extract(epoch from p.to_at - p.from_at)::double precision),
    count(p.day_ended_at)::integer, count(*) filter (where p.day_ended_at between p.from_at and p.to_at)::integer
  from promise p join day d on d.person_id = p.person_id and d.day = p.day
  where p.day between p_from and p_until and p.ended_at is not null
    and (platform.scope() = 'system' or (platform.scope() = 'staff' and platform.institution() = any (d.institution_ids)))
  group by p.moment order by p.moment;
$$;
revoke execute on function itinerary.promise_figures(date, date) from public;
grant execute on function itinerary.promise_figures(date, date) to liuxin_app;

-- owner: journey/outpatient/operations
-- How many came, how many are expected, what that means for the rooms, and what was decided. Counts only: no row here speaks of a person.
create schema operations;
grant usage on schema operations to liuxin_app;

-- Kept from check-ins as they happen; what the sample region made up is marked.
create table operations.arrivals (
  institution_id integer not null,
  department_id  integer not null,
  day            date not null,
  hour           smallint not null check (hour between 0 and 23),
  arrived        integer not null check (arrived >= 0),
  synthetic      boolean not null default false,
  primary key (institution_id, department_id, day, hour)
);
create index arrivals_of_day on operations.arrivals (institution_id, day);

-- One forecast of a department and hour, the newest before the day began; kept, so that it can be held against what came.
-- Department 0 is the whole hospital, forecast as a series of its own: bands do not add up.
create table operations.forecast (
  institution_id integer not null,
  department_id  integer not null,
  day            date not null,
  hour           smallint not null check (hour between 0 and 23),
  expected       real not null,
  low80          real not null,
  high80         real not null,
  low95          real not null,
  high95         real not null,
  wait_p90       real,                             -- minutes, as the day was played with the doctors it has
  made_at        timestamptz not null,
  primary key (institution_id, department_id, day, hour),
  constraint forecast_bands_lie_in_each_other check (0 <= low95 and low95 <= low80 and low80 <= expected and expected <= high80 and high80 <= high95)
);
create index forecast_of_day on operations.forecast (institution_id, day);

create table operations.run (
  institution_id integer not null,
  day            date not null,                    -- made for this day and the six after it
  made_at        timestamptz not null,
  history_days   integer not null,
  inside80       real,                             -- of 100 hours held back, so many lay in the band
  signals        jsonb not null default '[]',      -- departments where more come than season and weekday explain
  primary key (institution_id, day)
);

create table operations.advice (
  institution_id integer not null,
  id             uuid not null,
  department_id  integer not null,
  day            date not null,
  kind           text not null check (kind in ('staffing', 'evening')),
  from_hour      smallint not null,
  to_hour        smallint not null check (to_hour > from_hour),
  moved_from     integer,                          -- the department that has room
  reason         jsonb not null,
  before         jsonb not null,                   -- waits as played without it
  after          jsonb not null,                   -- and with it
  status         text not null default 'open' check (status in ('open', 'accepted', 'declined')),
  decided_by     uuid,
  decided_at     timestamptz,
  decision       text not null default '' check (length(decision) <= 300),
  outcome        jsonb,                            -- what came, when the day was over
  made_at        timestamptz not null,
  primary key (institution_id, id),
  constraint advice_once_per_day unique (institution_id, department_id, day, kind),
  constraint advice_decided_by_somebody check ((status = 'open') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint advice_declined_with_a_reason check (status <> 'declined' or length(decision) >= 2)
);
create index advice_of_day on operations.advice (institution_id, day);

do $$ declare t text; begin
  foreach t in array array['arrivals', 'forecast', 'run', 'advice'] loop
    execute format('alter table operations.%I enable row level security', t);
    execute format('alter table operations.%I force row level security', t);
    execute format('create policy %I on operations.%I to liuxin_app using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null))', t || '_seen', t);
    execute format('create policy %I on operations.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
end $$;
grant select, insert, update on operations.arrivals, operations.forecast, operations.run, operations.advice to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('operations.advice', 0, '2020-01-01', '{"waitMinutes": 30, "worthMinutes": 8, "slackShare": 0.65, "eveningFrom": 17, "eveningTo": 20, "days": 3}', 'minutes; share of a doctor''s time', 'Ours', false);

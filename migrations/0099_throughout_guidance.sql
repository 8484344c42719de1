-- owner: journey/throughout/guidance
-- Where everything is in a building, and the way there. Nothing in here is about a person: whoever looks for a room is not written down.
create schema guidance;
grant usage on schema guidance to liuxin_app;

-- A plan is one document, from the drawing to the way walked in it. A published one never changes: the next version follows it.
create table guidance.plan (
  institution_id integer not null,
  campus_id      integer not null,
  version        integer not null check (version > 0),
  status         text not null default 'draft' check (status in ('draft', 'published', 'retired')),
  source         text not null check (source in ('drawn', 'imdf', 'plan-file', 'sample')),
  content        jsonb not null,
  note           text not null default '',
  repairs        jsonb not null default '[]',
  revision       integer not null default 1,     -- of a draft: two editors do not overwrite each other
  edition        uuid not null default gen_random_uuid(), -- another one for whatever is published: what a process keeps ready goes by it
  made_by        text not null,
  made_at        timestamptz not null,
  published_by   text,
  published_at   timestamptz,
  primary key (institution_id, campus_id, version),
  constraint plan_published_by_somebody check ((status = 'draft') = (published_at is null) and (published_at is null) = (published_by is null))
);
create unique index plan_one_published on guidance.plan (institution_id, campus_id) where status = 'published';
create unique index plan_one_draft on guidance.plan (institution_id, campus_id) where status = 'draft';

create function guidance.plan_goes_forward() returns trigger language plpgsql as $$
begin
  if old.status = 'retired' or (old.status = 'published' and (new.status <> 'retired' or new.content is distinct from old.content)) then
    raise exception 'a published plan does not change; make the next version' using errcode = 'check_violation', constraint = 'plan_goes_forward';
  end if;
  return new;
end $$;
create trigger plan_goes_forward before update on guidance.plan for each row execute function guidance.plan_goes_forward();

-- What cannot be walked through for a while: a unit, a door, a lift or stairs of the plan.
create table guidance.closure (
  institution_id integer not null,
  id             uuid not null,
  campus_id      integer not null,
  element_id     text not null,
  reason         text not null check (length(reason) between 1 and 200),
  reason_en      text not null default '' check (length(reason_en) <= 200),
  from_at        timestamptz not null,
  until_at       timestamptz,
  set_by         text not null,
  set_at         timestamptz not null,
  ended_by       text,
  ended_at       timestamptz,
  primary key (institution_id, id),
  constraint closure_ends_after_it_begins check (until_at is null or until_at > from_at),
  constraint closure_ended_by_somebody check ((ended_at is null) = (ended_by is null))
);
create index closure_of_campus on guidance.closure (institution_id, campus_id) where ended_at is null;

-- The short code on a door's sign: it says where one stands. It outlives the versions of the plan.
create table guidance.sign (
  institution_id integer not null,
  code           text not null check (code ~ '^[0-9A-Z]{6}$'),
  campus_id      integer not null,
  unit_id        text not null,
  made_at        timestamptz not null,
  primary key (institution_id, code),
  constraint sign_of_one_unit unique (institution_id, campus_id, unit_id)
);

-- Plans are for everybody who walks in; they are changed by the institution they are of.
do $$ declare t text; begin
  foreach t in array array['plan', 'closure', 'sign'] loop
    execute format('alter table guidance.%I enable row level security', t);
    execute format('alter table guidance.%I force row level security', t);
    execute format('create policy %I on guidance.%I for select to liuxin_app using (true)', t || '_is_public', t);
    execute format($p$create policy %I on guidance.%I to liuxin_app using (platform.scope() = 'system' or (platform.scope() = 'staff' and institution_id = platform.institution()))
      with check (platform.scope() = 'system' or (platform.scope() = 'staff' and institution_id = platform.institution()))$p$, t || '_of_own', t);
    execute format('create policy %I on guidance.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
end $$;
grant select, insert on guidance.plan, guidance.closure, guidance.sign to liuxin_app;
grant update (status, content, note, repairs, source, revision, edition, made_by, made_at, published_by, published_at) on guidance.plan to liuxin_app;
grant update (ended_by, ended_at, until_at) on guidance.closure to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('guidance.pace', 0, '2024-01-01',
    '{"usual": {"metresPerSecond": 1.2, "stairsSecondsPerFloor": 22, "escalatorSecondsPerFloor": 20, "liftWaitSeconds": 40, "liftSecondsPerFloor": 6}, "elder": {"metresPerSecond": 0.8, "stairsSecondsPerFloor": 45, "escalatorSecondsPerFloor": 25, "liftWaitSeconds": 45, "liftSecondsPerFloor": 6}, "elderFromAge": 65}',
    'metres a second; seconds a floor; years of age',
    'Ours: 1.2 m/s is what crossings are timed by, 0.8 m/s an older person with a stick. A hospital measures its own lifts', false);

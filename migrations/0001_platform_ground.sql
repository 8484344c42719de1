-- owner: platform
-- The ground: who asks (row-level security), what happened (events), who looked (audit), what was already done (idempotency).
create extension if not exists btree_gist;
create extension if not exists pg_trgm;

do $$ begin
  if not exists (select from pg_roles where rolname = 'liuxin_app') then
    create role liuxin_app nologin nobypassrls;
  end if;
  execute format('grant liuxin_app to %I', current_user);
exception when duplicate_object or unique_violation then null; -- another database of this cluster was migrated at the same moment
end $$;

create schema platform;
grant usage on schema platform to liuxin_app;

-- Row-level security asks these three. Nothing set means nobody: every policy then fails closed.
create function platform.enter(p_scope text, p_institution integer, p_persons uuid[]) returns void
  language sql as $$
  select set_config('liuxin.scope', p_scope, true),
         set_config('liuxin.institution', coalesce(p_institution::text, ''), true),
         set_config('liuxin.persons', p_persons::text, true);
$$;
create function platform.scope() returns text language sql stable parallel safe as
  $$ select nullif(current_setting('liuxin.scope', true), '') $$;
create function platform.institution() returns integer language sql stable parallel safe as
  $$ select nullif(current_setting('liuxin.institution', true), '')::integer $$;
create function platform.persons() returns uuid[] language sql stable parallel safe as
  $$ select coalesce(nullif(current_setting('liuxin.persons', true), '')::uuid[], '{}') $$;

-- Which rows of an institution's own work may be seen: the region's own jobs see all, staff their institution's,
-- a patient those about the people they may act for.
create function platform.may_see(p_institution integer, p_person uuid) returns boolean language sql stable parallel safe as $$
  select case (select platform.scope())
    when 'system' then true
    when 'staff' then p_institution = (select platform.institution())
    when 'patient' then p_person = any ((select platform.persons())::uuid[])
    else false end;
$$;

-- Settings that a person may change while the platform runs (the demonstration clock among them).
create table platform.setting (
  name       text primary key,
  value      jsonb not null,
  changed_at timestamptz not null default now()
);

-- The outbox: facts in the past tense, written in the transaction that made them true.
-- xid lets a reader see events in commit-safe order: nothing below the oldest running transaction can still appear.
create table platform.event (
  id             bigint generated always as identity (cache 32) primary key,
  xid            xid8 not null default pg_current_xact_id(),
  institution_id integer,
  type           text not null,
  topics         text[] not null default '{}',
  payload        jsonb not null,
  occurred_at    timestamptz not null
);
create index event_in_commit_order on platform.event (xid, id);
create index event_by_type on platform.event (type, id);

create table platform.event_cursor (
  reader text primary key,
  xid    xid8 not null default '0',
  id     bigint not null default 0
);

-- Each reaction handles each event once, however often it is delivered.
create table platform.event_handled (
  reaction text not null,
  event_id bigint not null,
  handled_at timestamptz not null default now(),
  primary key (reaction, event_id)
);

-- Who looked at or changed whose data, why, and with what result. Rows are only ever added.
create table platform.audit (
  id             bigint generated always as identity (cache 32) primary key,
  xid            xid8 not null default pg_current_xact_id(),
  institution_id integer not null default 0,   -- 0: the region itself
  at             timestamptz not null,
  actor_kind     text not null,
  actor_id       text not null,
  action         text not null,
  person_id      uuid,
  subject        text not null,
  purpose        text not null,
  result         text not null default 'done',
  request_id     text not null,
  detail         jsonb not null default '{}'
);
create index audit_by_person on platform.audit (person_id, at) where person_id is not null;
create index audit_unsealed on platform.audit (xid, id);

-- The sealer chains audit rows per institution in batches; changing, dropping or adding a row breaks the chain.
create table platform.audit_seal (
  institution_id integer not null,
  sequence       bigint not null,
  row_ids        bigint[] not null,
  previous_hash  bytea not null,
  hash           bytea not null,
  sealed_at      timestamptz not null default now(),
  primary key (institution_id, sequence)
);

create table platform.idempotency (
  actor_id     text not null,
  key          text not null,
  request_hash bytea not null,
  status       integer not null,
  body         jsonb not null,
  created_at   timestamptz not null default now(),
  primary key (actor_id, key)
);
create index idempotency_by_age on platform.idempotency (created_at);

create table platform.file (
  id           uuid primary key,
  institution_id integer not null,
  person_id    uuid,
  name         text not null,
  media_type   text not null,
  sha256       bytea not null,
  byte_count   integer not null,
  content      bytea not null,
  created_at   timestamptz not null,
  constraint file_at_most_10_mib check (byte_count <= 10485760 and byte_count = length(content))
);

-- Rules are data: what is true, where, since when, from which source, and whether a person checked it on paper.
create table platform.rule (
  code           text not null,
  institution_id integer not null default 0,   -- 0: the whole region
  valid_from     date not null,
  value          jsonb not null,
  unit           text not null,
  source         text not null,
  verified       boolean not null default false,
  primary key (code, institution_id, valid_from)
);

alter table platform.audit enable row level security;
alter table platform.audit force row level security;
create policy audit_added_by_all on platform.audit for insert to liuxin_app with check (true);
create policy audit_read_by_auditors on platform.audit for select to liuxin_app
  using ((select platform.scope()) = 'system' or ((select platform.scope()) = 'staff' and institution_id = (select platform.institution()))
    or ((select platform.scope()) = 'patient' and person_id = any ((select platform.persons())::uuid[])));

alter table platform.file enable row level security;
alter table platform.file force row level security;
create policy file_of_own on platform.file to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

-- The owner of the schema also works under forced security when it migrates or loads; it is let through by name.
create policy audit_owner on platform.audit to current_user using (true) with check (true);
create policy file_owner on platform.file to current_user using (true) with check (true);

-- Set-based doors for micro-batched commands of the modules: one call for a whole batch.
create function platform.add_events(p_institution integer[], p_type text[], p_topics text[], p_payload jsonb[], p_at timestamptz)
  returns void language sql as $$
  insert into platform.event (institution_id, type, topics, payload, occurred_at)
  select i, t, string_to_array(o, ' '), p, p_at from unnest(p_institution, p_type, p_topics, p_payload) u(i, t, o, p);
$$;

grant select, insert on platform.event, platform.idempotency to liuxin_app;
grant select on platform.rule, platform.setting, platform.event_handled, platform.audit_seal, platform.event_cursor to liuxin_app;
grant insert on platform.event_handled to liuxin_app;
grant insert, update, delete on platform.setting to liuxin_app;
grant select, insert on platform.audit, platform.file to liuxin_app;
grant update, delete on platform.idempotency to liuxin_app;

-- owner: journey/throughout/messaging
-- Text messages that are to go out: written with the fact they tell of, sent afterwards by the worker.
create schema messaging;
grant usage on schema messaging to liuxin_app;

create table messaging.message (
  person_id    uuid not null,                     -- about whom; the phone may be a family member's
  id           uuid not null,
  key          text not null,                     -- what it tells of: the same is told to one phone once
  phone_sealed bytea not null,
  phone_hash   bytea not null,
  template     text not null,
  params       text[] not null,
  not_after    timestamptz not null,              -- later it would tell of something that is over
  created_at   timestamptz not null,
  next_try_at  timestamptz,                       -- null: nothing more is tried
  tries        integer not null default 0,
  sent_at      timestamptz,
  result       text not null default 'waiting' check (result in ('waiting', 'sent', 'refused', 'unknown', 'too-late')),
  primary key (person_id, id),
  constraint message_told_once unique (person_id, key, phone_hash)
);
create index message_to_send on messaging.message (next_try_at) where next_try_at is not null;

alter table messaging.message enable row level security;
alter table messaging.message force row level security;
-- Whoever may write about a person may have them told; reading and sending is the worker's.
create policy message_by_worker on messaging.message to liuxin_app
  using ((select platform.scope()) = 'system') with check ((select platform.scope()) = 'system');
create policy message_owner on messaging.message to current_user using (true) with check (true);
grant select, insert on messaging.message to liuxin_app;
grant update (next_try_at, tries, sent_at, result) on messaging.message to liuxin_app;

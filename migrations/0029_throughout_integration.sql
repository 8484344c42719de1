-- owner: journey/throughout/integration
-- Other programs that speak with the platform: who they are, by which keys, with what leave, at which institutions.
create schema integration;
grant usage on schema integration to liuxin_app;

-- scopes as SMART writes them: system/Slot.rs. jwks holds public keys only; jwks_url is where the client publishes its own.
create table integration.client (
  client_id           text primary key check (client_id ~ '^[a-zA-Z0-9._-]{3,64}$'),
  institution_id      integer not null,          -- whose administrators look after it; 0: the region
  institutions        integer[] not null,        -- where it may read and book
  name                text not null check (name <> ''),
  contact             text not null default '',
  scopes              text[] not null check (cardinality(scopes) > 0),
  jwks                jsonb,
  jwks_url            text,
  requests_per_minute integer not null default 6000 check (requests_per_minute > 0),
  active              boolean not null default true,
  created_at          timestamptz not null,
  created_by          text not null,
  last_used_at        timestamptz,
  constraint client_has_keys check ((jwks is null) <> (jwks_url is null))
);
create index client_of_institution on integration.client (institution_id);

-- A short leave to act, known by the hash of what the client shows.
create table integration.access_token (
  token_hash bytea primary key,
  client_id  text not null references integration.client,
  scopes     text[] not null,
  expires_at timestamptz not null
);
create index access_token_of_client on integration.access_token (client_id);
create index access_token_by_age on integration.access_token (expires_at);

-- Each signed request for a token is good once.
create table integration.assertion (
  client_id  text not null,
  jti        text not null,
  expires_at timestamptz not null,
  primary key (client_id, jti)
);
create index assertion_by_age on integration.assertion (expires_at);

-- What is published in bulk, made ahead of time and given out as it is. content is gzip.
create table integration.publication (
  institution_id integer not null,
  kind           text not null,                  -- Location, Schedule …
  row_count      integer not null,
  byte_count     integer not null,
  etag           text not null,
  content        bytea not null,
  region         text not null default '',
  made_at        timestamptz not null,           -- when the facts were read
  changed_at     timestamptz not null,           -- when they last differed from what was published before
  primary key (institution_id, kind)
);
alter table integration.publication alter column content set storage external;

grant select, insert, update on integration.client to liuxin_app;
grant select, insert, delete on integration.access_token, integration.assertion to liuxin_app;
grant select, insert, update, delete on integration.publication to liuxin_app;

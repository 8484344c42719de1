-- owner: journey/outpatient/boards
-- What hangs in the waiting halls: layouts that are edited from the desk, and the screens that show them. No personal data.
create schema boards;
grant usage on schema boards to liuxin_app;

-- A layout shows one zone or several. Its id stands in the board's address: a zone's own board carries the zone's id.
create table boards.layout (
  institution_id integer not null,
  id             text not null check (id ~ '^[a-z0-9-]{1,40}$'),
  version        integer not null,             -- what is shown now
  created_at     timestamptz not null,
  primary key (institution_id, id)
);

-- Every publish is a version that stays; taking one back publishes what was there before as a new one.
create table boards.layout_version (
  institution_id integer not null,
  layout_id      text not null,
  version        integer not null check (version > 0),
  name           text not null,
  name_en        text not null default '',
  zones          text[] not null check (cardinality(zones) between 1 and 12),
  rooms          integer[] not null default '{}', -- service points in their order; empty: all of the zones
  columns        smallint not null default 0 check (columns between 0 and 3), -- 0: as fits
  type_size      text not null default 'normal' check (type_size in ('normal', 'large', 'largest')),
  voice          boolean not null default true,
  voice_rate     smallint not null default 90 check (voice_rate between 50 and 150), -- per cent of the usual pace
  voice_repeats  smallint not null default 2 check (voice_repeats between 1 and 3),
  voice_english  boolean not null default false,
  languages      text[] not null default '{zh-CN}' check (languages <@ '{zh-CN,en}' and cardinality(languages) > 0),
  message        text not null default '',
  message_en     text not null default '',
  message_from   timestamptz,
  message_until  timestamptz,
  theme          text not null default 'night' check (theme in ('night', 'day')),
  undoes         integer,                      -- the version that was taken back
  published_by   text not null,
  published_at   timestamptz not null,
  primary key (institution_id, layout_id, version),
  foreign key (institution_id, layout_id) references boards.layout,
  constraint layout_message_ends_after_it_begins check (message_until is null or message_from is null or message_until > message_from)
);

-- A screen on a wall, opened by a pass that staff gave it. Deleting never: a screen that is taken down has ended.
create table boards.screen (
  institution_id integer not null,
  id             uuid not null,
  name           text not null check (name <> ''),
  layout_id      text not null,                -- a layout's id, or a zone's whose board nobody has changed yet
  added_by       text not null,
  added_at       timestamptz not null,
  seen_at        timestamptz,
  shows_version  integer,                      -- the layout's version it last said it shows
  page_version   text not null default '',     -- the build of the page it runs
  ended_at       timestamptz,
  primary key (institution_id, id)
);
create unique index screen_name_once on boards.screen (institution_id, name) where ended_at is null;

grant select, insert, update on boards.layout, boards.screen to liuxin_app;
grant select, insert on boards.layout_version to liuxin_app;

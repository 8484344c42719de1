-- owner: journey/previsit/supply
-- What was changed in the schedule, by whom, why, and how to take it back. Rows are only added; taking back marks the row.
create schema supply;
grant usage on schema supply to liuxin_app;

create table supply.change (
  institution_id integer not null,
  id             uuid not null,
  kind           text not null,                  -- of the edits: template, exception, session, substitution, import
  reason         text not null default '' check (length(reason) <= 300),
  edits          jsonb not null,                 -- what was asked
  effect         jsonb not null,                 -- what it did, in counts
  take_back      jsonb,                          -- the edits that undo it; null: it cannot be taken back
  file_name      text,                           -- of an import
  actor_id       text not null,
  made_at        timestamptz not null,
  taken_back_by  uuid,                           -- the change that undid this one
  primary key (institution_id, id)
);
create index change_newest on supply.change (institution_id, made_at desc);
grant select, insert on supply.change to liuxin_app;
grant update (taken_back_by) on supply.change to liuxin_app;

-- owner: journey/throughout/terminology
-- Code lists: diagnoses (ICD-10, national or local edition). Reference tables, readable by all.
create schema terminology;
grant usage on schema terminology to liuxin_app;

create table terminology.edition (
  id          text primary key,              -- 'starter', 'beijing-v601' …
  name        text not null,
  imported_at timestamptz not null,
  code_count  integer not null,
  active      boolean not null default false
);
-- Switching editions is one update inside the import's transaction: there is never a moment without a list.
create unique index edition_one_active on terminology.edition (active) where active;

create table terminology.diagnosis (
  edition  text not null references terminology.edition,
  code     text not null,
  name     text not null,
  name_en  text not null default '',
  spelling text not null default '',           -- full pinyin of the name, without spaces
  initials text not null default '',           -- first letters of the pinyin
  grams    text[] not null default '{}',       -- single characters and pairs of the name: trigrams cannot find 糖尿 in 糖尿病
  primary key (edition, code, name)
);
create index diagnosis_grams on terminology.diagnosis using gin (grams);
create index diagnosis_letters on terminology.diagnosis using gin ((spelling || ' ' || initials || ' ' || lower(name_en)) gin_trgm_ops);
create index diagnosis_code on terminology.diagnosis (edition, code text_pattern_ops);

grant select, insert, update, delete on all tables in schema terminology to liuxin_app;

-- owner: journey/throughout/settlement
-- Where a hospital's money goes is changed by two people and from a day on; what was in force before stays readable. What the
-- bank answered is kept as it came.
alter table settlement.bank_account
  add column id          uuid not null default gen_random_uuid(),
  add column valid_from  date,
  add column reason      text not null default '',
  add column state       text not null default 'agreed' check (state in ('proposed', 'agreed', 'refused', 'withdrawn')),
  add column proposed_by text not null default 'settlement.before',
  add column decided_by  text,
  add column decided_at  timestamptz,
  add column note        text not null default '';
alter table settlement.bank_account rename column changed_at to proposed_at;
update settlement.bank_account set valid_from = '2020-01-01', decided_by = proposed_by, decided_at = proposed_at;
alter table settlement.bank_account
  alter column id drop default, alter column valid_from set not null, alter column state drop default, alter column proposed_by drop default,
  drop constraint bank_account_pkey,
  add primary key (institution_id, id),
  add constraint bank_account_decided check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  -- A name with a dot in it is one of the region's own jobs; people have a UUID.
  add constraint bank_account_agreed_by_another check (state <> 'agreed' or proposed_by <> decided_by or proposed_by !~ '^[0-9a-f-]{36}$');
create unique index bank_account_one_proposal on settlement.bank_account (institution_id) where state = 'proposed';
create index bank_account_in_force on settlement.bank_account (institution_id, valid_from desc, decided_at desc) where state = 'agreed';

-- Once proposed it is agreed to or not; nobody rewrites it.
revoke update on settlement.bank_account from liuxin_app;
grant update (state, decided_by, decided_at, note) on settlement.bank_account to liuxin_app;

-- The bank's answers, each once.
create table settlement.bank_answer (
  day            date not null references settlement.day,
  sha256         text not null,
  received_at    timestamptz not null,
  received_by    text not null,
  executed       integer not null,
  refused        integer not null,
  news           integer not null check (news > 0),
  content        text not null,
  primary key (day, sha256)
);
alter table settlement.bank_answer enable row level security;
alter table settlement.bank_answer force row level security;
create policy bank_answer_owner on settlement.bank_answer to current_user using (true) with check (true);
create policy bank_answer_centre on settlement.bank_answer to liuxin_app using (settlement.is_centre()) with check (settlement.is_centre());
grant select, insert on settlement.bank_answer to liuxin_app;

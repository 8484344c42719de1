-- owner: journey/previsit/fairness
-- Resale that spreads over hospitals, each time under the threshold: compared by keyed hashes that lead back to nobody. What lies
-- here is a hash, a hospital, a day and counts; no hospital reads it, nor does the region's office, only the comparison itself.
create table fairness.echo (
  institution_id integer not null,
  account        text not null,                 -- keyed hash, for this comparison alone
  day            date not null,
  bookings       integer not null,
  people         integer not null,
  family         integer not null,
  strangers      integer not null,
  early          integer not null,
  quick          integer not null,
  passed         integer not null,
  back           integer not null,
  came           integer not null,
  over           integer not null,
  helped         integer not null,
  refused        integer not null,
  primary key (institution_id, account, day)
);
create index echo_of_account on fairness.echo (account);

create table fairness.tie (
  institution_id integer not null,
  kind           text not null check (kind in ('device', 'phone', 'payer')),
  mark           text not null,                 -- keyed hash; a payer's is that of the account
  account        text not null,
  day            date not null,
  primary key (institution_id, kind, mark, account, day)
);
create index tie_of_mark on fairness.tie (kind, mark);
create index tie_of_account on fairness.tie (account);

-- What the region's office sees of a group over hospitals: counts.
create table fairness.spread (
  institution_id integer not null default 0 check (institution_id = 0),
  id             uuid not null,
  score          integer not null,
  signals        jsonb not null,
  counter        jsonb not null,
  advice         text not null check (advice in ('dismiss', 'watch', 'restrict')),
  hospitals      jsonb not null,                -- [{institutionId, bookings}]
  bookings       integer not null,
  accounts       integer not null,
  devices        integer not null,
  opened_at      timestamptz not null,
  changed_at     timestamptz not null,
  primary key (institution_id, id)
);
create table fairness.spread_account (
  institution_id integer not null default 0,
  account        text not null,
  spread_id      uuid not null,
  primary key (institution_id, account)
);

alter table fairness.trace add column account_mark text;
create index trace_of_mark on fairness.trace (institution_id, account_mark, booked_at) where account_mark is not null;
-- Of a group that also booked elsewhere: how many hospitals and bookings that were, and the sum over all of them.
alter table fairness.finding add column spread_id uuid, add column elsewhere jsonb;
grant update (spread_id, elsewhere) on fairness.finding to liuxin_app;

alter table fairness.echo enable row level security;           alter table fairness.echo force row level security;
alter table fairness.tie enable row level security;            alter table fairness.tie force row level security;
alter table fairness.spread enable row level security;         alter table fairness.spread force row level security;
alter table fairness.spread_account enable row level security; alter table fairness.spread_account force row level security;
create policy echo_compared on fairness.echo to liuxin_app using ((select platform.scope()) = 'system') with check ((select platform.scope()) = 'system');
create policy tie_compared on fairness.tie to liuxin_app using ((select platform.scope()) = 'system') with check ((select platform.scope()) = 'system');
create policy spread_account_compared on fairness.spread_account to liuxin_app using ((select platform.scope()) = 'system') with check ((select platform.scope()) = 'system');
create policy spread_seen on fairness.spread to liuxin_app using (platform.may_see(institution_id, null)) with check ((select platform.scope()) = 'system');
create policy echo_owner on fairness.echo to current_user using (true) with check (true);
create policy tie_owner on fairness.tie to current_user using (true) with check (true);
create policy spread_owner on fairness.spread to current_user using (true) with check (true);
create policy spread_account_owner on fairness.spread_account to current_user using (true) with check (true);
grant select, insert, delete on fairness.echo, fairness.tie to liuxin_app;
grant select, insert, update, delete on fairness.spread_account to liuxin_app;
grant select, insert, update, delete on fairness.spread to liuxin_app;

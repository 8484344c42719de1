-- owner: journey/throughout/wallet
-- Prepaid money that is good at every hospital. The money itself is in the ledger, in the region's books (institution 0);
-- here stands what was promised from it, what each movement was for, and who may look at a window.
create schema wallet;
grant usage on schema wallet to liuxin_app;

-- Money kept aside in a person's purse for one hospital, until it is taken or let go. It draws on every entry of the person.
create table wallet.promise (
  person_id      uuid not null,                -- the entry that remained when it was promised
  id             uuid not null,                -- the ledger's hold, chosen by the caller: the same id twice is one promise
  institution_id integer not null,             -- who it is promised to
  purpose        text not null check (purpose in ('spend', 'withdrawal')),
  cents          bigint not null check (cents > 0),
  entries        uuid[] not null,              -- from whose accounts, and how much of each
  parts          bigint[] not null,
  reference      text not null,
  title          text not null default '',
  state          text not null default 'open' check (state in ('open', 'taken', 'let-go')),
  taken_cents    bigint,
  transfer_id    uuid,
  placed_at      timestamptz not null,
  expires_at     timestamptz,
  ended_at       timestamptz,
  primary key (person_id, id),
  constraint promise_ends_once check ((state = 'open') = (ended_at is null)),
  constraint promise_taken_within check ((state = 'taken') = (taken_cents is not null) and (state = 'taken') = (transfer_id is not null) and taken_cents between 1 and cents),
  constraint promise_from_its_entries check (cardinality(entries) = cardinality(parts) and cardinality(entries) > 0)
);
create index promise_by_id on wallet.promise (id);

-- What each change of a balance was, in words a person understands. The amounts are the ledger's, turned to the person's side.
create table wallet.movement (
  person_id      uuid not null,                -- whose account: an entry of the person
  transfer_id    uuid not null,
  institution_id integer not null,             -- where; 0: with the region, from a phone
  kind           text not null check (kind in ('top-up', 'spend', 'give-back', 'withdrawal')),
  cents          bigint not null check (cents <> 0),
  reference      text not null,
  title          text not null default '',
  at             timestamptz not null,
  primary key (person_id, transfer_id),
  constraint movement_goes_its_way check ((cents > 0) = (kind in ('top-up', 'give-back')))
);
create index movement_at_hospital on wallet.movement (institution_id, at);

-- The number a person shows or says at a window, as a keyed hash; one at a time, few tries, then it is over.
create table wallet.consent_code (
  person_id  uuid primary key,
  code_hash  bytea not null,
  expires_at timestamptz not null,
  tries      integer not null default 0,
  constraint consent_code_at_most_five_tries check (tries <= 5)
);

-- With the number in hand a window may see this balance for a while, and take from it once.
create table wallet.consent (
  institution_id integer not null,
  id             uuid not null,
  person_id      uuid not null,
  account_id     uuid not null,                -- who stood behind the window
  given_at       timestamptz not null,
  expires_at     timestamptz not null,
  used_for       uuid,                         -- the promise it was used for
  primary key (institution_id, id)
);
create index consent_of_person on wallet.consent (institution_id, person_id, expires_at);

do $$ declare t text; begin
  foreach t in array array['promise', 'movement', 'consent'] loop
    execute format('alter table wallet.%I enable row level security', t);
    execute format('alter table wallet.%I force row level security', t);
    execute format('create policy %I on wallet.%I to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id))', t || '_of_own', t);
    execute format('create policy %I on wallet.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
end $$;
-- The number itself is between the person and the region: no window reads it, it may only ask whether one is right.
alter table wallet.consent_code enable row level security;
alter table wallet.consent_code force row level security;
create policy consent_code_of_own on wallet.consent_code to liuxin_app
  using (platform.may_see(null, person_id)) with check (platform.may_see(null, person_id));
create policy consent_code_owner on wallet.consent_code to current_user using (true) with check (true);

-- Whether this is the number one of these entries shows now. Right, it is used up; wrong, one of five tries is gone.
create function wallet.redeem_code(p_entries uuid[], p_code_hash bytea, p_at timestamptz) returns boolean
  language plpgsql security definer set search_path = wallet, pg_temp as $$
declare v_right boolean;
begin
  update consent_code set tries = tries + 1, expires_at = case when code_hash = p_code_hash then p_at else expires_at end
  where person_id = any (p_entries) and expires_at > p_at and tries < 5 returning code_hash = p_code_hash into v_right;
  return coalesce(v_right, false);
end $$;
revoke execute on function wallet.redeem_code from public;
grant execute on function wallet.redeem_code to liuxin_app;

grant select, insert on wallet.promise, wallet.movement, wallet.consent, wallet.consent_code to liuxin_app;
grant update (state, taken_cents, transfer_id, ended_at) on wallet.promise to liuxin_app;
grant update (code_hash, expires_at, tries) on wallet.consent_code to liuxin_app;
grant update (used_for) on wallet.consent to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('wallet.limits', 0, '2024-01-01', '{"leastTopUpCents": 1000, "mostTopUpCents": 200000, "mostBalanceCents": 500000}', 'cents',
    'Yardstick: a named prepaid card holds at most 5 000 yuan (People''s Bank of China, announcement 2012 no. 12, article 6); least and most of one top-up are ours', false),
  ('wallet.consent', 0, '2024-01-01', '{"codeSeconds": 180, "windowSeconds": 600}', 'seconds',
    'Ours: long enough to read six figures aloud, and to take one payment', false);

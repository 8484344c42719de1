-- owner: journey/throughout/access
-- Accounts, ways to prove who you are, sessions.
create schema access;
grant usage on schema access to liuxin_app;

create table access.account (
  id            uuid primary key,
  kind          text not null check (kind in ('patient', 'staff')),
  person_id     uuid,                       -- of a patient's account; null until they have said who they are
  phone_hash    bytea,
  phone_sealed  bytea,
  phone_masked  text not null default '',
  username      text,                       -- of a staff account, lower case
  password_hash text,                       -- argon2id
  totp_sealed   bytea,
  totp_confirmed_at timestamptz,            -- null: the second factor is still to be set up
  totp_last_step bigint not null default 0, -- a code is good once
  active        boolean not null default true,
  language      text not null default 'zh-CN' check (language in ('zh-CN', 'en')),
  text_size     integer not null default 0 check (text_size between 0 and 4),   -- 0: ordinary; 1 to 4: elder mode
  created_at    timestamptz not null,
  constraint account_username_once unique (username),
  constraint account_of_its_kind check (case kind when 'patient' then username is null else person_id is null and username is not null end)
);
create unique index account_one_per_phone on access.account (phone_hash) where kind = 'patient' and active;
create index account_of_person on access.account (person_id) where person_id is not null;

-- A staff account works at institutions, as a practitioner or not, in roles.
create table access.staff_role (
  account_id      uuid not null references access.account,
  institution_id  integer not null,
  staff_id        integer not null,         -- practitioner id where the person is one
  display_name    text not null,
  roles           text[] not null,
  primary key (account_id, institution_id),
  constraint staff_role_known check (roles <@ '{physician,nurse,registrar,cashier,manager,auditor,admin}' and cardinality(roles) > 0)
);

create table access.session (
  token_hash   bytea primary key,
  family_id    uuid not null,               -- tokens rotated from one sign-in share it
  account_id   uuid not null references access.account,
  institution_id integer,
  -- 'details': a patient has not said who they are; 'password': the second factor is due; 'institution': a choice is due
  stage        text not null check (stage in ('details', 'password', 'institution', 'full')),
  created_at   timestamptz not null,        -- of the sign-in; the same in the whole family
  issued_at    timestamptz not null,        -- of this token
  last_used_at timestamptz not null,
  idle_seconds integer not null,
  expires_at   timestamptz not null,        -- in any case
  rotated_at   timestamptz,                 -- replaced: shown again later it ends the whole family
  ended_at     timestamptz,
  device       text not null default ''
);
create index session_of_account on access.session (account_id) where ended_at is null;
create index session_of_family on access.session (family_id);

create table access.sign_in_code (
  phone_hash  bytea not null,
  id          uuid not null,
  code_hash   bytea not null,
  sent_at     timestamptz not null,
  expires_at  timestamptz not null,
  tries       integer not null default 0,
  used_at     timestamptz,
  primary key (phone_hash, id),
  constraint sign_in_code_at_most_five_tries check (tries <= 5)
);

-- Counted tries, by what is tried: a phone, a user name (known or not), an address. Windows are fixed; rows are swept.
create table access.attempt (
  bucket       text not null,
  key_hash     bytea not null,
  window_start timestamptz not null,
  count        integer not null default 1,
  locked_until timestamptz,
  primary key (bucket, key_hash)
);
create index attempt_by_age on access.attempt (window_start);

alter table access.account enable row level security;      alter table access.account force row level security;
alter table access.staff_role enable row level security;   alter table access.staff_role force row level security;
alter table access.session enable row level security;      alter table access.session force row level security;
alter table access.sign_in_code enable row level security; alter table access.sign_in_code force row level security;
alter table access.attempt enable row level security;      alter table access.attempt force row level security;

-- Proving who one is happens before anybody is anybody: only the system's own operations touch these tables.
create policy account_of_system on access.account to liuxin_app using ((select platform.scope()) = 'system');
create policy session_of_system on access.session to liuxin_app using ((select platform.scope()) = 'system');
create policy sign_in_code_of_system on access.sign_in_code to liuxin_app using ((select platform.scope()) = 'system');
create policy attempt_of_system on access.attempt to liuxin_app using ((select platform.scope()) = 'system');
-- Names of colleagues stand on what they signed, so that whoever reads it may read them.
create policy staff_role_read on access.staff_role for select to liuxin_app using ((select platform.scope()) in ('system', 'staff', 'patient'));
create policy staff_role_written on access.staff_role to liuxin_app using ((select platform.scope()) = 'system');

create policy account_owner on access.account to current_user using (true) with check (true);
create policy staff_role_owner on access.staff_role to current_user using (true) with check (true);
create policy session_owner on access.session to current_user using (true) with check (true);
create policy sign_in_code_owner on access.sign_in_code to current_user using (true) with check (true);
create policy attempt_owner on access.attempt to current_user using (true) with check (true);

-- Whose token is this? One call for a request that shows a cookie. It notes use at most once a minute, forgives a
-- token replaced less than `p_grace` seconds ago (two tabs at once), and ends the whole family of one shown later.
create function access.session_shown(p_token_hash bytea, p_now timestamptz, p_grace integer)
  returns table (account_id uuid, family_id uuid, kind text, person_id uuid, acts_for uuid[], institution_id integer,
    staff_id integer, roles text[], stage text, issued_at timestamptz, reused boolean)
  language plpgsql volatile security definer set search_path = access, pg_temp as $$
declare s access.session; a access.account;
begin
  select * into s from access.session where token_hash = p_token_hash;
  if not found or s.ended_at is not null or s.expires_at <= p_now then return; end if;
  if s.rotated_at is not null and s.rotated_at + make_interval(secs => p_grace) < p_now then
    update access.session x set ended_at = p_now where x.family_id = s.family_id and x.ended_at is null;
    return query select s.account_id, s.family_id, null::text, null::uuid, null::uuid[], null::integer, null::integer, null::text[],
      null::text, s.issued_at, true;
    return;
  end if;
  if s.last_used_at + make_interval(secs => s.idle_seconds) <= p_now then return; end if;
  select * into a from access.account x where x.id = s.account_id and x.active;
  if not found then return; end if;
  if s.last_used_at < p_now - interval '1 minute' then
    update access.session x set last_used_at = p_now where x.token_hash = p_token_hash;
  end if;
  return query select a.id, s.family_id, a.kind, a.person_id,
    case when a.person_id is not null then people.acts_for(a.person_id, p_now) end,
    s.institution_id, r.staff_id, r.roles, s.stage, s.issued_at, false
  from (select 1) one left join access.staff_role r on r.account_id = a.id and r.institution_id = s.institution_id;
end $$;

grant select, insert, update on access.account, access.session, access.sign_in_code to liuxin_app;
grant delete on access.session, access.sign_in_code to liuxin_app;
grant select, insert, update, delete on access.staff_role, access.attempt to liuxin_app;

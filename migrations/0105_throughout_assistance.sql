-- owner: journey/throughout/assistance
-- Help on the same page: who asked, who was let in and until when, what of the page is shown right now, what was proposed and answered.
create schema assistance;
grant usage on schema assistance to liuxin_app;

create table assistance.session (
  person_id             uuid not null,             -- who is helped
  id                    uuid not null,
  person_name           text not null,             -- masked, for the helper
  account_id            uuid not null,             -- whose device it is
  status                text not null default 'asked' check (status in ('asked', 'joined', 'watching', 'ended')),
  code_hash             bytea,                     -- until it is used, or over
  code_until            timestamptz not null,
  asked_at              timestamptz not null,
  helper_kind           text check (helper_kind in ('staff', 'family', 'person')),
  helper_account_id     uuid,
  helper_person_id      uuid,
  helper_institution_id integer,
  helper_name_sealed    bytea,                     -- as it was shown to the person before they agreed
  shows_health          boolean not null default false,
  place                 text not null default 'hidden' check (place in ('open', 'look', 'health', 'hidden')),
  sequence              integer not null default 0,
  agreed_at             timestamptz,
  expires_at            timestamptz,
  person_seen_at        timestamptz,
  helper_seen_at        timestamptz,
  ended_at              timestamptz,
  end_reason            text check (end_reason in ('person', 'helper', 'declined', 'over', 'silence', 'replaced')),
  primary key (person_id, id),
  constraint session_known_by_its_id unique (id),
  constraint session_ends_once check ((status = 'ended') = (ended_at is not null) and (ended_at is null) = (end_reason is null)),
  constraint session_has_a_helper check ((helper_account_id is null) = (helper_kind is null) and (status in ('joined', 'watching')) <= (helper_account_id is not null)),
  constraint session_is_watched_after_a_yes check (status <> 'watching' or (agreed_at is not null and expires_at is not null)),
  constraint session_code_is_used_once check (code_hash is null or status = 'asked'),
  constraint session_helper_is_somebody_else check (helper_account_id <> account_id)
);
create unique index session_one_open_per_account on assistance.session (account_id) where ended_at is null;
create unique index session_one_code on assistance.session (code_hash) where code_hash is not null;
create index session_still_open on assistance.session (asked_at) where ended_at is null;
create index session_of_helper on assistance.session (helper_account_id, asked_at);

-- What the helper sees now: one whole picture and the changes since. Gone as soon as the session ends.
create table assistance.frame (
  person_id  uuid not null,
  session_id uuid not null,
  sequence   integer not null,
  body       jsonb not null,
  primary key (person_id, session_id, sequence),
  foreign key (person_id, session_id) references assistance.session
);

-- What a helper proposed, and what came of it. A helper never does anything: these are questions.
create table assistance.proposal (
  person_id   uuid not null,
  session_id  uuid not null,
  id          uuid not null,
  kind        text not null check (kind in ('press', 'fill')),
  target      integer not null,
  label       text not null,
  value_sealed bytea,                              -- only of a fill; read by the person's own device, and in their own list
  page        text not null,
  proposed_at timestamptz not null,
  outcome     text check (outcome in ('confirmed', 'declined', 'impossible', 'lapsed')),
  answered_at timestamptz,
  primary key (person_id, session_id, id),
  foreign key (person_id, session_id) references assistance.session,
  constraint proposal_answered_once check ((outcome is null) = (answered_at is null)),
  constraint proposal_fills_with_something check ((kind = 'fill') = (value_sealed is not null))
);
create unique index proposal_one_at_a_time on assistance.proposal (person_id, session_id) where outcome is null;

-- Wrong codes are counted per account.
create table assistance.attempt (
  account_id uuid not null,
  at         timestamptz not null,
  id         uuid not null,
  primary key (account_id, at, id)
);

-- A session is seen by the person and by whoever was let in; which account, the module asks again.
create policy session_of_both on assistance.session to liuxin_app
  using (platform.may_see(helper_institution_id, person_id) or ((select platform.scope()) = 'patient' and helper_person_id = any ((select platform.persons())::uuid[])))
  with check (platform.may_see(helper_institution_id, person_id) or ((select platform.scope()) = 'patient' and helper_person_id = any ((select platform.persons())::uuid[])));
do $$ declare t text; begin
  foreach t in array array['session', 'frame', 'proposal', 'attempt'] loop
    execute format('alter table assistance.%I enable row level security', t);
    execute format('alter table assistance.%I force row level security', t);
    execute format('create policy %I on assistance.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
  foreach t in array array['frame', 'proposal'] loop
    execute format('create policy %I on assistance.%I to liuxin_app using (session_id in (select id from assistance.session)) with check (session_id in (select id from assistance.session))', t || '_of_both', t);
  end loop;
end $$;
create policy attempt_counted on assistance.attempt to liuxin_app
  using ((select platform.scope()) in ('system', 'patient', 'staff')) with check ((select platform.scope()) in ('system', 'patient', 'staff'));
grant select, insert, update on assistance.session, assistance.proposal to liuxin_app;
grant select, insert, delete on assistance.frame, assistance.attempt to liuxin_app;

-- Whoever holds the code may ask to come in, once: the code is worth nothing afterwards. No row when there is no such code now.
create function assistance.join_by_code(p_code_hash bytea, p_account uuid, p_person uuid, p_institution integer, p_kind text, p_name bytea, p_now timestamptz)
  returns table (person_id uuid, id uuid)
  language plpgsql security definer set search_path = assistance, pg_temp as $$
begin
  if coalesce(platform.scope(), '') not in ('patient', 'staff') then
    raise exception 'no right to join' using errcode = 'insufficient_privilege';
  end if;
  return query update session s set status = 'joined', code_hash = null, helper_kind = p_kind, helper_account_id = p_account, helper_person_id = p_person,
      helper_institution_id = p_institution, helper_name_sealed = p_name, helper_seen_at = p_now
    where s.code_hash = p_code_hash and s.status = 'asked' and s.code_until > p_now and s.account_id <> p_account
    returning s.person_id, s.id;
end $$;
revoke execute on all functions in schema assistance from public;
grant execute on all functions in schema assistance to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('assistance.limits', 0, '2024-01-01', '{"codeMinutes": 5, "sessionMinutes": 15, "silenceSeconds": 60, "attempts": 5, "attemptMinutes": 10}', 'minutes, seconds, tries', 'Ours', false);

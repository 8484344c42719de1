-- The whole schema as the migrations leave it, to be read and compared. Written by `npm run schema`; not run by anything.

create extension if not exists btree_gist;

create extension if not exists pg_trgm;

create schema if not exists access;

grant usage on schema access to liuxin_app;

grant usage on schema access to liuxin_booker;

create table access.account (
  id uuid not null,
  kind text not null,
  person_id uuid,
  phone_hash bytea,
  phone_sealed bytea,
  phone_masked text default ''::text not null,
  username text,
  password_hash text,
  totp_sealed bytea,
  totp_confirmed_at timestamp with time zone,
  totp_last_step bigint default 0 not null,
  active boolean default true not null,
  language text default 'zh-CN'::text not null,
  text_size integer default 0 not null,
  created_at timestamp with time zone not null,
  constraint account_pkey PRIMARY KEY (id),
  constraint account_kind_check CHECK ((kind = ANY (ARRAY['patient'::text, 'staff'::text]))),
  constraint account_language_check CHECK ((language = ANY (ARRAY['zh-CN'::text, 'en'::text]))),
  constraint account_of_its_kind CHECK (
CASE kind
    WHEN 'patient'::text THEN (username IS NULL)
    ELSE ((person_id IS NULL) AND (username IS NOT NULL))
END),
  constraint account_text_size_check CHECK (((text_size >= 0) AND (text_size <= 4))),
  constraint account_username_once UNIQUE (username)
);
alter table access.account enable row level security;
alter table access.account force row level security;

CREATE INDEX account_of_person ON access.account USING btree (person_id) WHERE (person_id IS NOT NULL);

CREATE UNIQUE INDEX account_one_per_phone ON access.account USING btree (phone_hash) WHERE ((kind = 'patient'::text) AND active);

create policy account_of_system on access.account as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ();

create policy account_owner on access.account as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on access.account to liuxin_app;

create table access.attempt (
  bucket text not null,
  key_hash bytea not null,
  window_start timestamp with time zone not null,
  count integer default 1 not null,
  locked_until timestamp with time zone,
  constraint attempt_pkey PRIMARY KEY (bucket, key_hash)
);
alter table access.attempt enable row level security;
alter table access.attempt force row level security;

CREATE INDEX attempt_by_age ON access.attempt USING btree (window_start);

create policy attempt_of_system on access.attempt as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ();

create policy attempt_owner on access.attempt as permissive for all to liuxin using (true) with check (true);

grant delete, insert, select, update on access.attempt to liuxin_app;

create table access.session (
  token_hash bytea not null,
  family_id uuid not null,
  account_id uuid not null,
  institution_id integer,
  stage text not null,
  created_at timestamp with time zone not null,
  issued_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  idle_seconds integer not null,
  expires_at timestamp with time zone not null,
  rotated_at timestamp with time zone,
  ended_at timestamp with time zone,
  device text default ''::text not null,
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.account(id),
  constraint session_stage_check CHECK ((stage = ANY (ARRAY['details'::text, 'password'::text, 'institution'::text, 'full'::text])))
);
alter table access.session enable row level security;
alter table access.session force row level security;

CREATE INDEX session_of_account ON access.session USING btree (account_id) WHERE (ended_at IS NULL);

CREATE INDEX session_of_family ON access.session USING btree (family_id);

create policy session_of_system on access.session as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ();

create policy session_owner on access.session as permissive for all to liuxin using (true) with check (true);

grant delete, insert, select, update on access.session to liuxin_app;

create table access.sign_in_code (
  phone_hash bytea not null,
  id uuid not null,
  code_hash bytea not null,
  sent_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  tries integer default 0 not null,
  used_at timestamp with time zone,
  constraint sign_in_code_pkey PRIMARY KEY (phone_hash, id),
  constraint sign_in_code_at_most_five_tries CHECK ((tries <= 5))
);
alter table access.sign_in_code enable row level security;
alter table access.sign_in_code force row level security;

create policy sign_in_code_of_system on access.sign_in_code as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ();

create policy sign_in_code_owner on access.sign_in_code as permissive for all to liuxin using (true) with check (true);

grant delete, insert, select, update on access.sign_in_code to liuxin_app;

create table access.staff_role (
  account_id uuid not null,
  institution_id integer not null,
  staff_id integer not null,
  display_name text not null,
  roles text[] not null,
  constraint staff_role_pkey PRIMARY KEY (account_id, institution_id),
  constraint staff_role_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.account(id),
  constraint staff_role_known CHECK (((roles <@ '{physician,nurse,laboratory,pharmacist,registrar,cashier,accountant,manager,auditor,admin}'::text[]) AND (cardinality(roles) > 0)))
);
alter table access.staff_role enable row level security;
alter table access.staff_role force row level security;

create policy staff_role_owner on access.staff_role as permissive for all to liuxin using (true) with check (true);

create policy staff_role_read on access.staff_role as permissive for select to liuxin_app using ((( SELECT platform.scope() AS scope) = ANY (ARRAY['system'::text, 'staff'::text, 'patient'::text]))) with check ();

create policy staff_role_written on access.staff_role as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ();

grant delete, insert, select, update on access.staff_role to liuxin_app;

CREATE OR REPLACE FUNCTION access.holders_of(p_accounts text[])
 RETURNS TABLE(account_id text, person_id uuid, phone_hash text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'access', 'pg_temp'
AS $function$
  select a.id::text, a.person_id, encode(a.phone_hash, 'hex') from access.account a
  where a.kind = 'patient' and a.phone_hash is not null and a.id = any (select x::uuid from unnest(p_accounts) x where x ~ '^[0-9a-f-]{36}$');
$function$;
revoke all on function access.holders_of(text[]) from public;

grant execute on function access.holders_of(text[]) to liuxin_booker;

CREATE OR REPLACE FUNCTION access.session_shown(p_token_hash bytea, p_now timestamp with time zone, p_grace integer)
 RETURNS TABLE(account_id uuid, family_id uuid, kind text, person_id uuid, acts_for uuid[], institution_id integer, staff_id integer, roles text[], stage text, issued_at timestamp with time zone, reused boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'access', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION access.sessions_shown(p_hashes bytea[], p_now timestamp with time zone, p_grace integer)
 RETURNS TABLE(ord integer, account_id uuid, family_id uuid, kind text, person_id uuid, acts_for uuid[], institution_id integer, staff_id integer, roles text[], stage text, issued_at timestamp with time zone, reused boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER ROWS 20
 SET search_path TO 'access', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare v_odd integer[]; v_persons uuid[];
begin
  select array_agg(t.n::integer) filter (where s.rotated_at is not null or s.last_used_at < p_now - interval '1 minute'),
    array_agg(distinct a.person_id) filter (where a.person_id is not null)
  into v_odd, v_persons
  from unnest(p_hashes) with ordinality t(hash, n) join access.session s on s.token_hash = t.hash join access.account a on a.id = s.account_id
  where s.ended_at is null and s.expires_at > p_now;

  return query
    select t.n::integer, a.id, s.family_id, a.kind, a.person_id, f.acts_for, s.institution_id, r.staff_id, r.roles, s.stage, s.issued_at, false
    from unnest(p_hashes) with ordinality t(hash, n)
    join access.session s on s.token_hash = t.hash
    join access.account a on a.id = s.account_id
    left join access.staff_role r on r.account_id = a.id and r.institution_id = s.institution_id
    left join people.acts_for_many(v_persons, p_now) f on f.person_id = a.person_id
    where s.ended_at is null and s.expires_at > p_now and a.active and s.rotated_at is null
      and s.last_used_at >= p_now - interval '1 minute' and s.last_used_at + make_interval(secs => s.idle_seconds) > p_now;
  if v_odd is not null then
    return query
      select o.n, s.account_id, s.family_id, s.kind, s.person_id, s.acts_for, s.institution_id, s.staff_id, s.roles, s.stage, s.issued_at, s.reused
      from unnest(v_odd) o(n) cross join lateral access.session_shown(p_hashes[o.n], p_now, p_grace) s;
  end if;
end $function$;
revoke all on function access.sessions_shown(bytea[],timestamp with time zone,integer) from public;

grant execute on function access.sessions_shown(bytea[],timestamp with time zone,integer) to liuxin_app;

create schema if not exists arrival;

grant usage on schema arrival to liuxin_app;

create table arrival.visit (
  institution_id integer not null,
  id uuid not null,
  person_id uuid not null,
  department_id integer not null,
  practitioner_id integer,
  service_id integer not null,
  day date not null,
  due_from timestamp with time zone not null,
  due_to timestamp with time zone not null,
  checked_in_at timestamp with time zone not null,
  checked_in_by text not null,
  queue_id integer not null,
  ticket_id uuid not null,
  status text default 'waiting'::text not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  room text default ''::text not null,
  constraint visit_pkey PRIMARY KEY (institution_id, id),
  constraint visit_checked_in_by_check CHECK ((checked_in_by = ANY (ARRAY['campus-code'::text, 'location'::text, 'desk'::text, 'kiosk'::text]))),
  constraint visit_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'in-consultation'::text, 'finished'::text, 'left'::text])))
);
alter table arrival.visit enable row level security;
alter table arrival.visit force row level security;

CREATE INDEX visit_of_day ON arrival.visit USING btree (institution_id, day, department_id);

CREATE INDEX visit_of_person ON arrival.visit USING btree (person_id, day);

CREATE INDEX visit_of_ticket ON arrival.visit USING btree (institution_id, ticket_id);

create policy visit_owner on arrival.visit as permissive for all to liuxin using (true) with check (true);

create policy visit_seen on arrival.visit as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on arrival.visit to liuxin_app;

create schema if not exists assistance;

grant usage on schema assistance to liuxin_app;

create table assistance.attempt (
  account_id uuid not null,
  at timestamp with time zone not null,
  id uuid not null,
  constraint attempt_pkey PRIMARY KEY (account_id, at, id)
);
alter table assistance.attempt enable row level security;
alter table assistance.attempt force row level security;

create policy attempt_counted on assistance.attempt as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = ANY (ARRAY['system'::text, 'patient'::text, 'staff'::text]))) with check ((( SELECT platform.scope() AS scope) = ANY (ARRAY['system'::text, 'patient'::text, 'staff'::text])));

create policy attempt_owner on assistance.attempt as permissive for all to liuxin using (true) with check (true);

grant delete, insert, select on assistance.attempt to liuxin_app;

create table assistance.frame (
  person_id uuid not null,
  session_id uuid not null,
  sequence integer not null,
  body jsonb not null,
  constraint frame_pkey PRIMARY KEY (person_id, session_id, sequence),
  constraint frame_person_id_session_id_fkey FOREIGN KEY (person_id, session_id) REFERENCES assistance.session(person_id, id)
);
alter table assistance.frame enable row level security;
alter table assistance.frame force row level security;

create policy frame_of_both on assistance.frame as permissive for all to liuxin_app using ((session_id IN ( SELECT session.id
   FROM assistance.session))) with check ((session_id IN ( SELECT session.id
   FROM assistance.session)));

create policy frame_owner on assistance.frame as permissive for all to liuxin using (true) with check (true);

grant delete, insert, select on assistance.frame to liuxin_app;

create table assistance.proposal (
  person_id uuid not null,
  session_id uuid not null,
  id uuid not null,
  kind text not null,
  target integer not null,
  label text not null,
  value_sealed bytea,
  page text not null,
  proposed_at timestamp with time zone not null,
  outcome text,
  answered_at timestamp with time zone,
  constraint proposal_pkey PRIMARY KEY (person_id, session_id, id),
  constraint proposal_answered_once CHECK (((outcome IS NULL) = (answered_at IS NULL))),
  constraint proposal_fills_with_something CHECK (((kind = 'fill'::text) = (value_sealed IS NOT NULL))),
  constraint proposal_kind_check CHECK ((kind = ANY (ARRAY['press'::text, 'fill'::text]))),
  constraint proposal_outcome_check CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'declined'::text, 'impossible'::text, 'lapsed'::text]))),
  constraint proposal_person_id_session_id_fkey FOREIGN KEY (person_id, session_id) REFERENCES assistance.session(person_id, id)
);
alter table assistance.proposal enable row level security;
alter table assistance.proposal force row level security;

CREATE UNIQUE INDEX proposal_one_at_a_time ON assistance.proposal USING btree (person_id, session_id) WHERE (outcome IS NULL);

create policy proposal_of_both on assistance.proposal as permissive for all to liuxin_app using ((session_id IN ( SELECT session.id
   FROM assistance.session))) with check ((session_id IN ( SELECT session.id
   FROM assistance.session)));

create policy proposal_owner on assistance.proposal as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on assistance.proposal to liuxin_app;

create table assistance.session (
  person_id uuid not null,
  id uuid not null,
  person_name text not null,
  account_id uuid not null,
  status text default 'asked'::text not null,
  code_hash bytea,
  code_until timestamp with time zone not null,
  asked_at timestamp with time zone not null,
  helper_kind text,
  helper_account_id uuid,
  helper_person_id uuid,
  helper_institution_id integer,
  helper_name_sealed bytea,
  shows_health boolean default false not null,
  place text default 'hidden'::text not null,
  sequence integer default 0 not null,
  agreed_at timestamp with time zone,
  expires_at timestamp with time zone,
  person_seen_at timestamp with time zone,
  helper_seen_at timestamp with time zone,
  ended_at timestamp with time zone,
  end_reason text,
  constraint session_pkey PRIMARY KEY (person_id, id),
  constraint session_code_is_used_once CHECK (((code_hash IS NULL) OR (status = 'asked'::text))),
  constraint session_end_reason_check CHECK ((end_reason = ANY (ARRAY['person'::text, 'helper'::text, 'declined'::text, 'over'::text, 'silence'::text, 'replaced'::text]))),
  constraint session_ends_once CHECK ((((status = 'ended'::text) = (ended_at IS NOT NULL)) AND ((ended_at IS NULL) = (end_reason IS NULL)))),
  constraint session_has_a_helper CHECK ((((helper_account_id IS NULL) = (helper_kind IS NULL)) AND ((status = ANY (ARRAY['joined'::text, 'watching'::text])) <= (helper_account_id IS NOT NULL)))),
  constraint session_helper_is_somebody_else CHECK ((helper_account_id <> account_id)),
  constraint session_helper_kind_check CHECK ((helper_kind = ANY (ARRAY['staff'::text, 'family'::text, 'person'::text]))),
  constraint session_is_watched_after_a_yes CHECK (((status <> 'watching'::text) OR ((agreed_at IS NOT NULL) AND (expires_at IS NOT NULL)))),
  constraint session_known_by_its_id UNIQUE (id),
  constraint session_place_check CHECK ((place = ANY (ARRAY['open'::text, 'look'::text, 'health'::text, 'hidden'::text]))),
  constraint session_status_check CHECK ((status = ANY (ARRAY['asked'::text, 'joined'::text, 'watching'::text, 'ended'::text])))
);
alter table assistance.session enable row level security;
alter table assistance.session force row level security;

CREATE INDEX session_of_helper ON assistance.session USING btree (helper_account_id, asked_at);

CREATE UNIQUE INDEX session_one_code ON assistance.session USING btree (code_hash) WHERE (code_hash IS NOT NULL);

CREATE UNIQUE INDEX session_one_open_per_account ON assistance.session USING btree (account_id) WHERE (ended_at IS NULL);

CREATE INDEX session_still_open ON assistance.session USING btree (asked_at) WHERE (ended_at IS NULL);

create policy session_of_both on assistance.session as permissive for all to liuxin_app using ((platform.may_see(helper_institution_id, person_id) OR ((( SELECT platform.scope() AS scope) = 'patient'::text) AND (helper_person_id = ANY (( SELECT platform.persons() AS persons)::uuid[]))))) with check ((platform.may_see(helper_institution_id, person_id) OR ((( SELECT platform.scope() AS scope) = 'patient'::text) AND (helper_person_id = ANY (( SELECT platform.persons() AS persons)::uuid[])))));

create policy session_owner on assistance.session as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on assistance.session to liuxin_app;

CREATE OR REPLACE FUNCTION assistance.join_by_code(p_code_hash bytea, p_account uuid, p_person uuid, p_institution integer, p_kind text, p_name bytea, p_now timestamp with time zone)
 RETURNS TABLE(person_id uuid, id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'assistance', 'pg_temp'
AS $function$
begin
  if coalesce(platform.scope(), '') not in ('patient', 'staff') then
    raise exception 'no right to join' using errcode = 'insufficient_privilege';
  end if;
  return query update session s set status = 'joined', code_hash = null, helper_kind = p_kind, helper_account_id = p_account, helper_person_id = p_person,
      helper_institution_id = p_institution, helper_name_sealed = p_name, helper_seen_at = p_now
    where s.code_hash = p_code_hash and s.status = 'asked' and s.code_until > p_now and s.account_id <> p_account
    returning s.person_id, s.id;
end $function$;
revoke all on function assistance.join_by_code(bytea,uuid,uuid,integer,text,bytea,timestamp with time zone) from public;

grant execute on function assistance.join_by_code(bytea,uuid,uuid,integer,text,bytea,timestamp with time zone) to liuxin_app;

create schema if not exists attendance;

grant usage on schema attendance to liuxin_app;

create table attendance.calibration (
  institution_id integer not null,
  fitted_at timestamp with time zone not null,
  shift real not null,
  slope real not null,
  visits integer not null,
  missed integer not null,
  brier_before real not null,
  brier_after real not null,
  model smallint not null,
  constraint calibration_pkey PRIMARY KEY (institution_id, fitted_at)
);

grant insert, select on attendance.calibration to liuxin_app;

create table attendance.call (
  institution_id integer not null,
  appointment_id uuid not null,
  starts_at timestamp with time zone not null,
  person_id uuid not null,
  reason text not null,
  made_at timestamp with time zone not null,
  tries integer default 0 not null,
  result text,
  closed boolean default false not null,
  rung_at timestamp with time zone,
  rung_by text,
  constraint call_pkey PRIMARY KEY (institution_id, appointment_id, starts_at),
  constraint call_closed_with_result CHECK (((NOT closed) OR (result IS NOT NULL))),
  constraint call_reason_check CHECK ((reason = ANY (ARRAY['no-phone'::text, 'please-call'::text]))),
  constraint call_result_check CHECK ((result = ANY (ARRAY['confirmed'::text, 'cancelled'::text, 'wants-another-time'::text, 'no-answer'::text, 'wrong-number'::text])))
);
alter table attendance.call enable row level security;
alter table attendance.call force row level security;

CREATE INDEX call_by_start ON attendance.call USING btree (institution_id, starts_at);

create policy call_not_for_patients on attendance.call as permissive for all to liuxin_app using (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id))) with check (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id)));

create policy call_owner on attendance.call as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on attendance.call to liuxin_app;

create table attendance.confirmation (
  institution_id integer not null,
  appointment_id uuid not null,
  person_id uuid not null,
  starts_at timestamp with time zone not null,
  answer text not null,
  via text not null,
  answered_at timestamp with time zone not null,
  constraint confirmation_pkey PRIMARY KEY (institution_id, appointment_id),
  constraint confirmation_answer_check CHECK ((answer = ANY (ARRAY['confirmed'::text, 'on-my-way'::text, 'cancelled'::text]))),
  constraint confirmation_via_check CHECK ((via = ANY (ARRAY['link'::text, 'page'::text, 'call'::text])))
);
alter table attendance.confirmation enable row level security;
alter table attendance.confirmation force row level security;

CREATE INDEX confirmation_by_start ON attendance.confirmation USING btree (institution_id, starts_at);

create policy confirmation_owner on attendance.confirmation as permissive for all to liuxin using (true) with check (true);

create policy confirmation_seen on attendance.confirmation as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on attendance.confirmation to liuxin_app;

create table attendance.overbooking (
  institution_id integer not null,
  session_id bigint not null,
  service_id integer not null,
  day date not null,
  decision text not null,
  units jsonb not null,
  added integer not null,
  booked integer not null,
  expected real not null,
  breaking real not null,
  wait_minutes integer not null,
  at_most real not null,
  decided_by text not null,
  decided_at timestamp with time zone not null,
  came integer,
  waited_longer boolean,
  measured_at timestamp with time zone,
  constraint overbooking_pkey PRIMARY KEY (institution_id, session_id),
  constraint overbooking_decision_check CHECK ((decision = ANY (ARRAY['accepted'::text, 'declined'::text])))
);

CREATE INDEX overbooking_of_day ON attendance.overbooking USING btree (institution_id, day);

grant insert, select, update on attendance.overbooking to liuxin_app;

create table attendance.reminder (
  institution_id integer not null,
  appointment_id uuid not null,
  starts_at timestamp with time zone not null,
  mark text not null,
  person_id uuid not null,
  notice_id uuid not null,
  outcome text not null,
  made_at timestamp with time zone not null,
  constraint reminder_pkey PRIMARY KEY (institution_id, appointment_id, starts_at, mark),
  constraint reminder_outcome_check CHECK ((outcome = ANY (ARRAY['sent'::text, 'no-phone'::text])))
);
alter table attendance.reminder enable row level security;
alter table attendance.reminder force row level security;

CREATE INDEX reminder_by_time ON attendance.reminder USING btree (institution_id, made_at);

CREATE INDEX reminder_of_notice ON attendance.reminder USING btree (institution_id, notice_id);

create policy reminder_owner on attendance.reminder as permissive for all to liuxin using (true) with check (true);

create policy reminder_seen on attendance.reminder as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on attendance.reminder to liuxin_app;

create table attendance.watch (
  institution_id integer not null,
  appointment_id uuid not null,
  person_id uuid not null,
  starts_at timestamp with time zone not null,
  booked_at timestamp with time zone not null,
  raw_score real not null,
  likely real not null,
  next_mark text,
  next_due_at timestamp with time zone,
  missed boolean,
  model smallint not null,
  constraint watch_pkey PRIMARY KEY (institution_id, appointment_id),
  constraint watch_likely_check CHECK (((likely >= (0)::double precision) AND (likely <= (1)::double precision))),
  constraint watch_mark_has_time CHECK (((next_mark IS NULL) = (next_due_at IS NULL)))
);
alter table attendance.watch enable row level security;
alter table attendance.watch force row level security;

CREATE INDEX watch_by_start ON attendance.watch USING btree (institution_id, starts_at);

CREATE INDEX watch_due ON attendance.watch USING btree (next_due_at) WHERE (next_due_at IS NOT NULL);

CREATE INDEX watch_of_person ON attendance.watch USING btree (institution_id, person_id) WHERE (next_due_at IS NOT NULL);

CREATE INDEX watch_unsettled ON attendance.watch USING btree (institution_id, starts_at) WHERE (missed IS NULL);

create policy watch_not_for_patients on attendance.watch as permissive for all to liuxin_app using (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id))) with check (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id)));

create policy watch_owner on attendance.watch as permissive for all to liuxin using (true) with check (true);

grant delete, insert, select, update on attendance.watch to liuxin_app;

create schema if not exists billing;

grant usage on schema billing to liuxin_app;

create table billing.bill (
  institution_id integer not null,
  id uuid not null,
  person_id uuid not null,
  title text not null,
  insurance_kind text default 'self-pay'::text not null,
  status text default 'open'::text not null,
  total_cents bigint default 0 not null,
  insurance_cents bigint default 0 not null,
  self_cents bigint default 0 not null,
  paid_cents bigint default 0 not null,
  refunded_cents bigint default 0 not null,
  due_cents bigint default 0 not null,
  opened_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  kind text default 'visit'::text not null,
  constraint bill_pkey PRIMARY KEY (institution_id, id),
  constraint bill_is_split_exactly CHECK ((total_cents = (insurance_cents + self_cents))),
  constraint bill_kind_check CHECK ((kind = ANY (ARRAY['visit'::text, 'top-up'::text, 'repayment'::text]))),
  constraint bill_returns_no_more_than_paid CHECK ((refunded_cents <= paid_cents)),
  constraint bill_status_check CHECK ((status = ANY (ARRAY['open'::text, 'part-paid'::text, 'paid'::text, 'cancelled'::text])))
);
alter table billing.bill enable row level security;
alter table billing.bill force row level security;

CREATE INDEX bill_of_day ON billing.bill USING btree (institution_id, opened_at DESC);

CREATE INDEX bill_of_person ON billing.bill USING btree (person_id, opened_at DESC);

create policy bill_of_own on billing.bill as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy bill_owner on billing.bill as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on billing.bill to liuxin_app;

create table billing.box_count (
  institution_id integer not null,
  id uuid not null,
  machine text not null,
  taken_out_at timestamp with time zone not null,
  taken_out_by text not null,
  expected_cents bigint not null,
  counted jsonb,
  counted_cents bigint,
  difference_cents bigint,
  counted_at timestamp with time zone,
  counted_by text,
  note text default ''::text not null,
  constraint box_count_pkey PRIMARY KEY (institution_id, id),
  constraint box_count_expected_cents_check CHECK ((expected_cents >= 0)),
  constraint box_counted_wholly CHECK (((counted_at IS NOT NULL) = ((counted IS NOT NULL) AND (counted_cents IS NOT NULL) AND (counted_by IS NOT NULL) AND (difference_cents IS NOT NULL)))),
  constraint box_difference_is_exact CHECK ((difference_cents = (counted_cents - expected_cents)))
);
alter table billing.box_count enable row level security;
alter table billing.box_count force row level security;

CREATE INDEX box_count_of_day ON billing.box_count USING btree (institution_id, taken_out_at);

CREATE UNIQUE INDEX box_count_one_uncounted ON billing.box_count USING btree (institution_id, machine) WHERE (counted_at IS NULL);

create policy box_count_of_staff on billing.box_count as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy box_count_owner on billing.box_count as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on billing.box_count to liuxin_app;

create table billing.card_terminal (
  institution_id integer not null,
  terminal_id text not null,
  batch integer default 1 not null,
  last_trace integer default 0 not null,
  session_id text,
  session_key bytea,
  signed_in_at timestamp with time zone,
  constraint card_terminal_pkey PRIMARY KEY (institution_id, terminal_id),
  constraint card_terminal_batch_check CHECK (((batch >= 1) AND (batch <= 999999))),
  constraint card_terminal_last_trace_check CHECK (((last_trace >= 0) AND (last_trace <= 999999))),
  constraint card_terminal_terminal_id_check CHECK ((terminal_id ~ '^[0-9A-Z]{8}$'::text))
);
alter table billing.card_terminal enable row level security;
alter table billing.card_terminal force row level security;

create policy card_terminal_of_own on billing.card_terminal as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy card_terminal_owner on billing.card_terminal as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on billing.card_terminal to liuxin_app;

create table billing.card_trace (
  institution_id integer not null,
  id uuid not null,
  kind text not null,
  terminal_id text not null,
  batch integer not null,
  trace integer not null,
  taken_at timestamp with time zone not null,
  constraint card_trace_pkey PRIMARY KEY (institution_id, id, kind),
  constraint card_trace_institution_id_terminal_id_fkey FOREIGN KEY (institution_id, terminal_id) REFERENCES billing.card_terminal(institution_id, terminal_id),
  constraint card_trace_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'void'::text, 'refund'::text]))),
  constraint card_trace_trace_check CHECK (((trace >= 1) AND (trace <= 999999))),
  constraint card_trace_used_once UNIQUE (institution_id, terminal_id, batch, trace)
);
alter table billing.card_trace enable row level security;
alter table billing.card_trace force row level security;

create policy card_trace_of_own on billing.card_trace as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy card_trace_owner on billing.card_trace as permissive for all to liuxin using (true) with check (true);

grant insert, select on billing.card_trace to liuxin_app;

create table billing.cash_intake (
  institution_id integer not null,
  id uuid not null,
  machine text not null,
  person_id uuid not null,
  bill_id uuid,
  expected_cents bigint default 0 not null,
  state text default 'open'::text not null,
  opened_at timestamp with time zone not null,
  touched_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  paid_cents bigint default 0 not null,
  put_aside_cents bigint default 0 not null,
  constraint cash_intake_pkey PRIMARY KEY (institution_id, id),
  constraint cash_intake_ends_once CHECK (((state = 'finished'::text) = (ended_at IS NOT NULL))),
  constraint cash_intake_expected_cents_check CHECK ((expected_cents >= 0)),
  constraint cash_intake_paid_cents_check CHECK ((paid_cents >= 0)),
  constraint cash_intake_put_aside_cents_check CHECK ((put_aside_cents >= 0)),
  constraint cash_intake_state_check CHECK ((state = ANY (ARRAY['open'::text, 'finished'::text])))
);
alter table billing.cash_intake set (fillfactor=80);
alter table billing.cash_intake enable row level security;
alter table billing.cash_intake force row level security;

CREATE UNIQUE INDEX cash_intake_one_open_per_machine ON billing.cash_intake USING btree (institution_id, machine) WHERE (state = 'open'::text);

create policy cash_intake_of_own on billing.cash_intake as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy cash_intake_owner on billing.cash_intake as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on billing.cash_intake to liuxin_app;

create table billing.cashier_shift (
  institution_id integer not null,
  id uuid not null,
  account_id uuid not null,
  counter text not null,
  status text default 'open'::text not null,
  opened_at timestamp with time zone not null,
  opening_float_cents bigint not null,
  closed_at timestamp with time zone,
  counted jsonb,
  counted_cents bigint,
  expected_cents bigint,
  difference_cents bigint,
  note text default ''::text not null,
  constraint cashier_shift_pkey PRIMARY KEY (institution_id, id),
  constraint cashier_shift_opening_float_cents_check CHECK ((opening_float_cents >= 0)),
  constraint cashier_shift_status_check CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text]))),
  constraint shift_closed_with_a_count CHECK (((status = 'closed'::text) = ((counted_cents IS NOT NULL) AND (closed_at IS NOT NULL) AND (expected_cents IS NOT NULL)))),
  constraint shift_difference_is_exact CHECK ((difference_cents = (counted_cents - expected_cents)))
);
alter table billing.cashier_shift enable row level security;
alter table billing.cashier_shift force row level security;

CREATE UNIQUE INDEX shift_one_open_per_cashier ON billing.cashier_shift USING btree (institution_id, account_id) WHERE (status = 'open'::text);

create policy cashier_shift_of_own on billing.cashier_shift as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy cashier_shift_owner on billing.cashier_shift as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on billing.cashier_shift to liuxin_app;

create table billing.channel_message (
  institution_id integer not null,
  id text not null,
  channel text not null,
  kind text not null,
  received_at timestamp with time zone not null,
  payment_id uuid not null,
  constraint channel_message_pkey PRIMARY KEY (institution_id, id)
);

grant insert, select on billing.channel_message to liuxin_app;

create table billing.charge_item (
  institution_id integer not null,
  id uuid not null,
  bill_id uuid not null,
  person_id uuid not null,
  source text not null,
  source_id text not null,
  kind text not null,
  code text not null,
  name text not null,
  department_id integer,
  quantity_thousandths integer not null,
  unit_cents bigint not null,
  total_cents bigint not null,
  insurance_share_bp integer not null,
  insurance_cents bigint not null,
  self_cents bigint not null,
  status text default 'due'::text not null,
  paid_by uuid,
  added_at timestamp with time zone not null,
  cancelled_at timestamp with time zone,
  constraint charge_item_pkey PRIMARY KEY (institution_id, id),
  constraint charge_item_charged_once UNIQUE (institution_id, bill_id, source, source_id),
  constraint charge_item_institution_id_bill_id_fkey FOREIGN KEY (institution_id, bill_id) REFERENCES billing.bill(institution_id, id),
  constraint charge_item_insurance_cents_check CHECK ((insurance_cents >= 0)),
  constraint charge_item_insurance_share_bp_check CHECK (((insurance_share_bp >= 0) AND (insurance_share_bp <= 10000))),
  constraint charge_item_is_split_exactly CHECK ((total_cents = (insurance_cents + self_cents))),
  constraint charge_item_kind_check CHECK ((kind = ANY (ARRAY['registration'::text, 'examination'::text, 'laboratory'::text, 'drug'::text, 'procedure'::text, 'material'::text, 'top-up'::text, 'repayment'::text]))),
  constraint charge_item_paid_by_a_payment CHECK (((status <> 'paid'::text) OR (paid_by IS NOT NULL))),
  constraint charge_item_quantity_thousandths_check CHECK ((quantity_thousandths > 0)),
  constraint charge_item_self_cents_check CHECK ((self_cents >= 0)),
  constraint charge_item_source_check CHECK ((source = ANY (ARRAY['registration'::text, 'order'::text, 'top-up'::text, 'repayment'::text]))),
  constraint charge_item_status_check CHECK ((status = ANY (ARRAY['due'::text, 'paid'::text, 'cancelled'::text]))),
  constraint charge_item_total_cents_check CHECK ((total_cents >= 0)),
  constraint charge_item_unit_cents_check CHECK ((unit_cents >= 0))
);
alter table billing.charge_item enable row level security;
alter table billing.charge_item force row level security;

create policy charge_item_of_own on billing.charge_item as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy charge_item_owner on billing.charge_item as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on billing.charge_item to liuxin_app;

create table billing.item_share (
  institution_id integer not null,
  item_id uuid not null,
  bill_id uuid not null,
  person_id uuid not null,
  claim_id uuid not null,
  state text not null,
  total_cents bigint not null,
  fund_cents bigint not null,
  account_cents bigint not null,
  commercial_cents bigint default 0 not null,
  relief_cents bigint default 0 not null,
  self_cents bigint not null,
  ceiling_cents bigint,
  own_pay_cents bigint not null,
  over_cents bigint not null,
  first_cents bigint not null,
  charged_self_cents bigint not null,
  changed_at timestamp with time zone not null,
  constraint item_share_pkey PRIMARY KEY (institution_id, item_id),
  constraint item_share_account_cents_check CHECK ((account_cents >= 0)),
  constraint item_share_commercial_cents_check CHECK ((commercial_cents >= 0)),
  constraint item_share_fund_cents_check CHECK ((fund_cents >= 0)),
  constraint item_share_institution_id_item_id_fkey FOREIGN KEY (institution_id, item_id) REFERENCES billing.charge_item(institution_id, id),
  constraint item_share_is_whole CHECK ((total_cents = ((((fund_cents + account_cents) + commercial_cents) + relief_cents) + self_cents))),
  constraint item_share_relief_cents_check CHECK ((relief_cents >= 0)),
  constraint item_share_self_cents_check CHECK ((self_cents >= 0)),
  constraint item_share_state_check CHECK ((state = ANY (ARRAY['quoted'::text, 'settled'::text])))
);
alter table billing.item_share enable row level security;
alter table billing.item_share force row level security;

CREATE INDEX item_share_of_bill ON billing.item_share USING btree (institution_id, bill_id);

CREATE INDEX item_share_of_claim ON billing.item_share USING btree (institution_id, claim_id);

create policy item_share_of_own on billing.item_share as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy item_share_owner on billing.item_share as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on billing.item_share to liuxin_app;

create table billing.payment (
  institution_id integer not null,
  id uuid not null,
  bill_id uuid not null,
  person_id uuid not null,
  channel text not null,
  state text not null,
  amount_cents bigint not null,
  refunded_cents bigint default 0 not null,
  pay_url text,
  provider_no text,
  asked_by text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  next_check_at timestamp with time zone,
  checks integer default 0 not null,
  ended_at timestamp with time zone,
  reason text default ''::text not null,
  shift_id uuid,
  received_cents bigint,
  change_cents bigint,
  channel_cents bigint not null,
  step text default ''::text not null,
  intake_id uuid,
  constraint payment_pkey PRIMARY KEY (institution_id, id),
  constraint payment_amount_cents_check CHECK ((amount_cents >= 0)),
  constraint payment_change_is_exact CHECK (((channel <> 'cash'::text) OR (((shift_id IS NULL) <> (intake_id IS NULL)) AND ((received_cents - change_cents) = channel_cents) AND (change_cents >= 0)))),
  constraint payment_channel_brings_its_part CHECK (((channel_cents >= 0) AND (channel_cents <= amount_cents))),
  constraint payment_channel_known CHECK ((channel = ANY (ARRAY['wechatpay'::text, 'alipay'::text, 'bankcard'::text, 'cash'::text, 'prepaid'::text, 'credit'::text, 'none'::text]))),
  constraint payment_institution_id_bill_id_fkey FOREIGN KEY (institution_id, bill_id) REFERENCES billing.bill(institution_id, id),
  constraint payment_open_is_checked CHECK (
CASE
    WHEN (state = ANY (ARRAY['created'::text, 'confirming'::text, 'unknown'::text])) THEN (next_check_at IS NOT NULL)
    WHEN (state = 'closed'::text) THEN true
    ELSE (next_check_at IS NULL)
END),
  constraint payment_refunded_cents_check CHECK ((refunded_cents >= 0)),
  constraint payment_returns_no_more_than_taken CHECK ((refunded_cents <= amount_cents)),
  constraint payment_state_check CHECK ((state = ANY (ARRAY['created'::text, 'confirming'::text, 'unknown'::text, 'succeeded'::text, 'failed'::text, 'closed'::text]))),
  constraint payment_step_check CHECK ((step = ANY (ARRAY[''::text, 'insert-card'::text, 'enter-pin'::text, 'authorising'::text])))
);
alter table billing.payment enable row level security;
alter table billing.payment force row level security;

CREATE INDEX payment_of_bill ON billing.payment USING btree (institution_id, bill_id, created_at);

CREATE INDEX payment_of_intake ON billing.payment USING btree (institution_id, intake_id) WHERE (intake_id IS NOT NULL);

CREATE INDEX payment_of_shift ON billing.payment USING btree (institution_id, shift_id) WHERE (shift_id IS NOT NULL);

CREATE UNIQUE INDEX payment_one_open_per_bill ON billing.payment USING btree (institution_id, bill_id) WHERE (state = ANY (ARRAY['created'::text, 'confirming'::text, 'unknown'::text]));

CREATE INDEX payment_to_check ON billing.payment USING btree (next_check_at) WHERE (next_check_at IS NOT NULL);

create policy payment_of_own on billing.payment as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy payment_owner on billing.payment as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on billing.payment to liuxin_app;

create table billing.payment_item (
  institution_id integer not null,
  payment_id uuid not null,
  item_id uuid not null,
  person_id uuid not null,
  amount_cents bigint not null,
  constraint payment_item_pkey PRIMARY KEY (institution_id, payment_id, item_id),
  constraint payment_item_amount_cents_check CHECK ((amount_cents >= 0)),
  constraint payment_item_institution_id_item_id_fkey FOREIGN KEY (institution_id, item_id) REFERENCES billing.charge_item(institution_id, id),
  constraint payment_item_institution_id_payment_id_fkey FOREIGN KEY (institution_id, payment_id) REFERENCES billing.payment(institution_id, id)
);
alter table billing.payment_item enable row level security;
alter table billing.payment_item force row level security;

CREATE INDEX payment_item_of_item ON billing.payment_item USING btree (institution_id, item_id);

create policy payment_item_of_own on billing.payment_item as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy payment_item_owner on billing.payment_item as permissive for all to liuxin using (true) with check (true);

grant insert, select on billing.payment_item to liuxin_app;

create table billing.payment_part (
  institution_id integer not null,
  payment_id uuid not null,
  purse text not null,
  person_id uuid not null,
  cents bigint not null,
  refunded_cents bigint default 0 not null,
  hold_id uuid not null,
  state text default 'promised'::text not null,
  ended_at timestamp with time zone,
  constraint payment_part_pkey PRIMARY KEY (institution_id, payment_id, purse),
  constraint payment_part_cents_check CHECK ((cents > 0)),
  constraint payment_part_ends_once CHECK (((state = 'promised'::text) = (ended_at IS NULL))),
  constraint payment_part_institution_id_payment_id_fkey FOREIGN KEY (institution_id, payment_id) REFERENCES billing.payment(institution_id, id),
  constraint payment_part_purse_check CHECK ((purse = ANY (ARRAY['prepaid'::text, 'credit'::text]))),
  constraint payment_part_returns_no_more_than_taken CHECK ((((refunded_cents >= 0) AND (refunded_cents <= cents)) AND ((refunded_cents = 0) OR (state = 'taken'::text)))),
  constraint payment_part_state_check CHECK ((state = ANY (ARRAY['promised'::text, 'taken'::text, 'let-go'::text])))
);
alter table billing.payment_part enable row level security;
alter table billing.payment_part force row level security;

create policy payment_part_of_own on billing.payment_part as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy payment_part_owner on billing.payment_part as permissive for all to liuxin using (true) with check (true);

grant insert, select on billing.payment_part to liuxin_app;

grant update (ended_at), update (refunded_cents), update (state) on billing.payment_part to liuxin_app;

create table billing.receipt (
  institution_id integer not null,
  year smallint not null,
  number bigint not null,
  kind text not null,
  bill_id uuid not null,
  payment_id uuid not null,
  refund_id uuid,
  person_id uuid not null,
  amount_cents bigint not null,
  issued_at timestamp with time zone not null,
  verification_code text not null,
  payer text not null,
  institution_name text not null,
  title text not null,
  channel text not null,
  lines jsonb not null,
  constraint receipt_pkey PRIMARY KEY (institution_id, year, number),
  constraint receipt_institution_id_payment_id_fkey FOREIGN KEY (institution_id, payment_id) REFERENCES billing.payment(institution_id, id),
  constraint receipt_kind_check CHECK ((kind = ANY (ARRAY['payment'::text, 'refund'::text]))),
  constraint receipt_number_check CHECK ((number > 0))
);
alter table billing.receipt enable row level security;
alter table billing.receipt force row level security;

CREATE UNIQUE INDEX receipt_by_code ON billing.receipt USING btree (institution_id, verification_code);

CREATE INDEX receipt_of_bill ON billing.receipt USING btree (institution_id, bill_id);

CREATE UNIQUE INDEX receipt_of_payment ON billing.receipt USING btree (institution_id, payment_id) WHERE (kind = 'payment'::text);

CREATE UNIQUE INDEX receipt_of_refund ON billing.receipt USING btree (institution_id, refund_id) WHERE (kind = 'refund'::text);

create policy receipt_of_own on billing.receipt as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy receipt_owner on billing.receipt as permissive for all to liuxin using (true) with check (true);

grant insert, select on billing.receipt to liuxin_app;

create table billing.receipt_counter (
  institution_id integer not null,
  year smallint not null,
  last_number bigint not null,
  constraint receipt_counter_pkey PRIMARY KEY (institution_id, year)
);

grant insert, select, update on billing.receipt_counter to liuxin_app;

create table billing.refund (
  institution_id integer not null,
  id uuid not null,
  bill_id uuid not null,
  payment_id uuid not null,
  item_id uuid,
  person_id uuid not null,
  channel text not null,
  state text not null,
  amount_cents bigint not null,
  cause text not null,
  reason text default ''::text not null,
  asked_by text not null,
  approved_by text,
  provider_no text,
  shift_id uuid,
  created_at timestamp with time zone not null,
  next_check_at timestamp with time zone,
  checks integer default 0 not null,
  ended_at timestamp with time zone,
  hold_id uuid,
  waits_for_claim uuid,
  request_id uuid,
  needs_second boolean default false not null,
  constraint refund_pkey PRIMARY KEY (institution_id, id),
  constraint refund_above_the_limit_needs_a_second_person CHECK (((NOT needs_second) OR (state = ANY (ARRAY['asked'::text, 'refused'::text])) OR ((approved_by IS NOT NULL) AND (approved_by <> asked_by)))),
  constraint refund_amount_cents_check CHECK ((amount_cents > 0)),
  constraint refund_at_window_needs_a_second_person CHECK (((cause <> 'window'::text) OR (state = ANY (ARRAY['asked'::text, 'refused'::text])) OR ((approved_by IS NOT NULL) AND (approved_by <> asked_by)))),
  constraint refund_cause_check CHECK ((cause = ANY (ARRAY['cancelled'::text, 'surplus'::text, 'window'::text, 'withdrawal'::text]))),
  constraint refund_channel_known CHECK ((channel = ANY (ARRAY['wechatpay'::text, 'alipay'::text, 'bankcard'::text, 'cash'::text, 'prepaid'::text, 'credit'::text, 'none'::text]))),
  constraint refund_institution_id_bill_id_fkey FOREIGN KEY (institution_id, bill_id) REFERENCES billing.bill(institution_id, id),
  constraint refund_institution_id_payment_id_fkey FOREIGN KEY (institution_id, payment_id) REFERENCES billing.payment(institution_id, id),
  constraint refund_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'created'::text, 'processing'::text, 'succeeded'::text, 'failed'::text, 'refused'::text]))),
  constraint refund_withdraws_what_is_held CHECK (((cause = 'withdrawal'::text) = (hold_id IS NOT NULL)))
);
alter table billing.refund enable row level security;
alter table billing.refund force row level security;

CREATE INDEX refund_at_window ON billing.refund USING btree (institution_id, created_at) WHERE (state = ANY (ARRAY['asked'::text, 'created'::text]));

CREATE INDEX refund_of_bill ON billing.refund USING btree (institution_id, bill_id);

CREATE INDEX refund_of_item ON billing.refund USING btree (institution_id, item_id) WHERE (item_id IS NOT NULL);

CREATE INDEX refund_of_request ON billing.refund USING btree (institution_id, request_id) WHERE (request_id IS NOT NULL);

CREATE UNIQUE INDEX refund_once_per_item ON billing.refund USING btree (institution_id, item_id, channel) WHERE ((item_id IS NOT NULL) AND (state <> 'refused'::text) AND (cause <> 'surplus'::text));

CREATE INDEX refund_to_check ON billing.refund USING btree (next_check_at) WHERE (next_check_at IS NOT NULL);

CREATE INDEX refund_waiting ON billing.refund USING btree (institution_id, waits_for_claim) WHERE (waits_for_claim IS NOT NULL);

CREATE INDEX refund_withdrawn_at_window ON billing.refund USING btree (institution_id, person_id, created_at) WHERE (request_id IS NOT NULL);

create policy refund_of_own on billing.refund as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy refund_owner on billing.refund as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on billing.refund to liuxin_app;

CREATE OR REPLACE FUNCTION billing.receipt_by_code(p_institution integer, p_code text)
 RETURNS TABLE(year smallint, number bigint, kind text, amount_cents bigint, issued_at timestamp with time zone, payer text, institution_name text, refunded_cents bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'billing', 'pg_temp'
AS $function$
  select r.year, r.number, r.kind, r.amount_cents, r.issued_at, r.payer, r.institution_name,
    coalesce((select -sum(b.amount_cents) from receipt b where b.institution_id = r.institution_id and b.payment_id = r.payment_id and b.kind = 'refund'), 0)::bigint
  from receipt r where r.institution_id = p_institution and r.verification_code = p_code;
$function$;

create schema if not exists boards;

grant usage on schema boards to liuxin_app;

create table boards.layout (
  institution_id integer not null,
  id text not null,
  version integer not null,
  created_at timestamp with time zone not null,
  constraint layout_pkey PRIMARY KEY (institution_id, id),
  constraint layout_id_check CHECK ((id ~ '^[a-z0-9-]{1,40}$'::text))
);

grant insert, select, update on boards.layout to liuxin_app;

create table boards.layout_version (
  institution_id integer not null,
  layout_id text not null,
  version integer not null,
  name text not null,
  name_en text default ''::text not null,
  zones text[] not null,
  rooms integer[] default '{}'::integer[] not null,
  columns smallint default 0 not null,
  type_size text default 'normal'::text not null,
  voice boolean default true not null,
  voice_rate smallint default 90 not null,
  voice_repeats smallint default 2 not null,
  voice_english boolean default false not null,
  languages text[] default '{zh-CN}'::text[] not null,
  message text default ''::text not null,
  message_en text default ''::text not null,
  message_from timestamp with time zone,
  message_until timestamp with time zone,
  theme text default 'night'::text not null,
  undoes integer,
  published_by text not null,
  published_at timestamp with time zone not null,
  constraint layout_version_pkey PRIMARY KEY (institution_id, layout_id, version),
  constraint layout_message_ends_after_it_begins CHECK (((message_until IS NULL) OR (message_from IS NULL) OR (message_until > message_from))),
  constraint layout_version_columns_check CHECK (((columns >= 0) AND (columns <= 3))),
  constraint layout_version_institution_id_layout_id_fkey FOREIGN KEY (institution_id, layout_id) REFERENCES boards.layout(institution_id, id),
  constraint layout_version_languages_check CHECK (((languages <@ '{zh-CN,en}'::text[]) AND (cardinality(languages) > 0))),
  constraint layout_version_theme_check CHECK ((theme = ANY (ARRAY['night'::text, 'day'::text]))),
  constraint layout_version_type_size_check CHECK ((type_size = ANY (ARRAY['normal'::text, 'large'::text, 'largest'::text]))),
  constraint layout_version_version_check CHECK ((version > 0)),
  constraint layout_version_voice_rate_check CHECK (((voice_rate >= 50) AND (voice_rate <= 150))),
  constraint layout_version_voice_repeats_check CHECK (((voice_repeats >= 1) AND (voice_repeats <= 3))),
  constraint layout_version_zones_check CHECK (((cardinality(zones) >= 1) AND (cardinality(zones) <= 12)))
);

grant insert, select on boards.layout_version to liuxin_app;

create table boards.screen (
  institution_id integer not null,
  id uuid not null,
  name text not null,
  layout_id text not null,
  added_by text not null,
  added_at timestamp with time zone not null,
  seen_at timestamp with time zone,
  shows_version integer,
  page_version text default ''::text not null,
  ended_at timestamp with time zone,
  constraint screen_pkey PRIMARY KEY (institution_id, id),
  constraint screen_name_check CHECK ((name <> ''::text))
);

CREATE UNIQUE INDEX screen_name_once ON boards.screen USING btree (institution_id, name) WHERE (ended_at IS NULL);

grant insert, select, update on boards.screen to liuxin_app;

create schema if not exists booking;

grant usage on schema booking to liuxin_app;

grant usage on schema booking to liuxin_booker;

create table booking.appointment (
  institution_id integer not null,
  id uuid not null,
  person_id uuid not null,
  booked_by text not null,
  channel text not null,
  session_id bigint not null,
  period_id bigint not null,
  pool text not null,
  service_id integer not null,
  department_id integer not null,
  practitioner_id integer,
  day date not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  room text default ''::text not null,
  fee_code text not null,
  fee_cents integer not null,
  insurance_share_bp integer default 0 not null,
  status text not null,
  note text default ''::text not null,
  revisit_of uuid,
  expires_at timestamp with time zone,
  cancel_by timestamp with time zone not null,
  created_at timestamp with time zone not null,
  arrived_at timestamp with time zone,
  fulfilled_at timestamp with time zone,
  ended_at timestamp with time zone,
  end_reason text,
  cancelled_late boolean default false not null,
  moved_from timestamp with time zone,
  device bytea,
  version integer default 1 not null,
  changed_at timestamp with time zone default now() not null,
  constraint appointment_pkey PRIMARY KEY (institution_id, id),
  constraint appointment_expires_only_while_held CHECK (((status = 'held'::text) = (expires_at IS NOT NULL))),
  constraint appointment_fee_cents_check CHECK ((fee_cents >= 0)),
  constraint appointment_insurance_share_bp_check CHECK (((insurance_share_bp >= 0) AND (insurance_share_bp <= 10000))),
  constraint appointment_note_check CHECK ((length(note) <= 500)),
  constraint appointment_status_check CHECK ((status = ANY (ARRAY['held'::text, 'booked'::text, 'arrived'::text, 'fulfilled'::text, 'cancelled'::text, 'expired'::text, 'no-show'::text, 'suspended'::text])))
);
alter table booking.appointment enable row level security;
alter table booking.appointment force row level security;

CREATE INDEX appointment_changed ON booking.appointment USING brin (changed_at) WITH (pages_per_range='16', autosummarize='on');

CREATE INDEX appointment_of_booker ON booking.appointment USING btree (booked_by, created_at);

CREATE INDEX appointment_of_day ON booking.appointment USING btree (institution_id, day, department_id);

CREATE INDEX appointment_of_device ON booking.appointment USING btree (device, created_at) WHERE (device IS NOT NULL);

CREATE INDEX appointment_of_person ON booking.appointment USING btree (person_id, starts_at);

create policy appointment_booked on booking.appointment as permissive for all to liuxin_booker using (true) with check (true);

create policy appointment_of_client on booking.appointment as permissive for all to liuxin_app using ((institution_id = ANY (( SELECT platform.institutions() AS institutions)::integer[]))) with check ((institution_id = ANY (( SELECT platform.institutions() AS institutions)::integer[])));

create policy appointment_owner on booking.appointment as permissive for all to liuxin using (true) with check (true);

create policy appointment_seen on booking.appointment as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy appointment_sent_changed on booking.appointment as permissive for update to liuxin_app using (((( SELECT platform.scope() AS scope) = 'staff'::text) AND (EXISTS ( SELECT
   FROM booking.origin o
  WHERE ((o.institution_id = appointment.institution_id) AND (o.id = appointment.id) AND (o.kind = 'consortium'::text) AND (o.from_institution_id = ( SELECT platform.institution() AS institution))))))) with check ();

create policy appointment_sent_seen on booking.appointment as permissive for select to liuxin_app using (((( SELECT platform.scope() AS scope) = 'staff'::text) AND (EXISTS ( SELECT
   FROM booking.origin o
  WHERE ((o.institution_id = appointment.institution_id) AND (o.id = appointment.id) AND (o.kind = 'consortium'::text) AND (o.from_institution_id = ( SELECT platform.institution() AS institution))))))) with check ();

CREATE TRIGGER note_change BEFORE UPDATE ON booking.appointment FOR EACH ROW EXECUTE FUNCTION platform.note_change();

grant insert, select, update on booking.appointment to liuxin_booker;

grant select on booking.appointment to liuxin_app;

grant update (arrived_at), update (cancel_by), update (cancelled_late), update (day), update (department_id), update (end_reason), update (ended_at), update (ends_at), update (expires_at), update (fee_cents), update (fee_code), update (fulfilled_at), update (insurance_share_bp), update (moved_from), update (note), update (period_id), update (pool), update (practitioner_id), update (room), update (service_id), update (session_id), update (starts_at), update (status) on booking.appointment to liuxin_app;

create table booking.calendar_link (
  person_id uuid not null,
  id uuid not null,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint calendar_link_pkey PRIMARY KEY (person_id, id)
);
alter table booking.calendar_link enable row level security;
alter table booking.calendar_link force row level security;

CREATE UNIQUE INDEX calendar_link_one_in_force ON booking.calendar_link USING btree (person_id) WHERE (ended_at IS NULL);

create policy calendar_link_own on booking.calendar_link as permissive for all to liuxin_app using (((( SELECT platform.scope() AS scope) = 'system'::text) OR (person_id = ANY (( SELECT platform.persons() AS persons)::uuid[])))) with check ((person_id = ANY (( SELECT platform.persons() AS persons)::uuid[])));

create policy calendar_link_owner on booking.calendar_link as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on booking.calendar_link to liuxin_app;

create table booking.helper (
  institution_id integer not null,
  id uuid not null,
  phone_hash text not null,
  until date not null,
  ended_at timestamp with time zone,
  constraint helper_pkey PRIMARY KEY (institution_id, id)
);
alter table booking.helper enable row level security;
alter table booking.helper force row level security;

CREATE INDEX helper_of_phone ON booking.helper USING btree (phone_hash) WHERE (ended_at IS NULL);

create policy helper_asked on booking.helper as permissive for select to liuxin_booker using (true) with check ();

create policy helper_named on booking.helper as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy helper_owner on booking.helper as permissive for all to liuxin using (true) with check (true);

grant insert, select on booking.helper to liuxin_app;

grant select on booking.helper to liuxin_booker;

grant update (ended_at) on booking.helper to liuxin_app;

create table booking.origin (
  institution_id integer not null,
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  reason text default ''::text not null,
  from_institution_id integer,
  from_staff_id integer,
  from_name text default ''::text not null,
  referring_visit uuid,
  consented_at timestamp with time zone,
  together_id uuid,
  created_at timestamp with time zone not null,
  constraint origin_pkey PRIMARY KEY (institution_id, id),
  constraint origin_institution_id_id_fkey FOREIGN KEY (institution_id, id) REFERENCES booking.appointment(institution_id, id),
  constraint origin_kind_check CHECK ((kind = ANY (ARRAY['desk'::text, 'revisit'::text, 'cross-department'::text, 'team'::text, 'consortium'::text, 'together'::text, 'series'::text]))),
  constraint origin_reason_check CHECK ((length(reason) <= 300)),
  constraint origin_says_who_when_sent CHECK (((kind <> 'consortium'::text) OR ((from_institution_id IS NOT NULL) AND (reason <> ''::text) AND (consented_at IS NOT NULL)))),
  constraint origin_together_is_marked CHECK (((kind <> ALL (ARRAY['together'::text, 'series'::text])) OR (together_id IS NOT NULL)))
);
alter table booking.origin enable row level security;
alter table booking.origin force row level security;

CREATE INDEX origin_of_sender ON booking.origin USING btree (from_institution_id, created_at) WHERE (kind = 'consortium'::text);

CREATE INDEX origin_of_visit ON booking.origin USING btree (institution_id, referring_visit) WHERE (referring_visit IS NOT NULL);

CREATE INDEX origin_together ON booking.origin USING btree (together_id) WHERE (together_id IS NOT NULL);

create policy origin_owner on booking.origin as permissive for all to liuxin using (true) with check (true);

create policy origin_seen on booking.origin as permissive for all to liuxin_app using ((platform.may_see(institution_id, person_id) OR ((( SELECT platform.scope() AS scope) = 'staff'::text) AND (kind = 'consortium'::text) AND (from_institution_id = ( SELECT platform.institution() AS institution))))) with check ((platform.may_see(institution_id, person_id) OR ((( SELECT platform.scope() AS scope) = 'staff'::text) AND (kind = 'consortium'::text) AND (from_institution_id = ( SELECT platform.institution() AS institution)))));

grant insert, select on booking.origin to liuxin_app;

create table booking.partner (
  institution_id integer not null,
  from_institution_id integer not null,
  pools text[] default '{consortium,family-doctor,public}'::text[] not null,
  valid_from date not null,
  valid_to date,
  constraint partner_pkey PRIMARY KEY (institution_id, from_institution_id),
  constraint partner_is_somebody_else CHECK ((institution_id <> from_institution_id)),
  constraint partner_pools_are_theirs CHECK (((pools <@ '{consortium,family-doctor,public}'::text[]) AND (cardinality(pools) > 0)))
);

CREATE INDEX partner_of_sender ON booking.partner USING btree (from_institution_id);

grant insert, select, update on booking.partner to liuxin_app;

create table booking.restriction (
  institution_id integer not null,
  id uuid not null,
  subject_kind text not null,
  subject text not null,
  person_id uuid,
  reach text default 'online'::text not null,
  reason text not null,
  source text default ''::text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  decided_by text not null,
  created_at timestamp with time zone not null,
  lifted_at timestamp with time zone,
  lifted_by text,
  lift_reason text,
  constraint restriction_pkey PRIMARY KEY (institution_id, id),
  constraint restriction_ends_after_it_starts CHECK ((ends_at > starts_at)),
  constraint restriction_lifted_by_somebody CHECK (((lifted_at IS NULL) = (lifted_by IS NULL))),
  constraint restriction_reach_check CHECK ((reach = ANY (ARRAY['online'::text, 'everywhere'::text]))),
  constraint restriction_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['person'::text, 'account'::text, 'device'::text])))
);
alter table booking.restriction enable row level security;
alter table booking.restriction force row level security;

CREATE INDEX restriction_in_force ON booking.restriction USING btree (subject_kind, subject) WHERE (lifted_at IS NULL);

CREATE UNIQUE INDEX restriction_once_per_source ON booking.restriction USING btree (subject_kind, subject, source) WHERE (source <> ''::text);

create policy restriction_asked on booking.restriction as permissive for select to liuxin_booker using (true) with check ();

create policy restriction_owner on booking.restriction as permissive for all to liuxin using (true) with check (true);

create policy restriction_seen on booking.restriction as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on booking.restriction to liuxin_app;

grant select on booking.restriction to liuxin_booker;

create table booking.team (
  institution_id integer not null,
  id integer generated by default as identity not null,
  name text not null,
  name_en text default ''::text not null,
  active boolean default true not null,
  constraint team_pkey PRIMARY KEY (institution_id, id),
  constraint team_name_check CHECK (((length(name) >= 2) AND (length(name) <= 60)))
);

CREATE UNIQUE INDEX team_once_per_name ON booking.team USING btree (institution_id, name) WHERE active;

grant insert, select, update on booking.team to liuxin_app;

create table booking.team_member (
  institution_id integer not null,
  team_id integer not null,
  practitioner_id integer not null,
  leads boolean default false not null,
  since timestamp with time zone not null,
  constraint team_member_pkey PRIMARY KEY (institution_id, team_id, practitioner_id),
  constraint team_member_institution_id_team_id_fkey FOREIGN KEY (institution_id, team_id) REFERENCES booking.team(institution_id, id)
);

CREATE INDEX team_of_practitioner ON booking.team_member USING btree (institution_id, practitioner_id);

grant delete, insert, select on booking.team_member to liuxin_app;

CREATE OR REPLACE FUNCTION booking.book_batch(p_asked json, p_persons uuid[], p_turns text[], p_now timestamp with time zone)
 RETURNS TABLE(ord integer, outcome text, reasons text[], body text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'booking', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare
  v_row record;
  v_known platform.idempotency;
begin
  perform pg_advisory_xact_lock(o.k) from (select distinct capacity.turn_key(t) as k from unnest(p_turns) t order by 1) o;
  for v_row in
  with asked as materialized (
    select a.*, e.current_id as holder_id, k.request_hash = decode(a.hash, 'hex') as same, k.body as stored
    from rows from (json_to_recordset(p_asked) as (
      institution_id integer, id uuid, person_id uuid, period_id bigint, pool text, expires_at timestamptz, cancel_days integer, cancel_at time,
      note text, revisit_of uuid, actor_kind text, actor_id text, channel text, purpose text, request_id text, key text, hash text,
      device text, person_department_day integer, person_doctor_day integer, person_open integer, account_day integer, account_people integer,
      device_day integer, device_people integer, today_from timestamptz, people_from timestamptz)) with ordinality
      a(institution_id, id, person_id, period_id, pool, expires_at, cancel_days, cancel_at, note, revisit_of, actor_kind, actor_id, channel, purpose,
        request_id, key, hash, device, person_department_day, person_doctor_day, person_open, account_day, account_people, device_day, device_people,
        today_from, people_from, ord)
    left join platform.idempotency k on k.actor_id = a.actor_id and k.key = a.key
    -- merged entries are one person; somebody the region does not know cannot be booked for
    left join people.current_entries(p_persons) e on e.person_id = a.person_id
  ), fresh as materialized (
    select a.*, v.department_id, v.practitioner_id, v.fee_code,
      case when m.per_department >= a.person_department_day then array['same-department-that-day'] else '{}' end
      || case when m.per_doctor >= a.person_doctor_day then array['same-doctor-that-day'] else '{}' end
      || case when m.standing >= a.person_open then array['person-limit'] else '{}' end
      || case when b.today >= a.account_day or b.people >= a.account_people then array['account-limit'] else '{}' end
      || case when d.today >= a.device_day or d.people >= a.device_people then array['device-limit'] else '{}' end
      || case when exists (
           select from booking.restriction r
           where (r.subject_kind, r.subject) in (('person', a.holder_id::text), ('account', a.actor_id), ('device', a.device)) and r.lifted_at is null
             and r.starts_at <= p_now and r.ends_at > p_now and r.institution_id in (0, a.institution_id)
             and (r.reach = 'everywhere' or a.actor_kind in ('patient', 'client'))) then array['restricted'] else '{}' end as barred
    from asked a
    left join capacity.what_is(a.institution_id, a.period_id) w on true
    left join directory.service v on v.institution_id = a.institution_id and v.id = w.service_id
    left join lateral (
      select count(*) as standing, count(*) filter (where x.day = w.day and x.institution_id = a.institution_id and x.department_id = v.department_id) as per_department,
        count(*) filter (where x.day = w.day and x.institution_id = a.institution_id and x.practitioner_id = v.practitioner_id) as per_doctor
      from booking.appointment x where x.person_id = a.holder_id and x.starts_at > p_now - interval '1 day' and x.status in ('held', 'booked', 'arrived')
        and (x.starts_at > p_now or x.day = w.day)) m on a.person_open is not null
    left join lateral (
      select count(*) filter (where x.created_at >= a.today_from) as today, count(distinct x.person_id) filter (where x.person_id <> a.holder_id) as people
      from booking.appointment x where x.booked_by = a.actor_id and x.created_at >= a.people_from and x.status not in ('held', 'expired', 'cancelled')) b
      on a.account_day is not null
    left join lateral (
      select count(*) filter (where x.created_at >= a.today_from) as today, count(distinct x.person_id) filter (where x.person_id <> a.holder_id) as people
      from booking.appointment x where x.device = decode(a.device, 'hex') and x.created_at >= a.people_from and x.status not in ('held', 'expired', 'cancelled')) d
      on a.device is not null and a.device_day is not null
    where a.holder_id is not null and a.stored is null
  ), answered as materialized (
    select g.o[t.ord] as place, t.* from (
      select array_agg(f.ord) o, array_agg(f.institution_id) i, array_agg(f.id) c, array_agg(f.period_id) p, array_agg(f.pool) k,
        array_agg(f.holder_id) h, array_agg(f.expires_at) e, array_agg(f.barred <> '{}') b from fresh f) g
    cross join lateral capacity.take_batch(g.i, g.c, g.p, g.k, g.h, g.e, g.b, p_now) t
  ), won as materialized (
    select f.*, t.session_id, t.service_id, t.day, t.starts_at, t.ends_at, t.room,
      coalesce(c.price_cents, 0) as fee_cents, coalesce(c.insurance_share_bp, 0) as insurance_share_bp,
      case when f.expires_at is null then 'booked' else 'held' end as status,
      capacity.local_time(t.day - f.cancel_days, f.cancel_at) as cancel_by
    from answered t join fresh f on f.ord = t.place
    -- a unit of a service nobody knows is a fault in the data: the appointment's own constraints then stop the whole call
    left join lateral (
      select r.price_cents, r.insurance_share_bp from directory.price r
      where r.institution_id = f.institution_id and r.code = f.fee_code and r.valid_from <= t.day and (r.valid_to is null or r.valid_to >= t.day)
      order by r.valid_from desc limit 1) c on true
    where t.outcome = 'ok'
  ), made as (
    insert into booking.appointment (institution_id, id, person_id, booked_by, channel, session_id, period_id, pool, service_id, department_id,
      practitioner_id, day, starts_at, ends_at, room, fee_code, fee_cents, insurance_share_bp, status, note, revisit_of, expires_at, cancel_by, created_at, device)
    select w.institution_id, w.id, w.holder_id, w.actor_id, w.channel, w.session_id, w.period_id, w.pool, w.service_id, w.department_id,
      w.practitioner_id, w.day, w.starts_at, w.ends_at, w.room, w.fee_code, w.fee_cents, w.insurance_share_bp, w.status, coalesce(w.note, ''),
      w.revisit_of, w.expires_at, w.cancel_by, p_now, decode(w.device, 'hex')
    from won w
  ), told as (
    insert into platform.event (institution_id, type, topics, payload, occurred_at)
    select w.institution_id, 'booking.appointment-booked.v1', array['person:' || w.holder_id, 'booking:' || w.institution_id || ':' || w.day],
      jsonb_build_object('institutionId', w.institution_id, 'appointmentId', w.id, 'personId', w.holder_id, 'periodId', w.period_id,
        'serviceId', w.service_id, 'departmentId', w.department_id, 'practitionerId', w.practitioner_id, 'startsAt', w.starts_at, 'endsAt', w.ends_at,
        'feeCents', w.fee_cents, 'feeCode', w.fee_code), p_now
    from won w where w.status = 'booked'
  ), noted as (
    insert into platform.audit (institution_id, at, actor_kind, actor_id, action, person_id, subject, purpose, request_id)
    select w.institution_id, p_now, w.actor_kind, w.actor_id,
      case w.status when 'held' then 'booking.hold-period' else 'booking.book-appointment' end, w.holder_id, 'appointment/' || w.id, w.purpose, w.request_id
    from won w
  ), told_back as materialized (
    select w.ord, w.actor_id, w.key, w.hash, jsonb_build_object(
      'institutionId', w.institution_id, 'id', w.id, 'personId', w.holder_id, 'sessionId', w.session_id, 'periodId', w.period_id, 'pool', w.pool,
      'serviceId', w.service_id, 'departmentId', w.department_id, 'practitionerId', w.practitioner_id, 'day', w.day, 'startsAt', w.starts_at,
      'endsAt', w.ends_at, 'room', w.room, 'feeCode', w.fee_code, 'feeCents', w.fee_cents, 'insuranceShareBp', w.insurance_share_bp,
      'status', w.status, 'expiresAt', w.expires_at, 'cancelBy', w.cancel_by, 'channel', w.channel, 'note', coalesce(w.note, ''),
      'revisitOf', w.revisit_of) as body
    from won w
  ), kept as (
    insert into platform.idempotency (actor_id, key, request_hash, status, body, created_at)
    select b.actor_id, b.key, decode(b.hash, 'hex'), 201, b.body, p_now from told_back b where b.key is not null
  )
  select a.ord::integer as place, a.actor_id, a.key, a.hash,
    case when a.stored is not null then case when a.same then 'replayed' else 'key-reused' end
         when a.holder_id is null then 'refused' else t.outcome end as result,
    case when a.holder_id is null then '{no-such-person}' else coalesce(f.barred || t.reasons, '{}') end as against, coalesce(a.stored, b.body)::text as reply
  from asked a
  left join fresh f on f.ord = a.ord left join answered t on t.place = a.ord
  left join told_back b on b.ord = a.ord
  loop
    ord := v_row.place; outcome := v_row.result; reasons := v_row.against; body := v_row.reply;
    if outcome = 'refused' and v_row.key is not null then
      -- What was in the way may be this very request, stored by another process while we waited for its lock.
      select * into v_known from platform.idempotency i where i.actor_id = v_row.actor_id and i.key = v_row.key;
      if found then
        outcome := case when v_known.request_hash = decode(v_row.hash, 'hex') then 'replayed' else 'key-reused' end;
        body := v_known.body::text;
      end if;
    end if;
    return next;
  end loop;
end $function$;
alter function booking.book_batch(json,uuid[],text[],timestamp with time zone) owner to liuxin_booker;
revoke all on function booking.book_batch(json,uuid[],text[],timestamp with time zone) from public;

grant execute on function booking.book_batch(json,uuid[],text[],timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION booking.expire_holds(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'booking', 'pg_temp'
AS $function$
declare v_count integer;
begin
  with over as materialized (
    select s.institution_id, s.claim_id from capacity.sweep_expired(p_now, p_limit) s
  ), ended as (
    update booking.appointment a set status = 'expired', expires_at = null, ended_at = p_now, end_reason = 'hold-expired'
    from over o where a.institution_id = o.institution_id and a.id = o.claim_id
    returning a.institution_id, a.id, a.person_id, a.period_id
  ), told as (
    insert into platform.event (institution_id, type, topics, payload, occurred_at)
    select e.institution_id, 'booking.hold-expired.v1', array['person:' || e.person_id],
      jsonb_build_object('institutionId', e.institution_id, 'appointmentId', e.id, 'personId', e.person_id, 'periodId', e.period_id), p_now from ended e
  ), noted as (
    insert into platform.audit (institution_id, at, actor_kind, actor_id, action, person_id, subject, purpose, request_id)
    select e.institution_id, p_now, 'system', 'booking.expire-holds', 'booking.expire-hold', e.person_id, 'appointment/' || e.id, 'system', 'booking.expire-holds'
    from ended e
  )
  select count(*)::integer into v_count from ended;
  return v_count;
end $function$;
alter function booking.expire_holds(timestamp with time zone,integer) owner to liuxin_booker;
revoke all on function booking.expire_holds(timestamp with time zone,integer) from public;

grant execute on function booking.expire_holds(timestamp with time zone,integer) to liuxin_app;

CREATE OR REPLACE FUNCTION booking.helper_terms(p_institution integer, p_account text, p_person uuid, p_device text, p_devices integer, p_now timestamp with time zone, p_from timestamp with time zone)
 RETURNS TABLE(is_helper boolean, agreed integer, with_person boolean, on_device boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'booking', 'pg_temp'
AS $function$
  with users as (
    select distinct x.booked_by from booking.appointment x where p_device is not null and x.device = decode(p_device, 'hex') and x.created_at >= p_from
  ), named as materialized (
    select a.account_id, a.person_id from access.holders_of(array(select booked_by from users) || p_account) a
    where exists (select from booking.helper h where h.phone_hash = a.phone_hash and h.institution_id in (0, p_institution) and h.ended_at is null
      and h.until >= (p_now at time zone 'Asia/Shanghai')::date)
  )
  select me.account_id is not null, coalesce(g.people, 0), coalesce(g.is_one or p_person = any (people.entries_of(me.person_id)), false),
    exists (select from named n where n.account_id in (select booked_by from users) and p_devices >=
      (select count(distinct x.device) from booking.appointment x where x.booked_by = n.account_id and x.created_at >= p_from and x.device is not null))
  from (select) one left join named me on me.account_id = p_account
  left join lateral people.agreed_with(me.person_id, p_person, p_now) g on me.account_id is not null;
$function$;
alter function booking.helper_terms(integer,text,uuid,text,integer,timestamp with time zone,timestamp with time zone) owner to liuxin_booker;
revoke all on function booking.helper_terms(integer,text,uuid,text,integer,timestamp with time zone,timestamp with time zone) from public;

grant execute on function booking.helper_terms(integer,text,uuid,text,integer,timestamp with time zone,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION booking.restriction_of_device(p_device text, p_now timestamp with time zone)
 RETURNS SETOF booking.restriction
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'booking', 'pg_temp'
AS $function$
  select * from booking.restriction where subject_kind = 'device' and subject = p_device and lifted_at is null and starts_at <= p_now and ends_at > p_now;
$function$;
alter function booking.restriction_of_device(text,timestamp with time zone) owner to liuxin_booker;
revoke all on function booking.restriction_of_device(text,timestamp with time zone) from public;

grant execute on function booking.restriction_of_device(text,timestamp with time zone) to liuxin_app;

create schema if not exists capacity;

grant usage on schema capacity to liuxin_app;

grant usage on schema capacity to liuxin_booker;

grant usage on schema capacity to liuxin_capacity;

create table capacity.allotment (
  institution_id integer not null,
  period_id bigint not null,
  pool_id integer not null,
  units integer not null,
  taken integer default 0 not null,
  changed_at timestamp with time zone default now() not null,
  constraint allotment_pkey PRIMARY KEY (institution_id, period_id, pool_id),
  constraint allotment_institution_id_period_id_fkey FOREIGN KEY (institution_id, period_id) REFERENCES capacity.period(institution_id, id),
  constraint allotment_never_oversold CHECK (((taken >= 0) AND (taken <= units)))
);
alter table capacity.allotment set (fillfactor=70);

CREATE TRIGGER note_change BEFORE UPDATE ON capacity.allotment FOR EACH ROW EXECUTE FUNCTION capacity.note_change();

grant insert, select on capacity.allotment to liuxin_capacity;

grant select on capacity.allotment to liuxin_app;

grant update (taken), update (units) on capacity.allotment to liuxin_capacity;

create table capacity.claim (
  institution_id integer not null,
  id uuid not null,
  period_id bigint not null,
  pool_id integer not null,
  holder_id uuid not null,
  service_id integer not null,
  resource_id integer,
  day date not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  status text not null,
  expires_at timestamp with time zone,
  constraint claim_pkey PRIMARY KEY (institution_id, id),
  constraint claim_expires_only_while_held CHECK (((status = 'held'::text) = (expires_at IS NOT NULL))),
  constraint claim_status_check CHECK ((status = ANY (ARRAY['held'::text, 'booked'::text, 'cancelled'::text, 'expired'::text, 'done'::text])))
);

CREATE INDEX claim_expiring ON capacity.claim USING btree (expires_at) WHERE (status = 'held'::text);

CREATE INDEX claim_of_period ON capacity.claim USING btree (institution_id, period_id);

CREATE UNIQUE INDEX claim_one_per_holder_service_day ON capacity.claim USING btree (institution_id, holder_id, service_id, day) WHERE (status = ANY (ARRAY['held'::text, 'booked'::text]));

grant insert, select, update on capacity.claim to liuxin_capacity;

create table capacity.freed_unit (
  institution_id integer not null,
  id bigint generated by default as identity not null,
  period_id bigint not null,
  service_id integer not null,
  from_pool_id integer not null,
  freed_by uuid,
  day date not null,
  half text not null,
  starts_at timestamp with time zone not null,
  freed_at timestamp with time zone not null,
  status text default 'open'::text not null,
  taken_by uuid,
  ended_at timestamp with time zone,
  end_reason text,
  constraint freed_unit_pkey PRIMARY KEY (institution_id, id),
  constraint freed_unit_ends_once CHECK ((((status = 'open'::text) = (ended_at IS NULL)) AND ((status = 'taken'::text) = (taken_by IS NOT NULL)))),
  constraint freed_unit_status_check CHECK ((status = ANY (ARRAY['open'::text, 'taken'::text, 'returned'::text, 'gone'::text])))
);

CREATE INDEX freed_unit_of_period ON capacity.freed_unit USING btree (institution_id, period_id);

CREATE INDEX freed_unit_of_service ON capacity.freed_unit USING btree (institution_id, service_id, freed_at);

CREATE INDEX freed_unit_open ON capacity.freed_unit USING btree (institution_id, starts_at) WHERE (status = 'open'::text);

CREATE UNIQUE INDEX freed_unit_taken_once ON capacity.freed_unit USING btree (institution_id, taken_by) WHERE (taken_by IS NOT NULL);

grant insert, select, update on capacity.freed_unit to liuxin_capacity;

grant select on capacity.freed_unit to liuxin_app;

create table capacity.holder_time (
  holder_id uuid not null,
  claim_id uuid not null,
  institution_id integer not null,
  during tstzrange not null,
  constraint holder_time_pkey PRIMARY KEY (holder_id, claim_id),
  constraint holder_time_in_one_place EXCLUDE USING gist (holder_id WITH =, during WITH &&)
);

grant delete, insert, select, update on capacity.holder_time to liuxin_capacity;

grant select on capacity.ladder to liuxin_app;

grant select on capacity.ladder to liuxin_capacity;

create table capacity.period (
  institution_id integer not null,
  id bigint generated by default as identity not null,
  session_id bigint not null,
  service_id integer not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  constraint period_pkey PRIMARY KEY (institution_id, id),
  constraint period_ends_after_it_starts CHECK ((ends_at > starts_at)),
  constraint period_institution_id_session_id_fkey FOREIGN KEY (institution_id, session_id) REFERENCES capacity.session(institution_id, id)
);

CREATE INDEX period_of_service ON capacity.period USING btree (institution_id, service_id, starts_at);

CREATE INDEX period_of_session ON capacity.period USING btree (institution_id, session_id);

grant insert, select, update on capacity.period to liuxin_capacity;

grant select on capacity.period to liuxin_app;

grant select on capacity.period to liuxin_booker;

create table capacity.pool (
  institution_id integer not null,
  id integer not null,
  code text not null,
  name text not null,
  name_en text default ''::text not null,
  opens_days_before integer default 14 not null,
  opens_at time without time zone default '07:00:00'::time without time zone not null,
  closes_minutes_before integer default 0 not null,
  flows_to text,
  flows_days_before integer,
  eligibility jsonb default '{}'::jsonb not null,
  changed_at timestamp with time zone default now() not null,
  constraint pool_pkey PRIMARY KEY (institution_id, id),
  constraint pool_code_check CHECK ((code = ANY (ARRAY['public'::text, 'family-doctor'::text, 'on-site'::text, 'elderly'::text, 'revisit'::text, 'consortium'::text, 'team'::text, 'waitlist'::text, 'draw'::text, 'rebooking'::text]))),
  constraint pool_flows_elsewhere CHECK (((flows_to <> code) AND ((flows_to IS NULL) = (flows_days_before IS NULL)))),
  constraint pool_of_those_who_wait_is_off_the_ladder CHECK (((code <> 'waitlist'::text) OR (flows_to IS NULL))),
  constraint pool_once_per_code UNIQUE (institution_id, code),
  constraint pool_opens_days_before_check CHECK ((opens_days_before >= 0))
);

CREATE TRIGGER note_change BEFORE UPDATE ON capacity.pool FOR EACH ROW EXECUTE FUNCTION capacity.note_change();

grant insert, select on capacity.pool to liuxin_app;

grant select, update on capacity.pool to liuxin_capacity;

create table capacity.pool_move (
  institution_id integer not null,
  id bigint generated by default as identity not null,
  period_id bigint not null,
  from_pool_id integer,
  to_pool_id integer,
  units integer not null,
  reason text not null,
  moved_at timestamp with time zone not null,
  actor_id text default 'system'::text not null,
  constraint pool_move_pkey PRIMARY KEY (institution_id, id),
  constraint pool_move_goes_somewhere CHECK ((from_pool_id IS DISTINCT FROM to_pool_id)),
  constraint pool_move_units_check CHECK ((units > 0))
);

CREATE INDEX pool_move_from ON capacity.pool_move USING btree (institution_id, from_pool_id, moved_at);

CREATE INDEX pool_move_of_day ON capacity.pool_move USING btree (institution_id, moved_at);

CREATE INDEX pool_move_of_period ON capacity.pool_move USING btree (institution_id, period_id);

grant insert, select on capacity.pool_move to liuxin_capacity;

grant select on capacity.pool_move to liuxin_app;

create table capacity.pool_step (
  institution_id integer not null,
  pool_id integer not null,
  step integer not null,
  flows_to text not null,
  days_before integer not null,
  at time without time zone default '00:00:00'::time without time zone not null,
  share_percent integer default 100 not null,
  constraint pool_step_pkey PRIMARY KEY (institution_id, pool_id, step),
  constraint pool_step_days_before_check CHECK (((days_before >= 0) AND (days_before <= 60))),
  constraint pool_step_share_percent_check CHECK (((share_percent >= 1) AND (share_percent <= 100))),
  constraint pool_step_step_check CHECK (((step >= 1) AND (step <= 9)))
);

grant delete, insert, select on capacity.pool_step to liuxin_capacity;

grant select on capacity.pool_step to liuxin_app;

create table capacity.session (
  institution_id integer not null,
  id bigint generated by default as identity not null,
  service_id integer not null,
  resource_id integer,
  day date not null,
  half text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  room text default ''::text not null,
  status text default 'open'::text not null,
  template_id bigint,
  changed_at timestamp with time zone default now() not null,
  constraint session_pkey PRIMARY KEY (institution_id, id),
  constraint session_ends_after_it_starts CHECK ((ends_at > starts_at)),
  constraint session_half_check CHECK ((half = ANY (ARRAY['morning'::text, 'afternoon'::text, 'evening'::text]))),
  constraint session_resource_in_one_place EXCLUDE USING gist (institution_id WITH =, resource_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((status <> 'closed'::text)),
  constraint session_status_check CHECK ((status = ANY (ARRAY['open'::text, 'suspended'::text, 'closed'::text])))
);

CREATE INDEX session_of_day ON capacity.session USING btree (institution_id, day, service_id);

CREATE INDEX session_of_resource ON capacity.session USING btree (institution_id, resource_id, day) WHERE (resource_id IS NOT NULL);

CREATE UNIQUE INDEX session_once_per_template ON capacity.session USING btree (institution_id, template_id, day) WHERE (template_id IS NOT NULL);

CREATE TRIGGER note_change BEFORE UPDATE ON capacity.session FOR EACH ROW EXECUTE FUNCTION capacity.note_change();

grant insert, select, update on capacity.session to liuxin_capacity;

grant select on capacity.session to liuxin_app;

grant select on capacity.session to liuxin_booker;

grant update (status) on capacity.session to liuxin_app;

create table capacity.step_taken (
  institution_id integer not null,
  session_id bigint not null,
  pool_id integer not null,
  step integer not null,
  units integer not null,
  taken_at timestamp with time zone not null,
  constraint step_taken_pkey PRIMARY KEY (institution_id, session_id, pool_id, step)
);

grant insert, select on capacity.step_taken to liuxin_capacity;

grant select on capacity.step_taken to liuxin_app;

create table capacity.template (
  institution_id integer not null,
  id bigint generated by default as identity not null,
  service_id integer not null,
  resource_id integer,
  valid_from date not null,
  valid_to date,
  weekdays integer[] not null,
  half text not null,
  starts_at time without time zone not null,
  ends_at time without time zone not null,
  period_minutes integer not null,
  pools jsonb not null,
  room text default ''::text not null,
  active boolean default true not null,
  follows_id bigint,
  constraint template_pkey PRIMARY KEY (institution_id, id),
  constraint template_ends_after_it_starts CHECK ((ends_at > starts_at)),
  constraint template_half_check CHECK ((half = ANY (ARRAY['morning'::text, 'afternoon'::text, 'evening'::text]))),
  constraint template_period_minutes_check CHECK (((period_minutes >= 5) AND (period_minutes <= 60))),
  constraint template_weekdays_check CHECK ((weekdays <@ '{1,2,3,4,5,6,7,8}'::integer[]))
);

CREATE INDEX template_of_service ON capacity.template USING btree (institution_id, service_id);

grant insert, select on capacity.template to liuxin_app;

grant select on capacity.template to liuxin_capacity;

grant update (active), update (pools), update (valid_to) on capacity.template to liuxin_app;

create table capacity.template_exception (
  institution_id integer not null,
  template_id bigint not null,
  day date not null,
  starts_at time without time zone,
  ends_at time without time zone,
  room text,
  reason text default ''::text not null,
  constraint template_exception_pkey PRIMARY KEY (institution_id, template_id, day),
  constraint template_exception_ends_after_it_starts CHECK ((((starts_at IS NULL) = (ends_at IS NULL)) AND (ends_at > starts_at))),
  constraint template_exception_institution_id_template_id_fkey FOREIGN KEY (institution_id, template_id) REFERENCES capacity.template(institution_id, id)
);

grant delete, insert, select, update on capacity.template_exception to liuxin_app;

grant select on capacity.template_exception to liuxin_capacity;

create table capacity.waiter (
  institution_id integer not null,
  service_id integer not null,
  waiter_id uuid not null,
  from_day date not null,
  to_day date not null,
  halves text[] not null,
  notice_minutes integer default 0 not null,
  constraint waiter_pkey PRIMARY KEY (institution_id, service_id, waiter_id),
  constraint waiter_halves_check CHECK (((halves <@ '{morning,afternoon,evening}'::text[]) AND (halves <> '{}'::text[]))),
  constraint waiter_notice_minutes_check CHECK ((notice_minutes >= 0)),
  constraint waiter_waits_forward CHECK ((to_day >= from_day))
);

CREATE INDEX waiter_by_id ON capacity.waiter USING btree (waiter_id);

grant delete, insert, select on capacity.waiter to liuxin_app;

grant select on capacity.waiter to liuxin_capacity;

create view capacity.ladder as
 SELECT pool_step.institution_id,
    pool_step.pool_id,
    pool_step.step,
    pool_step.flows_to,
    pool_step.days_before,
    pool_step.at,
    pool_step.share_percent
   FROM capacity.pool_step
UNION ALL
 SELECT l.institution_id,
    l.id AS pool_id,
    0 AS step,
    l.flows_to,
    l.flows_days_before AS days_before,
    '00:00:00'::time without time zone AS at,
    100 AS share_percent
   FROM capacity.pool l
  WHERE l.flows_to IS NOT NULL AND NOT (EXISTS ( SELECT
           FROM capacity.pool_step t
          WHERE t.institution_id = l.institution_id AND t.pool_id = l.id));

CREATE OR REPLACE FUNCTION capacity.add_periods(p_institution integer, p_session bigint, p_from timestamp with time zone[], p_to timestamp with time zone[], p_pools jsonb, p_reason text, p_actor text, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare
  v_session capacity.session;
  v_units integer;
begin
  select * into strict v_session from capacity.session where institution_id = p_institution and id = p_session;
  with cut as (
    insert into capacity.period (institution_id, session_id, service_id, starts_at, ends_at)
    select p_institution, p_session, v_session.service_id, u.f, u.t from unnest(p_from, p_to) u(f, t) order by u.f returning id
  ), filled as (
    insert into capacity.allotment (institution_id, period_id, pool_id, units)
    select p_institution, c.id, l.id, x.value::integer from cut c cross join lateral jsonb_each_text(p_pools) x
    join capacity.pool l on l.institution_id = p_institution and l.code = x.key where x.value::integer > 0
    returning period_id, pool_id, units
  ), told as (
    insert into capacity.pool_move (institution_id, period_id, from_pool_id, to_pool_id, units, reason, actor_id, moved_at)
    select p_institution, f.period_id, null, f.pool_id, f.units, p_reason, p_actor, p_now from filled f order by 2, 4
    returning units
  )
  select coalesce(sum(units), 0)::integer into v_units from told;
  return v_units;
end $function$;
alter function capacity.add_periods(integer,bigint,timestamp with time zone[],timestamp with time zone[],jsonb,text,text,timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.add_periods(integer,bigint,timestamp with time zone[],timestamp with time zone[],jsonb,text,text,timestamp with time zone) from public;

grant execute on function capacity.add_periods(integer,bigint,timestamp with time zone[],timestamp with time zone[],jsonb,text,text,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.add_session(p_institution integer, p_service integer, p_resource integer, p_half text, p_starts timestamp with time zone, p_ends timestamp with time zone, p_room text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare v_id bigint;
begin
  insert into capacity.session (institution_id, service_id, resource_id, day, half, starts_at, ends_at, room)
    values (p_institution, p_service, p_resource, capacity.local_day(p_starts), p_half, p_starts, p_ends, p_room) returning id into v_id;
  return v_id;
end $function$;
alter function capacity.add_session(integer,integer,integer,text,timestamp with time zone,timestamp with time zone,text) owner to liuxin_capacity;
revoke all on function capacity.add_session(integer,integer,integer,text,timestamp with time zone,timestamp with time zone,text) from public;

grant execute on function capacity.add_session(integer,integer,integer,text,timestamp with time zone,timestamp with time zone,text) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.adopt_freed(p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare
  v_row record;
  v_extra integer;
  v_count integer := 0;
begin
  for v_row in
    select a.institution_id, a.period_id, a.pool_id, p.starts_at, s.service_id, s.day, s.half from capacity.pool l
    join capacity.allotment a on a.institution_id = l.institution_id and a.pool_id = l.id and a.units > a.taken
    join capacity.period p on p.institution_id = a.institution_id and p.id = a.period_id and p.starts_at > p_now
    join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id and s.status = 'open'
    where l.code = 'waitlist'
      and a.units - a.taken > (select count(*) from capacity.freed_unit u where u.institution_id = a.institution_id and u.period_id = a.period_id and u.status = 'open')
    order by a.institution_id, a.period_id, a.pool_id
  loop
    perform from capacity.allotment a where a.institution_id = v_row.institution_id and a.period_id = v_row.period_id and a.pool_id = v_row.pool_id for no key update;
    select a.units - a.taken
        - (select count(*) from capacity.freed_unit u where u.institution_id = a.institution_id and u.period_id = a.period_id and u.status = 'open')
        + (select count(*) from capacity.claim c where c.institution_id = a.institution_id and c.period_id = a.period_id and c.pool_id = a.pool_id and c.status = 'held')
      into v_extra from capacity.allotment a
      where a.institution_id = v_row.institution_id and a.period_id = v_row.period_id and a.pool_id = v_row.pool_id;
    insert into capacity.freed_unit (institution_id, period_id, service_id, from_pool_id, day, half, starts_at, freed_at)
      select v_row.institution_id, v_row.period_id, v_row.service_id,
        coalesce((select m.from_pool_id from capacity.pool_move m where m.institution_id = v_row.institution_id and m.period_id = v_row.period_id
                  and m.to_pool_id = v_row.pool_id and m.from_pool_id is not null order by m.id desc limit 1),
          (select l.id from capacity.pool l where l.institution_id = v_row.institution_id and l.code = 'public')),
        v_row.day, v_row.half, v_row.starts_at, p_now
      from generate_series(1, v_extra);
    v_count := v_count + greatest(v_extra, 0);
  end loop;
  return v_count;
end $function$;
alter function capacity.adopt_freed(timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.adopt_freed(timestamp with time zone) from public;

grant execute on function capacity.adopt_freed(timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.against_holders(p_institution integer, p_period bigint, p_holders uuid[])
 RETURNS TABLE(holder_id uuid, reason text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
  select h, case when exists (select from capacity.holder_time t where t.holder_id = h and t.during && tstzrange(p.starts_at, p.ends_at)) then 'overlap'
    else 'same-service-that-day' end
  from unnest(p_holders) h, capacity.period p join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id
  where p.institution_id = p_institution and p.id = p_period
    and (exists (select from capacity.holder_time t where t.holder_id = h and t.during && tstzrange(p.starts_at, p.ends_at))
      or exists (select from capacity.claim c where c.institution_id = p_institution and c.holder_id = h and c.service_id = s.service_id and c.day = s.day
                 and c.status in ('held', 'booked')))
$function$;
alter function capacity.against_holders(integer,bigint,uuid[]) owner to liuxin_capacity;
revoke all on function capacity.against_holders(integer,bigint,uuid[]) from public;

grant execute on function capacity.against_holders(integer,bigint,uuid[]) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.change_units(p_institution integer, p_period bigint[], p_pool text[], p_delta integer[], p_reason text, p_actor text, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare
  v_row record;
  v_moved integer;
  v_sum integer := 0;
begin
  for v_row in select u.p, u.k, u.d from unnest(p_period, p_pool, p_delta) u(p, k, d) where u.d <> 0 order by u.p, u.k, u.d loop
    v_moved := capacity.move_units(p_institution, v_row.p, case when v_row.d < 0 then v_row.k end, case when v_row.d > 0 then v_row.k end,
      abs(v_row.d), p_reason, p_actor, p_now);
    if v_moved <> abs(v_row.d) then
      raise exception 'units changed meanwhile' using errcode = 'serialization_failure';
    end if;
    v_sum := v_sum + v_moved;
  end loop;
  return v_sum;
end $function$;
alter function capacity.change_units(integer,bigint[],text[],integer[],text,text,timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.change_units(integer,bigint[],text[],integer[],text,text,timestamp with time zone) from public;

grant execute on function capacity.change_units(integer,bigint[],text[],integer[],text,text,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.claim_states(p_institution integer[], p_claim uuid[])
 RETURNS TABLE(institution_id integer, claim_id uuid, period_id bigint, status text, expires_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
  select c.institution_id, c.id, c.period_id, c.status, c.expires_at
  from unnest(p_institution, p_claim) u(i, id) join capacity.claim c on c.institution_id = u.i and c.id = u.id
$function$;
alter function capacity.claim_states(integer[],uuid[]) owner to liuxin_capacity;
revoke all on function capacity.claim_states(integer[],uuid[]) from public;

grant execute on function capacity.claim_states(integer[],uuid[]) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.confirm(p_institution integer, p_claim uuid, p_now timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare v_status text;
begin
  update capacity.claim set status = 'booked', expires_at = null
    where institution_id = p_institution and id = p_claim and status = 'held' and expires_at > p_now;
  if found then return 'ok'; end if;
  select status into v_status from capacity.claim where institution_id = p_institution and id = p_claim;
  return case v_status when 'held' then 'expired' when 'expired' then 'expired' when 'booked' then 'booked' else 'gone' end;
end $function$;
alter function capacity.confirm(integer,uuid,timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.confirm(integer,uuid,timestamp with time zone) from public;

grant execute on function capacity.confirm(integer,uuid,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.count_waiters(p_institution integer, p_service integer, p_day date, p_half text, p_starts_at timestamp with time zone, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
  select count(*)::integer from capacity.waiters_for(p_institution, p_service, p_day, p_half, p_starts_at, p_now)
$function$;
alter function capacity.count_waiters(integer,integer,date,text,timestamp with time zone,timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.count_waiters(integer,integer,date,text,timestamp with time zone,timestamp with time zone) from public;

grant execute on function capacity.count_waiters(integer,integer,date,text,timestamp with time zone,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.end_claims(p_institution integer, p_claims uuid[])
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
begin
  return query
  with ended as (
    update capacity.claim c set status = 'cancelled', expires_at = null
    where c.institution_id = p_institution and c.id = any (p_claims) and c.status in ('held', 'booked')
    returning c.id, c.period_id, c.pool_id, c.holder_id
  ), freed as (
    delete from capacity.holder_time t using ended e where t.holder_id = e.holder_id and t.claim_id = e.id
  ), counted as (
    update capacity.allotment a set taken = a.taken - g.n from (select period_id, pool_id, count(*)::integer as n from ended group by 1, 2) g
    where a.institution_id = p_institution and a.period_id = g.period_id and a.pool_id = g.pool_id
  )
  select e.id from ended e;
end $function$;
alter function capacity.end_claims(integer,uuid[]) owner to liuxin_capacity;
revoke all on function capacity.end_claims(integer,uuid[]) from public;

grant execute on function capacity.end_claims(integer,uuid[]) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.finish(p_institution integer, p_claim uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
begin
  update capacity.claim set status = 'done' where institution_id = p_institution and id = p_claim and status = 'booked';
  return found;
end $function$;
alter function capacity.finish(integer,uuid) owner to liuxin_capacity;
revoke all on function capacity.finish(integer,uuid) from public;

grant execute on function capacity.finish(integer,uuid) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.flow_back(p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare
  v_moved integer := 0;
  v_units integer;
  v_step integer;
  v_from integer;
  v_i integer[]; v_p bigint[]; v_l integer[]; v_t integer[]; v_k integer[]; v_s bigint[]; v_h integer[];
begin
  select array_agg(a.institution_id), array_agg(a.period_id), array_agg(a.pool_id), array_agg(b.id), array_agg(g.step), array_agg(s.id), array_agg(g.share_percent)
    into v_i, v_p, v_l, v_t, v_k, v_s, v_h
    from capacity.ladder g
    join capacity.pool b on b.institution_id = g.institution_id and b.code = g.flows_to
    join capacity.session s on s.institution_id = g.institution_id and s.status = 'open'
      and s.day between capacity.local_day(p_now) and capacity.local_day(p_now) + g.days_before
      and capacity.local_time(s.day - g.days_before, g.at) <= p_now
    join capacity.period p on p.institution_id = s.institution_id and p.session_id = s.id and p.starts_at > p_now
    join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id and a.pool_id = g.pool_id and a.taken < a.units
    where g.share_percent = 100 or not exists (select from capacity.step_taken d
      where d.institution_id = g.institution_id and d.session_id = s.id and d.pool_id = g.pool_id and d.step = g.step);
  if v_i is null then return 0; end if;
  insert into capacity.allotment (institution_id, period_id, pool_id, units)
    select distinct i, p, t, 0 from unnest(v_i, v_p, v_t) u(i, p, t) order by i, p, t on conflict do nothing;
  perform from capacity.allotment a
    where (a.institution_id, a.period_id, a.pool_id) in (
      select i, p, l from unnest(v_i, v_p, v_l) u(i, p, l) union select i, p, t from unnest(v_i, v_p, v_t) u(i, p, t))
    order by a.institution_id, a.period_id, a.pool_id for no key update;

  -- One pool at a time: what flows into a pool and out of it again in one run are two movements of one row.
  for v_step, v_from in select distinct k, l from unnest(v_k, v_l) u(k, l) order by 1, 2 loop
    with due as materialized (
      select f.i, f.p, f.l, f.t, f.s, f.h, a.units - a.taken as free,
        sum(a.units - a.taken) over (partition by f.i, f.s, f.l order by f.p) as upto, sum(a.units - a.taken) over (partition by f.i, f.s, f.l) as altogether
      from unnest(v_i, v_p, v_l, v_t, v_k, v_s, v_h) f(i, p, l, t, k, s, h)
      -- a session suspended while we waited keeps its units
      join capacity.session o on o.institution_id = f.i and o.id = f.s and o.status = 'open'
      join capacity.allotment a on a.institution_id = f.i and a.period_id = f.p and a.pool_id = f.l
      where f.k = v_step and f.l = v_from and a.taken < a.units
    ), first_time as (
      insert into capacity.step_taken (institution_id, session_id, pool_id, step, units, taken_at)
      select distinct on (d.i, d.s, d.l) d.i, d.s, d.l, v_step, ceil(d.altogether * d.h / 100.0)::integer, p_now from due d order by d.i, d.s, d.l
      on conflict do nothing returning institution_id, session_id, pool_id, step_taken.units
    ), cut as materialized (
      -- a share is spread evenly over the session: each period gives what the running total has come to
      select d.i, d.p, d.l, d.t,
        case when d.h = 100 then d.free
             else floor(d.upto * n.units / d.altogether)::integer - floor((d.upto - d.free) * n.units / d.altogether)::integer end as n
      from due d left join first_time n on n.institution_id = d.i and n.session_id = d.s and n.pool_id = d.l
      where d.h = 100 or n.units is not null
    ), less as (
      update capacity.allotment a set units = a.units - c.n from cut c where c.n > 0 and a.institution_id = c.i and a.period_id = c.p and a.pool_id = c.l
    ), told as (
      insert into capacity.pool_move (institution_id, period_id, from_pool_id, to_pool_id, units, reason, moved_at)
      select i, p, l, t, n, 'unused at its deadline', p_now from cut where n > 0 returning institution_id, period_id, to_pool_id, units
    ), more as (
      update capacity.allotment a set units = a.units + g.n from (select institution_id, period_id, to_pool_id, sum(units)::integer as n from told group by 1, 2, 3) g
      where a.institution_id = g.institution_id and a.period_id = g.period_id and a.pool_id = g.to_pool_id
    )
    select coalesce(sum(units), 0)::integer into v_units from told;
    v_moved := v_moved + v_units;
  end loop;
  return v_moved;
end $function$;
alter function capacity.flow_back(timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.flow_back(timestamp with time zone) from public;

grant execute on function capacity.flow_back(timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.freed_for_update(p_institution integer, p_id bigint)
 RETURNS TABLE(period_id bigint, service_id integer, day date, half text, starts_at timestamp with time zone, ends_at timestamp with time zone, status text, session_status text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
begin
  return query
    with mine as materialized (select u.* from capacity.freed_unit u where u.institution_id = p_institution and u.id = p_id for update)
    select u.period_id, s.service_id, s.day, s.half, p.starts_at, p.ends_at, u.status, s.status
    from mine u join capacity.period p on p.institution_id = u.institution_id and p.id = u.period_id
    join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id;
end $function$;
alter function capacity.freed_for_update(integer,bigint) owner to liuxin_capacity;
revoke all on function capacity.freed_for_update(integer,bigint) from public;

grant execute on function capacity.freed_for_update(integer,bigint) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.generate(p_institution integer, p_days date[], p_weekdays integer[], p_templates bigint[] DEFAULT NULL::bigint[])
 RETURNS TABLE(sessions integer, periods integer, units integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
begin
  perform capacity.lock_schedule(p_institution);
  return query
  with made as (
    insert into capacity.session (institution_id, service_id, resource_id, day, half, starts_at, ends_at, room, template_id)
    select t.institution_id, t.service_id, t.resource_id, d.day, t.half,
      capacity.local_time(d.day, coalesce(e.starts_at, t.starts_at)), capacity.local_time(d.day, coalesce(e.ends_at, t.ends_at)),
      coalesce(e.room, t.room), t.id
    from unnest(p_days, p_weekdays) d(day, weekday)
    join capacity.template t on t.institution_id = p_institution and t.active and d.weekday = any (t.weekdays)
      and d.day >= t.valid_from and (t.valid_to is null or d.day <= t.valid_to) and (p_templates is null or t.id = any (p_templates))
      and not exists (select from capacity.session x where x.institution_id = t.institution_id and x.template_id = t.id and x.day = d.day)
    left join capacity.template_exception e on e.institution_id = t.institution_id and e.template_id = t.id and e.day = d.day
    where e.day is null or e.starts_at is not null
    order by d.day, t.id
    on conflict do nothing
    returning institution_id, id, service_id, starts_at, ends_at, template_id
  ), cut as (
    insert into capacity.period (institution_id, session_id, service_id, starts_at, ends_at)
    select m.institution_id, m.id, m.service_id, g, g + make_interval(mins => t.period_minutes)
    from made m join capacity.template t on t.institution_id = m.institution_id and t.id = m.template_id
    cross join lateral generate_series(m.starts_at, m.ends_at - make_interval(mins => t.period_minutes), make_interval(mins => t.period_minutes)) g
    returning institution_id, id, session_id
  ), filled as (
    insert into capacity.allotment (institution_id, period_id, pool_id, units)
    select c.institution_id, c.id, l.id, x.value::integer
    from cut c join made m on m.institution_id = c.institution_id and m.id = c.session_id
    join capacity.template t on t.institution_id = m.institution_id and t.id = m.template_id
    cross join lateral jsonb_each_text(t.pools) x
    join capacity.pool l on l.institution_id = c.institution_id and l.code = x.key
    returning allotment.units
  )
  select (select count(*)::integer from made), (select count(*)::integer from cut), (select coalesce(sum(f.units), 0)::integer from filled f);
end $function$;
alter function capacity.generate(integer,date[],integer[],bigint[]) owner to liuxin_capacity;
revoke all on function capacity.generate(integer,date[],integer[],bigint[]) from public;

grant execute on function capacity.generate(integer,date[],integer[],bigint[]) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.give_back(p_claim capacity.claim, p_to integer, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare v_home integer;
begin
  update capacity.allotment set taken = taken - 1
    where institution_id = p_claim.institution_id and period_id = p_claim.period_id and pool_id = p_claim.pool_id;
  if p_to is null or p_claim.status <> 'booked' then return; end if;
  if p_to = p_claim.pool_id then
    -- It was freed before and is freed again: home is where it first was.
    select u.from_pool_id into v_home from capacity.freed_unit u where u.institution_id = p_claim.institution_id and u.taken_by = p_claim.id;
    if not found then return; end if;
  else
    v_home := p_claim.pool_id;
    update capacity.allotment set units = units - 1
      where institution_id = p_claim.institution_id and period_id = p_claim.period_id and pool_id = p_claim.pool_id;
    update capacity.allotment set units = units + 1
      where institution_id = p_claim.institution_id and period_id = p_claim.period_id and pool_id = p_to;
    insert into capacity.pool_move (institution_id, period_id, from_pool_id, to_pool_id, units, reason, moved_at)
      values (p_claim.institution_id, p_claim.period_id, p_claim.pool_id, p_to, 1, 'given back, and others wait for it', p_now);
  end if;
  insert into capacity.freed_unit (institution_id, period_id, service_id, from_pool_id, freed_by, day, half, starts_at, freed_at)
    select p_claim.institution_id, p_claim.period_id, p_claim.service_id, v_home, p_claim.id, s.day, s.half, p.starts_at, p_now
    from capacity.period p join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id
    where p.institution_id = p_claim.institution_id and p.id = p_claim.period_id;
end $function$;

CREATE OR REPLACE FUNCTION capacity.hand_over_session(p_institution integer, p_session bigint, p_service integer, p_resource integer)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare v_constraint text;
begin
  perform capacity.lock_sessions(p_institution, array[p_session]);
  update capacity.session s set service_id = p_service, resource_id = p_resource, template_id = null where s.institution_id = p_institution and s.id = p_session;
  update capacity.period p set service_id = p_service where p.institution_id = p_institution and p.session_id = p_session;
  update capacity.claim c set service_id = p_service, resource_id = p_resource
    from capacity.period p
    where p.institution_id = p_institution and p.session_id = p_session and c.institution_id = p.institution_id and c.period_id = p.id
      and c.status in ('held', 'booked');
  return 'ok';
exception
  when exclusion_violation then
    get stacked diagnostics v_constraint = constraint_name;
    return case v_constraint when 'session_resource_in_one_place' then 'resource-busy' else 'holder-busy' end;
  when unique_violation then return 'holder-busy';
end $function$;
alter function capacity.hand_over_session(integer,bigint,integer,integer) owner to liuxin_capacity;
revoke all on function capacity.hand_over_session(integer,bigint,integer,integer) from public;

grant execute on function capacity.hand_over_session(integer,bigint,integer,integer) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.handing_conflicts(p_institution integer, p_session bigint, p_service integer)
 RETURNS TABLE(claim_id uuid, reason text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
  select c.id, 'same-service-that-day'
  from capacity.claim c join capacity.period p on p.institution_id = c.institution_id and p.id = c.period_id
  where p.institution_id = p_institution and p.session_id = p_session and c.status in ('held', 'booked')
    and exists (select from capacity.claim d where d.institution_id = p_institution and d.holder_id = c.holder_id and d.service_id = p_service
                and d.day = c.day and d.status in ('held', 'booked') and d.id <> c.id)
  order by c.starts_at, c.id
$function$;
alter function capacity.handing_conflicts(integer,bigint,integer) owner to liuxin_capacity;
revoke all on function capacity.handing_conflicts(integer,bigint,integer) from public;

grant execute on function capacity.handing_conflicts(integer,bigint,integer) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.hold_still(p_institution integer, p_session bigint, p_periods bigint[])
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare v_status text;
begin
  select status into v_status from capacity.session where institution_id = p_institution and id = p_session for no key update;
  if not found then return null; end if;
  perform from capacity.period where institution_id = p_institution and session_id = p_session and (p_periods is null or id = any (p_periods))
    order by institution_id, id for update;
  perform from capacity.allotment a where a.institution_id = p_institution
    and a.period_id in (select id from capacity.period where institution_id = p_institution and session_id = p_session and (p_periods is null or id = any (p_periods)))
    order by a.institution_id, a.period_id, a.pool_id for no key update;
  perform from capacity.claim c where c.institution_id = p_institution and c.status in ('held', 'booked')
    and c.period_id in (select id from capacity.period where institution_id = p_institution and session_id = p_session and (p_periods is null or id = any (p_periods)))
    order by c.id for update;
  return v_status;
end $function$;
alter function capacity.hold_still(integer,bigint,bigint[]) owner to liuxin_capacity;
revoke all on function capacity.hold_still(integer,bigint,bigint[]) from public;

grant execute on function capacity.hold_still(integer,bigint,bigint[]) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.keep_for_waiters(p_institution integer, p_sessions bigint[], p_now timestamp with time zone)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare
  v_to integer := (select l.id from capacity.pool l where l.institution_id = p_institution and l.code = 'waitlist');
  v_row record;
  v_waiting integer;
  v_kept integer;
begin
  if v_to is null then return; end if;
  for v_row in
    select p.id as period_id, p.starts_at, s.id as session_id, s.service_id, s.day, s.half, a.pool_id, a.units - a.taken as free
    from capacity.session s
    join capacity.period p on p.institution_id = s.institution_id and p.session_id = s.id and p.starts_at > p_now
    join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id and a.units > a.taken
    join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id and l.code = 'public'
    where s.institution_id = p_institution and s.id = any (p_sessions) and s.status = 'open' and capacity.local_time(s.day - l.opens_days_before, l.opens_at) <= p_now
    order by s.id, p.starts_at, p.id
  loop
    select count(*) into v_waiting from capacity.waiters_for(p_institution, v_row.service_id, v_row.day, v_row.half, v_row.starts_at, p_now);
    select count(*) into v_kept from capacity.freed_unit u join capacity.period p on p.institution_id = u.institution_id and p.id = u.period_id
      where u.institution_id = p_institution and p.session_id = v_row.session_id and u.status = 'open';
    v_kept := least(v_row.free, v_waiting - v_kept);
    continue when v_kept <= 0;
    insert into capacity.allotment (institution_id, period_id, pool_id, units) values (p_institution, v_row.period_id, v_to, 0) on conflict do nothing;
    perform from capacity.allotment a where a.institution_id = p_institution and a.period_id = v_row.period_id and a.pool_id in (v_row.pool_id, v_to)
      order by a.institution_id, a.period_id, a.pool_id for no key update;
    update capacity.allotment a set units = a.units - v_kept where a.institution_id = p_institution and a.period_id = v_row.period_id and a.pool_id = v_row.pool_id;
    update capacity.allotment a set units = a.units + v_kept where a.institution_id = p_institution and a.period_id = v_row.period_id and a.pool_id = v_to;
    insert into capacity.pool_move (institution_id, period_id, from_pool_id, to_pool_id, units, reason, moved_at)
      values (p_institution, v_row.period_id, v_row.pool_id, v_to, v_kept, 'new, and others wait for it', p_now);
    return query
      with made as (
        insert into capacity.freed_unit (institution_id, period_id, service_id, from_pool_id, day, half, starts_at, freed_at)
        select p_institution, v_row.period_id, v_row.service_id, v_row.pool_id, v_row.day, v_row.half, v_row.starts_at, p_now from generate_series(1, v_kept)
        returning id)
      select id from made order by id;
  end loop;
end $function$;
alter function capacity.keep_for_waiters(integer,bigint[],timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.keep_for_waiters(integer,bigint[],timestamp with time zone) from public;

grant execute on function capacity.keep_for_waiters(integer,bigint[],timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.local_day(p_at timestamp with time zone)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((p_at AT TIME ZONE 'Asia/Shanghai'::text))::date;

CREATE OR REPLACE FUNCTION capacity.local_time(p_day date, p_time time without time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((p_day + p_time) AT TIME ZONE 'Asia/Shanghai'::text);

CREATE OR REPLACE FUNCTION capacity.lock_schedule(p_institution integer)
 RETURNS void
 LANGUAGE sql
AS $function$
  select pg_advisory_xact_lock(hashtext('capacity.schedule'), p_institution)
$function$;

grant execute on function capacity.lock_schedule(integer) to liuxin_app;

grant execute on function capacity.lock_schedule(integer) to liuxin_capacity;

CREATE OR REPLACE FUNCTION capacity.lock_sessions(p_institution integer, p_sessions bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
begin
  perform from capacity.session s where s.institution_id = p_institution and s.id = any (p_sessions) order by s.id for no key update;
  perform from capacity.allotment a
    where a.institution_id = p_institution and a.period_id in (
      select p.id from capacity.period p where p.institution_id = p_institution and p.session_id = any (p_sessions))
    order by a.institution_id, a.period_id, a.pool_id for no key update;
end $function$;
alter function capacity.lock_sessions(integer,bigint[]) owner to liuxin_capacity;
revoke all on function capacity.lock_sessions(integer,bigint[]) from public;

grant execute on function capacity.lock_sessions(integer,bigint[]) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.move(p_institution integer, p_claim uuid, p_period bigint, p_pool text, p_now timestamp with time zone)
 RETURNS TABLE(outcome text, reasons text[], session_id bigint, service_id integer, resource_id integer, day date, starts_at timestamp with time zone, ends_at timestamp with time zone, room text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare
  v_old capacity.claim;
  v_pool capacity.pool;
  v_status text;
  v_left integer;
  v_to integer;
begin
  -- The holder's turn comes first: whatever else is taken for them waits until this is done.
  perform pg_advisory_xact_lock(capacity.turn_key(c.holder_id::text)) from capacity.claim c where c.institution_id = p_institution and c.id = p_claim;
  select * into v_pool from capacity.pool l where l.institution_id = p_institution and l.code = p_pool;
  loop
    select * into v_old from capacity.claim c where c.institution_id = p_institution and c.id = p_claim and c.status in ('held', 'booked');
    if not found then outcome := 'gone'; reasons := '{}'; return next; return; end if;
    v_to := capacity.pool_after(v_old, p_now);
    if v_to is not null then
      insert into capacity.allotment (institution_id, period_id, pool_id, units) values (p_institution, v_old.period_id, v_to, 0) on conflict do nothing;
    end if;
    perform from capacity.allotment a where a.institution_id = p_institution
      and (a.period_id, a.pool_id) in ((v_old.period_id, v_old.pool_id), (v_old.period_id, v_to), (p_period, v_pool.id))
      order by a.institution_id, a.period_id, a.pool_id for no key update;
    exit when exists (select from capacity.claim c where c.institution_id = p_institution and c.id = p_claim and c.status = v_old.status
      and c.period_id = v_old.period_id and c.pool_id = v_old.pool_id);
  end loop;

  select s.id, s.service_id, s.resource_id, s.day, p.starts_at, p.ends_at, s.room, s.status, x.units - x.taken
    into session_id, service_id, resource_id, day, starts_at, ends_at, room, v_status, v_left
    from capacity.period p join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id
    left join capacity.allotment x on x.institution_id = p.institution_id and x.period_id = p.id and x.pool_id = v_pool.id
    where p.institution_id = p_institution and p.id = p_period;
  reasons := capacity.reasons_against(starts_at, day, v_status, v_pool, v_left, p_now);
  if (v_old.period_id, v_old.pool_id) = (p_period, v_pool.id) then outcome := 'ok'; reasons := '{}'; return next; return; end if;
  if exists (select from capacity.claim c where c.institution_id = p_institution and c.holder_id = v_old.holder_id and c.service_id = move.service_id
             and c.day = move.day and c.status in ('held', 'booked') and c.id <> p_claim) then
    reasons := reasons || array['same-service-that-day'];
  end if;
  if starts_at is not null and exists (select from capacity.holder_time t where t.holder_id = v_old.holder_id and t.claim_id <> p_claim and t.during && tstzrange(starts_at, ends_at)) then
    reasons := reasons || array['overlap'];
  end if;
  if reasons <> '{}' then outcome := 'refused'; return next; return; end if;

  begin
    update capacity.allotment a set taken = a.taken + 1 where a.institution_id = p_institution and a.period_id = p_period and a.pool_id = v_pool.id;
    update capacity.holder_time t set during = tstzrange(starts_at, ends_at) where t.holder_id = v_old.holder_id and t.claim_id = p_claim;
    update capacity.claim c set period_id = p_period, pool_id = v_pool.id, service_id = move.service_id, resource_id = move.resource_id,
      day = move.day, starts_at = move.starts_at, ends_at = move.ends_at where c.institution_id = p_institution and c.id = p_claim;
    perform capacity.give_back(v_old, v_to, p_now);
    outcome := 'ok';
  exception
    when exclusion_violation then outcome := 'refused'; reasons := '{overlap}';
    when unique_violation then outcome := 'refused'; reasons := '{same-service-that-day}';
  end;
  return next;
end $function$;
alter function capacity.move(integer,uuid,bigint,text,timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.move(integer,uuid,bigint,text,timestamp with time zone) from public;

grant execute on function capacity.move(integer,uuid,bigint,text,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.move_session(p_institution integer, p_session bigint, p_starts timestamp with time zone, p_half text, p_room text, p_template bigint)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare
  v_by interval;
  v_constraint text;
begin
  perform capacity.lock_sessions(p_institution, array[p_session]);
  if exists (select from capacity.moving_conflicts(p_institution, p_session, p_starts)) then return 'holder-busy'; end if;
  select p_starts - s.starts_at into strict v_by from capacity.session s where s.institution_id = p_institution and s.id = p_session;
  update capacity.session s set starts_at = s.starts_at + v_by, ends_at = s.ends_at + v_by, day = capacity.local_day(s.starts_at + v_by),
      half = p_half, room = p_room, template_id = p_template
    where s.institution_id = p_institution and s.id = p_session;
  update capacity.period p set starts_at = p.starts_at + v_by, ends_at = p.ends_at + v_by where p.institution_id = p_institution and p.session_id = p_session;
  perform from capacity.holder_time t where (t.holder_id, t.claim_id) in (
      select c.holder_id, c.id from capacity.claim c join capacity.period p on p.institution_id = c.institution_id and p.id = c.period_id
      where p.institution_id = p_institution and p.session_id = p_session)
    order by t.holder_id, t.claim_id for update;
  update capacity.holder_time t set during = tstzrange(lower(t.during) + v_by, upper(t.during) + v_by)
    from capacity.claim c join capacity.period p on p.institution_id = c.institution_id and p.id = c.period_id
    where p.institution_id = p_institution and p.session_id = p_session and c.status in ('held', 'booked')
      and t.holder_id = c.holder_id and t.claim_id = c.id;
  update capacity.claim c set starts_at = c.starts_at + v_by, ends_at = c.ends_at + v_by, day = capacity.local_day(c.starts_at + v_by)
    from capacity.period p
    where p.institution_id = p_institution and p.session_id = p_session and c.institution_id = p.institution_id and c.period_id = p.id
      and c.status in ('held', 'booked');
  return 'ok';
exception
  when exclusion_violation then
    get stacked diagnostics v_constraint = constraint_name;
    return case v_constraint when 'session_resource_in_one_place' then 'resource-busy' else 'holder-busy' end;
  when unique_violation then return 'holder-busy';
end $function$;
alter function capacity.move_session(integer,bigint,timestamp with time zone,text,text,bigint) owner to liuxin_capacity;
revoke all on function capacity.move_session(integer,bigint,timestamp with time zone,text,text,bigint) from public;

grant execute on function capacity.move_session(integer,bigint,timestamp with time zone,text,text,bigint) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.move_units(p_institution integer, p_period bigint, p_from text, p_to text, p_units integer, p_reason text, p_actor text, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare
  v_from integer := (select id from capacity.pool where institution_id = p_institution and code = p_from);
  v_to integer := (select id from capacity.pool where institution_id = p_institution and code = p_to);
  v_units integer := p_units;
begin
  if p_units <= 0 or (p_from is not null and v_from is null) or (p_to is not null and v_to is null) or v_from is not distinct from v_to then return 0; end if;
  if not exists (select from capacity.period where institution_id = p_institution and id = p_period) then return 0; end if;
  if v_to is not null then
    insert into capacity.allotment (institution_id, period_id, pool_id, units) values (p_institution, p_period, v_to, 0) on conflict do nothing;
  end if;
  perform from capacity.allotment where institution_id = p_institution and period_id = p_period and pool_id in (v_from, v_to)
    order by institution_id, period_id, pool_id for no key update;
  if v_from is not null then
    select least(p_units, units - taken) into v_units from capacity.allotment where institution_id = p_institution and period_id = p_period and pool_id = v_from;
    if coalesce(v_units, 0) <= 0 then return 0; end if;
    update capacity.allotment set units = units - v_units where institution_id = p_institution and period_id = p_period and pool_id = v_from;
  end if;
  if v_to is not null then
    update capacity.allotment set units = units + v_units where institution_id = p_institution and period_id = p_period and pool_id = v_to;
  end if;
  insert into capacity.pool_move (institution_id, period_id, from_pool_id, to_pool_id, units, reason, actor_id, moved_at)
    values (p_institution, p_period, v_from, v_to, v_units, p_reason, p_actor, p_now);
  return v_units;
end $function$;
alter function capacity.move_units(integer,bigint,text,text,integer,text,text,timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.move_units(integer,bigint,text,text,integer,text,text,timestamp with time zone) from public;

grant execute on function capacity.move_units(integer,bigint,text,text,integer,text,text,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.moving_conflicts(p_institution integer, p_session bigint, p_starts timestamp with time zone)
 RETURNS TABLE(claim_id uuid, reason text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare
  v_by interval := (select p_starts - s.starts_at from capacity.session s where s.institution_id = p_institution and s.id = p_session);
begin
  return query
  select c.id, case when exists (select from capacity.holder_time t where t.holder_id = c.holder_id and t.claim_id <> c.id
                      and t.during && tstzrange(c.starts_at + v_by, c.ends_at + v_by)) then 'overlap' else 'same-service-that-day' end
  from capacity.claim c join capacity.period p on p.institution_id = c.institution_id and p.id = c.period_id
  where p.institution_id = p_institution and p.session_id = p_session and c.status in ('held', 'booked')
    and (exists (select from capacity.holder_time t where t.holder_id = c.holder_id and t.claim_id <> c.id
                 and t.during && tstzrange(c.starts_at + v_by, c.ends_at + v_by))
      or exists (select from capacity.claim d where d.institution_id = p_institution and d.holder_id = c.holder_id and d.service_id = c.service_id
                 and d.day = capacity.local_day(c.starts_at + v_by) and d.status in ('held', 'booked') and d.id <> c.id))
  order by c.starts_at, c.id;
end $function$;
alter function capacity.moving_conflicts(integer,bigint,timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.moving_conflicts(integer,bigint,timestamp with time zone) from public;

grant execute on function capacity.moving_conflicts(integer,bigint,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.next_free(p_institution integer, p_service integer, p_pool text, p_now timestamp with time zone)
 RETURNS TABLE(period_id bigint, starts_at timestamp with time zone, ends_at timestamp with time zone, units_left integer)
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select p.id, p.starts_at, p.ends_at, a.units - a.taken
  from capacity.pool l
  join capacity.period p on p.institution_id = l.institution_id
  join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id and a.pool_id = l.id
  join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id
  where l.institution_id = p_institution and l.code = p_pool and p.service_id = p_service
    and p.starts_at > p_now and p.starts_at > p_now + make_interval(mins => l.closes_minutes_before) -- the first is the index's, the second the pool's
    and capacity.local_time(s.day - l.opens_days_before, l.opens_at) <= p_now
    and a.taken < a.units and s.status = 'open'
  order by p.starts_at limit 1
$function$;

CREATE OR REPLACE FUNCTION capacity.note_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.changed_at := greatest(clock_timestamp(), old.changed_at);
  return new;
end $function$;

CREATE OR REPLACE FUNCTION capacity.pool_after(p_claim capacity.claim, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
 STABLE
AS $function$
  select l.id from capacity.pool l
  join capacity.period p on p.institution_id = p_claim.institution_id and p.id = p_claim.period_id
  join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id
  join capacity.pool o on o.institution_id = p_claim.institution_id and o.id = p_claim.pool_id
  where l.institution_id = p_claim.institution_id and l.code = 'waitlist' and p_claim.status = 'booked'
    and (l.id = o.id
      or (o.code in ('public', 'draw') and s.status = 'open' and exists (select from capacity.waiters_for(p.institution_id, s.service_id, s.day, s.half, p.starts_at, p_now))))
$function$;

CREATE OR REPLACE FUNCTION capacity.put_pool(p_institution integer, p_code text, p_opens_days integer, p_opens_at time without time zone, p_closes_minutes integer, p_eligibility jsonb, p_steps jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare v_pool integer;
begin
  update capacity.pool set opens_days_before = coalesce(p_opens_days, opens_days_before), opens_at = coalesce(p_opens_at, opens_at),
    closes_minutes_before = coalesce(p_closes_minutes, closes_minutes_before), eligibility = coalesce(p_eligibility, eligibility),
    flows_to = case when p_steps is null then flows_to end, flows_days_before = case when p_steps is null then flows_days_before end
    where institution_id = p_institution and code = p_code returning id into v_pool;
  if not found then return false; end if;
  if p_steps is not null then
    delete from capacity.pool_step where institution_id = p_institution and pool_id = v_pool;
    insert into capacity.pool_step (institution_id, pool_id, step, flows_to, days_before, at, share_percent)
      select p_institution, v_pool, x.ord, x.s->>'flowsTo', (x.s->>'daysBefore')::integer, (x.s->>'at')::time, (x.s->>'sharePercent')::integer
      from jsonb_array_elements(p_steps) with ordinality x(s, ord);
  end if;
  return true;
end $function$;
alter function capacity.put_pool(integer,text,integer,time without time zone,integer,jsonb,jsonb) owner to liuxin_capacity;
revoke all on function capacity.put_pool(integer,text,integer,time without time zone,integer,jsonb,jsonb) from public;

grant execute on function capacity.put_pool(integer,text,integer,time without time zone,integer,jsonb,jsonb) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.reasons_against(p_period timestamp with time zone, p_day date, p_status text, p_pool capacity.pool, p_left integer, p_now timestamp with time zone)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  return array_remove(array[
    case when p_period is null then 'no-such-period' end,
    case when p_period is not null and p_left is null then 'no-such-pool' end,
    case when p_status <> 'open' then 'suspended' end,
    case when p_period <= p_now then 'past' end,
    case when capacity.local_time(p_day - p_pool.opens_days_before, p_pool.opens_at) > p_now then 'not-open-yet' end,
    case when p_period > p_now and p_period - make_interval(mins => p_pool.closes_minutes_before) <= p_now then 'closed' end,
    case when p_left <= 0 then 'full' end], null);
end $function$;

CREATE OR REPLACE FUNCTION capacity.release(p_institution integer, p_claim uuid, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare
  v_old capacity.claim;
  v_to integer;
begin
  loop
    select * into v_old from capacity.claim where institution_id = p_institution and id = p_claim and status in ('held', 'booked');
    if not found then return false; end if;
    v_to := capacity.pool_after(v_old, p_now);
    if v_to is not null then
      insert into capacity.allotment (institution_id, period_id, pool_id, units) values (p_institution, v_old.period_id, v_to, 0) on conflict do nothing;
    end if;
    perform from capacity.allotment where institution_id = p_institution and period_id = v_old.period_id and pool_id in (v_old.pool_id, v_to)
      order by institution_id, period_id, pool_id for no key update;
    update capacity.claim set status = 'cancelled', expires_at = null
      where institution_id = p_institution and id = p_claim and status = v_old.status
        and period_id = v_old.period_id and pool_id = v_old.pool_id;
    exit when found; -- otherwise it was confirmed, moved or ended while we waited: look again
  end loop;
  delete from capacity.holder_time where holder_id = v_old.holder_id and claim_id = p_claim;
  perform capacity.give_back(v_old, v_to, p_now);
  return true;
end $function$;
alter function capacity.release(integer,uuid,timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.release(integer,uuid,timestamp with time zone) from public;

grant execute on function capacity.release(integer,uuid,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.restore_claims(p_institution integer, p_claims uuid[])
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare v_claim capacity.claim;
begin
  for v_claim in select * from capacity.claim where institution_id = p_institution and id = any (p_claims) and status = 'cancelled' order by holder_id, id for update loop
    begin
      update capacity.allotment set taken = taken + 1
        where institution_id = p_institution and period_id = v_claim.period_id and pool_id = v_claim.pool_id and taken < units;
      if not found then continue; end if;
      insert into capacity.holder_time (holder_id, claim_id, institution_id, during)
        values (v_claim.holder_id, v_claim.id, p_institution, tstzrange(v_claim.starts_at, v_claim.ends_at));
      update capacity.claim set status = 'booked' where institution_id = p_institution and id = v_claim.id;
      return next v_claim.id;
    exception when exclusion_violation or unique_violation then null; -- they are elsewhere by now: what was done for them here is undone
    end;
  end loop;
end $function$;
alter function capacity.restore_claims(integer,uuid[]) owner to liuxin_capacity;
revoke all on function capacity.restore_claims(integer,uuid[]) from public;

grant execute on function capacity.restore_claims(integer,uuid[]) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.return_freed(p_institution integer, p_id bigint, p_reason text, p_now timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
declare
  v_unit capacity.freed_unit;
  v_pool integer := (select l.id from capacity.pool l where l.institution_id = p_institution and l.code = 'waitlist');
  v_free integer;
  v_held integer;
  v_open integer;
begin
  select * into v_unit from capacity.freed_unit u where u.institution_id = p_institution and u.id = p_id and u.status = 'open' for update;
  if not found then return 'over'; end if;
  perform from capacity.allotment a where a.institution_id = p_institution and a.period_id = v_unit.period_id and a.pool_id in (v_pool, v_unit.from_pool_id)
    order by a.institution_id, a.period_id, a.pool_id for no key update;
  select a.units - a.taken into v_free from capacity.allotment a
    where a.institution_id = p_institution and a.period_id = v_unit.period_id and a.pool_id = v_pool;
  select count(*) into v_held from capacity.claim c
    where c.institution_id = p_institution and c.period_id = v_unit.period_id and c.pool_id = v_pool and c.status = 'held';
  select count(*) into v_open from capacity.freed_unit u where u.institution_id = p_institution and u.period_id = v_unit.period_id and u.status = 'open';
  if v_free < 1 or v_free < v_open - v_held then
    update capacity.freed_unit u set status = 'gone', ended_at = p_now, end_reason = 'moved elsewhere meanwhile' where u.institution_id = p_institution and u.id = p_id;
    return 'gone';
  end if;
  update capacity.allotment a set units = a.units - 1 where a.institution_id = p_institution and a.period_id = v_unit.period_id and a.pool_id = v_pool;
  update capacity.allotment a set units = a.units + 1 where a.institution_id = p_institution and a.period_id = v_unit.period_id and a.pool_id = v_unit.from_pool_id;
  insert into capacity.pool_move (institution_id, period_id, from_pool_id, to_pool_id, units, reason, moved_at)
    values (p_institution, v_unit.period_id, v_pool, v_unit.from_pool_id, 1, p_reason, p_now);
  update capacity.freed_unit u set status = 'returned', ended_at = p_now, end_reason = p_reason where u.institution_id = p_institution and u.id = p_id;
  return 'returned';
end $function$;
alter function capacity.return_freed(integer,bigint,text,timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.return_freed(integer,bigint,text,timestamp with time zone) from public;

grant execute on function capacity.return_freed(integer,bigint,text,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.settle_freed(p_institution integer, p_id bigint, p_claim uuid, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
begin
  update capacity.freed_unit u set status = 'taken', taken_by = p_claim, ended_at = p_now, end_reason = 'somebody who waited has it'
    where u.institution_id = p_institution and u.id = p_id and u.status = 'open'
      and exists (select from capacity.claim c join capacity.pool l on l.institution_id = c.institution_id and l.id = c.pool_id and l.code = 'waitlist'
                  where c.institution_id = p_institution and c.id = p_claim and c.period_id = u.period_id and c.status in ('booked', 'done'));
  return found;
end $function$;
alter function capacity.settle_freed(integer,bigint,uuid,timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.settle_freed(integer,bigint,uuid,timestamp with time zone) from public;

grant execute on function capacity.settle_freed(integer,bigint,uuid,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.shape_session(p_institution integer, p_session bigint, p_half text, p_starts timestamp with time zone, p_ends timestamp with time zone, p_room text, p_template bigint, p_status text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
begin
  update capacity.session set half = p_half, starts_at = p_starts, ends_at = p_ends, room = p_room, template_id = p_template, status = p_status
    where institution_id = p_institution and id = p_session and capacity.local_day(p_starts) = day;
  if not found then raise exception 'a session keeps its day unless it is moved'; end if;
end $function$;
alter function capacity.shape_session(integer,bigint,text,timestamp with time zone,timestamp with time zone,text,bigint,text) owner to liuxin_capacity;
revoke all on function capacity.shape_session(integer,bigint,text,timestamp with time zone,timestamp with time zone,text,bigint,text) from public;

grant execute on function capacity.shape_session(integer,bigint,text,timestamp with time zone,timestamp with time zone,text,bigint,text) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.sweep_expired(p_now timestamp with time zone, p_limit integer)
 RETURNS TABLE(institution_id integer, claim_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
begin
  perform from capacity.allotment a
    where (a.institution_id, a.period_id, a.pool_id) in (
      select c.institution_id, c.period_id, c.pool_id from capacity.claim c where c.status = 'held' and c.expires_at <= p_now order by c.expires_at limit p_limit)
    order by a.institution_id, a.period_id, a.pool_id for no key update;
  return query
  with due as materialized (
    select c.institution_id as i, c.id, c.period_id as p, c.pool_id as l from capacity.claim c
    where c.status = 'held' and c.expires_at <= p_now order by c.expires_at limit p_limit
  ), ended as (
    -- a hold moved between the two statements is left for the next sweep: its allotment is not locked here
    update capacity.claim c set status = 'expired', expires_at = null from due d
    where c.institution_id = d.i and c.id = d.id and c.status = 'held' and c.expires_at <= p_now and c.period_id = d.p and c.pool_id = d.l
    returning c.institution_id as i, c.id, c.period_id as p, c.pool_id as l, c.holder_id as h
  ), freed as (
    delete from capacity.holder_time t using ended e where t.holder_id = e.h and t.claim_id = e.id
  ), counted as (
    update capacity.allotment a set taken = a.taken - g.n
    from (select e.i, e.p, e.l, count(*)::integer as n from ended e group by 1, 2, 3) g
    where a.institution_id = g.i and a.period_id = g.p and a.pool_id = g.l
  )
  select e.i, e.id from ended e;
end $function$;
alter function capacity.sweep_expired(timestamp with time zone,integer) owner to liuxin_capacity;
revoke all on function capacity.sweep_expired(timestamp with time zone,integer) from public;

grant execute on function capacity.sweep_expired(timestamp with time zone,integer) to liuxin_booker;

CREATE OR REPLACE FUNCTION capacity.take_batch(p_institution integer[], p_claim uuid[], p_period bigint[], p_pool text[], p_holder uuid[], p_expires_at timestamp with time zone[], p_barred boolean[], p_now timestamp with time zone)
 RETURNS TABLE(ord integer, outcome text, reasons text[], session_id bigint, service_id integer, resource_id integer, day date, starts_at timestamp with time zone, ends_at timestamp with time zone, room text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  perform pg_advisory_xact_lock(o.k) from (select distinct capacity.turn_key(h::text) as k from unnest(p_holder) h order by 1) o;
  perform from capacity.allotment a
    where (a.institution_id, a.period_id, a.pool_id) in (
      select u.i, u.p, l.id from unnest(p_institution, p_period, p_pool) u(i, p, k) join capacity.pool l on l.institution_id = u.i and l.code = u.k)
    order by a.institution_id, a.period_id, a.pool_id
    for no key update;

  -- A new statement sees what was committed while we waited for the locks.
  return query
  with fact as materialized (
    select f.*, count(*) filter (where f.eligible) over (partition by f.i, f.p, f.pool order by f.ord) as place
    from (
      select g.*, g.against = '{}' and not g.barred as eligible from (
        select u.ord, u.i, u.c, u.p, u.h, u.e, u.barred, l.id as pool, x.units - x.taken as left_over,
          s.id as s_id, s.service_id as s_service, s.resource_id as s_resource, s.day as s_day, p.starts_at as p_from, p.ends_at as p_to, s.room as s_room,
          case when s.status = 'open' and x.units > x.taken and p.starts_at > p_now and p.starts_at - make_interval(mins => l.closes_minutes_before) > p_now
                 and capacity.local_time(s.day - l.opens_days_before, l.opens_at) <= p_now then '{}'
               else capacity.reasons_against(p.starts_at, s.day, s.status, l, x.units - x.taken, p_now) end
          || case when exists (select from capacity.claim c where c.institution_id = u.i and c.holder_id = u.h and c.service_id = s.service_id
                               and c.day = s.day and c.status in ('held', 'booked')) then array['same-service-that-day'] else '{}' end
          || case when exists (select from capacity.holder_time t where t.holder_id = u.h and t.during && tstzrange(p.starts_at, p.ends_at))
                    and p.id is not null then array['overlap'] else '{}' end as against
        from unnest(p_institution, p_claim, p_period, p_pool, p_holder, p_expires_at, p_barred) with ordinality u(i, c, p, k, h, e, barred, ord)
        left join capacity.period p on p.institution_id = u.i and p.id = u.p
        left join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id
        left join capacity.pool l on l.institution_id = u.i and l.code = u.k
        left join capacity.allotment x on x.institution_id = p.institution_id and x.period_id = p.id and x.pool_id = l.id
      ) g
    ) f
  ), timed as (
    insert into capacity.holder_time (holder_id, claim_id, institution_id, during)
    select f.h, f.c, f.i, tstzrange(f.p_from, f.p_to) from fact f where f.eligible and f.place <= f.left_over
  ), claimed as (
    insert into capacity.claim (institution_id, id, period_id, pool_id, holder_id, service_id, resource_id, day, starts_at, ends_at, status, expires_at)
    select f.i, f.c, f.p, f.pool, f.h, f.s_service, f.s_resource, f.s_day, f.p_from, f.p_to, case when f.e is null then 'booked' else 'held' end, f.e
    from fact f where f.eligible and f.place <= f.left_over
  ), counted as (
    update capacity.allotment x set taken = x.taken + g.units
    from (select f.i, f.p, f.pool, count(*)::integer as units from fact f where f.eligible and f.place <= f.left_over group by 1, 2, 3) g
    where x.institution_id = g.i and x.period_id = g.p and x.pool_id = g.pool
  )
  select f.ord::integer,
    case when f.eligible and f.place <= f.left_over then 'ok' else 'refused' end,
    case when f.eligible and f.place > f.left_over then array['full'] else f.against end,
    f.s_id, f.s_service, f.s_resource, f.s_day, f.p_from, f.p_to, f.s_room
  from fact f;
end $function$;
alter function capacity.take_batch(integer[],uuid[],bigint[],text[],uuid[],timestamp with time zone[],boolean[],timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.take_batch(integer[],uuid[],bigint[],text[],uuid[],timestamp with time zone[],boolean[],timestamp with time zone) from public;

grant execute on function capacity.take_batch(integer[],uuid[],bigint[],text[],uuid[],timestamp with time zone[],boolean[],timestamp with time zone) to liuxin_booker;

CREATE OR REPLACE FUNCTION capacity.turn_key(p_subject text)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN hashtextextended(p_subject, (7)::bigint);

grant execute on function capacity.turn_key(text) to liuxin_booker;

CREATE OR REPLACE FUNCTION capacity.waiters_for(p_institution integer, p_service integer, p_day date, p_half text, p_starts_at timestamp with time zone, p_now timestamp with time zone)
 RETURNS TABLE(waiter_id uuid, notice_minutes integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
  select w.waiter_id, w.notice_minutes from capacity.waiter w
  where w.institution_id = p_institution and w.service_id = p_service and p_day between w.from_day and w.to_day and p_half = any (w.halves)
    and p_starts_at > p_now and p_starts_at - make_interval(mins => w.notice_minutes) >= p_now
$function$;
alter function capacity.waiters_for(integer,integer,date,text,timestamp with time zone,timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.waiters_for(integer,integer,date,text,timestamp with time zone,timestamp with time zone) from public;

grant execute on function capacity.waiters_for(integer,integer,date,text,timestamp with time zone,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION capacity.what_is(p_institution integer, p_period bigint)
 RETURNS TABLE(service_id integer, resource_id integer, day date, starts_at timestamp with time zone)
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select s.service_id, s.resource_id, s.day, p.starts_at
  from capacity.period p join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id
  where p.institution_id = p_institution and p.id = p_period
$function$;

grant execute on function capacity.what_is(integer,bigint) to liuxin_booker;

CREATE OR REPLACE FUNCTION capacity.withdraw_periods(p_institution integer, p_periods bigint[], p_reason text, p_actor text, p_now timestamp with time zone)
 RETURNS TABLE(period_id bigint, pool text, units integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'capacity', 'pg_temp'
AS $function$
begin
  return query
  with free as materialized (
    select a.period_id as p, a.pool_id as l, a.units - a.taken as n from capacity.allotment a
    where a.institution_id = p_institution and a.period_id = any (p_periods) and a.taken < a.units
  ), less as (
    update capacity.allotment a set units = a.units - f.n from free f where a.institution_id = p_institution and a.period_id = f.p and a.pool_id = f.l
  ), told as (
    insert into capacity.pool_move (institution_id, period_id, from_pool_id, to_pool_id, units, reason, actor_id, moved_at)
    select p_institution, f.p, f.l, null, f.n, p_reason, p_actor, p_now from free f
  )
  select f.p, l.code, f.n from free f join capacity.pool l on l.institution_id = p_institution and l.id = f.l;
end $function$;
alter function capacity.withdraw_periods(integer,bigint[],text,text,timestamp with time zone) owner to liuxin_capacity;
revoke all on function capacity.withdraw_periods(integer,bigint[],text,text,timestamp with time zone) from public;

grant execute on function capacity.withdraw_periods(integer,bigint[],text,text,timestamp with time zone) to liuxin_app;

create schema if not exists companion;

grant usage on schema companion to liuxin_app;

create table companion.leave (
  person_id uuid not null,
  id uuid not null,
  companion_id uuid,
  name text not null,
  patient_masked text not null,
  phone_sealed bytea,
  phone_masked text default ''::text not null,
  code_hash bytea not null,
  scopes text[] not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  constraint leave_pkey PRIMARY KEY (person_id, id),
  constraint leave_ended_by_check CHECK ((ended_by = ANY (ARRAY['patient'::text, 'companion'::text]))),
  constraint leave_ended_says_by_whom CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint leave_ends_after_it_begins CHECK ((ends_at > made_at)),
  constraint leave_known_by_its_id UNIQUE (id),
  constraint leave_name_check CHECK (((length(name) >= 1) AND (length(name) <= 40))),
  constraint leave_of_one_code UNIQUE (code_hash),
  constraint leave_reaches_somebody CHECK (((companion_id IS NOT NULL) OR (phone_sealed IS NOT NULL))),
  constraint leave_scopes_check CHECK (((scopes <@ ARRAY['where'::text, 'next'::text, 'waiting'::text, 'bill'::text, 'pay'::text, 'teach'::text]) AND (cardinality(scopes) > 0))),
  constraint leave_to_pay_shows_the_bill CHECK (((NOT ('pay'::text = ANY (scopes))) OR ('bill'::text = ANY (scopes))))
);
alter table companion.leave enable row level security;
alter table companion.leave force row level security;

CREATE INDEX leave_of_companion ON companion.leave USING btree (companion_id) WHERE (companion_id IS NOT NULL);

create policy leave_ended on companion.leave as permissive for update to liuxin_app using (platform.may_see(NULL::integer, person_id)) with check (platform.may_see(NULL::integer, person_id));

create policy leave_made on companion.leave as permissive for insert to liuxin_app using () with check (platform.may_see(NULL::integer, person_id));

create policy leave_owner on companion.leave as permissive for all to liuxin using (true) with check (true);

create policy leave_seen on companion.leave as permissive for select to liuxin_app using ((platform.may_see(NULL::integer, person_id) OR ((( SELECT platform.scope() AS scope) = 'patient'::text) AND (companion_id = ANY (( SELECT platform.persons() AS persons)::uuid[]))))) with check ();

grant insert, select on companion.leave to liuxin_app;

grant update (ended_at), update (ended_by) on companion.leave to liuxin_app;

create table companion.look (
  person_id uuid not null,
  leave_id uuid not null,
  at timestamp with time zone not null,
  what text not null,
  constraint look_pkey PRIMARY KEY (person_id, leave_id, what, at),
  constraint look_person_id_leave_id_fkey FOREIGN KEY (person_id, leave_id) REFERENCES companion.leave(person_id, id),
  constraint look_what_check CHECK ((what = ANY (ARRAY['day'::text, 'bill'::text, 'teaching'::text, 'paid'::text])))
);
alter table companion.look enable row level security;
alter table companion.look force row level security;

create policy look_owner on companion.look as permissive for all to liuxin using (true) with check (true);

create policy look_seen on companion.look as permissive for select to liuxin_app using ((platform.may_see(NULL::integer, person_id) OR (EXISTS ( SELECT
   FROM companion.leave l
  WHERE ((l.person_id = look.person_id) AND (l.id = look.leave_id)))))) with check ();

grant select on companion.look to liuxin_app;

create table companion.news (
  person_id uuid not null,
  leave_id uuid not null,
  id uuid not null,
  what text not null,
  at timestamp with time zone not null,
  told_at timestamp with time zone,
  constraint news_pkey PRIMARY KEY (person_id, leave_id, id),
  constraint news_person_id_leave_id_fkey FOREIGN KEY (person_id, leave_id) REFERENCES companion.leave(person_id, id),
  constraint news_what_check CHECK ((what = ANY (ARRAY['invited'::text, 'arrived'::text, 'called'::text, 'seen'::text, 'result'::text, 'all-done'::text])))
);
alter table companion.news enable row level security;
alter table companion.news force row level security;

CREATE INDEX news_to_tell ON companion.news USING btree (at) WHERE (told_at IS NULL);

create policy news_of_jobs on companion.news as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

create policy news_owner on companion.news as permissive for all to liuxin using (true) with check (true);

grant insert, select on companion.news to liuxin_app;

grant update (told_at) on companion.news to liuxin_app;

CREATE OR REPLACE FUNCTION companion.enter(p_code_hash bytea, p_id uuid, p_companions uuid[], p_at timestamp with time zone)
 RETURNS TABLE(person_id uuid, id uuid, name text, patient_masked text, scopes text[], ends_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'companion', 'pg_temp'
AS $function$
declare v_leave companion.leave%rowtype;
begin
  select * into v_leave from companion.leave l
  where (l.code_hash = p_code_hash or (l.id = p_id and l.companion_id = any (p_companions)))
    and l.ended_at is null and l.ends_at > p_at and l.made_at <= p_at;
  if not found then return; end if;
  perform platform.enter('companion', null, array[v_leave.person_id]);
  perform set_config('liuxin.companion', v_leave.scopes::text, true);
  return query select v_leave.person_id, v_leave.id, v_leave.name, v_leave.patient_masked, v_leave.scopes, v_leave.ends_at;
end $function$;
revoke all on function companion.enter(bytea,uuid,uuid[],timestamp with time zone) from public;

grant execute on function companion.enter(bytea,uuid,uuid[],timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION companion.is_open(p_id uuid, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'companion', 'pg_temp'
AS $function$
  select exists (select from leave l where l.id = p_id and l.ended_at is null and l.ends_at > p_at);
$function$;
revoke all on function companion.is_open(uuid,timestamp with time zone) from public;

grant execute on function companion.is_open(uuid,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION companion.note_look(p_person uuid, p_leave uuid, p_what text, p_at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'companion', 'pg_temp'
AS $function$
  insert into look (person_id, leave_id, what, at)
  select l.person_id, l.id, p_what, date_trunc('minute', p_at) from leave l where l.person_id = p_person and l.id = p_leave and l.ended_at is null
  on conflict do nothing;
$function$;
revoke all on function companion.note_look(uuid,uuid,text,timestamp with time zone) from public;

grant execute on function companion.note_look(uuid,uuid,text,timestamp with time zone) to liuxin_app;

create schema if not exists consulting;

grant usage on schema consulting to liuxin_app;

create table consulting.note (
  institution_id integer not null,
  visit_id uuid not null,
  version smallint not null,
  person_id uuid not null,
  state text not null,
  revision integer default 0 not null,
  complaint text default ''::text not null,
  history text default ''::text not null,
  examination text default ''::text not null,
  assessment text default ''::text not null,
  plan text default ''::text not null,
  advice text default ''::text not null,
  reason text,
  saved_by integer not null,
  saved_at timestamp with time zone not null,
  signed_by integer,
  signed_at timestamp with time zone,
  constraint note_pkey PRIMARY KEY (institution_id, visit_id, version),
  constraint note_correction_says_why CHECK (((version > 1) = (reason IS NOT NULL))),
  constraint note_institution_id_visit_id_fkey FOREIGN KEY (institution_id, visit_id) REFERENCES consulting.visit(institution_id, visit_id),
  constraint note_of_readable_length CHECK ((GREATEST(length(complaint), length(history), length(examination), length(assessment), length(plan), length(advice)) <= 4000)),
  constraint note_signed_says_who CHECK (((state = 'signed'::text) = ((signed_by IS NOT NULL) AND (signed_at IS NOT NULL)))),
  constraint note_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'signed'::text]))),
  constraint note_version_check CHECK ((version >= 1))
);
alter table consulting.note enable row level security;
alter table consulting.note force row level security;

CREATE UNIQUE INDEX note_one_draft ON consulting.note USING btree (institution_id, visit_id) WHERE (state = 'draft'::text);

create policy note_owner on consulting.note as permissive for all to liuxin using (true) with check (true);

create policy note_seen on consulting.note as permissive for select to liuxin_app using ((platform.may_see(institution_id, person_id) AND ((state = 'signed'::text) OR (( SELECT platform.scope() AS scope) <> 'patient'::text)))) with check ();

create policy note_written on consulting.note as permissive for all to liuxin_app using (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id))) with check (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id)));

CREATE TRIGGER note_signed_is_final BEFORE DELETE OR UPDATE ON consulting.note FOR EACH ROW EXECUTE FUNCTION consulting.refuse_change_of_signed_note();

grant insert, select, update on consulting.note to liuxin_app;

create table consulting.note_diagnosis (
  institution_id integer not null,
  visit_id uuid not null,
  version smallint not null,
  "position" smallint not null,
  person_id uuid not null,
  edition text not null,
  code text not null,
  name text not null,
  main boolean not null,
  constraint note_diagnosis_pkey PRIMARY KEY (institution_id, visit_id, version, "position"),
  constraint note_diagnosis_first_is_main CHECK ((main = ("position" = 1))),
  constraint note_diagnosis_institution_id_visit_id_version_fkey FOREIGN KEY (institution_id, visit_id, version) REFERENCES consulting.note(institution_id, visit_id, version),
  constraint note_diagnosis_once UNIQUE (institution_id, visit_id, version, code, name),
  constraint note_diagnosis_position_check CHECK ((("position" >= 1) AND ("position" <= 20)))
);
alter table consulting.note_diagnosis enable row level security;
alter table consulting.note_diagnosis force row level security;

create policy note_diagnosis_owner on consulting.note_diagnosis as permissive for all to liuxin using (true) with check (true);

create policy note_diagnosis_seen on consulting.note_diagnosis as permissive for select to liuxin_app using ((platform.may_see(institution_id, person_id) AND (EXISTS ( SELECT
   FROM consulting.note n
  WHERE ((n.institution_id = note_diagnosis.institution_id) AND (n.visit_id = note_diagnosis.visit_id) AND (n.version = note_diagnosis.version)))))) with check ();

create policy note_diagnosis_written on consulting.note_diagnosis as permissive for all to liuxin_app using (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id))) with check (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id)));

CREATE TRIGGER note_diagnosis_signed_is_final BEFORE INSERT OR DELETE OR UPDATE ON consulting.note_diagnosis FOR EACH ROW EXECUTE FUNCTION consulting.refuse_change_of_signed_diagnosis();

grant delete, insert, select on consulting.note_diagnosis to liuxin_app;

create table consulting.visit (
  institution_id integer not null,
  visit_id uuid not null,
  person_id uuid not null,
  department_id integer not null,
  service_id integer not null,
  practitioner_id integer not null,
  state text not null,
  started_at timestamp with time zone not null,
  first_finished_at timestamp with time zone,
  finished_at timestamp with time zone,
  reopened_at timestamp with time zone,
  revisit_id uuid,
  constraint visit_pkey PRIMARY KEY (institution_id, visit_id),
  constraint visit_finished_says_when CHECK (((state = 'finished'::text) = (finished_at IS NOT NULL))),
  constraint visit_state_check CHECK ((state = ANY (ARRAY['open'::text, 'finished'::text])))
);
alter table consulting.visit enable row level security;
alter table consulting.visit force row level security;

CREATE INDEX visit_of_person ON consulting.visit USING btree (person_id, started_at);

CREATE INDEX visit_of_practitioner ON consulting.visit USING btree (institution_id, practitioner_id, started_at);

create policy visit_owner on consulting.visit as permissive for all to liuxin using (true) with check (true);

create policy visit_seen on consulting.visit as permissive for select to liuxin_app using (platform.may_see(institution_id, person_id)) with check ();

create policy visit_written on consulting.visit as permissive for all to liuxin_app using (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id))) with check (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id)));

grant insert, select, update on consulting.visit to liuxin_app;

create table consulting.visit_order (
  institution_id integer not null,
  id uuid not null,
  visit_id uuid not null,
  person_id uuid not null,
  kind text not null,
  code text not null,
  name text not null,
  name_en text default ''::text not null,
  unit text not null,
  quantity integer not null,
  unit_cents integer not null,
  dose text default ''::text not null,
  frequency text default ''::text not null,
  days smallint default 0 not null,
  instructions text default ''::text not null,
  allergy_reason text,
  state text not null,
  ordered_by integer not null,
  ordered_at timestamp with time zone not null,
  cancelled_by integer,
  cancelled_at timestamp with time zone,
  done_at timestamp with time zone,
  result_at timestamp with time zone,
  constraint visit_order_pkey PRIMARY KEY (institution_id, id),
  constraint visit_order_cancelled_says_who CHECK (((state = 'cancelled'::text) = ((cancelled_by IS NOT NULL) AND (cancelled_at IS NOT NULL)))),
  constraint visit_order_days_check CHECK (((days >= 0) AND (days <= 90))),
  constraint visit_order_drug_says_how CHECK (((kind <> 'drug'::text) OR ((dose <> ''::text) AND (frequency <> ''::text) AND (days >= 1)))),
  constraint visit_order_frequency_check CHECK ((frequency = ANY (ARRAY[''::text, 'qd'::text, 'qn'::text, 'bid'::text, 'tid'::text, 'qid'::text, 'qod'::text, 'qw'::text, 'prn'::text, 'once'::text]))),
  constraint visit_order_institution_id_visit_id_fkey FOREIGN KEY (institution_id, visit_id) REFERENCES consulting.visit(institution_id, visit_id),
  constraint visit_order_kind_check CHECK ((kind = ANY (ARRAY['examination'::text, 'laboratory'::text, 'drug'::text, 'procedure'::text]))),
  constraint visit_order_quantity_check CHECK (((quantity >= 1) AND (quantity <= 1000))),
  constraint visit_order_result_after_done CHECK (((result_at IS NULL) OR (state = 'done'::text))),
  constraint visit_order_state_check CHECK ((state = ANY (ARRAY['ordered'::text, 'cancelled'::text, 'done'::text]))),
  constraint visit_order_unit_cents_check CHECK ((unit_cents >= 0))
);
alter table consulting.visit_order enable row level security;
alter table consulting.visit_order force row level security;

CREATE INDEX visit_order_of_person ON consulting.visit_order USING btree (person_id, ordered_at);

CREATE UNIQUE INDEX visit_order_once ON consulting.visit_order USING btree (institution_id, visit_id, code) WHERE (state <> 'cancelled'::text);

create policy visit_order_owner on consulting.visit_order as permissive for all to liuxin using (true) with check (true);

create policy visit_order_seen on consulting.visit_order as permissive for select to liuxin_app using (platform.may_see(institution_id, person_id)) with check ();

create policy visit_order_written on consulting.visit_order as permissive for all to liuxin_app using (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id))) with check (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id)));

grant insert, select, update on consulting.visit_order to liuxin_app;

create table consulting.vital_signs (
  institution_id integer not null,
  visit_id uuid not null,
  person_id uuid not null,
  systolic smallint,
  diastolic smallint,
  pulse smallint,
  temperature_tenths smallint,
  oxygen_percent smallint,
  taken_by integer not null,
  taken_at timestamp with time zone not null,
  constraint vital_signs_pkey PRIMARY KEY (institution_id, visit_id),
  constraint vital_signs_diastolic_check CHECK (((diastolic >= 20) AND (diastolic <= 200))),
  constraint vital_signs_institution_id_visit_id_fkey FOREIGN KEY (institution_id, visit_id) REFERENCES consulting.visit(institution_id, visit_id),
  constraint vital_signs_oxygen_percent_check CHECK (((oxygen_percent >= 40) AND (oxygen_percent <= 100))),
  constraint vital_signs_pressure_is_a_pair CHECK ((((systolic IS NULL) = (diastolic IS NULL)) AND (systolic > diastolic))),
  constraint vital_signs_pulse_check CHECK (((pulse >= 20) AND (pulse <= 300))),
  constraint vital_signs_systolic_check CHECK (((systolic >= 40) AND (systolic <= 300))),
  constraint vital_signs_temperature_tenths_check CHECK (((temperature_tenths >= 300) AND (temperature_tenths <= 450)))
);
alter table consulting.vital_signs enable row level security;
alter table consulting.vital_signs force row level security;

CREATE INDEX vital_signs_of_person ON consulting.vital_signs USING btree (person_id, taken_at);

create policy vital_signs_owner on consulting.vital_signs as permissive for all to liuxin using (true) with check (true);

create policy vital_signs_seen on consulting.vital_signs as permissive for select to liuxin_app using (platform.may_see(institution_id, person_id)) with check ();

create policy vital_signs_written on consulting.vital_signs as permissive for all to liuxin_app using (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id))) with check (((( SELECT platform.scope() AS scope) <> 'patient'::text) AND platform.may_see(institution_id, person_id)));

grant insert, select, update on consulting.vital_signs to liuxin_app;

CREATE OR REPLACE FUNCTION consulting.refuse_change_of_signed_diagnosis()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  v_row consulting.note_diagnosis := case tg_op when 'DELETE' then old else new end;
begin
  if exists (select from consulting.note n
             where n.institution_id = v_row.institution_id and n.visit_id = v_row.visit_id
               and n.version = v_row.version and n.state = 'signed') then
    raise exception 'the diagnoses of a signed note are final' using errcode = 'check_violation', constraint = 'note_signed_is_final';
  end if;
  return v_row;
end $function$;

CREATE OR REPLACE FUNCTION consulting.refuse_change_of_signed_note()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state = 'signed' then
    raise exception 'a signed note is final' using errcode = 'check_violation', constraint = 'note_signed_is_final';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $function$;

create schema if not exists counters;

grant usage on schema counters to liuxin_app;

create table counters.station (
  institution_id integer not null,
  id integer not null,
  kind text not null,
  name text not null,
  name_en text default ''::text not null,
  department_id integer,
  building text default ''::text not null,
  floor text default ''::text not null,
  zone text default ''::text not null,
  room text default ''::text not null,
  places smallint default 1 not null,
  usual_minutes smallint default 5 not null,
  result_after_minutes smallint,
  joins text default 'by-hand'::text not null,
  active boolean default true not null,
  place_en text default ''::text not null,
  constraint station_pkey PRIMARY KEY (institution_id, id),
  constraint station_joins_check CHECK ((joins = ANY (ARRAY['automatic'::text, 'by-hand'::text]))),
  constraint station_kind_check CHECK ((kind = ANY (ARRAY['laboratory'::text, 'examination'::text, 'pharmacy'::text, 'window'::text, 'rehabilitation'::text, 'treatment'::text]))),
  constraint station_name_once UNIQUE (institution_id, name),
  constraint station_places_check CHECK (((places >= 1) AND (places <= 20))),
  constraint station_result_after_minutes_check CHECK (((result_after_minutes >= 0) AND (result_after_minutes <= 10000))),
  constraint station_usual_minutes_check CHECK (((usual_minutes >= 1) AND (usual_minutes <= 240)))
);

grant insert, select on counters.station to liuxin_app;

create table counters.stop (
  institution_id integer not null,
  id uuid not null,
  visit_id uuid not null,
  person_id uuid not null,
  day date not null,
  station_id integer not null,
  kind text not null,
  status text not null,
  ticket_id uuid,
  created_at timestamp with time zone not null,
  joined_at timestamp with time zone,
  served_at timestamp with time zone,
  result_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint stop_pkey PRIMARY KEY (institution_id, id),
  constraint stop_ended_says_when CHECK (((status = ANY (ARRAY['done'::text, 'left'::text])) = (ended_at IS NOT NULL))),
  constraint stop_in_line_has_a_ticket CHECK (((status <> ALL (ARRAY['waiting'::text, 'serving'::text])) OR (ticket_id IS NOT NULL))),
  constraint stop_institution_id_station_id_fkey FOREIGN KEY (institution_id, station_id) REFERENCES counters.station(institution_id, id),
  constraint stop_status_check CHECK ((status = ANY (ARRAY['planned'::text, 'needs-payment'::text, 'ready'::text, 'waiting'::text, 'serving'::text, 'awaiting-result'::text, 'done'::text, 'left'::text])))
);
alter table counters.stop enable row level security;
alter table counters.stop force row level security;

CREATE INDEX stop_awaiting_result ON counters.stop USING btree (institution_id, station_id, day) WHERE (status = 'awaiting-result'::text);

CREATE INDEX stop_of_person ON counters.stop USING btree (person_id, day);

CREATE INDEX stop_of_ticket ON counters.stop USING btree (institution_id, ticket_id) WHERE (ticket_id IS NOT NULL);

CREATE INDEX stop_of_visit ON counters.stop USING btree (institution_id, visit_id);

CREATE UNIQUE INDEX stop_one_open_per_station ON counters.stop USING btree (institution_id, visit_id, station_id) WHERE (status = ANY (ARRAY['planned'::text, 'needs-payment'::text, 'ready'::text, 'waiting'::text]));

create policy stop_owner on counters.stop as permissive for all to liuxin using (true) with check (true);

create policy stop_seen on counters.stop as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on counters.stop to liuxin_app;

create table counters.stop_item (
  institution_id integer not null,
  order_id uuid not null,
  stop_id uuid not null,
  person_id uuid not null,
  code text not null,
  name text not null,
  name_en text default ''::text not null,
  fasting boolean default false not null,
  state text default 'due'::text not null,
  added_at timestamp with time zone not null,
  constraint stop_item_pkey PRIMARY KEY (institution_id, order_id),
  constraint stop_item_institution_id_stop_id_fkey FOREIGN KEY (institution_id, stop_id) REFERENCES counters.stop(institution_id, id),
  constraint stop_item_state_check CHECK ((state = ANY (ARRAY['due'::text, 'paid'::text, 'cancelled'::text])))
);
alter table counters.stop_item enable row level security;
alter table counters.stop_item force row level security;

CREATE INDEX stop_item_of_stop ON counters.stop_item USING btree (institution_id, stop_id);

create policy stop_item_owner on counters.stop_item as permissive for all to liuxin using (true) with check (true);

create policy stop_item_seen on counters.stop_item as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on counters.stop_item to liuxin_app;

create schema if not exists credit;

grant usage on schema credit to liuxin_app;

create table credit.debt (
  person_id uuid not null,
  id uuid not null,
  institution_id integer not null,
  reference text not null,
  emergency boolean not null,
  cents bigint not null,
  open_cents bigint not null,
  taken_at timestamp with time zone not null,
  due_on date not null,
  told_at timestamp with time zone,
  constraint debt_pkey PRIMARY KEY (person_id, id),
  constraint debt_cents_check CHECK ((cents > 0)),
  constraint debt_known_by_its_id UNIQUE (id),
  constraint debt_never_overpaid CHECK (((open_cents >= 0) AND (open_cents <= cents)))
);
alter table credit.debt enable row level security;
alter table credit.debt force row level security;

CREATE INDEX debt_of_institution ON credit.debt USING btree (institution_id, taken_at);

CREATE INDEX debt_open ON credit.debt USING btree (due_on, person_id) WHERE (open_cents > 0);

CREATE INDEX debt_to_tell ON credit.debt USING btree (taken_at) WHERE (told_at IS NULL);

create policy debt_of_own on credit.debt as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy debt_owner on credit.debt as permissive for all to liuxin using (true) with check (true);

grant insert, select on credit.debt to liuxin_app;

grant update (told_at) on credit.debt to liuxin_app;

create table credit.given_back (
  institution_id integer not null,
  id uuid not null,
  person_id uuid not null,
  cents bigint not null,
  owed_cents bigint not null,
  reference text not null,
  at timestamp with time zone not null,
  constraint given_back_pkey PRIMARY KEY (institution_id, id),
  constraint given_back_cents_check CHECK ((cents > 0)),
  constraint given_back_check CHECK (((owed_cents >= 0) AND (owed_cents <= cents)))
);
alter table credit.given_back enable row level security;
alter table credit.given_back force row level security;

create policy given_back_of_own on credit.given_back as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy given_back_owner on credit.given_back as permissive for all to liuxin using (true) with check (true);

grant insert, select on credit.given_back to liuxin_app;

create table credit.line (
  person_id uuid not null,
  terms text not null,
  limit_cents bigint not null,
  days integer not null,
  agreed_at timestamp with time zone not null,
  agreed_by text not null,
  stopped_at timestamp with time zone,
  stopped_by text,
  constraint line_pkey PRIMARY KEY (person_id),
  constraint line_days_check CHECK ((days > 0)),
  constraint line_limit_cents_check CHECK ((limit_cents > 0)),
  constraint line_stopped_by_somebody CHECK (((stopped_at IS NULL) = (stopped_by IS NULL)))
);
alter table credit.line enable row level security;
alter table credit.line force row level security;

create policy line_of_own on credit.line as permissive for all to liuxin_app using (platform.may_see(NULL::integer, person_id)) with check (platform.may_see(NULL::integer, person_id));

create policy line_owner on credit.line as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on credit.line to liuxin_app;

create table credit.link (
  person_id uuid not null,
  id uuid not null,
  code_hash bytea not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint link_pkey PRIMARY KEY (person_id, id),
  constraint link_of_one_code UNIQUE (code_hash)
);
alter table credit.link enable row level security;
alter table credit.link force row level security;

create policy link_of_own on credit.link as permissive for all to liuxin_app using (platform.may_see(NULL::integer, person_id)) with check (platform.may_see(NULL::integer, person_id));

create policy link_owner on credit.link as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on credit.link to liuxin_app;

create table credit.promise (
  institution_id integer not null,
  id uuid not null,
  person_id uuid not null,
  cause text not null,
  emergency boolean not null,
  cents bigint not null,
  reference text not null,
  days integer not null,
  status text default 'open'::text not null,
  placed_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  ended_at timestamp with time zone,
  transfer_id uuid,
  taken_cents bigint,
  constraint promise_pkey PRIMARY KEY (institution_id, id),
  constraint promise_cause_check CHECK ((cause = ANY (ARRAY['visit'::text, 'payment'::text]))),
  constraint promise_cents_check CHECK ((cents > 0)),
  constraint promise_ends_once CHECK ((((status = 'open'::text) = (ended_at IS NULL)) AND ((status = 'taken'::text) = (transfer_id IS NOT NULL)))),
  constraint promise_known_by_its_id UNIQUE (id),
  constraint promise_status_check CHECK ((status = ANY (ARRAY['open'::text, 'taken'::text, 'let-go'::text]))),
  constraint promise_taken_within CHECK ((((status = 'taken'::text) = (taken_cents IS NOT NULL)) AND ((taken_cents >= 1) AND (taken_cents <= cents))))
);
alter table credit.promise enable row level security;
alter table credit.promise force row level security;

CREATE UNIQUE INDEX promise_one_kept_per_visit ON credit.promise USING btree (institution_id, reference) WHERE ((cause = 'visit'::text) AND (status = 'open'::text));

create policy promise_of_own on credit.promise as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy promise_owner on credit.promise as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on credit.promise to liuxin_app;

create table credit.reduction (
  person_id uuid not null,
  debt_id uuid not null,
  id uuid not null,
  institution_id integer not null,
  kind text not null,
  cents bigint not null,
  at timestamp with time zone not null,
  constraint reduction_pkey PRIMARY KEY (person_id, debt_id, id),
  constraint reduction_cents_check CHECK ((cents > 0)),
  constraint reduction_kind_check CHECK ((kind = ANY (ARRAY['repaid'::text, 'returned'::text, 'waived'::text]))),
  constraint reduction_person_id_debt_id_fkey FOREIGN KEY (person_id, debt_id) REFERENCES credit.debt(person_id, id)
);
alter table credit.reduction enable row level security;
alter table credit.reduction force row level security;

CREATE INDEX reduction_by_id ON credit.reduction USING btree (id);

create policy reduction_of_own on credit.reduction as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy reduction_owner on credit.reduction as permissive for all to liuxin using (true) with check (true);

grant select on credit.reduction to liuxin_app;

create table credit.repayment (
  person_id uuid not null,
  id uuid not null,
  institution_id integer not null,
  cents bigint not null,
  applied_cents bigint not null,
  at timestamp with time zone not null,
  constraint repayment_pkey PRIMARY KEY (person_id, id),
  constraint repayment_cents_check CHECK ((cents > 0)),
  constraint repayment_check CHECK (((applied_cents >= 0) AND (applied_cents <= cents))),
  constraint repayment_known_by_its_id UNIQUE (id)
);
alter table credit.repayment enable row level security;
alter table credit.repayment force row level security;

create policy repayment_of_own on credit.repayment as permissive for all to liuxin_app using (platform.may_see(NULL::integer, person_id)) with check (platform.may_see(NULL::integer, person_id));

create policy repayment_owner on credit.repayment as permissive for all to liuxin using (true) with check (true);

grant select on credit.repayment to liuxin_app;

create table credit.visit (
  institution_id integer not null,
  visit_id uuid not null,
  person_id uuid not null,
  outcome text not null,
  kept_cents bigint default 0 not null,
  checked_in_at timestamp with time zone not null,
  constraint visit_pkey PRIMARY KEY (institution_id, visit_id),
  constraint visit_keeps_something CHECK (((outcome = 'kept'::text) = (kept_cents > 0))),
  constraint visit_kept_cents_check CHECK ((kept_cents >= 0)),
  constraint visit_outcome_check CHECK ((outcome = ANY (ARRAY['kept'::text, 'not-agreed'::text, 'overdue'::text, 'no-room'::text, 'emergency'::text])))
);
alter table credit.visit enable row level security;
alter table credit.visit force row level security;

CREATE INDEX visit_of_day ON credit.visit USING btree (institution_id, checked_in_at);

create policy visit_of_own on credit.visit as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy visit_owner on credit.visit as permissive for all to liuxin using (true) with check (true);

grant insert, select on credit.visit to liuxin_app;

create table credit.waiver (
  institution_id integer not null,
  id uuid not null,
  person_id uuid not null,
  debt_id uuid not null,
  cents bigint not null,
  reason text not null,
  status text default 'asked'::text not null,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  decided_by text,
  decided_at timestamp with time zone,
  constraint waiver_pkey PRIMARY KEY (institution_id, id),
  constraint waiver_cents_check CHECK ((cents > 0)),
  constraint waiver_decided_once CHECK ((((status = 'asked'::text) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decided_by IS NULL)))),
  constraint waiver_needs_a_second_person CHECK (((status = 'asked'::text) OR (status = 'refused'::text) OR (decided_by <> asked_by))),
  constraint waiver_person_id_debt_id_fkey FOREIGN KEY (person_id, debt_id) REFERENCES credit.debt(person_id, id),
  constraint waiver_reason_check CHECK (((length(reason) >= 2) AND (length(reason) <= 300))),
  constraint waiver_status_check CHECK ((status = ANY (ARRAY['asked'::text, 'approved'::text, 'refused'::text])))
);
alter table credit.waiver enable row level security;
alter table credit.waiver force row level security;

CREATE UNIQUE INDEX waiver_one_asked_per_debt ON credit.waiver USING btree (person_id, debt_id) WHERE (status = 'asked'::text);

create policy waiver_of_own on credit.waiver as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy waiver_owner on credit.waiver as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on credit.waiver to liuxin_app;

CREATE OR REPLACE FUNCTION credit.bring_down(p_persons uuid[], p_id uuid, p_kind text, p_cents bigint, p_at timestamp with time zone, p_reference text DEFAULT NULL::text)
 RETURNS TABLE(person_id uuid, emergency boolean, cents bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'credit', 'pg_temp'
AS $function$
declare v_debt record; v_left bigint := p_cents; v_part bigint;
begin
  if coalesce(platform.scope(), '') not in ('system', 'patient', 'staff') then
    raise exception 'no right to bring down a debt' using errcode = 'insufficient_privilege';
  end if;
  for v_debt in select * from debt d where d.person_id = any (p_persons) and d.open_cents > 0 and (p_reference is null or d.reference = p_reference)
                order by d.due_on, d.taken_at, d.id for update loop
    exit when v_left = 0 or exists (select from reduction r where r.id = p_id and (r.person_id, r.debt_id) = (v_debt.person_id, v_debt.id));
    -- Another may have paid it while we waited for the row.
    v_part := least(v_left, v_debt.open_cents);
    insert into reduction (person_id, debt_id, id, institution_id, kind, cents, at)
    values (v_debt.person_id, v_debt.id, p_id, v_debt.institution_id, p_kind, v_part, p_at);
    update debt d set open_cents = d.open_cents - v_part where d.person_id = v_debt.person_id and d.id = v_debt.id;
    v_left := v_left - v_part;
    person_id := v_debt.person_id; emergency := v_debt.emergency; cents := v_part;
    return next;
  end loop;
end $function$;
revoke all on function credit.bring_down(uuid[],uuid,text,bigint,timestamp with time zone,text) from public;

grant execute on function credit.bring_down(uuid[],uuid,text,bigint,timestamp with time zone,text) to liuxin_app;

CREATE OR REPLACE FUNCTION credit.lock_line(p_persons uuid[], p_today date)
 RETURNS TABLE(person_id uuid, limit_cents bigint, days integer, overdue boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'credit', 'pg_temp'
AS $function$
begin
  if coalesce(platform.scope(), '') not in ('system', 'patient', 'staff')
     or (platform.scope() = 'patient' and not p_persons && (select platform.persons())::uuid[]) then
    raise exception 'no right to use this line of credit' using errcode = 'insufficient_privilege';
  end if;
  return query select l.person_id, l.limit_cents, l.days,
    exists (select from debt d where d.person_id = any (p_persons) and d.open_cents > 0 and d.due_on < p_today)
  from line l where l.person_id = any (p_persons) and l.stopped_at is null order by l.agreed_at limit 1 for update;
end $function$;
revoke all on function credit.lock_line(uuid[],date) from public;

grant execute on function credit.lock_line(uuid[],date) to liuxin_app;

CREATE OR REPLACE FUNCTION credit.note_repayment(p_person uuid, p_id uuid, p_institution integer, p_cents bigint, p_applied bigint, p_at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'credit', 'pg_temp'
AS $function$
  insert into repayment (person_id, id, institution_id, cents, applied_cents, at) values (p_person, p_id, p_institution, p_cents, p_applied, p_at);
$function$;
revoke all on function credit.note_repayment(uuid,uuid,integer,bigint,bigint,timestamp with time zone) from public;

grant execute on function credit.note_repayment(uuid,uuid,integer,bigint,bigint,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION credit.owed_at_hospitals(p_today date)
 RETURNS TABLE(institution_id integer, owed_cents bigint, overdue_cents bigint, people integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'credit', 'pg_temp'
AS $function$
begin
  if platform.scope() is distinct from 'staff' or platform.institution() is distinct from 0 then
    raise exception 'no right to see what is owed elsewhere' using errcode = 'insufficient_privilege';
  end if;
  return query select d.institution_id, sum(d.open_cents)::bigint, coalesce(sum(d.open_cents) filter (where d.due_on < p_today), 0)::bigint, count(distinct d.person_id)::integer
  from debt d where d.open_cents > 0 group by d.institution_id order by d.institution_id;
end $function$;
revoke all on function credit.owed_at_hospitals(date) from public;

grant execute on function credit.owed_at_hospitals(date) to liuxin_app;

CREATE OR REPLACE FUNCTION credit.owed_by(p_persons uuid[], p_today date)
 RETURNS TABLE(owed_cents bigint, overdue_cents bigint, next_due_on date)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'credit', 'pg_temp'
AS $function$
  select coalesce(sum(open_cents), 0)::bigint, coalesce(sum(open_cents) filter (where due_on < p_today), 0)::bigint, min(due_on)
  from debt where person_id = any (p_persons) and open_cents > 0;
$function$;
revoke all on function credit.owed_by(uuid[],date) from public;

grant execute on function credit.owed_by(uuid[],date) to liuxin_app;

CREATE OR REPLACE FUNCTION credit.repaid_before(p_id uuid)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'credit', 'pg_temp'
AS $function$
  select applied_cents from repayment where id = p_id;
$function$;
revoke all on function credit.repaid_before(uuid) from public;

grant execute on function credit.repaid_before(uuid) to liuxin_app;

CREATE OR REPLACE FUNCTION credit.waive(p_person uuid, p_debt uuid, p_id uuid, p_cents bigint, p_at timestamp with time zone)
 RETURNS TABLE(emergency boolean, reference text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'credit', 'pg_temp'
AS $function$
declare v_debt debt%rowtype;
begin
  select * into v_debt from debt d where d.person_id = p_person and d.id = p_debt for update;
  if platform.scope() is distinct from 'staff' or platform.institution() is distinct from v_debt.institution_id then
    raise exception 'no right to waive this debt' using errcode = 'insufficient_privilege';
  end if;
  if v_debt.open_cents < p_cents then return; end if;
  insert into reduction (person_id, debt_id, id, institution_id, kind, cents, at) values (p_person, p_debt, p_id, v_debt.institution_id, 'waived', p_cents, p_at);
  update debt d set open_cents = d.open_cents - p_cents where d.person_id = p_person and d.id = p_debt;
  return query select v_debt.emergency, v_debt.reference;
end $function$;
revoke all on function credit.waive(uuid,uuid,uuid,bigint,timestamp with time zone) from public;

grant execute on function credit.waive(uuid,uuid,uuid,bigint,timestamp with time zone) to liuxin_app;

create schema if not exists directory;

grant usage on schema directory to liuxin_app;

grant usage on schema directory to liuxin_booker;

create sequence directory.revision_number as bigint start 1 increment 1 cache 1;

create table directory.campus (
  institution_id integer not null,
  id integer not null,
  name text not null,
  address text not null,
  longitude double precision not null,
  latitude double precision not null,
  check_in_code text not null,
  constraint campus_pkey PRIMARY KEY (institution_id, id),
  constraint campus_check_in_code_once UNIQUE (check_in_code),
  constraint campus_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES directory.institution(institution_id)
);

CREATE TRIGGER mark_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON directory.campus FOR EACH STATEMENT EXECUTE FUNCTION directory.mark_changed();

grant insert, select, update on directory.campus to liuxin_app;

create table directory.department (
  institution_id integer not null,
  id integer not null,
  code text,
  campus_id integer not null,
  parent_id integer,
  name text not null,
  name_en text not null,
  pinyin text not null,
  subject_codes text[] default '{}'::text[] not null,
  description text default ''::text not null,
  building text default ''::text not null,
  floor text default ''::text not null,
  zone text default ''::text not null,
  active boolean default true not null,
  place_en text default ''::text not null,
  constraint department_pkey PRIMARY KEY (institution_id, id),
  constraint department_at_a_campus FOREIGN KEY (institution_id, campus_id) REFERENCES directory.campus(institution_id, id),
  constraint department_code_once UNIQUE (institution_id, code),
  constraint department_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES directory.institution(institution_id),
  constraint department_under_its_own FOREIGN KEY (institution_id, parent_id) REFERENCES directory.department(institution_id, id)
);

CREATE TRIGGER mark_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON directory.department FOR EACH STATEMENT EXECUTE FUNCTION directory.mark_changed();

grant insert, select, update on directory.department to liuxin_app;

create table directory.diagnosis_subject (
  code text not null,
  name text not null,
  name_en text default ''::text not null,
  parent_code text,
  usual_name text default ''::text not null,
  also text[] default '{}'::text[] not null,
  constraint diagnosis_subject_pkey PRIMARY KEY (code)
);

CREATE TRIGGER mark_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON directory.diagnosis_subject FOR EACH STATEMENT EXECUTE FUNCTION directory.mark_changed();

grant insert, select, update on directory.diagnosis_subject to liuxin_app;

create table directory.district (
  id integer not null,
  name text not null,
  name_en text not null,
  longitude double precision,
  latitude double precision,
  constraint district_pkey PRIMARY KEY (id)
);

CREATE TRIGGER mark_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON directory.district FOR EACH STATEMENT EXECUTE FUNCTION directory.mark_changed();

grant insert, select, update on directory.district to liuxin_app;

create table directory.everyday_word (
  word text not null,
  kind text not null,
  name_en text not null,
  pinyin text not null,
  also text[] default '{}'::text[] not null,
  subject_codes text[] not null,
  urgent boolean default false not null,
  constraint everyday_word_pkey PRIMARY KEY (word),
  constraint everyday_word_kind_check CHECK ((kind = ANY (ARRAY['symptom'::text, 'disease'::text, 'need'::text]))),
  constraint everyday_word_points_somewhere CHECK ((cardinality(subject_codes) > 0))
);

CREATE TRIGGER mark_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON directory.everyday_word FOR EACH STATEMENT EXECUTE FUNCTION directory.mark_changed();

grant delete, insert, select, update on directory.everyday_word to liuxin_app;

create table directory.institution (
  institution_id integer not null,
  code text not null,
  kind text not null,
  level text default ''::text not null,
  name text not null,
  name_en text not null,
  short_name text not null,
  pinyin text default ''::text not null,
  district_id integer not null,
  address text not null,
  phone text default ''::text not null,
  longitude double precision not null,
  latitude double precision not null,
  introduction text default ''::text not null,
  how_to_get_here text default ''::text not null,
  ticket_prefix text default 'A'::text not null,
  active boolean default true not null,
  constraint institution_pkey PRIMARY KEY (institution_id),
  constraint institution_code_key UNIQUE (code),
  constraint institution_district_id_fkey FOREIGN KEY (district_id) REFERENCES directory.district(id),
  constraint institution_kind_check CHECK ((kind = ANY (ARRAY['tertiary-hospital'::text, 'secondary-hospital'::text, 'community-health-centre'::text]))),
  constraint institution_on_earth CHECK ((((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)) AND ((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))))
);

CREATE TRIGGER mark_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON directory.institution FOR EACH STATEMENT EXECUTE FUNCTION directory.mark_changed();

grant insert, select, update on directory.institution to liuxin_app;

create table directory.practitioner (
  institution_id integer not null,
  id integer not null,
  code text,
  department_id integer not null,
  name text not null,
  name_en text not null,
  pinyin text not null,
  sex text not null,
  title text not null,
  speciality text default ''::text not null,
  introduction text default ''::text not null,
  room text default ''::text not null,
  active boolean default true not null,
  constraint practitioner_pkey PRIMARY KEY (institution_id, id),
  constraint practitioner_code_once UNIQUE (institution_id, code),
  constraint practitioner_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES directory.institution(institution_id),
  constraint practitioner_of_a_department FOREIGN KEY (institution_id, department_id) REFERENCES directory.department(institution_id, id),
  constraint practitioner_sex_check CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text, 'unknown'::text]))),
  constraint practitioner_title_check CHECK ((title = ANY (ARRAY['chief'::text, 'associate-chief'::text, 'attending'::text, 'resident'::text, 'therapist'::text, 'pharmacist'::text, 'nurse'::text])))
);

CREATE INDEX practitioner_of_department ON directory.practitioner USING btree (institution_id, department_id);

CREATE TRIGGER mark_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON directory.practitioner FOR EACH STATEMENT EXECUTE FUNCTION directory.mark_changed();

grant insert, select, update on directory.practitioner to liuxin_app;

create table directory.price (
  institution_id integer not null,
  code text not null,
  valid_from date not null,
  valid_to date,
  kind text not null,
  name text not null,
  name_en text default ''::text not null,
  pinyin text default ''::text not null,
  unit text not null,
  price_cents integer not null,
  insurance_share_bp integer default 0 not null,
  department_id integer,
  constraint price_pkey PRIMARY KEY (institution_id, code, valid_from),
  constraint price_ends_after_it_starts CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
  constraint price_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES directory.institution(institution_id),
  constraint price_insurance_share_bp_check CHECK (((insurance_share_bp >= 0) AND (insurance_share_bp <= 10000))),
  constraint price_kind_check CHECK ((kind = ANY (ARRAY['registration'::text, 'examination'::text, 'laboratory'::text, 'drug'::text, 'procedure'::text, 'material'::text]))),
  constraint price_price_cents_check CHECK ((price_cents >= 0))
);

CREATE TRIGGER mark_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON directory.price FOR EACH STATEMENT EXECUTE FUNCTION directory.mark_changed();

grant insert, select, update on directory.price to liuxin_app;

grant select on directory.price to liuxin_booker;

create table directory.revision (
  only_row boolean default true not null,
  number bigint not null,
  changed_at timestamp with time zone default now() not null,
  constraint revision_pkey PRIMARY KEY (only_row),
  constraint revision_only_row_check CHECK (only_row)
);

grant select on directory.revision to liuxin_app;

create table directory.room (
  institution_id integer not null,
  id integer not null,
  department_id integer not null,
  name text not null,
  building text default ''::text not null,
  floor text default ''::text not null,
  zone text default ''::text not null,
  name_en text default ''::text not null,
  constraint room_pkey PRIMARY KEY (institution_id, id),
  constraint room_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES directory.institution(institution_id),
  constraint room_of_a_department FOREIGN KEY (institution_id, department_id) REFERENCES directory.department(institution_id, id)
);

CREATE TRIGGER mark_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON directory.room FOR EACH STATEMENT EXECUTE FUNCTION directory.mark_changed();

grant insert, select, update on directory.room to liuxin_app;

create table directory.service (
  institution_id integer not null,
  id integer not null,
  code text,
  department_id integer not null,
  practitioner_id integer,
  kind text not null,
  name text not null,
  name_en text not null,
  fee_code text not null,
  active boolean default true not null,
  constraint service_pkey PRIMARY KEY (institution_id, id),
  constraint service_code_once UNIQUE (institution_id, code),
  constraint service_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES directory.institution(institution_id),
  constraint service_kind_check CHECK ((kind = ANY (ARRAY['expert'::text, 'general'::text, 'special-disease'::text, 'joint'::text, 'pharmacy'::text, 'nursing'::text, 'tcm'::text, 'pain'::text, 'anaesthesia'::text, 'health-management'::text, 'tcm-joint'::text]))),
  constraint service_of_a_department FOREIGN KEY (institution_id, department_id) REFERENCES directory.department(institution_id, id),
  constraint service_of_a_practitioner FOREIGN KEY (institution_id, practitioner_id) REFERENCES directory.practitioner(institution_id, id)
);

CREATE INDEX service_of_department ON directory.service USING btree (institution_id, department_id);

CREATE INDEX service_of_practitioner ON directory.service USING btree (institution_id, practitioner_id);

CREATE TRIGGER mark_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON directory.service FOR EACH STATEMENT EXECUTE FUNCTION directory.mark_changed();

grant insert, select, update on directory.service to liuxin_app;

grant select on directory.service to liuxin_booker;

CREATE OR REPLACE FUNCTION directory.mark_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'directory', 'pg_temp'
AS $function$
begin
  update directory.revision set number = nextval('directory.revision_number'), changed_at = clock_timestamp();
  return null;
end $function$;

create schema if not exists fairness;

grant usage on schema fairness to liuxin_app;

create table fairness.appeal (
  institution_id integer not null,
  id uuid not null,
  person_id uuid not null,
  incident_id uuid,
  restriction_id uuid,
  reason text not null,
  said text not null,
  asked_by text not null,
  asked_by_staff boolean not null,
  asked_at timestamp with time zone not null,
  answer_by date not null,
  state text default 'asked'::text not null,
  answer text default ''::text not null,
  decided_by text,
  decided_at timestamp with time zone,
  constraint appeal_pkey PRIMARY KEY (institution_id, id),
  constraint appeal_about_one_thing CHECK (((incident_id IS NULL) <> (restriction_id IS NULL))),
  constraint appeal_answer_check CHECK ((length(answer) <= 1000)),
  constraint appeal_decided_by_somebody_else CHECK (((decided_by IS NULL) OR (state = 'withdrawn'::text) OR (decided_by <> asked_by))),
  constraint appeal_decided_with_an_answer CHECK (((state = ANY (ARRAY['granted'::text, 'declined'::text])) = ((decided_by IS NOT NULL) AND (answer <> ''::text)))),
  constraint appeal_reason_check CHECK ((reason = ANY (ARRAY['emergency'::text, 'transport'::text, 'illness'::text, 'hospital'::text, 'other'::text]))),
  constraint appeal_said_check CHECK (((length(said) >= 1) AND (length(said) <= 1000))),
  constraint appeal_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'granted'::text, 'declined'::text, 'withdrawn'::text])))
);
alter table fairness.appeal enable row level security;
alter table fairness.appeal force row level security;

CREATE INDEX appeal_of_person ON fairness.appeal USING btree (person_id, asked_at);

CREATE UNIQUE INDEX appeal_once_at_a_time ON fairness.appeal USING btree (institution_id, COALESCE(incident_id, restriction_id)) WHERE (state = 'asked'::text);

CREATE INDEX appeal_waiting ON fairness.appeal USING btree (institution_id, answer_by) WHERE (state = 'asked'::text);

create policy appeal_owner on fairness.appeal as permissive for all to liuxin using (true) with check (true);

create policy appeal_seen on fairness.appeal as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select on fairness.appeal to liuxin_app;

grant update (answer), update (decided_at), update (decided_by), update (state) on fairness.appeal to liuxin_app;

create table fairness.attempt (
  institution_id integer default 0 not null,
  account_id uuid not null,
  device text default ''::text not null,
  hour timestamp with time zone not null,
  refused integer not null,
  constraint attempt_pkey PRIMARY KEY (institution_id, account_id, device, hour)
);
alter table fairness.attempt enable row level security;
alter table fairness.attempt force row level security;

create policy attempt_owner on fairness.attempt as permissive for all to liuxin using (true) with check (true);

create policy attempt_seen on fairness.attempt as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = ANY (ARRAY['system'::text, 'staff'::text]))) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

grant delete, insert, select, update on fairness.attempt to liuxin_app;

create table fairness.decision (
  institution_id integer not null,
  id uuid not null,
  finding_id uuid not null,
  kind text not null,
  grade text,
  subjects jsonb default '[]'::jsonb not null,
  reason text not null,
  decided_by text not null,
  decided_at timestamp with time zone not null,
  state text not null,
  seconded_by text,
  seconded_at timestamp with time zone,
  constraint decision_pkey PRIMARY KEY (institution_id, id),
  constraint decision_kind_check CHECK ((kind = ANY (ARRAY['dismiss'::text, 'watch'::text, 'restrict'::text, 'refer'::text, 'reopen'::text]))),
  constraint decision_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 1000))),
  constraint decision_seconded_by_somebody_else CHECK (((seconded_by IS NULL) OR (seconded_by <> decided_by))),
  constraint decision_state_check CHECK ((state = ANY (ARRAY['in-force'::text, 'proposed'::text, 'declined'::text])))
);
alter table fairness.decision enable row level security;
alter table fairness.decision force row level security;

CREATE INDEX decision_of_finding ON fairness.decision USING btree (institution_id, finding_id, decided_at);

create policy decision_owner on fairness.decision as permissive for all to liuxin using (true) with check (true);

create policy decision_seen on fairness.decision as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

grant insert, select on fairness.decision to liuxin_app;

grant update (seconded_at), update (seconded_by), update (state) on fairness.decision to liuxin_app;

create table fairness.echo (
  institution_id integer not null,
  account text not null,
  day date not null,
  bookings integer not null,
  people integer not null,
  family integer not null,
  strangers integer not null,
  early integer not null,
  quick integer not null,
  passed integer not null,
  back integer not null,
  came integer not null,
  over integer not null,
  helped integer not null,
  refused integer not null,
  constraint echo_pkey PRIMARY KEY (institution_id, account, day)
);
alter table fairness.echo enable row level security;
alter table fairness.echo force row level security;

CREATE INDEX echo_of_account ON fairness.echo USING btree (account);

create policy echo_compared on fairness.echo as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

create policy echo_owner on fairness.echo as permissive for all to liuxin using (true) with check (true);

grant delete, insert, select on fairness.echo to liuxin_app;

create table fairness.finding (
  institution_id integer not null,
  id uuid not null,
  state text default 'open'::text not null,
  score integer not null,
  signals jsonb not null,
  counter jsonb not null,
  advice text not null,
  rule jsonb not null,
  opened_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  decided_score integer,
  spread_id uuid,
  elsewhere jsonb,
  constraint finding_pkey PRIMARY KEY (institution_id, id),
  constraint finding_advice_check CHECK ((advice = ANY (ARRAY['dismiss'::text, 'watch'::text, 'restrict'::text]))),
  constraint finding_state_check CHECK ((state = ANY (ARRAY['open'::text, 'watched'::text, 'dismissed'::text, 'proposed'::text, 'restricted'::text, 'referred'::text])))
);
alter table fairness.finding enable row level security;
alter table fairness.finding force row level security;

CREATE INDEX finding_to_decide ON fairness.finding USING btree (institution_id, state, score);

create policy finding_owner on fairness.finding as permissive for all to liuxin using (true) with check (true);

create policy finding_seen on fairness.finding as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

grant insert, select on fairness.finding to liuxin_app;

grant update (advice), update (changed_at), update (counter), update (decided_score), update (elsewhere), update (rule), update (score), update (signals), update (spread_id), update (state) on fairness.finding to liuxin_app;

create table fairness.finding_member (
  institution_id integer not null,
  finding_id uuid not null,
  kind text not null,
  subject text not null,
  person_id uuid,
  bookings integer not null,
  constraint finding_member_pkey PRIMARY KEY (institution_id, finding_id, kind, subject),
  constraint finding_member_kind_check CHECK ((kind = ANY (ARRAY['account'::text, 'device'::text, 'phone'::text, 'person'::text, 'payer'::text])))
);
alter table fairness.finding_member enable row level security;
alter table fairness.finding_member force row level security;

CREATE INDEX finding_of_member ON fairness.finding_member USING btree (institution_id, kind, subject);

create policy finding_member_owner on fairness.finding_member as permissive for all to liuxin using (true) with check (true);

create policy finding_member_seen on fairness.finding_member as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

grant delete, insert, select, update on fairness.finding_member to liuxin_app;

create table fairness.helper (
  institution_id integer not null,
  id uuid not null,
  phone_hash text not null,
  phone_masked text not null,
  organisation text not null,
  note text default ''::text not null,
  added_by text not null,
  added_at timestamp with time zone not null,
  until date not null,
  removed_by text,
  removed_at timestamp with time zone,
  constraint helper_pkey PRIMARY KEY (institution_id, id),
  constraint helper_note_check CHECK ((length(note) <= 300)),
  constraint helper_organisation_check CHECK (((length(organisation) >= 1) AND (length(organisation) <= 100)))
);
alter table fairness.helper enable row level security;
alter table fairness.helper force row level security;

CREATE UNIQUE INDEX helper_once ON fairness.helper USING btree (institution_id, phone_hash) WHERE (removed_at IS NULL);

create policy helper_owner on fairness.helper as permissive for all to liuxin using (true) with check (true);

create policy helper_seen on fairness.helper as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

grant insert, select on fairness.helper to liuxin_app;

grant update (removed_at), update (removed_by) on fairness.helper to liuxin_app;

create table fairness.incident (
  institution_id integer not null,
  appointment_id uuid not null,
  person_id uuid not null,
  kind text not null,
  happened_at timestamp with time zone not null,
  starts_at timestamp with time zone not null,
  department_id integer not null,
  practitioner_id integer,
  excused_at timestamp with time zone,
  excused_by text,
  excuse text,
  constraint incident_pkey PRIMARY KEY (institution_id, appointment_id),
  constraint incident_excuse_check CHECK ((excuse = ANY (ARRAY['emergency'::text, 'transport'::text, 'illness'::text, 'hospital'::text, 'other'::text]))),
  constraint incident_excused_by_somebody CHECK ((((excused_at IS NULL) = (excused_by IS NULL)) AND ((excused_at IS NULL) = (excuse IS NULL)))),
  constraint incident_kind_check CHECK ((kind = ANY (ARRAY['no-show'::text, 'late-cancel'::text])))
);
alter table fairness.incident enable row level security;
alter table fairness.incident force row level security;

CREATE INDEX incident_of_person ON fairness.incident USING btree (person_id, institution_id, kind, happened_at);

create policy incident_owner on fairness.incident as permissive for all to liuxin using (true) with check (true);

create policy incident_seen on fairness.incident as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select on fairness.incident to liuxin_app;

grant update (excuse), update (excused_at), update (excused_by) on fairness.incident to liuxin_app;

create table fairness.reader (
  name text not null,
  xid text not null,
  id bigint not null,
  constraint reader_pkey PRIMARY KEY (name)
);

grant delete, insert, select, update on fairness.reader to liuxin_app;

create table fairness.spread (
  institution_id integer default 0 not null,
  id uuid not null,
  score integer not null,
  signals jsonb not null,
  counter jsonb not null,
  advice text not null,
  hospitals jsonb not null,
  bookings integer not null,
  accounts integer not null,
  devices integer not null,
  opened_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint spread_pkey PRIMARY KEY (institution_id, id),
  constraint spread_advice_check CHECK ((advice = ANY (ARRAY['dismiss'::text, 'watch'::text, 'restrict'::text]))),
  constraint spread_institution_id_check CHECK ((institution_id = 0))
);
alter table fairness.spread enable row level security;
alter table fairness.spread force row level security;

create policy spread_owner on fairness.spread as permissive for all to liuxin using (true) with check (true);

create policy spread_seen on fairness.spread as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

grant delete, insert, select, update on fairness.spread to liuxin_app;

create table fairness.spread_account (
  institution_id integer default 0 not null,
  account text not null,
  spread_id uuid not null,
  constraint spread_account_pkey PRIMARY KEY (institution_id, account)
);
alter table fairness.spread_account enable row level security;
alter table fairness.spread_account force row level security;

create policy spread_account_compared on fairness.spread_account as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

create policy spread_account_owner on fairness.spread_account as permissive for all to liuxin using (true) with check (true);

grant delete, insert, select, update on fairness.spread_account to liuxin_app;

create table fairness.tie (
  institution_id integer not null,
  kind text not null,
  mark text not null,
  account text not null,
  day date not null,
  constraint tie_pkey PRIMARY KEY (institution_id, kind, mark, account, day),
  constraint tie_kind_check CHECK ((kind = ANY (ARRAY['device'::text, 'phone'::text, 'payer'::text])))
);
alter table fairness.tie enable row level security;
alter table fairness.tie force row level security;

CREATE INDEX tie_of_account ON fairness.tie USING btree (account);

CREATE INDEX tie_of_mark ON fairness.tie USING btree (kind, mark);

create policy tie_compared on fairness.tie as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

create policy tie_owner on fairness.tie as permissive for all to liuxin using (true) with check (true);

grant delete, insert, select on fairness.tie to liuxin_app;

create table fairness.trace (
  institution_id integer not null,
  appointment_id uuid not null,
  person_id uuid not null,
  account_id uuid not null,
  holder_id uuid,
  device text,
  phone text,
  payer uuid,
  period_id bigint not null,
  department_id integer not null,
  practitioner_id integer,
  booked_at timestamp with time zone not null,
  opened_at timestamp with time zone,
  status text not null,
  ended_at timestamp with time zone,
  related boolean default false not null,
  account_mark text,
  constraint trace_pkey PRIMARY KEY (institution_id, appointment_id)
);
alter table fairness.trace enable row level security;
alter table fairness.trace force row level security;

CREATE INDEX trace_of_account ON fairness.trace USING btree (institution_id, account_id, booked_at);

CREATE INDEX trace_of_device ON fairness.trace USING btree (institution_id, device, booked_at) WHERE (device IS NOT NULL);

CREATE INDEX trace_of_mark ON fairness.trace USING btree (institution_id, account_mark, booked_at) WHERE (account_mark IS NOT NULL);

CREATE INDEX trace_of_payer ON fairness.trace USING btree (institution_id, payer, booked_at) WHERE (payer IS NOT NULL);

CREATE INDEX trace_of_period ON fairness.trace USING btree (institution_id, period_id);

CREATE INDEX trace_of_person ON fairness.trace USING btree (institution_id, person_id, booked_at);

CREATE INDEX trace_of_phone ON fairness.trace USING btree (institution_id, phone, booked_at) WHERE (phone IS NOT NULL);

create policy trace_owner on fairness.trace as permissive for all to liuxin using (true) with check (true);

create policy trace_seen on fairness.trace as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

grant delete, insert, select, update on fairness.trace to liuxin_app;

create table fairness.warning (
  institution_id integer not null,
  incident_id uuid not null,
  person_id uuid not null,
  kind text not null,
  counted integer not null,
  given_at timestamp with time zone not null,
  constraint warning_pkey PRIMARY KEY (institution_id, incident_id)
);
alter table fairness.warning enable row level security;
alter table fairness.warning force row level security;

create policy warning_owner on fairness.warning as permissive for all to liuxin using (true) with check (true);

create policy warning_seen on fairness.warning as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select on fairness.warning to liuxin_app;

create schema if not exists guidance;

grant usage on schema guidance to liuxin_app;

create table guidance.closure (
  institution_id integer not null,
  id uuid not null,
  campus_id integer not null,
  element_id text not null,
  reason text not null,
  reason_en text default ''::text not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone,
  set_by text not null,
  set_at timestamp with time zone not null,
  ended_by text,
  ended_at timestamp with time zone,
  constraint closure_pkey PRIMARY KEY (institution_id, id),
  constraint closure_ended_by_somebody CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint closure_ends_after_it_begins CHECK (((until_at IS NULL) OR (until_at > from_at))),
  constraint closure_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 200))),
  constraint closure_reason_en_check CHECK ((length(reason_en) <= 200))
);
alter table guidance.closure enable row level security;
alter table guidance.closure force row level security;

CREATE INDEX closure_of_campus ON guidance.closure USING btree (institution_id, campus_id) WHERE (ended_at IS NULL);

create policy closure_is_public on guidance.closure as permissive for select to liuxin_app using (true) with check ();

create policy closure_of_own on guidance.closure as permissive for all to liuxin_app using (((platform.scope() = 'system'::text) OR ((platform.scope() = 'staff'::text) AND (institution_id = platform.institution())))) with check (((platform.scope() = 'system'::text) OR ((platform.scope() = 'staff'::text) AND (institution_id = platform.institution()))));

create policy closure_owner on guidance.closure as permissive for all to liuxin using (true) with check (true);

grant insert, select on guidance.closure to liuxin_app;

grant update (ended_at), update (ended_by), update (until_at) on guidance.closure to liuxin_app;

create table guidance.plan (
  institution_id integer not null,
  campus_id integer not null,
  version integer not null,
  status text default 'draft'::text not null,
  source text not null,
  content jsonb not null,
  note text default ''::text not null,
  repairs jsonb default '[]'::jsonb not null,
  revision integer default 1 not null,
  edition uuid default gen_random_uuid() not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  published_by text,
  published_at timestamp with time zone,
  constraint plan_pkey PRIMARY KEY (institution_id, campus_id, version),
  constraint plan_published_by_somebody CHECK ((((status = 'draft'::text) = (published_at IS NULL)) AND ((published_at IS NULL) = (published_by IS NULL)))),
  constraint plan_source_check CHECK ((source = ANY (ARRAY['drawn'::text, 'imdf'::text, 'plan-file'::text, 'sample'::text]))),
  constraint plan_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'retired'::text]))),
  constraint plan_version_check CHECK ((version > 0))
);
alter table guidance.plan enable row level security;
alter table guidance.plan force row level security;

CREATE UNIQUE INDEX plan_one_draft ON guidance.plan USING btree (institution_id, campus_id) WHERE (status = 'draft'::text);

CREATE UNIQUE INDEX plan_one_published ON guidance.plan USING btree (institution_id, campus_id) WHERE (status = 'published'::text);

create policy plan_is_public on guidance.plan as permissive for select to liuxin_app using (true) with check ();

create policy plan_of_own on guidance.plan as permissive for all to liuxin_app using (((platform.scope() = 'system'::text) OR ((platform.scope() = 'staff'::text) AND (institution_id = platform.institution())))) with check (((platform.scope() = 'system'::text) OR ((platform.scope() = 'staff'::text) AND (institution_id = platform.institution()))));

create policy plan_owner on guidance.plan as permissive for all to liuxin using (true) with check (true);

CREATE TRIGGER plan_goes_forward BEFORE UPDATE ON guidance.plan FOR EACH ROW EXECUTE FUNCTION guidance.plan_goes_forward();

grant insert, select on guidance.plan to liuxin_app;

grant update (content), update (edition), update (made_at), update (made_by), update (note), update (published_at), update (published_by), update (repairs), update (revision), update (source), update (status) on guidance.plan to liuxin_app;

create table guidance.sign (
  institution_id integer not null,
  code text not null,
  campus_id integer not null,
  unit_id text not null,
  made_at timestamp with time zone not null,
  constraint sign_pkey PRIMARY KEY (institution_id, code),
  constraint sign_code_check CHECK ((code ~ '^[0-9A-Z]{6}$'::text)),
  constraint sign_of_one_unit UNIQUE (institution_id, campus_id, unit_id)
);
alter table guidance.sign enable row level security;
alter table guidance.sign force row level security;

create policy sign_is_public on guidance.sign as permissive for select to liuxin_app using (true) with check ();

create policy sign_of_own on guidance.sign as permissive for all to liuxin_app using (((platform.scope() = 'system'::text) OR ((platform.scope() = 'staff'::text) AND (institution_id = platform.institution())))) with check (((platform.scope() = 'system'::text) OR ((platform.scope() = 'staff'::text) AND (institution_id = platform.institution()))));

create policy sign_owner on guidance.sign as permissive for all to liuxin using (true) with check (true);

grant insert, select on guidance.sign to liuxin_app;

CREATE OR REPLACE FUNCTION guidance.plan_goes_forward()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.status = 'retired' or (old.status = 'published' and (new.status <> 'retired' or new.content is distinct from old.content)) then
    raise exception 'a published plan does not change; make the next version' using errcode = 'check_violation', constraint = 'plan_goes_forward';
  end if;
  return new;
end $function$;

create schema if not exists insurance;

grant usage on schema insurance to liuxin_app;

create sequence insurance.message_number as bigint start 1 increment 1 cache 1;

create table insurance.claim (
  institution_id integer not null,
  id uuid not null,
  visit_id uuid not null,
  person_id uuid not null,
  insutype text not null,
  batch_no text not null,
  use_account boolean not null,
  state text default 'new'::text not null,
  wanted text not null,
  total_cents bigint not null,
  fund_cents bigint default 0 not null,
  account_cents bigint default 0 not null,
  setl_id text,
  settle_msgid text,
  progress smallint default 0 not null,
  open_msgid text,
  open_infno text,
  deceived boolean default false not null,
  leaves boolean default false not null,
  fault text default ''::text not null,
  created_at timestamp with time zone not null,
  quoted_at timestamp with time zone,
  settled_at timestamp with time zone,
  undone_at timestamp with time zone,
  checks integer default 0 not null,
  next_check_at timestamp with time zone,
  constraint claim_pkey PRIMARY KEY (institution_id, id),
  constraint claim_account_cents_check CHECK ((account_cents >= 0)),
  constraint claim_fund_cents_check CHECK ((fund_cents >= 0)),
  constraint claim_pays_no_more_than_it_costs CHECK (((fund_cents + account_cents) <= total_cents)),
  constraint claim_progress_check CHECK (((progress >= 0) AND (progress <= 3))),
  constraint claim_settled_under_a_number CHECK (((state <> 'settled'::text) OR (setl_id IS NOT NULL))),
  constraint claim_state_check CHECK ((state = ANY (ARRAY['new'::text, 'quoted'::text, 'settled'::text, 'undone'::text, 'refused'::text, 'disputed'::text]))),
  constraint claim_total_cents_check CHECK ((total_cents > 0)),
  constraint claim_waits_for_one_message CHECK (((open_msgid IS NULL) = (open_infno IS NULL))),
  constraint claim_wanted_check CHECK ((wanted = ANY (ARRAY['quoted'::text, 'settled'::text, 'undone'::text])))
);
alter table insurance.claim enable row level security;
alter table insurance.claim force row level security;

CREATE INDEX claim_for_a_person ON insurance.claim USING btree (institution_id, created_at) WHERE (state = ANY (ARRAY['refused'::text, 'disputed'::text]));

CREATE INDEX claim_of_visit ON insurance.claim USING btree (institution_id, visit_id);

CREATE INDEX claim_settled_on ON insurance.claim USING btree (institution_id, settled_at) WHERE (settled_at IS NOT NULL);

CREATE INDEX claim_to_advance ON insurance.claim USING btree (next_check_at) WHERE (next_check_at IS NOT NULL);

create policy claim_of_own on insurance.claim as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy claim_owner on insurance.claim as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on insurance.claim to liuxin_app;

create table insurance.claim_item (
  institution_id integer not null,
  claim_id uuid not null,
  item_id uuid not null,
  person_id uuid not null,
  line smallint not null,
  code text not null,
  name text not null,
  kind text not null,
  quantity_thousandths integer not null,
  unit_cents bigint not null,
  total_cents bigint not null,
  charged_at timestamp with time zone not null,
  ceiling_cents bigint,
  own_pay_cents bigint default 0 not null,
  over_cents bigint default 0 not null,
  first_cents bigint default 0 not null,
  scope_cents bigint default 0 not null,
  fund_cents bigint default 0 not null,
  account_cents bigint default 0 not null,
  constraint claim_item_pkey PRIMARY KEY (institution_id, claim_id, item_id),
  constraint claim_item_account_cents_check CHECK ((account_cents >= 0)),
  constraint claim_item_borne_at_most_once CHECK (((fund_cents + account_cents) <= total_cents)),
  constraint claim_item_fund_cents_check CHECK ((fund_cents >= 0)),
  constraint claim_item_institution_id_claim_id_fkey FOREIGN KEY (institution_id, claim_id) REFERENCES insurance.claim(institution_id, id),
  constraint claim_item_total_cents_check CHECK ((total_cents >= 0))
);
alter table insurance.claim_item enable row level security;
alter table insurance.claim_item force row level security;

CREATE INDEX claim_item_of_item ON insurance.claim_item USING btree (institution_id, item_id);

create policy claim_item_of_own on insurance.claim_item as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy claim_item_owner on insurance.claim_item as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on insurance.claim_item to liuxin_app;

create table insurance.cover (
  institution_id integer not null,
  id uuid not null,
  person_id uuid not null,
  payer text not null,
  name text not null,
  valid_from date not null,
  valid_to date,
  entered_by text not null,
  entered_at timestamp with time zone not null,
  constraint cover_pkey PRIMARY KEY (institution_id, id),
  constraint cover_ends_after_it_starts CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
  constraint cover_payer_check CHECK ((payer = ANY (ARRAY['commercial'::text, 'relief'::text])))
);
alter table insurance.cover enable row level security;
alter table insurance.cover force row level security;

CREATE INDEX cover_of_person ON insurance.cover USING btree (institution_id, person_id);

create policy cover_of_own on insurance.cover as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy cover_owner on insurance.cover as permissive for all to liuxin using (true) with check (true);

grant insert, select on insurance.cover to liuxin_app;

create table insurance.message (
  institution_id integer not null,
  msgid text not null,
  infno text not null,
  claim_id uuid,
  visit_id uuid,
  about text,
  sent_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  outcome text default 'open'::text not null,
  answer text default ''::text not null,
  content bytea not null,
  setl_id text,
  total_cents bigint,
  fund_cents bigint,
  account_cents bigint,
  constraint message_pkey PRIMARY KEY (institution_id, msgid),
  constraint message_msgid_check CHECK ((length(msgid) = 30)),
  constraint message_outcome_check CHECK ((outcome = ANY (ARRAY['open'::text, 'done'::text, 'refused'::text, 'silent'::text, 'late'::text])))
);
alter table insurance.message enable row level security;
alter table insurance.message force row level security;

CREATE INDEX message_of_claim ON insurance.message USING btree (institution_id, claim_id, sent_at);

CREATE INDEX message_of_day ON insurance.message USING btree (institution_id, sent_at) WHERE (infno = ANY (ARRAY['2207'::text, '2208'::text, '2601'::text]));

create policy message_of_the_system on insurance.message as permissive for all to liuxin_app using ((platform.scope() = 'system'::text)) with check ((platform.scope() = 'system'::text));

create policy message_owner on insurance.message as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on insurance.message to liuxin_app;

grant usage on sequence insurance.message_number to liuxin_app;

create table insurance.sign_in (
  institution_id integer not null,
  day date not null,
  sign_no text not null,
  constraint sign_in_pkey PRIMARY KEY (institution_id, day)
);

grant insert, select, update on insurance.sign_in to liuxin_app;

create table insurance.visit (
  institution_id integer not null,
  id uuid not null,
  person_id uuid not null,
  psn_no text not null,
  insuplc_admdvs text not null,
  mdtrt_id text,
  registered_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  constraint visit_pkey PRIMARY KEY (institution_id, id)
);
alter table insurance.visit enable row level security;
alter table insurance.visit force row level security;

create policy visit_of_own on insurance.visit as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy visit_owner on insurance.visit as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on insurance.visit to liuxin_app;

create schema if not exists integration;

grant usage on schema integration to liuxin_app;

create table integration.access_token (
  token_hash bytea not null,
  client_id text not null,
  scopes text[] not null,
  expires_at timestamp with time zone not null,
  constraint access_token_pkey PRIMARY KEY (token_hash),
  constraint access_token_client_id_fkey FOREIGN KEY (client_id) REFERENCES integration.client(client_id)
);

CREATE INDEX access_token_by_age ON integration.access_token USING btree (expires_at);

CREATE INDEX access_token_of_client ON integration.access_token USING btree (client_id);

grant delete, insert, select on integration.access_token to liuxin_app;

create table integration.assertion (
  client_id text not null,
  jti text not null,
  expires_at timestamp with time zone not null,
  constraint assertion_pkey PRIMARY KEY (client_id, jti)
);

CREATE INDEX assertion_by_age ON integration.assertion USING btree (expires_at);

grant delete, insert, select on integration.assertion to liuxin_app;

create table integration.client (
  client_id text not null,
  institution_id integer not null,
  institutions integer[] not null,
  name text not null,
  contact text default ''::text not null,
  scopes text[] not null,
  jwks jsonb,
  jwks_url text,
  requests_per_minute integer default 6000 not null,
  active boolean default true not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  last_used_at timestamp with time zone,
  constraint client_pkey PRIMARY KEY (client_id),
  constraint client_client_id_check CHECK ((client_id ~ '^[a-zA-Z0-9._-]{3,64}$'::text)),
  constraint client_has_keys CHECK (((jwks IS NULL) <> (jwks_url IS NULL))),
  constraint client_name_check CHECK ((name <> ''::text)),
  constraint client_requests_per_minute_check CHECK ((requests_per_minute > 0)),
  constraint client_scopes_check CHECK ((cardinality(scopes) > 0))
);

CREATE INDEX client_of_institution ON integration.client USING btree (institution_id);

grant insert, select, update on integration.client to liuxin_app;

create table integration.publication (
  institution_id integer not null,
  kind text not null,
  row_count integer not null,
  byte_count integer not null,
  etag text not null,
  content bytea not null,
  region text default ''::text not null,
  made_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint publication_pkey PRIMARY KEY (institution_id, kind)
);

grant delete, insert, select, update on integration.publication to liuxin_app;

create schema if not exists itinerary;

grant usage on schema itinerary to liuxin_app;

create table itinerary.change (
  person_id uuid not null,
  day date not null,
  version integer not null,
  number integer not null,
  kind text not null,
  step_id text,
  sentence text not null,
  sentence_en text not null,
  at timestamp with time zone not null,
  constraint change_pkey PRIMARY KEY (person_id, day, version, number),
  constraint change_person_id_day_fkey FOREIGN KEY (person_id, day) REFERENCES itinerary.day(person_id, day)
);
alter table itinerary.change enable row level security;
alter table itinerary.change force row level security;

create policy change_made on itinerary.change as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

create policy change_owner on itinerary.change as permissive for all to liuxin using (true) with check (true);

create policy change_seen on itinerary.change as permissive for select to liuxin_app using ((((( SELECT platform.scope() AS scope) <> 'companion'::text) OR ('next'::text = ANY (( SELECT itinerary.companion_scopes() AS companion_scopes)::text[]))) AND (EXISTS ( SELECT
   FROM itinerary.day d
  WHERE ((d.person_id = change.person_id) AND (d.day = change.day)))))) with check ();

grant insert, select on itinerary.change to liuxin_app;

create table itinerary.day (
  person_id uuid not null,
  day date not null,
  version integer default 0 not null,
  state text default 'planned'::text not null,
  institution_ids integer[] default '{}'::integer[] not null,
  ends_from timestamp with time zone,
  ends_to timestamp with time zone,
  facts jsonb default '{}'::jsonb not null,
  solved_at timestamp with time zone,
  dirty_at timestamp with time zone,
  look_at timestamp with time zone,
  ends_of text default 'day'::text not null,
  constraint day_pkey PRIMARY KEY (person_id, day),
  constraint day_ends_of_check CHECK ((ends_of = ANY (ARRAY['doctor'::text, 'day'::text]))),
  constraint day_range_in_order CHECK (((ends_from IS NULL) OR (ends_to >= ends_from))),
  constraint day_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'under-way'::text, 'done'::text])))
);
alter table itinerary.day enable row level security;
alter table itinerary.day force row level security;

CREATE INDEX day_dirty ON itinerary.day USING btree (dirty_at) WHERE (dirty_at IS NOT NULL);

CREATE INDEX day_to_look_at ON itinerary.day USING btree (look_at) WHERE (look_at IS NOT NULL);

create policy day_made on itinerary.day as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

create policy day_owner on itinerary.day as permissive for all to liuxin using (true) with check (true);

create policy day_seen on itinerary.day as permissive for select to liuxin_app using (itinerary.day_seen(person_id, institution_ids)) with check ();

grant insert, select, update on itinerary.day to liuxin_app;

create table itinerary.lesson (
  institution_id integer not null,
  moment text not null,
  shape text not null,
  version integer not null,
  from_day date not null,
  until_day date not null,
  holds_from date not null,
  learned_at timestamp with time zone not null,
  learned_by text not null,
  samples integer not null,
  days integer not null,
  inside double precision not null,
  low double precision not null,
  high double precision not null,
  constraint lesson_pkey PRIMARY KEY (institution_id, moment, shape, version),
  constraint lesson_check CHECK (((until_day < holds_from) AND (low < high))),
  constraint lesson_moment_check CHECK ((moment = ANY (ARRAY['morning'::text, 'check-in'::text, 'after-doctor'::text]))),
  constraint lesson_shape_check CHECK ((shape = ANY (ARRAY['doctor'::text, 'visits'::text, 'counters'::text, 'results'::text])))
);
alter table itinerary.lesson enable row level security;
alter table itinerary.lesson force row level security;

create policy lesson_made on itinerary.lesson as permissive for insert to liuxin_app using () with check ((( SELECT platform.scope() AS scope) = 'system'::text));

create policy lesson_owner on itinerary.lesson as permissive for all to liuxin using (true) with check (true);

create policy lesson_seen on itinerary.lesson as permissive for select to liuxin_app using (((( SELECT platform.scope() AS scope) = 'system'::text) OR ((( SELECT platform.scope() AS scope) = 'staff'::text) AND (institution_id = ANY (ARRAY[0, ( SELECT platform.institution() AS institution)]))))) with check ();

grant insert, select on itinerary.lesson to liuxin_app;

create table itinerary.promise (
  person_id uuid not null,
  day date not null,
  moment text not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone not null,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  institution_id integer,
  shape text default 'doctor'::text not null,
  waits_for text[] default '{}'::text[] not null,
  worked_from timestamp with time zone,
  worked_middle timestamp with time zone,
  worked_to timestamp with time zone,
  lesson integer default 0 not null,
  day_ended_at timestamp with time zone,
  constraint promise_pkey PRIMARY KEY (person_id, day, moment),
  constraint promise_moment_check CHECK ((moment = ANY (ARRAY['morning'::text, 'check-in'::text, 'after-doctor'::text]))),
  constraint promise_person_id_day_fkey FOREIGN KEY (person_id, day) REFERENCES itinerary.day(person_id, day),
  constraint promise_shape_check CHECK ((shape = ANY (ARRAY['doctor'::text, 'visits'::text, 'counters'::text, 'results'::text])))
);
alter table itinerary.promise enable row level security;
alter table itinerary.promise force row level security;

CREATE INDEX promise_open ON itinerary.promise USING btree (person_id, day) WHERE (ended_at IS NULL);

CREATE INDEX promise_to_learn ON itinerary.promise USING btree (day) WHERE (ended_at IS NOT NULL);

create policy promise_of_jobs on itinerary.promise as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

create policy promise_owner on itinerary.promise as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on itinerary.promise to liuxin_app;

create table itinerary.step (
  person_id uuid not null,
  day date not null,
  ordinal integer not null,
  id text not null,
  institution_id integer,
  kind text not null,
  state text not null,
  step jsonb not null,
  constraint step_pkey PRIMARY KEY (person_id, day, ordinal),
  constraint step_kind_check CHECK ((kind = ANY (ARRAY['visit'::text, 'stop'::text, 'walk'::text, 'meal'::text, 'pay'::text, 'wait-result'::text, 'take-home'::text]))),
  constraint step_person_id_day_fkey FOREIGN KEY (person_id, day) REFERENCES itinerary.day(person_id, day),
  constraint step_state_check CHECK ((state = ANY (ARRAY['done'::text, 'now'::text, 'next'::text, 'later'::text, 'blocked'::text])))
);
alter table itinerary.step enable row level security;
alter table itinerary.step force row level security;

create policy step_made on itinerary.step as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

create policy step_owner on itinerary.step as permissive for all to liuxin using (true) with check (true);

create policy step_seen on itinerary.step as permissive for select to liuxin_app using ((
CASE ( SELECT platform.scope() AS scope)
    WHEN 'patient'::text THEN (person_id = ANY (( SELECT platform.persons() AS persons)::uuid[]))
    WHEN 'staff'::text THEN ((institution_id IS NULL) OR (institution_id = ( SELECT platform.institution() AS institution)))
    WHEN 'companion'::text THEN ((person_id = ANY (( SELECT platform.persons() AS persons)::uuid[])) AND (
    CASE
        WHEN (kind = 'pay'::text) THEN 'bill'::text
        WHEN (state = ANY (ARRAY['done'::text, 'now'::text])) THEN 'where'::text
        ELSE 'next'::text
    END = ANY (( SELECT itinerary.companion_scopes() AS companion_scopes)::text[])))
    ELSE false
END AND (EXISTS ( SELECT
   FROM itinerary.day d
  WHERE ((d.person_id = step.person_id) AND (d.day = step.day)))))) with check ();

grant delete, insert, select on itinerary.step to liuxin_app;

create table itinerary.watched_line (
  institution_id integer not null,
  queue_id integer not null,
  person_id uuid not null,
  day date not null,
  constraint watched_line_pkey PRIMARY KEY (institution_id, queue_id, person_id, day)
);
alter table itinerary.watched_line enable row level security;
alter table itinerary.watched_line force row level security;

CREATE INDEX watched_line_of_day ON itinerary.watched_line USING btree (person_id, day);

create policy watched_line_of_jobs on itinerary.watched_line as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

create policy watched_line_owner on itinerary.watched_line as permissive for all to liuxin using (true) with check (true);

grant delete, insert, select on itinerary.watched_line to liuxin_app;

CREATE OR REPLACE FUNCTION itinerary.companion_scopes()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select case when platform.scope() = 'companion' then coalesce(nullif(current_setting('liuxin.companion', true), '')::text[], '{}') else '{}' end $function$;
revoke all on function itinerary.companion_scopes() from public;

grant execute on function itinerary.companion_scopes() to liuxin_app;

CREATE OR REPLACE FUNCTION itinerary.day_seen(p_person uuid, p_institutions integer[])
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select case (select platform.scope())
    when 'system' then true
    when 'patient' then p_person = any ((select platform.persons())::uuid[])
    when 'companion' then p_person = any ((select platform.persons())::uuid[]) and cardinality((select itinerary.companion_scopes())) > 0
    when 'staff' then (select platform.institution()) = any (p_institutions)
    else false end;
$function$;
revoke all on function itinerary.day_seen(uuid,integer[]) from public;

grant execute on function itinerary.day_seen(uuid,integer[]) to liuxin_app;

CREATE OR REPLACE FUNCTION itinerary.promise_figures(p_from date, p_until date)
 RETURNS TABLE(moment text, days integer, within integer, earlier integer, later integer, seconds double precision, width double precision, whole_days integer, within_whole integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'itinerary', 'pg_temp'
AS $function$
  select p.moment, count(*)::integer, count(*) filter (where p.ended_at between p.from_at and p.to_at)::integer,
    count(*) filter (where p.ended_at < p.from_at)::integer, count(*) filter (where p.ended_at > p.to_at)::integer,
    percentile_cont(0.5) within group (order by abs(extract(epoch from p.ended_at - (p.from_at + (p.to_at - p.from_at) / 2)))::double precision),
    percentile_cont(0.5) within group (order by extract(epoch from p.to_at - p.from_at)::double precision),
    count(p.day_ended_at)::integer, count(*) filter (where p.day_ended_at between p.from_at and p.to_at)::integer
  from promise p join day d on d.person_id = p.person_id and d.day = p.day
  where p.day between p_from and p_until and p.ended_at is not null
    and (platform.scope() = 'system' or (platform.scope() = 'staff' and platform.institution() = any (d.institution_ids)))
  group by p.moment order by p.moment;
$function$;
revoke all on function itinerary.promise_figures(date,date) from public;

grant execute on function itinerary.promise_figures(date,date) to liuxin_app;

create schema if not exists kiosk;

grant usage on schema kiosk to liuxin_app;

create table kiosk.acceptor (
  institution_id integer not null,
  machine text not null,
  serial text not null,
  seq bigint not null,
  run integer default 0 not null,
  counter smallint not null,
  event_no bigint default 0 not null,
  accepted jsonb,
  escrow_cents integer default 0 not null,
  notes_in_box integer default 0 not null,
  missed integer default 0 not null,
  emptied_at timestamp with time zone,
  heard_at timestamp with time zone not null,
  constraint acceptor_pkey PRIMARY KEY (institution_id, machine),
  constraint acceptor_counter_check CHECK (((counter >= 0) AND (counter <= 255)))
);
alter table kiosk.acceptor set (fillfactor=70);
alter table kiosk.acceptor enable row level security;
alter table kiosk.acceptor force row level security;

create policy acceptor_of_staff on kiosk.acceptor as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy acceptor_owner on kiosk.acceptor as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on kiosk.acceptor to liuxin_app;

create table kiosk.away_entry (
  institution_id integer not null,
  id uuid not null,
  machine text not null,
  paper text not null,
  taken_at timestamp with time zone not null,
  clock_moved boolean not null,
  received_at timestamp with time zone not null,
  answer text default ''::text not null,
  detail jsonb default '{}'::jsonb not null,
  person_id uuid,
  visit_id uuid,
  label text default ''::text not null,
  settled_at timestamp with time zone,
  settled_by text default ''::text not null,
  settled_note text default ''::text not null,
  department_id integer,
  fee_cents integer,
  list_id uuid,
  sealed text default ''::text not null,
  answered_at timestamp with time zone,
  zone_id text default ''::text not null,
  constraint away_entry_pkey PRIMARY KEY (institution_id, id)
);
alter table kiosk.away_entry enable row level security;
alter table kiosk.away_entry force row level security;

CREATE INDEX away_entry_merged ON kiosk.away_entry USING btree (institution_id, answered_at) WHERE (answer = 'merged'::text);

CREATE INDEX away_entry_of_day ON kiosk.away_entry USING btree (institution_id, received_at);

CREATE INDEX away_entry_received ON kiosk.away_entry USING btree (institution_id, taken_at, id) WHERE (answer = 'received'::text);

create policy away_entry_owner on kiosk.away_entry as permissive for all to liuxin using (true) with check (true);

create policy away_entry_seen on kiosk.away_entry as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on kiosk.away_entry to liuxin_app;

create table kiosk.help_call (
  institution_id integer not null,
  id uuid not null,
  machine text not null,
  step text not null,
  called_at timestamp with time zone not null,
  coming_at timestamp with time zone,
  coming_by text default ''::text not null,
  done_at timestamp with time zone,
  constraint help_call_pkey PRIMARY KEY (institution_id, id)
);
alter table kiosk.help_call enable row level security;
alter table kiosk.help_call force row level security;

CREATE UNIQUE INDEX help_call_open ON kiosk.help_call USING btree (institution_id, machine) WHERE (done_at IS NULL);

create policy help_call_of_staff on kiosk.help_call as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy help_call_owner on kiosk.help_call as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on kiosk.help_call to liuxin_app;

create table kiosk.machine (
  institution_id integer not null,
  name text not null,
  place text default ''::text not null,
  set_up_at timestamp with time zone not null,
  set_up_by text not null,
  in_service boolean default true not null,
  message text default ''::text not null,
  message_en text default ''::text not null,
  last_seen_at timestamp with time zone,
  lost_at timestamp with time zone,
  version text default ''::text not null,
  printer text default 'unknown'::text not null,
  reader text default 'unknown'::text not null,
  scanner text default 'unknown'::text not null,
  cash text default 'unknown'::text not null,
  queued integer default 0 not null,
  fault text default ''::text not null,
  constraint machine_pkey PRIMARY KEY (institution_id, name),
  constraint machine_cash_check CHECK ((cash = ANY (ARRAY['unknown'::text, 'none'::text, 'ready'::text, 'full'::text, 'jam'::text, 'opened'::text, 'missing'::text]))),
  constraint machine_printer_check CHECK ((printer = ANY (ARRAY['unknown'::text, 'ready'::text, 'paper-low'::text, 'paper-out'::text, 'jam'::text]))),
  constraint machine_reader_check CHECK ((reader = ANY (ARRAY['unknown'::text, 'ready'::text, 'missing'::text]))),
  constraint machine_scanner_check CHECK ((scanner = ANY (ARRAY['unknown'::text, 'ready'::text, 'missing'::text])))
);
alter table kiosk.machine set (fillfactor=60);
alter table kiosk.machine enable row level security;
alter table kiosk.machine force row level security;

create policy machine_of_staff on kiosk.machine as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy machine_owner on kiosk.machine as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on kiosk.machine to liuxin_app;

create table kiosk.note (
  institution_id integer not null,
  id uuid not null,
  machine text not null,
  intake_id uuid,
  person_id uuid,
  cents integer not null,
  state text not null,
  asked_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint note_pkey PRIMARY KEY (institution_id, id),
  constraint note_cents_check CHECK ((cents > 0)),
  constraint note_ends_once CHECK (((state = 'intended'::text) = (ended_at IS NULL))),
  constraint note_intended_for_somebody CHECK (((state = 'stacked'::text) OR (intake_id IS NOT NULL))),
  constraint note_state_check CHECK ((state = ANY (ARRAY['intended'::text, 'stacked'::text, 'returned'::text, 'doubt'::text])))
);
alter table kiosk.note enable row level security;
alter table kiosk.note force row level security;

CREATE INDEX note_of_intake ON kiosk.note USING btree (institution_id, intake_id) WHERE (intake_id IS NOT NULL);

CREATE UNIQUE INDEX note_one_intended_per_machine ON kiosk.note USING btree (institution_id, machine) WHERE (state = 'intended'::text);

CREATE INDEX note_to_look_at ON kiosk.note USING btree (institution_id, machine, ended_at) WHERE ((state = 'doubt'::text) OR (intake_id IS NULL));

create policy note_owner on kiosk.note as permissive for all to liuxin using (true) with check (true);

create policy note_seen on kiosk.note as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on kiosk.note to liuxin_app;

create table kiosk.print_job (
  institution_id integer not null,
  id uuid not null,
  machine text not null,
  person_id uuid not null,
  kind text not null,
  visit_id uuid not null,
  asked_at timestamp with time zone not null,
  state text default 'asked'::text not null,
  changed_at timestamp with time zone not null,
  constraint print_job_pkey PRIMARY KEY (institution_id, id),
  constraint print_job_kind_check CHECK ((kind = ANY (ARRAY['ticket'::text, 'receipt'::text, 'report'::text, 'cash'::text]))),
  constraint print_job_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'printing'::text, 'printed'::text, 'paper-out'::text, 'jam'::text, 'given-up'::text])))
);
alter table kiosk.print_job enable row level security;
alter table kiosk.print_job force row level security;

CREATE INDEX print_job_of_day ON kiosk.print_job USING btree (institution_id, asked_at);

create policy print_job_owner on kiosk.print_job as permissive for all to liuxin using (true) with check (true);

create policy print_job_seen on kiosk.print_job as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on kiosk.print_job to liuxin_app;

create table kiosk.session (
  institution_id integer not null,
  id uuid not null,
  machine text not null,
  person_id uuid not null,
  opened_at timestamp with time zone not null,
  touched_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint session_pkey PRIMARY KEY (institution_id, id)
);
alter table kiosk.session set (fillfactor=70);
alter table kiosk.session enable row level security;
alter table kiosk.session force row level security;

CREATE INDEX session_of_day ON kiosk.session USING btree (institution_id, opened_at);

create policy session_owner on kiosk.session as permissive for all to liuxin using (true) with check (true);

create policy session_seen on kiosk.session as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on kiosk.session to liuxin_app;

CREATE OR REPLACE FUNCTION kiosk.new_numbers(p_institution integer, p_zones text[], p_since timestamp with time zone)
 RETURNS TABLE(paper text, label text, zone_id text, since timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'kiosk', 'pg_temp'
AS $function$
  select e.paper, e.label, e.zone_id, e.answered_at from kiosk.away_entry e
  where e.institution_id = p_institution and e.answer = 'merged' and e.answered_at > p_since and e.label <> ''
    and (p_zones is null or e.zone_id = any (p_zones))
  order by e.label, e.paper limit 120;
$function$;
revoke all on function kiosk.new_numbers(integer,text[],timestamp with time zone) from public;

grant execute on function kiosk.new_numbers(integer,text[],timestamp with time zone) to liuxin_app;

create schema if not exists ledger;

grant usage on schema ledger to liuxin_app;

grant usage on schema ledger to liuxin_ledger;

create table ledger.account (
  institution_id integer not null,
  id uuid not null,
  kind text not null,
  owner_ref text default ''::text not null,
  person_id uuid,
  striped boolean default false not null,
  floor_cents bigint,
  ceiling_cents bigint,
  balance_cents bigint default 0 not null,
  held_in_cents bigint default 0 not null,
  held_out_cents bigint default 0 not null,
  opened_at timestamp with time zone not null,
  constraint account_pkey PRIMARY KEY (institution_id, id),
  constraint account_above_floor CHECK (((floor_cents IS NULL) OR ((balance_cents - held_out_cents) >= floor_cents))),
  constraint account_below_ceiling CHECK (((ceiling_cents IS NULL) OR ((balance_cents + held_in_cents) <= ceiling_cents))),
  constraint account_holds_are_positive CHECK (((held_in_cents >= 0) AND (held_out_cents >= 0))),
  constraint account_one_of_its_kind UNIQUE (institution_id, kind, owner_ref),
  constraint account_striped_has_no_limits CHECK (((NOT striped) OR ((floor_cents IS NULL) AND (ceiling_cents IS NULL))))
);
alter table ledger.account set (fillfactor=80);
alter table ledger.account enable row level security;
alter table ledger.account force row level security;

create policy account_of_hospital_seen on ledger.account as permissive for select to liuxin_app using (((institution_id = 0) AND (platform.scope() = 'staff'::text) AND (id = ledger.account_id(0, 'member'::text, (platform.institution())::text)))) with check ();

create policy account_owner on ledger.account as permissive for all to liuxin using (true) with check (true);

create policy account_seen on ledger.account as permissive for select to liuxin_app using (platform.may_see(institution_id, person_id)) with check ();

create policy account_writer on ledger.account as permissive for all to liuxin_ledger using (true) with check (true);

grant insert, select, update on ledger.account to liuxin_ledger;

grant select on ledger.account to liuxin_app;

grant select on ledger.balance to liuxin_app;

grant select on ledger.balance to liuxin_ledger;

create table ledger.books (
  one boolean default true not null,
  closed_before timestamp with time zone default '-infinity'::timestamp with time zone not null,
  filled_before timestamp with time zone default '-infinity'::timestamp with time zone not null,
  constraint books_pkey PRIMARY KEY (one),
  constraint books_one_check CHECK (one)
);

grant select on ledger.books to liuxin_app;

grant select, update on ledger.books to liuxin_ledger;

create table ledger.closing (
  institution_id integer not null,
  account_id uuid not null,
  day date not null,
  balance_cents bigint not null,
  constraint closing_pkey PRIMARY KEY (institution_id, account_id, day),
  constraint closing_institution_id_account_id_fkey FOREIGN KEY (institution_id, account_id) REFERENCES ledger.account(institution_id, id)
);
alter table ledger.closing enable row level security;
alter table ledger.closing force row level security;

create policy closing_owner on ledger.closing as permissive for all to liuxin using (true) with check (true);

create policy closing_seen on ledger.closing as permissive for select to liuxin_app using ((EXISTS ( SELECT
   FROM ledger.account a
  WHERE ((a.institution_id = closing.institution_id) AND (a.id = closing.account_id))))) with check ();

create policy closing_writer on ledger.closing as permissive for all to liuxin_ledger using (true) with check (true);

grant delete, insert, select on ledger.closing to liuxin_ledger;

grant select on ledger.closing to liuxin_app;

create table ledger.entry (
  institution_id integer not null,
  transfer_id uuid not null,
  line smallint not null,
  account_id uuid not null,
  amount_cents bigint not null,
  at timestamp with time zone not null,
  constraint entry_pkey PRIMARY KEY (institution_id, transfer_id, line),
  constraint entry_institution_id_account_id_fkey FOREIGN KEY (institution_id, account_id) REFERENCES ledger.account(institution_id, id),
  constraint entry_institution_id_transfer_id_fkey FOREIGN KEY (institution_id, transfer_id) REFERENCES ledger.transfer(institution_id, id),
  constraint entry_moves_something CHECK ((amount_cents <> 0))
);
alter table ledger.entry enable row level security;
alter table ledger.entry force row level security;

CREATE INDEX entry_by_time ON ledger.entry USING brin (at) WITH (pages_per_range='32', autosummarize='on');

CREATE INDEX entry_of_account ON ledger.entry USING btree (institution_id, account_id, at, transfer_id, line) INCLUDE (amount_cents);

create policy entry_owner on ledger.entry as permissive for all to liuxin using (true) with check (true);

create policy entry_seen on ledger.entry as permissive for select to liuxin_app using ((EXISTS ( SELECT
   FROM ledger.account a
  WHERE ((a.institution_id = entry.institution_id) AND (a.id = entry.account_id))))) with check ();

create policy entry_writer on ledger.entry as permissive for all to liuxin_ledger using (true) with check (true);

CREATE TRIGGER entry_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE CONSTRAINT TRIGGER transfer_sums_to_zero AFTER INSERT ON ledger.entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.judge_transfer();

grant insert, select on ledger.entry to liuxin_ledger;

grant select on ledger.entry to liuxin_app;

create table ledger.hold (
  institution_id integer not null,
  id uuid not null,
  kind text not null,
  reference text not null,
  placed_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  content text not null,
  status text default 'open'::text not null,
  ended_at timestamp with time zone,
  posted_by uuid,
  constraint hold_pkey PRIMARY KEY (institution_id, id),
  constraint hold_ends_once CHECK ((((status = 'open'::text) = (ended_at IS NULL)) AND ((status = 'posted'::text) = (posted_by IS NOT NULL)))),
  constraint hold_status_check CHECK ((status = ANY (ARRAY['open'::text, 'posted'::text, 'voided'::text, 'expired'::text])))
);
alter table ledger.hold enable row level security;
alter table ledger.hold force row level security;

CREATE INDEX hold_to_expire ON ledger.hold USING btree (expires_at) WHERE ((status = 'open'::text) AND (expires_at IS NOT NULL));

create policy hold_owner on ledger.hold as permissive for all to liuxin using (true) with check (true);

create policy hold_seen on ledger.hold as permissive for select to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check ();

create policy hold_writer on ledger.hold as permissive for all to liuxin_ledger using (true) with check (true);

grant insert, select, update on ledger.hold to liuxin_ledger;

grant select on ledger.hold to liuxin_app;

create table ledger.hold_line (
  institution_id integer not null,
  hold_id uuid not null,
  account_id uuid not null,
  amount_cents bigint not null,
  stripe smallint,
  constraint hold_line_pkey PRIMARY KEY (institution_id, hold_id, account_id),
  constraint hold_line_amount_cents_check CHECK ((amount_cents <> 0)),
  constraint hold_line_institution_id_account_id_fkey FOREIGN KEY (institution_id, account_id) REFERENCES ledger.account(institution_id, id),
  constraint hold_line_institution_id_hold_id_fkey FOREIGN KEY (institution_id, hold_id) REFERENCES ledger.hold(institution_id, id)
);
alter table ledger.hold_line enable row level security;
alter table ledger.hold_line force row level security;

create policy hold_line_owner on ledger.hold_line as permissive for all to liuxin using (true) with check (true);

create policy hold_line_seen on ledger.hold_line as permissive for select to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check ();

create policy hold_line_writer on ledger.hold_line as permissive for all to liuxin_ledger using (true) with check (true);

CREATE TRIGGER hold_line_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.hold_line FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

grant insert, select on ledger.hold_line to liuxin_ledger;

grant select on ledger.hold_line to liuxin_app;

create table ledger.stripe (
  institution_id integer not null,
  account_id uuid not null,
  stripe smallint not null,
  balance_cents bigint default 0 not null,
  held_in_cents bigint default 0 not null,
  held_out_cents bigint default 0 not null,
  constraint stripe_pkey PRIMARY KEY (institution_id, account_id, stripe),
  constraint stripe_institution_id_account_id_fkey FOREIGN KEY (institution_id, account_id) REFERENCES ledger.account(institution_id, id)
);
alter table ledger.stripe set (fillfactor=50);
alter table ledger.stripe enable row level security;
alter table ledger.stripe force row level security;

create policy stripe_of_hospital_seen on ledger.stripe as permissive for select to liuxin_app using (((institution_id = 0) AND (platform.scope() = 'staff'::text) AND (account_id = ledger.account_id(0, 'member'::text, (platform.institution())::text)))) with check ();

create policy stripe_owner on ledger.stripe as permissive for all to liuxin using (true) with check (true);

create policy stripe_seen on ledger.stripe as permissive for select to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check ();

create policy stripe_writer on ledger.stripe as permissive for all to liuxin_ledger using (true) with check (true);

grant insert, select, update on ledger.stripe to liuxin_ledger;

grant select on ledger.stripe to liuxin_app;

create table ledger.transfer (
  institution_id integer not null,
  id uuid not null,
  kind text not null,
  reference text not null,
  at timestamp with time zone not null,
  content text not null,
  reverses uuid,
  settles uuid,
  xid xid8 default pg_current_xact_id() not null,
  constraint transfer_pkey PRIMARY KEY (institution_id, id),
  constraint transfer_institution_id_reverses_fkey FOREIGN KEY (institution_id, reverses) REFERENCES ledger.transfer(institution_id, id)
);
alter table ledger.transfer enable row level security;
alter table ledger.transfer force row level security;

CREATE INDEX transfer_by_reference ON ledger.transfer USING btree (institution_id, reference);

CREATE INDEX transfer_in_commit_order ON ledger.transfer USING btree (xid) WHERE (institution_id = 0);

CREATE UNIQUE INDEX transfer_reversed_once ON ledger.transfer USING btree (institution_id, reverses) WHERE (reverses IS NOT NULL);

create policy transfer_owner on ledger.transfer as permissive for all to liuxin using (true) with check (true);

create policy transfer_seen on ledger.transfer as permissive for select to liuxin_app using ((EXISTS ( SELECT
   FROM ledger.entry e
  WHERE ((e.institution_id = transfer.institution_id) AND (e.transfer_id = transfer.id))))) with check ();

create policy transfer_writer on ledger.transfer as permissive for all to liuxin_ledger using (true) with check (true);

CREATE TRIGGER transfer_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.transfer FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

grant insert, select on ledger.transfer to liuxin_ledger;

grant select on ledger.transfer to liuxin_app;

create view ledger.balance as
 SELECT a.institution_id,
    a.id AS account_id,
    a.kind,
    a.owner_ref,
    (a.balance_cents::numeric + COALESCE(s.balance_cents, 0::numeric))::bigint AS balance_cents,
    (a.held_in_cents::numeric + COALESCE(s.held_in_cents, 0::numeric))::bigint AS held_in_cents,
    (a.held_out_cents::numeric + COALESCE(s.held_out_cents, 0::numeric))::bigint AS held_out_cents
   FROM ledger.account a
     LEFT JOIN LATERAL ( SELECT sum(s_1.balance_cents) AS balance_cents,
            sum(s_1.held_in_cents) AS held_in_cents,
            sum(s_1.held_out_cents) AS held_out_cents
           FROM ledger.stripe s_1
          WHERE s_1.institution_id = a.institution_id AND s_1.account_id = a.id) s ON a.striped;

CREATE OR REPLACE FUNCTION ledger.account_id(p_institution integer, p_kind text, p_owner text)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (OVERLAY(OVERLAY(md5(((((p_institution || '|'::text) || p_kind) || '|'::text) || p_owner)) PLACING '8'::text FROM 13 FOR 1) PLACING '8'::text FROM 17 FOR 1))::uuid;
revoke all on function ledger.account_id(integer,text,text) from public;

grant execute on function ledger.account_id(integer,text,text) to liuxin_app;

grant execute on function ledger.account_id(integer,text,text) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.account_seen(p_institution integer, p_account uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (select from ledger.account a where a.institution_id = p_institution and a.id = p_account and (
    platform.may_see(a.institution_id, a.person_id)
    or (p_institution = 0 and platform.scope() = 'staff' and p_account = ledger.account_id(0, 'member', platform.institution()::text))));
$function$;
revoke all on function ledger.account_seen(integer,uuid) from public;

grant execute on function ledger.account_seen(integer,uuid) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.balance_at(p_institution integer, p_account uuid, p_moment timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
AS $function$
begin
  if not ledger.account_seen(p_institution, p_account) then return 0; end if;
  return ledger.held_before(p_institution, p_account, p_moment);
end $function$;
alter function ledger.balance_at(integer,uuid,timestamp with time zone) owner to liuxin_ledger;
revoke all on function ledger.balance_at(integer,uuid,timestamp with time zone) from public;

grant execute on function ledger.balance_at(integer,uuid,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.close_days(p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
AS $function$
declare v_today timestamptz := ledger.start_of(ledger.day_of(p_now - interval '5 minutes')); v_books books%rowtype;
begin
  if platform.scope() is distinct from 'system' then
    raise exception 'days close by themselves' using errcode = 'insufficient_privilege';
  end if;
  select * into v_books from books for update;
  if v_books.closed_before > v_today then
    delete from closing where day >= ledger.day_of(v_today);
    update books set closed_before = v_today, filled_before = least(filled_before, v_today);
  elsif v_books.closed_before < v_today then
    update books set closed_before = v_today;
  end if;
  return (select filled_before < closed_before from books);
end $function$;
alter function ledger.close_days(timestamp with time zone) owner to liuxin_ledger;
revoke all on function ledger.close_days(timestamp with time zone) from public;

grant execute on function ledger.close_days(timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.day_of(p_at timestamp with time zone)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((p_at AT TIME ZONE 'Asia/Shanghai'::text))::date;
revoke all on function ledger.day_of(timestamp with time zone) from public;

grant execute on function ledger.day_of(timestamp with time zone) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.expire_holds(p_now timestamp with time zone, p_most integer DEFAULT 500)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare v_hold record; v_count integer := 0;
begin
  if platform.scope() is distinct from 'system' then
    raise exception 'holds expire by themselves' using errcode = 'insufficient_privilege';
  end if;
  for v_hold in select institution_id, id from hold where status = 'open' and expires_at <= p_now
                order by institution_id, id limit p_most for update skip locked loop
    update hold set status = 'expired', ended_at = p_now where institution_id = v_hold.institution_id and id = v_hold.id;
    perform ledger.release(v_hold.institution_id, v_hold.id);
    v_count := v_count + 1;
  end loop;
  return v_count;
end $function$;
alter function ledger.expire_holds(timestamp with time zone,integer) owner to liuxin_ledger;
revoke all on function ledger.expire_holds(timestamp with time zone,integer) from public;

grant execute on function ledger.expire_holds(timestamp with time zone,integer) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.fill_next_day()
 RETURNS TABLE(written integer, more boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
declare v_books books%rowtype; v_day date; v_until timestamptz;
begin
  if platform.scope() is distinct from 'system' then
    raise exception 'days close by themselves' using errcode = 'insufficient_privilege';
  end if;
  select * into v_books from books for update;
  if v_books.filled_before = '-infinity' then
    select coalesce(ledger.day_of(min(e.at)), ledger.day_of(v_books.closed_before)) into v_day from entry e where e.at < v_books.closed_before;
  else
    v_day := ledger.day_of(v_books.filled_before);
  end if;
  v_until := least(ledger.start_of(v_day + 1), v_books.closed_before);
  insert into closing (institution_id, account_id, day, balance_cents)
  select m.institution_id, m.account_id, v_day, m.cents + coalesce((
    select c.balance_cents from closing c where c.institution_id = m.institution_id and c.account_id = m.account_id order by c.day desc limit 1), 0)
  from (
    select e.institution_id, e.account_id, sum(e.amount_cents)::bigint as cents from entry e
    where e.at >= ledger.start_of(v_day) and e.at < v_until group by 1, 2) m;
  get diagnostics written = row_count;
  update books set filled_before = v_until;
  more := v_until < v_books.closed_before;
  return next;
end $function$;
alter function ledger.fill_next_day() owner to liuxin_ledger;
revoke all on function ledger.fill_next_day() from public;

grant execute on function ledger.fill_next_day() to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.fingerprint(p_kind text, p_reference text, p_accounts uuid[], p_cents bigint[])
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ select md5(concat_ws('|', p_kind, p_reference, p_accounts::text, p_cents::text)) $function$;
revoke all on function ledger.fingerprint(text,text,uuid[],bigint[]) from public;

grant execute on function ledger.fingerprint(text,text,uuid[],bigint[]) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.held_before(p_institution integer, p_account uuid, p_moment timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE
AS $function$
declare v_day date; v_cents bigint;
begin
  select day, balance_cents into v_day, v_cents from ledger.closing
  where institution_id = p_institution and account_id = p_account and day < ledger.day_of(p_moment) order by day desc limit 1;
  return coalesce(v_cents, 0) + coalesce((select sum(amount_cents) from ledger.entry
    where institution_id = p_institution and account_id = p_account and at < p_moment and at >= coalesce(ledger.start_of(v_day + 1), '-infinity')), 0);
end $function$;
revoke all on function ledger.held_before(integer,uuid,timestamp with time zone) from public;

grant execute on function ledger.held_before(integer,uuid,timestamp with time zone) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.hold(p_institution integer, p_id uuid, p_kind text, p_reference text, p_at timestamp with time zone, p_expires timestamp with time zone, p_accounts uuid[], p_cents bigint[])
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare v_content text := ledger.fingerprint(p_kind, p_reference, p_accounts, p_cents); v_account uuid; v_sum bigint;
begin
  perform ledger.refuse_strangers(p_institution, p_accounts, p_cents, platform.scope(), platform.institution());
  if (select sum(c) from unnest(p_cents) c) is distinct from 0 then
    raise exception 'the lines of hold % do not sum to zero', p_id using errcode = 'check_violation', constraint = 'transfer_sums_to_zero';
  end if;
  insert into hold (institution_id, id, kind, reference, placed_at, expires_at, content)
  values (p_institution, p_id, p_kind, p_reference, p_at, p_expires, v_content)
  on conflict (institution_id, id) do nothing;
  if not found then
    if not exists (select from hold where institution_id = p_institution and id = p_id and content = v_content) then
      raise exception 'hold % exists with other content', p_id using errcode = 'unique_violation', constraint = 'transfer_id_means_one_thing';
    end if;
    return false;
  end if;
  for v_account, v_sum in select a, sum(c) from unnest(p_accounts, p_cents) u(a, c) group by a having sum(c) <> 0 order by a loop
    insert into hold_line (institution_id, hold_id, account_id, amount_cents, stripe)
    values (p_institution, p_id, v_account, v_sum, ledger.move(p_institution, v_account, 0, greatest(v_sum, 0), greatest(-v_sum, 0), null));
  end loop;
  return true;
end $function$;
alter function ledger.hold(integer,uuid,text,text,timestamp with time zone,timestamp with time zone,uuid[],bigint[]) owner to liuxin_ledger;
revoke all on function ledger.hold(integer,uuid,text,text,timestamp with time zone,timestamp with time zone,uuid[],bigint[]) from public;

grant execute on function ledger.hold(integer,uuid,text,text,timestamp with time zone,timestamp with time zone,uuid[],bigint[]) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.horizon()
 RETURNS xid8
 LANGUAGE sql
RETURN pg_snapshot_xmax(pg_current_snapshot());
revoke all on function ledger.horizon() from public;

grant execute on function ledger.horizon() to liuxin_app;

grant execute on function ledger.horizon() to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.in_flight(p_horizon xid8)
 RETURNS boolean
 LANGUAGE sql
RETURN (pg_snapshot_xmin(pg_current_snapshot()) < p_horizon);
revoke all on function ledger.in_flight(xid8) from public;

grant execute on function ledger.in_flight(xid8) to liuxin_app;

grant execute on function ledger.in_flight(xid8) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.judge_transfer()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
AS $function$
begin
  if (select sum(amount_cents) from entry where institution_id = new.institution_id and transfer_id = new.transfer_id) <> 0 then
    raise exception 'the entries of transfer % do not sum to zero', new.transfer_id
      using errcode = 'check_violation', constraint = 'transfer_sums_to_zero';
  end if;
  if coalesce(nullif(current_setting('liuxin.mirrors', true), ''), '{}') <> '{}' then
    raise exception 'the region''s books and a hospital''s disagree: %', current_setting('liuxin.mirrors', true)
      using errcode = 'check_violation', constraint = 'region_mirrors_hospital';
  end if;
  return null;
end $function$;
alter function ledger.judge_transfer() owner to liuxin_ledger;
revoke all on function ledger.judge_transfer() from public;

CREATE OR REPLACE FUNCTION ledger.lines(p_institution integer, p_transfers uuid[])
 RETURNS TABLE(transfer_id uuid, line smallint, kind text, reference text, at timestamp with time zone, takes_back boolean, account_kind text, owner_ref text, amount_cents bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 10000
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
begin
  -- Planned anew each time: one transfer is looked up, a hundred thousand are joined.
  perform ledger.refuse_readers(p_institution);
  return query
    select t.id, e.line, t.kind, t.reference, t.at, t.reverses is not null, a.kind, a.owner_ref, e.amount_cents
    from unnest(p_transfers) u(id)
    join transfer t on t.institution_id = p_institution and t.id = u.id
    join entry e on e.institution_id = t.institution_id and e.transfer_id = t.id
    join account a on a.institution_id = e.institution_id and a.id = e.account_id;
end $function$;
alter function ledger.lines(integer,uuid[]) owner to liuxin_ledger;
revoke all on function ledger.lines(integer,uuid[]) from public;

grant execute on function ledger.lines(integer,uuid[]) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.lines_of_hold(p_institution integer, p_hold uuid, OUT accounts uuid[], OUT cents bigint[])
 RETURNS record
 LANGUAGE plpgsql
AS $function$
begin
  select array_agg(account_id order by account_id), array_agg(amount_cents order by account_id) into accounts, cents
  from ledger.hold_line where institution_id = p_institution and hold_id = p_hold;
  -- Of a hold that never was, everybody may hear that it is not open.
  if accounts is not null or p_institution <> 0 then
    perform ledger.refuse_strangers(p_institution, accounts, cents, platform.scope(), platform.institution());
  end if;
end $function$;
revoke all on function ledger.lines_of_hold(integer,uuid) from public;

grant execute on function ledger.lines_of_hold(integer,uuid) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.move(p_institution integer, p_account uuid, p_cents bigint, p_held_in bigint, p_held_out bigint, p_stripe smallint)
 RETURNS smallint
 LANGUAGE plpgsql
AS $function$
declare v_stripe smallint;
begin
  update account set balance_cents = balance_cents + p_cents, held_in_cents = held_in_cents + p_held_in, held_out_cents = held_out_cents + p_held_out
  where institution_id = p_institution and id = p_account and not striped;
  if found then return null; end if;
  v_stripe := coalesce(p_stripe, pg_backend_pid() % 16);
  insert into stripe values (p_institution, p_account, v_stripe, p_cents, p_held_in, p_held_out)
  on conflict (institution_id, account_id, stripe) do update set balance_cents = stripe.balance_cents + excluded.balance_cents,
    held_in_cents = stripe.held_in_cents + excluded.held_in_cents, held_out_cents = stripe.held_out_cents + excluded.held_out_cents;
  return v_stripe;
end $function$;
revoke all on function ledger.move(integer,uuid,bigint,bigint,bigint,smallint) from public;

grant execute on function ledger.move(integer,uuid,bigint,bigint,bigint,smallint) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.note_mirrors(p_institution integer, p_accounts uuid[], p_cents bigint[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare v_moved record; v_open jsonb; v_before text;
begin
  for v_moved in
    select h.hospital, sum(h.cents)::bigint as cents from (
      select p_institution::text as hospital, c as cents from unnest(p_accounts, p_cents) u(a, c)
      where p_institution <> 0 and a = ledger.account_id(p_institution, 'region', '')
      union all
      select x.owner_ref, c from unnest(p_accounts, p_cents) u(a, c) join ledger.account x on x.institution_id = 0 and x.id = u.a and x.kind = 'member'
      where p_institution = 0) h
    group by 1 having sum(h.cents) <> 0
  loop
    v_before := current_setting('liuxin.mirrors', true);
    v_open := coalesce(nullif(v_before, ''), '{}')::jsonb;
    v_open := case when coalesce((v_open ->> v_moved.hospital)::bigint, 0) + v_moved.cents = 0 then v_open - v_moved.hospital
      else v_open || jsonb_build_object(v_moved.hospital, coalesce((v_open ->> v_moved.hospital)::bigint, 0) + v_moved.cents) end;
    perform set_config('liuxin.mirrors', v_open::text, true);
  end loop;
end $function$;
revoke all on function ledger.note_mirrors(integer,uuid[],bigint[]) from public;

grant execute on function ledger.note_mirrors(integer,uuid[],bigint[]) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.open_accounts(p_institution integer, p_ids uuid[], p_kinds text[], p_owners text[], p_persons uuid[], p_striped boolean[], p_floors bigint[], p_ceilings bigint[], p_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
AS $function$
begin
  perform ledger.refuse_strange_accounts(p_institution, p_kinds, p_owners, p_persons);
  insert into account (institution_id, id, kind, owner_ref, person_id, striped, floor_cents, ceiling_cents, opened_at)
  select p_institution, i, k, o, p, s, f, c, p_at from unnest(p_ids, p_kinds, p_owners, p_persons, p_striped, p_floors, p_ceilings) u(i, k, o, p, s, f, c)
  where not exists (select from account a where a.institution_id = p_institution and a.id = i)
  order by i
  on conflict do nothing;
end $function$;
alter function ledger.open_accounts(integer,uuid[],text[],text[],uuid[],boolean[],bigint[],bigint[],timestamp with time zone) owner to liuxin_ledger;
revoke all on function ledger.open_accounts(integer,uuid[],text[],text[],uuid[],boolean[],bigint[],bigint[],timestamp with time zone) from public;

grant execute on function ledger.open_accounts(integer,uuid[],text[],text[],uuid[],boolean[],bigint[],bigint[],timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.post(p_institution integer, p_id uuid, p_kind text, p_reference text, p_at timestamp with time zone, p_accounts uuid[], p_cents bigint[], p_reverses uuid DEFAULT NULL::uuid, p_settles uuid DEFAULT NULL::uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
  perform ledger.refuse_strangers(p_institution, p_accounts, p_cents, platform.scope(), platform.institution());
  return ledger.write_transfer(p_institution, p_id, p_kind, p_reference, p_at, p_accounts, p_cents, p_reverses, p_settles);
end $function$;
alter function ledger.post(integer,uuid,text,text,timestamp with time zone,uuid[],bigint[],uuid,uuid) owner to liuxin_ledger;
revoke all on function ledger.post(integer,uuid,text,text,timestamp with time zone,uuid[],bigint[],uuid,uuid) from public;

grant execute on function ledger.post(integer,uuid,text,text,timestamp with time zone,uuid[],bigint[],uuid,uuid) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.post_alone(p_scope text, p_own integer, p_institution integer, p_id uuid, p_kind text, p_reference text, p_at timestamp with time zone, p_accounts uuid[], p_cents bigint[])
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
begin
  perform ledger.refuse_strangers(p_institution, p_accounts, p_cents, p_scope, p_own);
  return ledger.write_transfer(p_institution, p_id, p_kind, p_reference, p_at, p_accounts, p_cents, null, null);
end $function$;
alter function ledger.post_alone(text,integer,integer,uuid,text,text,timestamp with time zone,uuid[],bigint[]) owner to liuxin_ledger;
revoke all on function ledger.post_alone(text,integer,integer,uuid,text,text,timestamp with time zone,uuid[],bigint[]) from public;

grant execute on function ledger.post_alone(text,integer,integer,uuid,text,text,timestamp with time zone,uuid[],bigint[]) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.post_batch(p_member integer[], p_institution integer[], p_id uuid[], p_kind text[], p_reference text[], p_at timestamp with time zone[], p_scope text[], p_own integer[], p_line_step integer[], p_line_account uuid[], p_line_cents bigint[])
 RETURNS TABLE(member integer, outcome text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare v_slow integer[]; v_content text[]; v_written integer; v_wished integer; v_open timestamptz; v_member integer;
begin
  perform pg_current_xact_id();
  select closed_before into v_open from books;
  perform from account a where not a.striped and (a.institution_id, a.id) in (
      select p_institution[l.step], l.account from unnest(p_line_step, p_line_account) l(step, account))
    order by a.institution_id, a.id for no key update;

  -- A new statement sees what was committed while we waited for the locks.
  with step as (select * from unnest(p_member, p_institution, p_id, p_scope, p_own) with ordinality s(member, institution, id, scope, own, n)),
  moved as (
    select s.member, s.n, s.institution, l.cents, l.account, a.id as found, a.floor_cents, a.ceiling_cents, a.striped,
      a.balance_cents - a.held_out_cents as spendable, a.balance_cents + a.held_in_cents as filled,
      case when s.institution = 0 and a.kind = 'member' then a.owner_ref when s.institution <> 0 and a.kind = 'region' then s.institution::text end as mirror
    from unnest(p_line_step, p_line_account, p_line_cents) l(n, account, cents)
    join step s on s.n = l.n left join account a on a.institution_id = s.institution and a.id = l.account),
  tight as (
    select m.institution, m.account from moved m where m.floor_cents is not null or m.ceiling_cents is not null
    group by m.institution, m.account, m.floor_cents, m.ceiling_cents, m.spendable, m.filled
    having m.spendable + sum(least(m.cents, 0)) < m.floor_cents or m.filled + sum(greatest(m.cents, 0)) > m.ceiling_cents)
  select coalesce(array_agg(distinct x.member), '{}') into v_slow from (
    select m.member from moved m where m.found is null or exists (select from tight t where t.institution = m.institution and t.account = m.account)
    union all select m.member from moved m group by m.member, m.n having sum(m.cents) <> 0
    union all select m.member from moved m where m.mirror is not null group by m.member, m.mirror having sum(m.cents) <> 0
    union all select s.member from step s where s.scope not in ('system', 'patient') and (s.scope <> 'staff' or s.own is distinct from s.institution)
    union all select s.member from step s where exists (select from transfer t where t.institution_id = s.institution and t.id = s.id)
    union all select d.member from (select s.member, count(*) over (partition by s.institution, s.id) as times from step s) d where d.times > 1
    union all select s.member from step s where not exists (select from unnest(p_line_step) l(n) where l.n = s.n)) x;

  select array_agg(ledger.fingerprint(s.kind, s.reference, l.accounts, l.cents) order by s.n), count(*) filter (where s.member <> all (v_slow))
  into v_content, v_wished
  from unnest(p_member, p_kind, p_reference) with ordinality s(member, kind, reference, n)
  left join (select step, array_agg(account order by n) as accounts, array_agg(cents order by n) as cents
    from unnest(p_line_step, p_line_account, p_line_cents) with ordinality l(step, account, cents, n) group by step) l on l.step = s.n;

  insert into transfer (institution_id, id, kind, reference, at, content)
  select s.institution, s.id, s.kind, s.reference, greatest(s.at, v_open), s.content
  from unnest(p_member, p_institution, p_id, p_kind, p_reference, p_at, v_content) s(member, institution, id, kind, reference, at, content)
  where s.member <> all (v_slow) order by s.institution, s.id
  on conflict (institution_id, id) do nothing;
  get diagnostics v_written = row_count;
  if v_written <> v_wished then
    raise exception 'one of these was posted by somebody else at this moment' using errcode = 'serialization_failure';
  end if;
  insert into entry (institution_id, transfer_id, line, account_id, amount_cents, at)
  select p_institution[l.step], p_id[l.step], row_number() over (partition by l.step order by l.n), l.account, l.cents, greatest(p_at[l.step], v_open)
  from unnest(p_line_step, p_line_account, p_line_cents) with ordinality l(step, account, cents, n) where p_member[l.step] <> all (v_slow);
  update account a set balance_cents = a.balance_cents + m.cents
  from (select p_institution[l.step] as institution, l.account, sum(l.cents) as cents from unnest(p_line_step, p_line_account, p_line_cents) l(step, account, cents)
    where p_member[l.step] <> all (v_slow) group by 1, 2) m
  where a.institution_id = m.institution and a.id = m.account and not a.striped;
  insert into stripe (institution_id, account_id, stripe, balance_cents)
  select m.institution, m.account, pg_backend_pid() % 16, m.cents
  from (select p_institution[l.step] as institution, l.account, sum(l.cents) as cents from unnest(p_line_step, p_line_account, p_line_cents) l(step, account, cents)
    where p_member[l.step] <> all (v_slow) group by 1, 2) m
  join account a on a.institution_id = m.institution and a.id = m.account and a.striped order by 1, 2
  on conflict (institution_id, account_id, stripe) do update set balance_cents = stripe.balance_cents + excluded.balance_cents;

  return query select distinct m, 'done' from unnest(p_member) m where m <> all (v_slow);
  foreach v_member in array v_slow loop
    member := v_member;
    outcome := ledger.post_one(v_member, p_member, p_institution, p_id, p_kind, p_reference, p_at, p_scope, p_own, p_line_step, p_line_account, p_line_cents);
    return next;
  end loop;
end $function$;
alter function ledger.post_batch(integer[],integer[],uuid[],text[],text[],timestamp with time zone[],text[],integer[],integer[],uuid[],bigint[]) owner to liuxin_ledger;
revoke all on function ledger.post_batch(integer[],integer[],uuid[],text[],text[],timestamp with time zone[],text[],integer[],integer[],uuid[],bigint[]) from public;

grant execute on function ledger.post_batch(integer[],integer[],uuid[],text[],text[],timestamp with time zone[],text[],integer[],integer[],uuid[],bigint[]) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.post_hold(p_institution integer, p_hold uuid, p_id uuid, p_at timestamp with time zone, p_accounts uuid[] DEFAULT NULL::uuid[], p_cents bigint[] DEFAULT NULL::bigint[])
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare v_hold hold%rowtype; v_accounts uuid[]; v_cents bigint[];
begin
  select * into v_hold from hold where institution_id = p_institution and id = p_hold for update;
  select accounts, cents into v_accounts, v_cents from ledger.lines_of_hold(p_institution, p_hold);
  if p_accounts is not null then
    v_accounts := p_accounts;
    v_cents := p_cents;
  end if;
  if v_hold.posted_by = p_id then
    return ledger.write_transfer(p_institution, p_id, v_hold.kind, v_hold.reference, p_at, v_accounts, v_cents, null, p_hold);
  end if;
  if v_hold.id is null or v_hold.status <> 'open' or v_hold.expires_at <= p_at then
    raise exception 'hold % is not open', p_hold using errcode = 'check_violation', constraint = 'hold_is_open';
  end if;
  if exists (select from unnest(v_accounts, v_cents) u(a, c) left join hold_line l on l.institution_id = p_institution and l.hold_id = p_hold and l.account_id = a
             group by a, l.amount_cents having l.amount_cents is null or sign(sum(c)) <> sign(l.amount_cents) or abs(sum(c)) > abs(l.amount_cents)) then
    raise exception 'more than hold % keeps aside', p_hold using errcode = 'check_violation', constraint = 'hold_covers_posting';
  end if;
  update hold set status = 'posted', ended_at = p_at, posted_by = p_id where institution_id = p_institution and id = p_hold;
  perform ledger.release(p_institution, p_hold);
  return ledger.write_transfer(p_institution, p_id, v_hold.kind, v_hold.reference, p_at, v_accounts, v_cents, null, p_hold);
end $function$;
alter function ledger.post_hold(integer,uuid,uuid,timestamp with time zone,uuid[],bigint[]) owner to liuxin_ledger;
revoke all on function ledger.post_hold(integer,uuid,uuid,timestamp with time zone,uuid[],bigint[]) from public;

grant execute on function ledger.post_hold(integer,uuid,uuid,timestamp with time zone,uuid[],bigint[]) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.post_linked(p_steps jsonb, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare v_step record; v_did boolean; v_all boolean;
begin
  perform from hold h join jsonb_to_recordset(p_steps) s("institutionId" integer, "holdId" uuid) on h.institution_id = s."institutionId" and h.id = s."holdId"
    order by h.institution_id, h.id for no key update of h;
  perform from account a where not a.striped and (a.institution_id, a.id) in (
      select s."institutionId", x.id from jsonb_to_recordset(p_steps) s("institutionId" integer, accounts uuid[]), unnest(s.accounts) x(id)
      union
      select l.institution_id, l.account_id from jsonb_to_recordset(p_steps) s("institutionId" integer, "holdId" uuid) join hold_line l on l.institution_id = s."institutionId" and l.hold_id = s."holdId"
      union
      select e.institution_id, e.account_id from jsonb_to_recordset(p_steps) s("institutionId" integer, reverses uuid) join entry e on e.institution_id = s."institutionId" and e.transfer_id = s.reverses)
    order by a.institution_id, a.id for no key update of a;
  for v_step in
    select s.* from rows from (jsonb_to_recordset(p_steps) as ("do" text, "institutionId" integer, id uuid, kind text, reference text,
      accounts uuid[], cents bigint[], "expiresAt" timestamptz, "holdId" uuid, reverses uuid)) with ordinality
      as s("do", institution, id, kind, reference, accounts, cents, expires, hold, reverses, place)
    order by s.institution, s.place
  loop
    v_did := case v_step."do"
      when 'post' then ledger.post(v_step.institution, v_step.id, v_step.kind, v_step.reference, p_at, v_step.accounts, v_step.cents)
      when 'hold' then ledger.hold(v_step.institution, v_step.id, v_step.kind, v_step.reference, p_at, v_step.expires, v_step.accounts, v_step.cents)
      when 'post-hold' then ledger.post_hold(v_step.institution, v_step.hold, v_step.id, p_at, v_step.accounts, v_step.cents)
      when 'reverse' then ledger.reverse(v_step.institution, v_step.id, v_step.reverses, v_step.reference, p_at)
    end;
    v_all := coalesce(v_all, v_did);
    if v_all <> v_did then
      raise exception 'a part of what was linked was done apart from the rest' using errcode = 'check_violation', constraint = 'linked_is_done_together';
    end if;
  end loop;
  return coalesce(v_all, false);
end $function$;
alter function ledger.post_linked(jsonb,timestamp with time zone) owner to liuxin_ledger;
revoke all on function ledger.post_linked(jsonb,timestamp with time zone) from public;

grant execute on function ledger.post_linked(jsonb,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.post_one(p_which integer, p_member integer[], p_institution integer[], p_id uuid[], p_kind text[], p_reference text[], p_at timestamp with time zone[], p_scope text[], p_own integer[], p_line_step integer[], p_line_account uuid[], p_line_cents bigint[])
 RETURNS text
 LANGUAGE plpgsql
AS $function$
declare v_step record; v_did boolean; v_all boolean; v_rule text;
begin
  for v_step in
    select s.n, l.accounts, l.cents from unnest(p_member, p_institution) with ordinality s(member, institution, n)
    left join lateral (select coalesce(array_agg(x.account order by x.n), '{}') as accounts, coalesce(array_agg(x.cents order by x.n), '{}') as cents
      from unnest(p_line_step, p_line_account, p_line_cents) with ordinality x(step, account, cents, n) where x.step = s.n) l on true
    where s.member = p_which order by s.institution, s.n
  loop
    perform ledger.refuse_strangers(p_institution[v_step.n], v_step.accounts, v_step.cents, p_scope[v_step.n], p_own[v_step.n]);
    if (select sum(c) from unnest(v_step.cents) c) <> 0 then
      raise exception 'the amounts do not sum to zero' using errcode = 'check_violation', constraint = 'transfer_sums_to_zero';
    end if;
    v_did := ledger.write_transfer(p_institution[v_step.n], p_id[v_step.n], p_kind[v_step.n], p_reference[v_step.n], p_at[v_step.n], v_step.accounts, v_step.cents, null, null);
    v_all := coalesce(v_all, v_did);
    if v_all <> v_did then
      raise exception 'a part was done apart from the rest' using errcode = 'check_violation', constraint = 'linked_is_done_together';
    end if;
  end loop;
  if coalesce(nullif(current_setting('liuxin.mirrors', true), ''), '{}') <> '{}' then
    raise exception 'the mirrors disagree' using errcode = 'check_violation', constraint = 'region_mirrors_hospital';
  end if;
  return case when v_all then 'done' else 'before' end;
exception
  when insufficient_privilege then return 'no_right_to_move';
  when check_violation or unique_violation or foreign_key_violation then
    get stacked diagnostics v_rule = constraint_name;
    return v_rule;
end $function$;
revoke all on function ledger.post_one(integer,integer[],integer[],uuid[],text[],text[],timestamp with time zone[],text[],integer[],integer[],uuid[],bigint[]) from public;

grant execute on function ledger.post_one(integer,integer[],integer[],uuid[],text[],text[],timestamp with time zone[],text[],integer[],integer[],uuid[],bigint[]) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.purse(p_account uuid)
 RETURNS TABLE(balance_cents bigint, held_in_cents bigint, held_out_cents bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
AS $function$
  select a.balance_cents, a.held_in_cents, a.held_out_cents from account a
  where a.institution_id = 0 and a.id = p_account and a.person_id is not null
    and (platform.scope() in ('system', 'staff') or (platform.scope() = 'patient' and a.person_id = any (platform.persons())));
$function$;
alter function ledger.purse(uuid) owner to liuxin_ledger;
revoke all on function ledger.purse(uuid) from public;

grant execute on function ledger.purse(uuid) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'ledger.% only grows', tg_table_name using errcode = 'restrict_violation', constraint = 'ledger_only_grows';
end $function$;
revoke all on function ledger.refuse_change() from public;

grant execute on function ledger.refuse_change() to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.refuse_readers(p_institution integer)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if platform.scope() = 'system' or (platform.scope() = 'staff' and platform.institution() = p_institution) then return; end if;
  raise exception 'no right to read the books of institution %', p_institution using errcode = 'insufficient_privilege';
end $function$;
revoke all on function ledger.refuse_readers(integer) from public;

grant execute on function ledger.refuse_readers(integer) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.refuse_strange_accounts(p_institution integer, p_kinds text[], p_owners text[], p_persons uuid[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if platform.scope() in ('system', 'patient') or (platform.scope() = 'staff' and (platform.institution() = p_institution
    or p_institution = 0 and (select bool_and(p is not null or (k = 'member' and o = platform.institution()::text)) from unnest(p_kinds, p_owners, p_persons) u(k, o, p)))) then
    return;
  end if;
  raise exception 'no right to open accounts of institution %', p_institution using errcode = 'insufficient_privilege';
end $function$;
revoke all on function ledger.refuse_strange_accounts(integer,text[],text[],uuid[]) from public;

grant execute on function ledger.refuse_strange_accounts(integer,text[],text[],uuid[]) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.refuse_strangers(p_institution integer, p_accounts uuid[], p_cents bigint[], p_scope text, p_own integer)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if p_scope in ('system', 'patient') or (p_scope = 'staff' and p_own = p_institution) then return; end if;
  if p_scope = 'staff' and p_institution = 0 and (
    select coalesce(bool_and(h.owner_ref = p_own::text and h.cents <> 0), false) from (
      select a.owner_ref, sum(c) as cents from unnest(p_accounts, p_cents) u(i, c)
      join ledger.account a on a.institution_id = 0 and a.id = u.i and a.kind = 'member' group by 1) h) then
    return;
  end if;
  raise exception 'no right to move money of institution %', p_institution using errcode = 'insufficient_privilege';
end $function$;
revoke all on function ledger.refuse_strangers(integer,uuid[],bigint[],text,integer) from public;

grant execute on function ledger.refuse_strangers(integer,uuid[],bigint[],text,integer) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.release(p_institution integer, p_hold uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare v_line record;
begin
  for v_line in select * from hold_line where institution_id = p_institution and hold_id = p_hold order by account_id loop
    perform ledger.move(p_institution, v_line.account_id, 0, -greatest(v_line.amount_cents, 0), -greatest(-v_line.amount_cents, 0), v_line.stripe);
  end loop;
end $function$;
revoke all on function ledger.release(integer,uuid) from public;

grant execute on function ledger.release(integer,uuid) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.reverse(p_institution integer, p_id uuid, p_reverses uuid, p_reference text, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare v_accounts uuid[]; v_cents bigint[]; v_kind text;
begin
  select kind into v_kind from transfer where institution_id = p_institution and id = p_reverses and reverses is null;
  if not found then
    raise exception 'there is no transfer % to reverse', p_reverses using errcode = 'foreign_key_violation', constraint = 'transfer_can_be_reversed';
  end if;
  select array_agg(account_id order by line), array_agg(-amount_cents order by line) into v_accounts, v_cents
  from entry where institution_id = p_institution and transfer_id = p_reverses;
  return ledger.post(p_institution, p_id, v_kind, p_reference, p_at, coalesce(v_accounts, '{}'), coalesce(v_cents, '{}'), p_reverses);
end $function$;
alter function ledger.reverse(integer,uuid,uuid,text,timestamp with time zone) owner to liuxin_ledger;
revoke all on function ledger.reverse(integer,uuid,uuid,text,timestamp with time zone) from public;

grant execute on function ledger.reverse(integer,uuid,uuid,text,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.shared_since(p_xid xid8)
 RETURNS TABLE(transfer_id uuid, at timestamp with time zone, xid xid8)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 10000
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
begin
  perform ledger.refuse_readers(0);
  return query select t.id, t.at, t.xid from transfer t where t.institution_id = 0 and t.xid >= p_xid;
end $function$;
alter function ledger.shared_since(xid8) owner to liuxin_ledger;
revoke all on function ledger.shared_since(xid8) from public;

grant execute on function ledger.shared_since(xid8) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.start_of(p_day date)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((p_day)::timestamp without time zone AT TIME ZONE 'Asia/Shanghai'::text);
revoke all on function ledger.start_of(date) from public;

grant execute on function ledger.start_of(date) to liuxin_ledger;

CREATE OR REPLACE FUNCTION ledger.statement_lines(p_institution integer, p_account uuid, p_from timestamp with time zone, p_until timestamp with time zone, p_most integer, p_after_at timestamp with time zone, p_after_transfer uuid, p_after_line smallint)
 RETURNS TABLE(transfer_id uuid, line smallint, kind text, reference text, at timestamp with time zone, amount_cents bigint, balance_cents bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
AS $function$
declare v_cents bigint; v_from timestamptz := coalesce(p_after_at, p_from);
begin
  if not ledger.account_seen(p_institution, p_account) then return; end if;
  v_cents := ledger.held_before(p_institution, p_account, v_from);
  if p_after_at is not null then
    v_cents := v_cents + coalesce((select sum(e.amount_cents) from entry e where e.institution_id = p_institution and e.account_id = p_account
      and e.at = p_after_at and (e.transfer_id, e.line) <= (p_after_transfer, p_after_line)), 0);
  end if;
  return query
    select l.transfer_id, l.line, t.kind, t.reference, l.at, l.amount_cents,
      (v_cents + sum(l.amount_cents) over (order by l.at, l.transfer_id, l.line rows unbounded preceding))::bigint
    from (
      select e.transfer_id, e.line, e.at, e.amount_cents from entry e
      where e.institution_id = p_institution and e.account_id = p_account and e.at >= v_from and e.at < p_until
        and (p_after_at is null or (e.at, e.transfer_id, e.line) > (p_after_at, p_after_transfer, p_after_line))
      order by e.at, e.transfer_id, e.line limit p_most) l
    join transfer t on t.institution_id = p_institution and t.id = l.transfer_id
    order by l.at, l.transfer_id, l.line;
end $function$;
alter function ledger.statement_lines(integer,uuid,timestamp with time zone,timestamp with time zone,integer,timestamp with time zone,uuid,smallint) owner to liuxin_ledger;
revoke all on function ledger.statement_lines(integer,uuid,timestamp with time zone,timestamp with time zone,integer,timestamp with time zone,uuid,smallint) from public;

grant execute on function ledger.statement_lines(integer,uuid,timestamp with time zone,timestamp with time zone,integer,timestamp with time zone,uuid,smallint) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.unexplained()
 RETURNS TABLE(institution_id integer, id uuid, what text, expected_cents bigint, found_cents bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
AS $function$
  with entries as (select e.institution_id, e.account_id, sum(e.amount_cents)::bigint cents from entry e group by 1, 2),
  held as (select l.institution_id, l.account_id, sum(greatest(l.amount_cents, 0))::bigint held_in, sum(greatest(-l.amount_cents, 0))::bigint held_out
           from hold_line l join hold h on h.institution_id = l.institution_id and h.id = l.hold_id and h.status = 'open' group by 1, 2)
  select b.institution_id, b.account_id, 'balance', coalesce(e.cents, 0), b.balance_cents
  from balance b left join entries e on e.institution_id = b.institution_id and e.account_id = b.account_id where b.balance_cents <> coalesce(e.cents, 0)
  union all
  select b.institution_id, b.account_id, 'held in', coalesce(h.held_in, 0), b.held_in_cents
  from balance b left join held h on h.institution_id = b.institution_id and h.account_id = b.account_id where b.held_in_cents <> coalesce(h.held_in, 0)
  union all
  select b.institution_id, b.account_id, 'held out', coalesce(h.held_out, 0), b.held_out_cents
  from balance b left join held h on h.institution_id = b.institution_id and h.account_id = b.account_id where b.held_out_cents <> coalesce(h.held_out, 0)
  union all
  select e.institution_id, e.transfer_id, 'transfer', 0, sum(e.amount_cents)::bigint from entry e group by 1, 2 having sum(e.amount_cents) <> 0
  union all
  select b.institution_id, null, 'institution', 0, sum(b.balance_cents)::bigint from balance b group by 1 having sum(b.balance_cents) <> 0
  union all
  select m.hospital, null, 'region', -sum(m.region_cents)::bigint, sum(m.own_cents)::bigint from (
    select b.owner_ref::integer as hospital, b.balance_cents as region_cents, 0 as own_cents from balance b where b.institution_id = 0 and b.kind = 'member'
    union all
    select b.institution_id, 0, b.balance_cents from balance b where b.institution_id <> 0 and b.kind = 'region') m
  group by 1 having sum(m.region_cents) + sum(m.own_cents) <> 0
  union all
  select coalesce(c.institution_id, d.institution_id), coalesce(c.account_id, d.account_id), 'closing', d.cents, c.balance_cents
  from closing c full join (
    select m.institution_id, m.account_id, m.day, sum(m.cents) over (partition by m.institution_id, m.account_id order by m.day)::bigint as cents
    from (select e.institution_id, e.account_id, ledger.day_of(e.at) as day, sum(e.amount_cents) as cents
      from entry e where e.at < (select filled_before from books) group by 1, 2, 3) m) d
    on d.institution_id = c.institution_id and d.account_id = c.account_id and d.day = c.day
  where c.balance_cents is distinct from d.cents;
$function$;
alter function ledger.unexplained() owner to liuxin_ledger;
revoke all on function ledger.unexplained() from public;

grant execute on function ledger.unexplained() to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.void_hold(p_institution integer, p_hold uuid, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'ledger', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare v_status text;
begin
  perform ledger.lines_of_hold(p_institution, p_hold);
  update hold set status = 'voided', ended_at = p_at where institution_id = p_institution and id = p_hold and status = 'open';
  if found then
    perform ledger.release(p_institution, p_hold);
    return true;
  end if;
  select status into v_status from hold where institution_id = p_institution and id = p_hold;
  if v_status is null or v_status = 'posted' then
    raise exception 'hold % is not open', p_hold using errcode = 'check_violation', constraint = 'hold_is_open';
  end if;
  return false;
end $function$;
alter function ledger.void_hold(integer,uuid,timestamp with time zone) owner to liuxin_ledger;
revoke all on function ledger.void_hold(integer,uuid,timestamp with time zone) from public;

grant execute on function ledger.void_hold(integer,uuid,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION ledger.write_transfer(p_institution integer, p_id uuid, p_kind text, p_reference text, p_at timestamp with time zone, p_accounts uuid[], p_cents bigint[], p_reverses uuid, p_settles uuid)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
declare
  -- First a number, then the mark: whoever closes the day waits for every number that may have read the old mark.
  v_number xid8 := pg_current_xact_id();
  v_content text := md5(concat_ws('|', p_kind, p_reference, p_accounts::text, p_cents::text));
  v_at timestamptz; v_line record; v_stripe smallint := pg_backend_pid() % 16; v_mirror boolean := false;
begin
  select greatest(p_at, closed_before) into v_at from ledger.books;
  insert into ledger.transfer (institution_id, id, kind, reference, at, content, reverses, settles)
  values (p_institution, p_id, p_kind, p_reference, v_at, v_content, p_reverses, p_settles)
  on conflict (institution_id, id) do nothing;
  if not found then
    if not exists (select from ledger.transfer where institution_id = p_institution and id = p_id and content = v_content) then
      raise exception 'transfer % exists with other content', p_id using errcode = 'unique_violation', constraint = 'transfer_id_means_one_thing';
    end if;
    return false;
  end if;
  insert into ledger.entry (institution_id, transfer_id, line, account_id, amount_cents, at)
  select p_institution, p_id, n, a, c, v_at from unnest(p_accounts, p_cents) with ordinality u(a, c, n);
  for v_line in
    select a.id, a.striped, a.kind, sum(c)::bigint as cents from unnest(p_accounts, p_cents) u(i, c)
    join ledger.account a on a.institution_id = p_institution and a.id = u.i group by a.id, a.striped, a.kind order by a.id
  loop
    if v_line.striped then
      insert into ledger.stripe values (p_institution, v_line.id, v_stripe, v_line.cents, 0, 0)
      on conflict (institution_id, account_id, stripe) do update set balance_cents = stripe.balance_cents + excluded.balance_cents;
    else
      update ledger.account set balance_cents = balance_cents + v_line.cents where institution_id = p_institution and id = v_line.id;
    end if;
    v_mirror := v_mirror or v_line.kind in ('region', 'member');
  end loop;
  if v_mirror then perform ledger.note_mirrors(p_institution, p_accounts, p_cents); end if;
  return true;
end $function$;
revoke all on function ledger.write_transfer(integer,uuid,text,text,timestamp with time zone,uuid[],bigint[],uuid,uuid) from public;

grant execute on function ledger.write_transfer(integer,uuid,text,text,timestamp with time zone,uuid[],bigint[],uuid,uuid) to liuxin_ledger;

create schema if not exists lottery;

grant usage on schema lottery to liuxin_app;

grant usage on schema lottery to liuxin_lottery;

create table lottery.application (
  institution_id integer not null,
  draw_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  account_id uuid not null,
  applied_at timestamp with time zone not null,
  weight integer not null,
  earlier integer default 0 not null,
  referred boolean default false not null,
  status text default 'applied'::text not null,
  place integer,
  offered_at timestamp with time zone,
  confirm_by timestamp with time zone,
  appointment_id uuid,
  changed_at timestamp with time zone not null,
  constraint application_pkey PRIMARY KEY (institution_id, draw_id, id),
  constraint application_confirmed_has_its_appointment CHECK (((status = 'confirmed'::text) = (appointment_id IS NOT NULL))),
  constraint application_institution_id_draw_id_fkey FOREIGN KEY (institution_id, draw_id) REFERENCES lottery.draw(institution_id, id),
  constraint application_offered_until CHECK (((status <> 'offered'::text) OR (confirm_by IS NOT NULL))),
  constraint application_one_per_person UNIQUE (institution_id, draw_id, person_id),
  constraint application_one_per_place UNIQUE (institution_id, draw_id, place),
  constraint application_status_check CHECK ((status = ANY (ARRAY['applied'::text, 'withdrawn'::text, 'offered'::text, 'confirmed'::text, 'declined'::text, 'lapsed'::text, 'next'::text, 'lost'::text, 'void'::text]))),
  constraint application_weight_check CHECK (((weight >= 1) AND (weight <= 20)))
);
alter table lottery.application enable row level security;
alter table lottery.application force row level security;

CREATE INDEX application_in_line ON lottery.application USING btree (institution_id, draw_id, status, place);

CREATE INDEX application_of_person ON lottery.application USING btree (person_id, changed_at);

create policy application_counted on lottery.application as permissive for select to liuxin_lottery using (true) with check ();

create policy application_owner on lottery.application as permissive for all to liuxin using (true) with check (true);

create policy application_seen on lottery.application as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select on lottery.application to liuxin_app;

grant select on lottery.application to liuxin_lottery;

grant update (account_id), update (applied_at), update (appointment_id), update (changed_at), update (confirm_by), update (earlier), update (offered_at), update (place), update (referred), update (status), update (weight) on lottery.application to liuxin_app;

create table lottery.draw (
  institution_id integer not null,
  id uuid not null,
  service_id integer not null,
  first_day date not null,
  last_day date not null,
  applies_from timestamp with time zone not null,
  applies_until timestamp with time zone not null,
  draws_at timestamp with time zone not null,
  confirm_minutes integer not null,
  offers_until timestamp with time zone not null,
  weights jsonb not null,
  seed_hash bytea not null,
  seed_sealed bytea not null,
  seed text,
  drawn_at timestamp with time zone,
  units integer,
  applicants integer,
  finished_at timestamp with time zone,
  flowed integer default 0 not null,
  cancelled_at timestamp with time zone,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint draw_pkey PRIMARY KEY (institution_id, id),
  constraint draw_confirm_minutes_check CHECK ((confirm_minutes > 0)),
  constraint draw_in_order CHECK (((applies_from < applies_until) AND (applies_until <= draws_at) AND (draws_at < offers_until) AND (first_day <= last_day))),
  constraint draw_once_for_its_days EXCLUDE USING gist (institution_id WITH =, service_id WITH =, daterange(first_day, last_day, '[]'::text) WITH &&) WHERE (((finished_at IS NULL) AND (cancelled_at IS NULL))),
  constraint draw_seed_is_the_promised_one CHECK (((seed IS NULL) OR (sha256(convert_to(seed, 'utf8'::name)) = seed_hash))),
  constraint draw_seed_shown_after_the_draw CHECK (((seed IS NULL) = (drawn_at IS NULL)))
);

CREATE INDEX draw_under_way ON lottery.draw USING btree (draws_at) WHERE ((finished_at IS NULL) AND (cancelled_at IS NULL));

grant insert, select on lottery.draw to liuxin_app;

grant select on lottery.draw to liuxin_lottery;

grant update (applicants), update (cancelled_at), update (drawn_at), update (finished_at), update (flowed), update (seed), update (units) on lottery.draw to liuxin_app;

CREATE OR REPLACE FUNCTION lottery.change(p_institution integer, p_draw uuid, p_ids uuid[], p_places integer[], p_status text, p_confirm_by timestamp with time zone, p_actor text, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
AS $function$
  with changed as (
    update lottery.application a set status = p_status, place = coalesce(u.place, a.place), changed_at = p_now,
      confirm_by = case when p_status = 'offered' then p_confirm_by else a.confirm_by end, offered_at = case when p_status = 'offered' then p_now else a.offered_at end
    from unnest(p_ids, p_places) u(id, place)
    where a.institution_id = p_institution and a.draw_id = p_draw and a.id = u.id
    returning a.id, a.person_id, a.confirm_by
  ), told as (
    insert into platform.event (institution_id, type, topics, payload, occurred_at)
    select p_institution, 'lottery.application-' || p_status || '.v1', array['person:' || c.person_id],
      jsonb_build_object('institutionId', p_institution, 'drawId', p_draw, 'applicationId', c.id, 'personId', c.person_id, 'confirmBy', c.confirm_by), p_now from changed c
  ), noted as (
    insert into platform.audit (institution_id, at, actor_kind, actor_id, action, person_id, subject, purpose, request_id)
    select p_institution, p_now, 'system', p_actor, 'lottery.' || p_status, c.person_id, 'application/' || c.id, 'system', p_actor from changed c
  )
  select count(*)::integer from changed
$function$;
revoke all on function lottery.change(integer,uuid,uuid[],integer[],text,timestamp with time zone,text,timestamp with time zone) from public;

grant execute on function lottery.change(integer,uuid,uuid[],integer[],text,timestamp with time zone,text,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION lottery.counts_of(p_institution integer, p_draw uuid)
 RETURNS TABLE(applied integer, offered integer, confirmed integer, next integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'lottery', 'pg_temp'
AS $function$
  select count(*) filter (where status not in ('withdrawn', 'void'))::integer, count(*) filter (where status = 'offered')::integer,
    count(*) filter (where status = 'confirmed')::integer, count(*) filter (where status = 'next')::integer
  from lottery.application where institution_id = p_institution and draw_id = p_draw
$function$;
alter function lottery.counts_of(integer,uuid) owner to liuxin_lottery;
revoke all on function lottery.counts_of(integer,uuid) from public;

grant execute on function lottery.counts_of(integer,uuid) to liuxin_app;

CREATE OR REPLACE FUNCTION lottery.order_of(p_institution integer, p_draw uuid)
 RETURNS TABLE(id uuid, weight integer, place integer, status text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'lottery', 'pg_temp'
AS $function$
  select a.id, a.weight, a.place, a.status from lottery.application a join lottery.draw d on d.institution_id = a.institution_id and d.id = a.draw_id
  where a.institution_id = p_institution and a.draw_id = p_draw and d.drawn_at is not null and a.place is not null
$function$;
alter function lottery.order_of(integer,uuid) owner to liuxin_lottery;
revoke all on function lottery.order_of(integer,uuid) from public;

grant execute on function lottery.order_of(integer,uuid) to liuxin_app;

create schema if not exists messaging;

grant usage on schema messaging to liuxin_app;

create table messaging.message (
  person_id uuid not null,
  id uuid not null,
  key text not null,
  phone_sealed bytea not null,
  phone_hash bytea not null,
  template text not null,
  params text[] not null,
  not_after timestamp with time zone not null,
  created_at timestamp with time zone not null,
  next_try_at timestamp with time zone,
  tries integer default 0 not null,
  sent_at timestamp with time zone,
  result text default 'waiting'::text not null,
  constraint message_pkey PRIMARY KEY (person_id, id),
  constraint message_result_check CHECK ((result = ANY (ARRAY['waiting'::text, 'sent'::text, 'refused'::text, 'unknown'::text, 'too-late'::text]))),
  constraint message_told_once UNIQUE (person_id, key, phone_hash)
);
alter table messaging.message enable row level security;
alter table messaging.message force row level security;

CREATE INDEX message_to_send ON messaging.message USING btree (next_try_at) WHERE (next_try_at IS NOT NULL);

create policy message_by_worker on messaging.message as permissive for all to liuxin_app using ((( SELECT platform.scope() AS scope) = 'system'::text)) with check ((( SELECT platform.scope() AS scope) = 'system'::text));

create policy message_owner on messaging.message as permissive for all to liuxin using (true) with check (true);

grant insert, select on messaging.message to liuxin_app;

grant update (next_try_at), update (result), update (sent_at), update (tries) on messaging.message to liuxin_app;

create schema if not exists operations;

grant usage on schema operations to liuxin_app;

create table operations.advice (
  institution_id integer not null,
  id uuid not null,
  department_id integer not null,
  day date not null,
  kind text not null,
  from_hour smallint not null,
  to_hour smallint not null,
  moved_from integer,
  reason jsonb not null,
  before jsonb not null,
  after jsonb not null,
  status text default 'open'::text not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  decision text default ''::text not null,
  outcome jsonb,
  made_at timestamp with time zone not null,
  by_hand boolean default false not null,
  practitioner_id integer,
  service_id integer,
  session_id bigint,
  change_id uuid,
  made jsonb,
  constraint advice_pkey PRIMARY KEY (institution_id, id),
  constraint advice_accepted_has_its_session CHECK ((by_hand OR ((status = 'accepted'::text) = (session_id IS NOT NULL)))),
  constraint advice_check CHECK ((to_hour > from_hour)),
  constraint advice_decided_by_somebody CHECK ((((status = 'open'::text) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decided_by IS NULL)))),
  constraint advice_decision_check CHECK ((length(decision) <= 300)),
  constraint advice_declined_with_a_reason CHECK (((status <> 'declined'::text) OR (length(decision) >= 2))),
  constraint advice_kind_check CHECK ((kind = ANY (ARRAY['staffing'::text, 'evening'::text]))),
  constraint advice_once_per_day UNIQUE (institution_id, department_id, day, kind),
  constraint advice_session_by_a_change CHECK ((((session_id IS NULL) = (change_id IS NULL)) AND ((session_id IS NULL) = (practitioner_id IS NULL)) AND ((session_id IS NULL) = (made IS NULL)))),
  constraint advice_status_check CHECK ((status = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text])))
);
alter table operations.advice enable row level security;
alter table operations.advice force row level security;

CREATE INDEX advice_of_day ON operations.advice USING btree (institution_id, day);

CREATE INDEX advice_of_session ON operations.advice USING btree (institution_id, session_id) WHERE (session_id IS NOT NULL);

create policy advice_owner on operations.advice as permissive for all to liuxin using (true) with check (true);

create policy advice_seen on operations.advice as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

grant insert, select, update on operations.advice to liuxin_app;

create table operations.arrivals (
  institution_id integer not null,
  department_id integer not null,
  day date not null,
  hour smallint not null,
  arrived integer not null,
  synthetic boolean default false not null,
  constraint arrivals_pkey PRIMARY KEY (institution_id, department_id, day, hour),
  constraint arrivals_arrived_check CHECK ((arrived >= 0)),
  constraint arrivals_hour_check CHECK (((hour >= 0) AND (hour <= 23)))
);
alter table operations.arrivals enable row level security;
alter table operations.arrivals force row level security;

CREATE INDEX arrivals_of_day ON operations.arrivals USING btree (institution_id, day);

create policy arrivals_owner on operations.arrivals as permissive for all to liuxin using (true) with check (true);

create policy arrivals_seen on operations.arrivals as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

grant insert, select, update on operations.arrivals to liuxin_app;

create table operations.forecast (
  institution_id integer not null,
  department_id integer not null,
  day date not null,
  hour smallint not null,
  expected real not null,
  low80 real not null,
  high80 real not null,
  low95 real not null,
  high95 real not null,
  wait_p90 real,
  made_at timestamp with time zone not null,
  constraint forecast_pkey PRIMARY KEY (institution_id, department_id, day, hour),
  constraint forecast_bands_lie_in_each_other CHECK ((((0)::double precision <= low95) AND (low95 <= low80) AND (low80 <= expected) AND (expected <= high80) AND (high80 <= high95))),
  constraint forecast_hour_check CHECK (((hour >= 0) AND (hour <= 23)))
);
alter table operations.forecast enable row level security;
alter table operations.forecast force row level security;

CREATE INDEX forecast_of_day ON operations.forecast USING btree (institution_id, day);

create policy forecast_owner on operations.forecast as permissive for all to liuxin using (true) with check (true);

create policy forecast_seen on operations.forecast as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

grant insert, select, update on operations.forecast to liuxin_app;

create table operations.notice (
  institution_id integer not null,
  id uuid not null,
  practitioner_id integer not null,
  advice_id uuid not null,
  kind text not null,
  service_id integer not null,
  day date not null,
  from_time time without time zone not null,
  to_time time without time zone not null,
  room text not null,
  units integer not null,
  made_at timestamp with time zone not null,
  seen_at timestamp with time zone,
  constraint notice_pkey PRIMARY KEY (institution_id, id),
  constraint notice_kind_check CHECK ((kind = ANY (ARRAY['added'::text, 'taken-back'::text]))),
  constraint notice_units_check CHECK ((units > 0))
);
alter table operations.notice enable row level security;
alter table operations.notice force row level security;

CREATE INDEX notice_of_advice ON operations.notice USING btree (institution_id, advice_id);

CREATE INDEX notice_of_doctor ON operations.notice USING btree (institution_id, practitioner_id, day);

create policy notice_owner on operations.notice as permissive for all to liuxin using (true) with check (true);

create policy notice_seen on operations.notice as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

grant insert, select on operations.notice to liuxin_app;

grant update (seen_at) on operations.notice to liuxin_app;

create table operations.run (
  institution_id integer not null,
  day date not null,
  made_at timestamp with time zone not null,
  history_days integer not null,
  inside80 real,
  signals jsonb default '[]'::jsonb not null,
  constraint run_pkey PRIMARY KEY (institution_id, day)
);
alter table operations.run enable row level security;
alter table operations.run force row level security;

create policy run_owner on operations.run as permissive for all to liuxin using (true) with check (true);

create policy run_seen on operations.run as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

grant insert, select, update on operations.run to liuxin_app;

create schema if not exists people;

grant usage on schema people to liuxin_app;

grant usage on schema people to liuxin_booker;

create table people.consent_request (
  proxy_id uuid not null,
  id uuid not null,
  person_id uuid,
  deliverable boolean not null,
  kind text not null,
  scope text[] not null,
  expires_at timestamp with time zone,
  name_sealed bytea not null,
  name_masked text not null,
  document_kind text not null,
  number_hash bytea not null,
  number_sealed bytea not null,
  sex text not null,
  birth_date date not null,
  phone_sealed bytea,
  code_hash bytea,
  code_expires_at timestamp with time zone,
  tries integer default 0 not null,
  status text not null,
  asked_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  constraint consent_request_pkey PRIMARY KEY (proxy_id, id),
  constraint consent_request_at_most_five_tries CHECK ((tries <= 5)),
  constraint consent_request_kind_check CHECK ((kind = ANY (ARRAY['guardian'::text, 'child'::text, 'parent'::text, 'spouse'::text, 'relative'::text, 'carer'::text]))),
  constraint consent_request_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(person_id),
  constraint consent_request_proxy_id_fkey FOREIGN KEY (proxy_id) REFERENCES people.person(person_id),
  constraint consent_request_status_check CHECK ((status = ANY (ARRAY['asked'::text, 'accepted'::text, 'refused'::text, 'withdrawn'::text])))
);
alter table people.consent_request enable row level security;
alter table people.consent_request force row level security;

CREATE INDEX consent_request_to_person ON people.consent_request USING btree (person_id) WHERE (status = 'asked'::text);

create policy consent_request_owner on people.consent_request as permissive for all to liuxin using (true) with check (true);

create policy consent_request_seen on people.consent_request as permissive for all to liuxin_app using ((people.visible(proxy_id) OR people.visible(person_id))) with check ((people.visible(proxy_id) OR people.visible(person_id)));

grant insert, select on people.consent_request to liuxin_app;

grant update (answered_at), update (code_expires_at), update (code_hash), update (person_id), update (phone_sealed), update (status), update (tries) on people.consent_request to liuxin_app;

create table people.hospital_number (
  institution_id integer not null,
  person_id uuid not null,
  number text not null,
  since timestamp with time zone not null,
  constraint hospital_number_pkey PRIMARY KEY (institution_id, person_id),
  constraint hospital_number_once UNIQUE (institution_id, number),
  constraint hospital_number_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(person_id) DEFERRABLE INITIALLY DEFERRED
);
alter table people.hospital_number enable row level security;
alter table people.hospital_number force row level security;

CREATE INDEX hospital_number_of_person ON people.hospital_number USING btree (person_id);

create policy hospital_number_of_client on people.hospital_number as permissive for select to liuxin_app using ((institution_id = ANY (( SELECT platform.institutions() AS institutions)::integer[]))) with check ();

create policy hospital_number_owner on people.hospital_number as permissive for all to liuxin using (true) with check (true);

create policy hospital_number_seen on people.hospital_number as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select on people.hospital_number to liuxin_app;

create table people.identity_document (
  person_id uuid not null,
  kind text not null,
  number_hash bytea not null,
  number_sealed bytea not null,
  number_masked text not null,
  added_at timestamp with time zone not null,
  constraint identity_document_pkey PRIMARY KEY (person_id, kind, number_hash),
  constraint identity_document_kind_check CHECK ((kind = ANY (ARRAY['resident-id'::text, 'passport'::text, 'hk-macao-permit'::text, 'taiwan-permit'::text, 'hmt-residence-permit'::text, 'foreign-residence-permit'::text, 'birth-certificate'::text, 'insurance-code'::text, 'health-card'::text]))),
  constraint identity_document_of_one_person UNIQUE (kind, number_hash),
  constraint identity_document_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(person_id) DEFERRABLE INITIALLY DEFERRED
);
alter table people.identity_document enable row level security;
alter table people.identity_document force row level security;

create policy identity_document_owner on people.identity_document as permissive for all to liuxin using (true) with check (true);

create policy identity_document_seen on people.identity_document as permissive for all to liuxin_app using (people.visible(person_id)) with check (people.visible(person_id));

grant insert, select on people.identity_document to liuxin_app;

create table people.merge (
  person_id uuid not null,
  id uuid not null,
  merged_id uuid not null,
  reason text not null,
  done_by text not null,
  done_at timestamp with time zone not null,
  undone_by text,
  undone_at timestamp with time zone,
  constraint merge_pkey PRIMARY KEY (person_id, id),
  constraint merge_merged_id_fkey FOREIGN KEY (merged_id) REFERENCES people.person(person_id),
  constraint merge_of_two_entries CHECK ((person_id <> merged_id)),
  constraint merge_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(person_id)
);
alter table people.merge enable row level security;
alter table people.merge force row level security;

CREATE UNIQUE INDEX merge_once_at_a_time ON people.merge USING btree (merged_id) WHERE (undone_at IS NULL);

create policy merge_owner on people.merge as permissive for all to liuxin using (true) with check (true);

create policy merge_seen on people.merge as permissive for all to liuxin_app using (people.visible(person_id)) with check ((people.visible(person_id) AND people.visible(merged_id) AND (( SELECT platform.scope() AS scope) = ANY (ARRAY['system'::text, 'staff'::text]))));

grant insert, select on people.merge to liuxin_app;

grant update (undone_at), update (undone_by) on people.merge to liuxin_app;

create table people.number_counter (
  institution_id integer not null,
  last_number bigint default 0 not null,
  constraint number_counter_pkey PRIMARY KEY (institution_id)
);

create table people.person (
  person_id uuid not null,
  name_sealed bytea not null,
  name_masked text not null,
  name_hash bytea not null,
  name_pinyin_initials text default ''::text not null,
  sex text not null,
  birth_date date not null,
  phone_sealed bytea,
  phone_hash bytea,
  phone_masked text default ''::text not null,
  verified_at timestamp with time zone,
  insurance_kind text default 'self-pay'::text not null,
  allergies text[] default '{}'::text[] not null,
  merged_into uuid,
  created_at timestamp with time zone not null,
  version integer default 1 not null,
  changed_at timestamp with time zone default now() not null,
  constraint person_pkey PRIMARY KEY (person_id),
  constraint person_insurance_kind_check CHECK ((insurance_kind = ANY (ARRAY['self-pay'::text, 'employee'::text, 'resident'::text]))),
  constraint person_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES people.person(person_id),
  constraint person_not_merged_into_itself CHECK ((merged_into <> person_id)),
  constraint person_sex_check CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text, 'unknown'::text])))
);
alter table people.person enable row level security;
alter table people.person force row level security;

CREATE INDEX person_by_name ON people.person USING btree (name_hash);

CREATE INDEX person_by_phone ON people.person USING btree (phone_hash) WHERE (phone_hash IS NOT NULL);

CREATE INDEX person_merged ON people.person USING btree (merged_into) WHERE (merged_into IS NOT NULL);

create policy person_of_client on people.person as permissive for select to liuxin_app using (((( SELECT platform.scope() AS scope) = 'client'::text) AND (EXISTS ( SELECT
   FROM people.hospital_number h
  WHERE ((h.institution_id = ANY (( SELECT platform.institutions() AS institutions)::integer[])) AND (h.person_id = ANY (people.entries_of(person.person_id)))))))) with check ();

create policy person_owner on people.person as permissive for all to liuxin using (true) with check (true);

create policy person_seen on people.person as permissive for all to liuxin_app using (people.visible(person_id)) with check (people.visible(person_id));

CREATE TRIGGER note_change BEFORE UPDATE ON people.person FOR EACH ROW EXECUTE FUNCTION platform.note_change();

grant insert, select on people.person to liuxin_app;

grant update (allergies), update (insurance_kind), update (merged_into), update (name_hash), update (name_masked), update (name_pinyin_initials), update (name_sealed), update (phone_hash), update (phone_masked), update (phone_sealed), update (verified_at) on people.person to liuxin_app;

create table people.real_name_check (
  person_id uuid not null,
  id uuid not null,
  document_kind text default 'resident-id'::text not null,
  asked_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  result text not null,
  asked_times integer default 1 not null,
  reference text not null,
  constraint real_name_check_pkey PRIMARY KEY (person_id, id),
  constraint real_name_check_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(person_id),
  constraint real_name_check_result_check CHECK ((result = ANY (ARRAY['same'::text, 'different'::text, 'unknown'::text])))
);
alter table people.real_name_check enable row level security;
alter table people.real_name_check force row level security;

CREATE INDEX real_name_check_open ON people.real_name_check USING btree (asked_at) WHERE (result = 'unknown'::text);

create policy real_name_check_owner on people.real_name_check as permissive for all to liuxin using (true) with check (true);

create policy real_name_check_seen on people.real_name_check as permissive for all to liuxin_app using (people.visible(person_id)) with check (people.visible(person_id));

grant insert, select on people.real_name_check to liuxin_app;

grant update (answered_at), update (asked_times), update (result) on people.real_name_check to liuxin_app;

create table people.relation (
  person_id uuid not null,
  proxy_id uuid not null,
  kind text not null,
  scope text[] default '{book,pay,follow}'::text[] not null,
  status text not null,
  asked_at timestamp with time zone not null,
  active_from timestamp with time zone,
  expires_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint relation_pkey PRIMARY KEY (person_id, proxy_id),
  constraint relation_kind_check CHECK ((kind = ANY (ARRAY['guardian'::text, 'child'::text, 'parent'::text, 'spouse'::text, 'relative'::text, 'carer'::text]))),
  constraint relation_not_with_oneself CHECK ((person_id <> proxy_id)),
  constraint relation_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(person_id),
  constraint relation_proxy_id_fkey FOREIGN KEY (proxy_id) REFERENCES people.person(person_id),
  constraint relation_scope_known CHECK (((scope <@ '{book,pay,follow}'::text[]) AND (cardinality(scope) > 0))),
  constraint relation_status_check CHECK ((status = ANY (ARRAY['asked'::text, 'active'::text, 'ended'::text])))
);
alter table people.relation enable row level security;
alter table people.relation force row level security;

CREATE INDEX relation_by_proxy ON people.relation USING btree (proxy_id) WHERE (status = 'active'::text);

create policy relation_changed on people.relation as permissive for update to liuxin_app using ((people.visible(person_id) OR people.visible(proxy_id))) with check ((people.visible(person_id) OR (people.visible(proxy_id) AND (status = 'ended'::text))));

create policy relation_made on people.relation as permissive for insert to liuxin_app using () with check (people.visible(person_id));

create policy relation_owner on people.relation as permissive for all to liuxin using (true) with check (true);

create policy relation_read on people.relation as permissive for select to liuxin_app using ((people.visible(person_id) OR people.visible(proxy_id))) with check ();

grant insert, select on people.relation to liuxin_app;

grant update (active_from), update (asked_at), update (ended_at), update (expires_at), update (kind), update (scope), update (status) on people.relation to liuxin_app;

create table people.spoken_code (
  person_id uuid not null,
  code_hash bytea not null,
  expires_at timestamp with time zone not null,
  constraint spoken_code_pkey PRIMARY KEY (person_id),
  constraint spoken_code_once UNIQUE (code_hash),
  constraint spoken_code_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(person_id)
);
alter table people.spoken_code enable row level security;
alter table people.spoken_code force row level security;

create policy spoken_code_owner on people.spoken_code as permissive for all to liuxin using (true) with check (true);

create policy spoken_code_seen on people.spoken_code as permissive for all to liuxin_app using (people.visible(person_id)) with check (people.visible(person_id));

grant insert, select, update on people.spoken_code to liuxin_app;

CREATE OR REPLACE FUNCTION people.acts_for(p_person uuid, p_at timestamp with time zone)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'people', 'pg_temp'
AS $function$
begin
  if not exists (select from people.relation r where r.proxy_id = p_person and r.status = 'active')
    and not exists (select from people.person m where m.merged_into = p_person)
    and exists (select from people.person p where p.person_id = p_person and p.merged_into is null) then
    return array[p_person];
  end if;
  return (
    select array_agg(distinct e) from (
      select p_person as person_id
      union all
      select r.person_id from people.relation r
      where r.proxy_id = any (people.entries_of(p_person)) and r.status = 'active'
        and r.active_from <= p_at and (r.expires_at is null or r.expires_at > p_at)
    ) a, unnest(people.entries_of(a.person_id)) e);
end $function$;

CREATE OR REPLACE FUNCTION people.acts_for_many(p_persons uuid[], p_at timestamp with time zone)
 RETURNS TABLE(person_id uuid, acts_for uuid[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'people', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  return query
    select a.id, case
      when p.person_id is not null and p.merged_into is null
        and not exists (select from people.relation r where r.proxy_id = a.id and r.status = 'active')
        and not exists (select from people.person m where m.merged_into = a.id) then array[a.id]
      else people.acts_for(a.id, p_at) end
    from unnest(p_persons) a(id) left join people.person p on p.person_id = a.id;
end $function$;
revoke all on function people.acts_for_many(uuid[],timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION people.agreed_with(p_proxy uuid, p_person uuid, p_at timestamp with time zone)
 RETURNS TABLE(people integer, is_one boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'people', 'pg_temp'
AS $function$
  select count(distinct r.person_id)::integer, coalesce(bool_or(r.person_id = any (people.entries_of(p_person))), false) from people.relation r
  where r.proxy_id = any (people.entries_of(p_proxy)) and r.status = 'active' and 'book' = any (r.scope) and r.kind <> 'guardian'
    and r.active_from <= p_at and (r.expires_at is null or r.expires_at > p_at);
$function$;
revoke all on function people.agreed_with(uuid,uuid,timestamp with time zone) from public;

grant execute on function people.agreed_with(uuid,uuid,timestamp with time zone) to liuxin_booker;

CREATE OR REPLACE FUNCTION people.also_act_for(p_person uuid)
 RETURNS void
 LANGUAGE sql
AS $function$
  select set_config('liuxin.persons', array_append(platform.persons(), p_person)::text, true);
$function$;

CREATE OR REPLACE FUNCTION people.current_entries(p_persons uuid[])
 RETURNS TABLE(person_id uuid, current_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'people', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  select a.id, case when p.merged_into is null then p.person_id else people.current_entry(p.person_id) end
  from unnest(p_persons) a(id) join people.person p on p.person_id = a.id
$function$;
revoke all on function people.current_entries(uuid[]) from public;

grant execute on function people.current_entries(uuid[]) to liuxin_booker;

CREATE OR REPLACE FUNCTION people.current_entry(p_person uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'people', 'pg_temp'
AS $function$
  with recursive up as (
    select person_id, merged_into from people.person where person_id = p_person
    union all
    select p.person_id, p.merged_into from people.person p join up on p.person_id = up.merged_into)
  select person_id from up where merged_into is null;
$function$;

grant execute on function people.current_entry(uuid) to liuxin_booker;

CREATE OR REPLACE FUNCTION people.entries_of(p_person uuid)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'people', 'pg_temp'
AS $function$
  with recursive down as (
    select coalesce(people.current_entry(p_person), p_person) as person_id
    union all
    select p.person_id from people.person p join down d on p.merged_into = d.person_id)
  select array_agg(person_id) from down;
$function$;

grant execute on function people.entries_of(uuid) to liuxin_booker;

CREATE OR REPLACE FUNCTION people.find_by_document(p_kind text, p_number_hash bytea)
 RETURNS TABLE(person_id uuid, entry_id uuid, name_hash bytea, name_masked text, sex text, birth_date date, phone_hash bytea, phone_sealed bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'people', 'pg_temp'
AS $function$
  select c.person_id, p.person_id, p.name_hash, c.name_masked, c.sex, c.birth_date, c.phone_hash, c.phone_sealed
  from people.identity_document d
  join people.person p on p.person_id = d.person_id
  join people.person c on c.person_id = people.current_entry(p.person_id)
  where d.kind = p_kind and d.number_hash = p_number_hash;
$function$;

CREATE OR REPLACE FUNCTION people.find_by_phone(p_phone_hash bytea)
 RETURNS TABLE(person_id uuid, name_masked text, sex text, birth_date date)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'people', 'pg_temp'
AS $function$
  select p.person_id, p.name_masked, p.sex, p.birth_date from people.person p where p.phone_hash = p_phone_hash and p.merged_into is null
  order by p.created_at limit 20;
$function$;

CREATE OR REPLACE FUNCTION people.find_by_spoken_code(p_code_hash bytea, p_at timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'people', 'pg_temp'
AS $function$
  select person_id from people.spoken_code where code_hash = p_code_hash and expires_at > p_at;
$function$;

CREATE OR REPLACE FUNCTION people.masked_proxy(p_person uuid, p_proxy uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'people', 'pg_temp'
AS $function$
  select p.name_masked from people.person p where p.person_id = p_proxy
    and (exists (select from people.relation r where r.person_id = p_person and r.proxy_id = p_proxy)
      or exists (select from people.consent_request c where c.person_id = p_person and c.proxy_id = p_proxy));
$function$;

CREATE OR REPLACE FUNCTION people.next_hospital_number(p_institution integer)
 RETURNS text
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'people', 'pg_temp'
AS $function$
  insert into people.number_counter as c (institution_id, last_number) values (p_institution, 1)
  on conflict (institution_id) do update set last_number = c.last_number + 1
  returning lpad(last_number::text, 8, '0');
$function$;

CREATE OR REPLACE FUNCTION people.visible(p_person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select case (select platform.scope())
    when 'system' then true
    when 'patient' then p_person = any ((select platform.persons())::uuid[])
    when 'staff' then exists (select from people.hospital_number h
                              where h.institution_id = (select platform.institution()) and h.person_id = p_person)
                   or exists (select from people.hospital_number h
                              where h.institution_id = (select platform.institution()) and h.person_id = any (people.entries_of(p_person)))
    else false end;
$function$;

create schema if not exists platform;

grant usage on schema platform to liuxin_app;

grant usage on schema platform to liuxin_booker;

grant usage on schema platform to liuxin_ledger;

grant usage on schema platform to liuxin_release;

create table platform.audit (
  id bigint generated always as identity not null,
  xid xid8 default pg_current_xact_id() not null,
  institution_id integer default 0 not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id text not null,
  action text not null,
  person_id uuid,
  subject text not null,
  purpose text not null,
  result text default 'done'::text not null,
  request_id text not null,
  detail jsonb default '{}'::jsonb not null,
  constraint audit_pkey PRIMARY KEY (id)
);
alter table platform.audit enable row level security;
alter table platform.audit force row level security;

CREATE INDEX audit_by_person ON platform.audit USING btree (person_id, at) WHERE (person_id IS NOT NULL);

CREATE INDEX audit_unsealed ON platform.audit USING btree (xid, id);

create policy audit_added_by_all on platform.audit as permissive for insert to liuxin_app using () with check (true);

create policy audit_added_by_booker on platform.audit as permissive for insert to liuxin_booker using () with check (true);

create policy audit_added_by_release on platform.audit as permissive for insert to liuxin_release using () with check (true);

create policy audit_owner on platform.audit as permissive for all to liuxin using (true) with check (true);

create policy audit_read_by_auditors on platform.audit as permissive for select to liuxin_app using (((( SELECT platform.scope() AS scope) = 'system'::text) OR ((( SELECT platform.scope() AS scope) = 'staff'::text) AND (institution_id = ( SELECT platform.institution() AS institution))) OR ((( SELECT platform.scope() AS scope) = 'patient'::text) AND (person_id = ANY (( SELECT platform.persons() AS persons)::uuid[]))))) with check ();

grant insert on platform.audit to liuxin_booker;

grant insert on platform.audit to liuxin_release;

grant insert, select on platform.audit to liuxin_app;

create table platform.audit_seal (
  institution_id integer not null,
  sequence bigint not null,
  row_ids bigint[] not null,
  previous_hash bytea not null,
  hash bytea not null,
  sealed_at timestamp with time zone default now() not null,
  constraint audit_seal_pkey PRIMARY KEY (institution_id, sequence)
);

grant select on platform.audit_seal to liuxin_app;

create table platform.event (
  id bigint generated always as identity not null,
  xid xid8 default pg_current_xact_id() not null,
  institution_id integer,
  type text not null,
  topics text[] default '{}'::text[] not null,
  payload jsonb not null,
  occurred_at timestamp with time zone not null,
  constraint event_pkey PRIMARY KEY (id)
);

CREATE INDEX event_in_commit_order ON platform.event USING btree (xid, id);

grant insert on platform.event to liuxin_booker;

grant insert on platform.event to liuxin_release;

grant insert, select on platform.event to liuxin_app;

create table platform.event_cursor (
  reader text not null,
  xid xid8 default '0'::xid8 not null,
  id bigint default 0 not null,
  constraint event_cursor_pkey PRIMARY KEY (reader)
);

grant select on platform.event_cursor to liuxin_app;

create table platform.event_handled (
  reaction text not null,
  event_id bigint not null,
  handled_at timestamp with time zone default now() not null,
  constraint event_handled_pkey PRIMARY KEY (reaction, event_id)
);

grant insert, select on platform.event_handled to liuxin_app;

create table platform.file (
  id uuid not null,
  institution_id integer not null,
  person_id uuid,
  name text not null,
  media_type text not null,
  sha256 bytea not null,
  byte_count integer not null,
  content bytea not null,
  created_at timestamp with time zone not null,
  constraint file_pkey PRIMARY KEY (id),
  constraint file_at_most_10_mib CHECK (((byte_count <= 10485760) AND (byte_count = length(content))))
);
alter table platform.file enable row level security;
alter table platform.file force row level security;

create policy file_of_own on platform.file as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy file_owner on platform.file as permissive for all to liuxin using (true) with check (true);

grant insert, select on platform.file to liuxin_app;

create table platform.idempotency (
  actor_id text not null,
  key text not null,
  request_hash bytea not null,
  status integer not null,
  body jsonb not null,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_pkey PRIMARY KEY (actor_id, key)
);

CREATE INDEX idempotency_by_age ON platform.idempotency USING brin (created_at) WITH (pages_per_range='32');

grant delete, insert, select, update on platform.idempotency to liuxin_app;

grant insert, select on platform.idempotency to liuxin_booker;

create table platform.rule (
  code text not null,
  institution_id integer default 0 not null,
  valid_from date not null,
  value jsonb,
  unit text not null,
  source text not null,
  verified boolean default false not null,
  version integer default 1 not null,
  published_at timestamp with time zone,
  published_by text default ''::text not null,
  constraint rule_pkey PRIMARY KEY (code, institution_id, valid_from, version),
  constraint rule_begins_today_or_later CHECK (((published_at IS NULL) OR (valid_from >= ((published_at AT TIME ZONE 'Asia/Shanghai'::text))::date))),
  constraint rule_of_the_region_says_something CHECK (((value IS NOT NULL) OR (institution_id > 0))),
  constraint rule_says_who_and_why CHECK (((published_at IS NULL) OR ((published_by <> ''::text) AND (source <> ''::text))))
);

CREATE UNIQUE INDEX rule_one_version_after_the_other ON platform.rule USING btree (code, institution_id, version) WHERE (published_at IS NOT NULL);

grant select on platform.rule to liuxin_app;

create table platform.setting (
  name text not null,
  value jsonb not null,
  changed_at timestamp with time zone default now() not null,
  constraint setting_pkey PRIMARY KEY (name)
);

grant delete, insert, select, update on platform.setting to liuxin_app;

CREATE OR REPLACE FUNCTION platform.add_events(p_institution integer[], p_type text[], p_topics text[], p_payload jsonb[], p_at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into platform.event (institution_id, type, topics, payload, occurred_at)
  select i, t, string_to_array(o, ' '), p, p_at from unnest(p_institution, p_type, p_topics, p_payload) u(i, t, o, p);
$function$;

CREATE OR REPLACE FUNCTION platform.enter(p_scope text, p_institution integer, p_persons uuid[])
 RETURNS void
 LANGUAGE sql
AS $function$
  select set_config('liuxin.scope', p_scope, true),
         set_config('liuxin.institution', coalesce(p_institution::text, ''), true),
         set_config('liuxin.persons', p_persons::text, true);
$function$;

CREATE OR REPLACE FUNCTION platform.enter_client(p_institutions integer[])
 RETURNS void
 LANGUAGE sql
AS $function$
  select platform.enter('client', null, '{}'), set_config('liuxin.institutions', p_institutions::text, true);
$function$;

CREATE OR REPLACE FUNCTION platform.institution()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('liuxin.institution', true), '')::integer $function$;

CREATE OR REPLACE FUNCTION platform.institutions()
 RETURNS integer[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select case when current_setting('liuxin.scope', true) = 'client'
     then coalesce(nullif(current_setting('liuxin.institutions', true), '')::integer[], '{}') else '{}'::integer[] end $function$;

CREATE OR REPLACE FUNCTION platform.may_see(p_institution integer, p_person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select case (select platform.scope())
    when 'system' then true
    when 'staff' then p_institution = (select platform.institution())
    when 'patient' then p_person = any ((select platform.persons())::uuid[])
    else false end;
$function$;

CREATE OR REPLACE FUNCTION platform.note_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.version := old.version + 1;
  new.changed_at := greatest(clock_timestamp(), old.changed_at);
  return new;
end $function$;

CREATE OR REPLACE FUNCTION platform.persons()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(nullif(current_setting('liuxin.persons', true), '')::uuid[], '{}') $function$;

CREATE OR REPLACE FUNCTION platform.publish_rule(p_code text, p_institution integer, p_after integer, p_from date, p_value jsonb, p_unit text, p_source text, p_by text, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'platform', 'pg_temp'
AS $function$
begin
  if p_institution is distinct from platform.institution() and coalesce(platform.scope(), '') <> 'system' then
    raise exception 'a rule belongs to the institution that publishes it';
  end if;
  if p_after <> (select coalesce(max(version), 0) from platform.rule where code = p_code and institution_id = p_institution) then
    raise unique_violation using constraint = 'rule_one_version_after_the_other', message = 'somebody published another version meanwhile';
  end if;
  insert into platform.rule (code, institution_id, valid_from, version, value, unit, source, verified, published_at, published_by)
    values (p_code, p_institution, p_from, p_after + 1, p_value, p_unit, p_source, true, p_now, p_by);
  return p_after + 1;
end $function$;
revoke all on function platform.publish_rule(text,integer,integer,date,jsonb,text,text,text,timestamp with time zone) from public;

grant execute on function platform.publish_rule(text,integer,integer,date,jsonb,text,text,text,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION platform.rule_on(p_code text, p_institution integer, p_day date)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
AS $function$
  select value from (
    select distinct on (institution_id) institution_id, value from platform.rule
    where code = p_code and institution_id in (0, p_institution) and valid_from <= p_day
    order by institution_id, valid_from desc, version desc
  ) latest where value is not null order by institution_id desc limit 1;
$function$;

CREATE OR REPLACE FUNCTION platform.scope()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('liuxin.scope', true), '') $function$;

create schema if not exists pools;

grant usage on schema pools to liuxin_app;

create table pools.share (
  institution_id integer not null,
  id uuid not null,
  kind text,
  department_id integer,
  service_id integer,
  pool text not null,
  percent integer not null,
  set_by text not null,
  set_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint share_pkey PRIMARY KEY (institution_id, id),
  constraint share_percent_check CHECK (((percent >= 0) AND (percent <= 100)))
);

CREATE UNIQUE INDEX share_once ON pools.share USING btree (institution_id, pool, COALESCE(kind, ''::text), COALESCE(department_id, 0), COALESCE(service_id, 0)) WHERE (ended_at IS NULL);

grant insert, select, update on pools.share to liuxin_app;

create table pools.shared_out (
  institution_id integer not null,
  session_id bigint not null,
  pool text not null,
  percent integer not null,
  units integer not null,
  shared_at timestamp with time zone not null,
  constraint shared_out_pkey PRIMARY KEY (institution_id, session_id, pool)
);

grant insert, select, update on pools.shared_out to liuxin_app;

grant usage on schema public to public;

create schema if not exists queue;

grant usage on schema queue to liuxin_app;

create table queue.correction (
  institution_id integer not null,
  queue_id integer not null,
  learned_at timestamp with time zone not null,
  samples integer not null,
  pace double precision not null,
  spread double precision not null,
  inside double precision not null,
  constraint correction_pkey PRIMARY KEY (institution_id, queue_id),
  constraint correction_inside_check CHECK (((inside >= (0)::double precision) AND (inside <= (1)::double precision))),
  constraint correction_pace_check CHECK (((pace >= (0.7)::double precision) AND (pace <= (1.5)::double precision))),
  constraint correction_spread_check CHECK (((spread >= (0.6)::double precision) AND (spread <= (2)::double precision)))
);

grant insert, select, update on queue.correction to liuxin_app;

create table queue.counter (
  institution_id integer not null,
  queue_id integer not null,
  day date not null,
  last integer not null,
  constraint counter_pkey PRIMARY KEY (institution_id, queue_id, day),
  constraint counter_institution_id_queue_id_fkey FOREIGN KEY (institution_id, queue_id) REFERENCES queue.queue(institution_id, id)
);

grant insert, select, update on queue.counter to liuxin_app;

create table queue.due (
  institution_id integer not null,
  queue_id integer not null,
  day date not null,
  due_from timestamp with time zone not null,
  due_to timestamp with time zone not null,
  booked integer not null,
  constraint due_pkey PRIMARY KEY (institution_id, queue_id, day, due_from),
  constraint due_booked_check CHECK ((booked >= 0)),
  constraint due_period_in_order CHECK ((due_to > due_from))
);

grant delete, insert, select, update on queue.due to liuxin_app;

create table queue.duration_history (
  institution_id integer not null,
  queue_id integer not null,
  class text not null,
  hour smallint not null,
  weight double precision not null,
  sum_log double precision not null,
  sum_square double precision not null,
  constraint duration_history_pkey PRIMARY KEY (institution_id, queue_id, class, hour),
  constraint duration_history_hour_check CHECK (((hour >= 0) AND (hour <= 23))),
  constraint duration_history_weight_check CHECK ((weight >= (0)::double precision))
);

grant insert, select, update on queue.duration_history to liuxin_app;

create table queue.emergency_notice (
  institution_id integer not null,
  queue_id integer not null,
  at timestamp with time zone not null,
  ticket_id uuid not null,
  longer_from integer,
  longer_to integer,
  constraint emergency_notice_pkey PRIMARY KEY (institution_id, queue_id, at, ticket_id),
  constraint emergency_notice_check CHECK ((longer_to >= longer_from)),
  constraint emergency_notice_longer_from_check CHECK ((longer_from >= 0))
);

grant delete, insert, select on queue.emergency_notice to liuxin_app;

create table queue.habit (
  institution_id integer not null,
  queue_id integer not null,
  last_day date not null,
  booked double precision default 0 not null,
  came double precision default 0 not null,
  called double precision default 0 not null,
  absent double precision default 0 not null,
  starts double precision default 0 not null,
  start_sum double precision default 0 not null,
  start_square double precision default 0 not null,
  constraint habit_pkey PRIMARY KEY (institution_id, queue_id)
);

grant insert, select, update on queue.habit to liuxin_app;

create table queue.near (
  institution_id integer not null,
  ticket_id uuid not null,
  at timestamp with time zone not null,
  constraint near_pkey PRIMARY KEY (institution_id, ticket_id),
  constraint near_institution_id_ticket_id_fkey FOREIGN KEY (institution_id, ticket_id) REFERENCES queue.ticket(institution_id, id)
);

grant insert, select on queue.near to liuxin_app;

create table queue.number (
  institution_id integer not null,
  day date not null,
  holder_id uuid not null,
  label text not null,
  given_at timestamp with time zone not null,
  constraint number_pkey PRIMARY KEY (institution_id, day, holder_id),
  constraint number_once_a_day UNIQUE (institution_id, day, label)
);
alter table queue.number enable row level security;
alter table queue.number force row level security;

create policy number_owner on queue.number as permissive for all to liuxin using (true) with check (true);

create policy number_seen on queue.number as permissive for all to liuxin_app using (platform.may_see(institution_id, holder_id)) with check (platform.may_see(institution_id, holder_id));

grant insert, select on queue.number to liuxin_app;

create table queue.pace_today (
  institution_id integer not null,
  queue_id integer not null,
  day date not null,
  measured_at timestamp with time zone not null,
  samples integer not null,
  off double precision not null,
  weight double precision not null,
  level double precision not null,
  level_weight double precision not null,
  constraint pace_today_pkey PRIMARY KEY (institution_id, queue_id),
  constraint pace_today_institution_id_queue_id_fkey FOREIGN KEY (institution_id, queue_id) REFERENCES queue.queue(institution_id, id),
  constraint pace_today_level_weight_check CHECK ((level_weight >= (0)::double precision)),
  constraint pace_today_samples_check CHECK ((samples >= 0)),
  constraint pace_today_weight_check CHECK ((weight >= (0)::double precision))
);

grant insert, select, update on queue.pace_today to liuxin_app;

create table queue.promise (
  institution_id integer not null,
  ticket_id uuid not null,
  shown_at timestamp with time zone not null,
  holder_id uuid not null,
  queue_id integer not null,
  day date not null,
  ahead integer not null,
  from_at timestamp with time zone,
  to_at timestamp with time zone,
  come_back_at timestamp with time zone,
  sure boolean default false not null,
  played_from integer,
  played_middle integer,
  played_to integer,
  called_at timestamp with time zone,
  outcome text default 'open'::text not null,
  remembered boolean default true not null,
  constraint promise_pkey PRIMARY KEY (institution_id, ticket_id, shown_at),
  constraint promise_called_when_called CHECK (((outcome = 'called'::text) = (called_at IS NOT NULL))),
  constraint promise_institution_id_ticket_id_fkey FOREIGN KEY (institution_id, ticket_id) REFERENCES queue.ticket(institution_id, id),
  constraint promise_is_a_range CHECK ((((from_at IS NULL) = (to_at IS NULL)) AND ((to_at IS NULL) OR (to_at > from_at)))),
  constraint promise_outcome_check CHECK ((outcome = ANY (ARRAY['open'::text, 'called'::text, 'gone'::text])))
);
alter table queue.promise enable row level security;
alter table queue.promise force row level security;

CREATE INDEX promise_of_day ON queue.promise USING btree (institution_id, day, queue_id);

create policy promise_owner on queue.promise as permissive for all to liuxin using (true) with check (true);

create policy promise_seen on queue.promise as permissive for all to liuxin_app using (platform.may_see(institution_id, holder_id)) with check (platform.may_see(institution_id, holder_id));

grant insert, select, update on queue.promise to liuxin_app;

create table queue.queue (
  institution_id integer not null,
  id integer generated always as identity not null,
  zone_id text not null,
  kind text not null,
  subject text not null,
  name text not null,
  name_en text default ''::text not null,
  prefix text not null,
  created_at timestamp with time zone not null,
  closed_until timestamp with time zone,
  closed_reason text default ''::text not null,
  constraint queue_pkey PRIMARY KEY (institution_id, id),
  constraint queue_closed_says_why CHECK (((closed_until IS NULL) OR (closed_reason <> ''::text))),
  constraint queue_institution_id_zone_id_fkey FOREIGN KEY (institution_id, zone_id) REFERENCES queue.zone(institution_id, id),
  constraint queue_one_per_subject UNIQUE (institution_id, subject),
  constraint queue_prefix_check CHECK ((prefix ~ '^[A-Z]{1,3}$'::text)),
  constraint queue_prefix_once_per_institution UNIQUE (institution_id, prefix)
);

grant insert, select, update on queue.queue to liuxin_app;

create table queue.queue_step (
  institution_id integer not null,
  id bigint generated always as identity not null,
  queue_id integer not null,
  verb text not null,
  at timestamp with time zone not null,
  actor text not null,
  reason text default ''::text not null,
  into_queue_id integer,
  moved integer default 0 not null,
  constraint queue_step_pkey PRIMARY KEY (institution_id, id),
  constraint queue_step_institution_id_queue_id_fkey FOREIGN KEY (institution_id, queue_id) REFERENCES queue.queue(institution_id, id),
  constraint queue_step_verb_check CHECK ((verb = ANY (ARRAY['close'::text, 'open'::text, 'merge'::text])))
);

grant insert, select on queue.queue_step to liuxin_app;

create table queue.rule_version (
  institution_id integer not null,
  version integer not null,
  valid_from date not null,
  valid_to date,
  value jsonb not null,
  reason text not null,
  published_by text not null,
  published_at timestamp with time zone not null,
  constraint rule_version_pkey PRIMARY KEY (institution_id, version),
  constraint rule_version_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
  constraint rule_version_institution_id_check CHECK ((institution_id > 0)),
  constraint rule_version_reason_check CHECK ((reason <> ''::text))
);

grant select on queue.rule_version to liuxin_app;

create table queue.service_point (
  institution_id integer not null,
  id integer generated always as identity not null,
  zone_id text not null,
  name text not null,
  name_en text default ''::text not null,
  serves integer[] default '{}'::integer[] not null,
  staffed_by integer,
  staffed_label text default ''::text not null,
  staffed_label_en text default ''::text not null,
  staffed_role text default ''::text not null,
  state text default 'closed'::text not null,
  late_until timestamp with time zone,
  late_reason text default ''::text not null,
  changed_at timestamp with time zone not null,
  constraint service_point_pkey PRIMARY KEY (institution_id, id),
  constraint service_point_institution_id_zone_id_fkey FOREIGN KEY (institution_id, zone_id) REFERENCES queue.zone(institution_id, id),
  constraint service_point_once_per_zone UNIQUE (institution_id, zone_id, name),
  constraint service_point_state_check CHECK ((state = ANY (ARRAY['open'::text, 'paused'::text, 'closed'::text])))
);

CREATE INDEX service_point_of_staff ON queue.service_point USING btree (institution_id, staffed_by) WHERE (staffed_by IS NOT NULL);

grant insert, select, update on queue.service_point to liuxin_app;

create table queue.stay (
  institution_id integer not null,
  queue_id integer not null,
  called_at timestamp with time zone not null,
  service_point_id integer not null,
  ended_at timestamp with time zone not null,
  class text not null,
  outcome text not null,
  constraint stay_pkey PRIMARY KEY (institution_id, queue_id, called_at, service_point_id),
  constraint stay_ends_after_it_begins CHECK ((ended_at >= called_at)),
  constraint stay_outcome_check CHECK ((outcome = ANY (ARRAY['served'::text, 'sent-away'::text, 'absent'::text])))
);

CREATE INDEX stay_of_point ON queue.stay USING btree (institution_id, service_point_id, called_at);

grant delete, insert, select on queue.stay to liuxin_app;

create table queue.step (
  institution_id integer not null,
  id bigint generated always as identity not null,
  ticket_id uuid not null,
  holder_id uuid not null,
  verb text not null,
  at timestamp with time zone not null,
  actor text not null,
  service_point_id integer,
  reason text default ''::text not null,
  before jsonb,
  version integer not null,
  constraint step_pkey PRIMARY KEY (institution_id, id),
  constraint step_institution_id_ticket_id_fkey FOREIGN KEY (institution_id, ticket_id) REFERENCES queue.ticket(institution_id, id),
  constraint step_verb_check CHECK ((verb = ANY (ARRAY['join'::text, 'call'::text, 'recall'::text, 'start'::text, 'pass'::text, 'rejoin'::text, 'park'::text, 'return'::text, 'transfer'::text, 'prioritise'::text, 'urgent'::text, 'merge'::text, 'finish'::text, 'leave'::text, 'undo'::text])))
);
alter table queue.step enable row level security;
alter table queue.step force row level security;

CREATE INDEX step_of_ticket ON queue.step USING btree (institution_id, ticket_id, id);

create policy step_owner on queue.step as permissive for all to liuxin using (true) with check (true);

create policy step_seen on queue.step as permissive for all to liuxin_app using (platform.may_see(institution_id, holder_id)) with check (platform.may_see(institution_id, holder_id));

grant insert, select on queue.step to liuxin_app;

create table queue.ticket (
  institution_id integer not null,
  id uuid not null,
  queue_id integer not null,
  day date not null,
  number integer not null,
  label text not null,
  holder_id uuid not null,
  visit_id uuid not null,
  display_name text not null,
  class text not null,
  priority_group text default ''::text not null,
  due_from timestamp with time zone,
  due_to timestamp with time zone,
  joined_at timestamp with time zone not null,
  order_at timestamp with time zone not null,
  order_tie bigint not null,
  why text not null,
  why_detail jsonb default '{}'::jsonb not null,
  status text default 'waiting'::text not null,
  parked_reason text default ''::text not null,
  service_point_id integer,
  called_at timestamp with time zone,
  call_count integer default 0 not null,
  serving_at timestamp with time zone,
  ended_at timestamp with time zone,
  version integer default 1 not null,
  merged_into uuid,
  constraint ticket_pkey PRIMARY KEY (institution_id, id),
  constraint ticket_called_to_a_point CHECK (((status <> ALL (ARRAY['called'::text, 'serving'::text])) OR (service_point_id IS NOT NULL))),
  constraint ticket_class_check CHECK ((class = ANY (ARRAY['booked'::text, 'walk-in'::text, 'returning'::text, 'emergency'::text]))),
  constraint ticket_institution_id_queue_id_fkey FOREIGN KEY (institution_id, queue_id) REFERENCES queue.queue(institution_id, id),
  constraint ticket_institution_id_service_point_id_fkey FOREIGN KEY (institution_id, service_point_id) REFERENCES queue.service_point(institution_id, id),
  constraint ticket_merged_has_left CHECK (((merged_into IS NULL) OR (status = 'left'::text))),
  constraint ticket_number_once_a_day UNIQUE (institution_id, queue_id, day, number),
  constraint ticket_period_in_order CHECK (((due_from IS NULL) OR (due_to > due_from))),
  constraint ticket_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'called'::text, 'serving'::text, 'passed'::text, 'parked'::text, 'done'::text, 'left'::text]))),
  constraint ticket_why_check CHECK ((why = ANY (ARRAY['booked'::text, 'walk-in'::text, 'late'::text, 'priority'::text, 'returning'::text, 'rejoined'::text, 'moved'::text, 'emergency'::text])))
);
alter table queue.ticket enable row level security;
alter table queue.ticket force row level security;

CREATE UNIQUE INDEX ticket_called_to_one_place ON queue.ticket USING btree (institution_id, holder_id, day) WHERE (status = 'called'::text);

CREATE INDEX ticket_ended ON queue.ticket USING btree (institution_id, queue_id, ended_at) WHERE (status = 'done'::text);

CREATE INDEX ticket_in_line ON queue.ticket USING btree (institution_id, queue_id, day, order_at, order_tie, number) WHERE (status = 'waiting'::text);

CREATE INDEX ticket_of_holder ON queue.ticket USING btree (holder_id, day);

CREATE INDEX ticket_of_visit ON queue.ticket USING btree (institution_id, visit_id);

CREATE UNIQUE INDEX ticket_one_at_a_point ON queue.ticket USING btree (institution_id, service_point_id, day) WHERE (status = ANY (ARRAY['called'::text, 'serving'::text]));

CREATE UNIQUE INDEX ticket_one_live_per_visit_and_queue ON queue.ticket USING btree (institution_id, visit_id, queue_id) WHERE (status <> ALL (ARRAY['done'::text, 'left'::text]));

create policy ticket_owner on queue.ticket as permissive for all to liuxin using (true) with check (true);

create policy ticket_seen on queue.ticket as permissive for all to liuxin_app using (platform.may_see(institution_id, holder_id)) with check (platform.may_see(institution_id, holder_id));

grant insert, select, update on queue.ticket to liuxin_app;

create table queue.zone (
  institution_id integer not null,
  id text not null,
  name text not null,
  name_en text default ''::text not null,
  constraint zone_pkey PRIMARY KEY (institution_id, id),
  constraint zone_id_check CHECK ((id ~ '^[a-z0-9-]{1,40}$'::text)),
  constraint zone_name_once UNIQUE (institution_id, name)
);

grant insert, select, update on queue.zone to liuxin_app;

CREATE OR REPLACE FUNCTION queue.board_tickets(p_institution integer, p_zone text, p_day date)
 RETURNS TABLE(queue_id integer, service_point_id integer, label text, display_name text, status text, called_at timestamp with time zone, call_count integer, place bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'queue', 'pg_temp'
AS $function$
  select t.queue_id, t.service_point_id, t.label, t.display_name, t.status, t.called_at, t.call_count,
         row_number() over (partition by t.queue_id, t.status order by t.order_at, t.order_tie, t.number)
  from queue.ticket t join queue.queue q on q.institution_id = t.institution_id and q.id = t.queue_id
  where t.institution_id = p_institution and q.zone_id = p_zone and t.day = p_day and t.status in ('waiting', 'called', 'serving')
  order by t.order_at, t.order_tie, t.number;
$function$;
revoke all on function queue.board_tickets(integer,text,date) from public;

grant execute on function queue.board_tickets(integer,text,date) to liuxin_app;

CREATE OR REPLACE FUNCTION queue.busy_points(p_institution integer, p_queue integer)
 RETURNS TABLE(point_id integer, state text, late_until timestamp with time zone, busy_since timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'queue', 'pg_temp'
AS $function$
  select p.id, p.state, p.late_until, t.called_at from queue.service_point p
  left join queue.ticket t on t.institution_id = p.institution_id and t.service_point_id = p.id and t.status in ('called', 'serving')
  where p.institution_id = p_institution and p_queue = any (p.serves) and p.state <> 'closed';
$function$;
revoke all on function queue.busy_points(integer,integer) from public;

grant execute on function queue.busy_points(integer,integer) to liuxin_app;

CREATE OR REPLACE FUNCTION queue.forecast_facts(p_institution integer, p_queue integer, p_day date, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'queue', 'pg_temp'
AS $function$
  with point as (
    select p.* from queue.service_point p where p.institution_id = p_institution and p_queue = any (p.serves) and p.state <> 'closed'
  ),
  together as (select distinct unnest(serves) as id from point union select p_queue),
  ticket as (
    select t.* from queue.ticket t where t.institution_id = p_institution and t.queue_id in (select id from together) and t.day = p_day
  ),
  line as (select * from ticket where status = 'waiting' order by order_at, order_tie, number),
  due as (
    select d.queue_id, d.due_from, d.due_to, d.booked - (
      select count(*) from ticket t where t.queue_id = d.queue_id and t.class <> 'walk-in' and t.due_from = d.due_from) as missing
    from queue.due d where d.institution_id = p_institution and d.queue_id in (select id from together) and d.day = p_day
  ),
  periods as (
    select due_from from queue.due where institution_id = p_institution and queue_id = p_queue and day = p_day
    union select due_from from ticket where due_from is not null
  ),
  stay as (
    select s.* from queue.stay s where s.institution_id = p_institution and s.queue_id = p_queue
      and s.called_at > p_now - interval '4 hours' and s.ended_at <= p_now order by s.called_at desc limit 40
  )
  select jsonb_build_object(
    'line', (select coalesce(jsonb_agg(jsonb_build_object('queueId', queue_id, 'class', class, 'orderAt', order_at, 'orderTie', order_tie, 'number', number, 'id', id)
               order by order_at, order_tie, number), '[]') from line),
    'points', (select coalesce(jsonb_agg(jsonb_build_object('state', p.state, 'lateUntil', p.late_until, 'changedAt', p.changed_at,
                 'busySince', (select t.called_at from queue.ticket t where t.institution_id = p_institution and t.service_point_id = p.id
                    and t.day = p_day and t.status in ('called', 'serving') limit 1),
                 'lastFree', (select max(s.ended_at) from queue.stay s where s.institution_id = p_institution and s.service_point_id = p.id
                    and s.called_at > p_now - interval '5 hours'),
                 'beginsAt', (select min(due_from) from periods where due_from > coalesce((select max(s.called_at) + interval '45 minutes' from queue.stay s
                    where s.institution_id = p_institution and s.service_point_id = p.id and s.called_at > p_now - interval '12 hours'), p_day::timestamptz)))), '[]')
               from point p),
    'waitsSince', (select min(joined_at) from line),
    'due', (select coalesce(jsonb_agg(jsonb_build_object('from', due_from, 'to', due_to, 'count', missing) order by due_from), '[]')
              from due where missing > 0 and due_to > p_now - interval '90 minutes'),
    'away', (select count(*) from ticket where status in ('parked', 'passed')),
    'walkIns', (select count(*) from ticket where class = 'walk-in' and joined_at > p_now - interval '2 hours'),
    'since', (select min(joined_at) from ticket where joined_at <= p_now),
    'stays', (select coalesce(jsonb_agg(jsonb_build_object('class', class, 'seconds', round(extract(epoch from
                 -- The breath between two people belongs to the wait of the next, when there was a next.
                 least(coalesce((select min(n.called_at) from queue.stay n where n.institution_id = p_institution and n.service_point_id = stay.service_point_id
                   and n.called_at > stay.called_at), ended_at), ended_at + interval '3 minutes') - called_at)))
               order by called_at desc), '[]') from stay where outcome <> 'absent'),
    'history', (select coalesce(jsonb_agg(jsonb_build_object('class', class, 'hour', hour, 'weight', weight, 'sum', sum_log, 'square', sum_square)), '[]')
               from queue.duration_history where institution_id = p_institution and queue_id = p_queue),
    'habit', (select to_jsonb(h) from queue.habit h where institution_id = p_institution and queue_id = p_queue),
    'corrections', (select coalesce(jsonb_agg(jsonb_build_object('queueId', queue_id, 'samples', samples, 'pace', pace, 'spread', spread)), '[]')
               from queue.correction where institution_id = p_institution and queue_id in (0, p_queue)),
    'others', (select coalesce(jsonb_agg(jsonb_build_object('own', own, 'weight', weight, 'sum', sum, 'levelWeight', level_weight, 'levelSum', level_sum)
                 order by own, weight, level_weight), '[]') from (
                 select q.zone_id = me.zone_id as own, sum(t.weight) as weight, sum(t.weight * t.off) as sum, sum(t.level_weight) as level_weight,
                   sum(t.level_weight * t.level) as level_sum
                 from queue.queue me
                 join queue.queue q on q.institution_id = me.institution_id and q.kind = me.kind and q.id <> me.id
                 join queue.pace_today t on t.institution_id = q.institution_id and t.queue_id = q.id and t.day = p_day and t.measured_at > p_now - interval '4 hours'
                 where me.institution_id = p_institution and me.id = p_queue
                 group by q.zone_id, me.zone_id) zones))
$function$;
revoke all on function queue.forecast_facts(integer,integer,date,timestamp with time zone) from public;

grant execute on function queue.forecast_facts(integer,integer,date,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION queue.free_prefix(p_institution integer)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'queue', 'pg_temp'
AS $function$
  with letter as (select substr('ABCDEFGHJKLMNPQRSTUVWXYZ', n, 1) as l from generate_series(1, 24) n),
  candidate as (
    select l as prefix from letter
    union all select a.l || b.l from letter a, letter b
    union all select a.l || b.l || c.l from letter a, letter b, letter c)
  select c.prefix from candidate c
  where not exists (select from queue.queue q where q.institution_id = p_institution and q.prefix = c.prefix)
  order by length(c.prefix), c.prefix limit 1;
$function$;
revoke all on function queue.free_prefix(integer) from public;

grant execute on function queue.free_prefix(integer) to liuxin_app;

CREATE OR REPLACE FUNCTION queue.line(p_institution integer, p_queues integer[], p_day date)
 RETURNS TABLE(queue_id integer, class text, order_at timestamp with time zone, order_tie bigint, number integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'queue', 'pg_temp'
AS $function$
  select t.queue_id, t.class, t.order_at, t.order_tie, t.number from queue.ticket t
  where t.institution_id = p_institution and t.queue_id = any (p_queues) and t.day = p_day and t.status = 'waiting'
  order by t.order_at, t.order_tie, t.number;
$function$;
revoke all on function queue.line(integer,integer[],date) from public;

grant execute on function queue.line(integer,integer[],date) to liuxin_app;

CREATE OR REPLACE FUNCTION queue.publish_rule(p_institution integer, p_from date, p_to date, p_value jsonb, p_reason text, p_by text, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'queue', 'pg_temp'
AS $function$
declare next_version integer; before jsonb; unit_of text; last_row integer;
begin
  if p_institution is distinct from platform.institution() and platform.scope() <> 'system' then
    raise exception 'a rule of order belongs to the hospital that publishes it';
  end if;
  perform pg_advisory_xact_lock(hashtext('queue.publish_rule'), p_institution);
  select coalesce(max(version), 1) + 1 into next_version from queue.rule_version where institution_id = p_institution;
  select unit into unit_of from platform.rule where code = 'queue.fairness' and institution_id = 0 order by valid_from desc limit 1;
  before := platform.rule_on('queue.fairness', p_institution, coalesce(p_to + 1, p_from));
  select coalesce(max(version), 0) into last_row from platform.rule where code = 'queue.fairness' and institution_id = p_institution;
  insert into queue.rule_version (institution_id, version, valid_from, valid_to, value, reason, published_by, published_at)
    values (p_institution, next_version, p_from, p_to, p_value || jsonb_build_object('version', next_version), p_reason, p_by, p_now);
  insert into platform.rule (code, institution_id, valid_from, version, value, unit, source, verified, published_at, published_by)
    values ('queue.fairness', p_institution, p_from, last_row + 1, p_value || jsonb_build_object('version', next_version), unit_of, p_reason, true, p_now, p_by);
  -- What somebody already planned for the day after stays.
  if p_to is not null and not exists (select from platform.rule where code = 'queue.fairness' and institution_id = p_institution and valid_from = p_to + 1) then
    insert into platform.rule (code, institution_id, valid_from, version, value, unit, source, verified, published_at, published_by)
      values ('queue.fairness', p_institution, p_to + 1, last_row + 2, before, unit_of, 'what held before', true, p_now, p_by);
  end if;
  return next_version;
end $function$;
revoke all on function queue.publish_rule(integer,date,date,jsonb,text,text,timestamp with time zone) from public;

grant execute on function queue.publish_rule(integer,date,date,jsonb,text,text,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION queue.recent_durations(p_institution integer, p_queue integer, p_before timestamp with time zone)
 RETURNS TABLE(seconds integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'queue', 'pg_temp'
AS $function$
  select extract(epoch from t.ended_at - t.called_at)::integer from queue.ticket t
  where t.institution_id = p_institution and t.queue_id = p_queue and t.status = 'done'
    and t.serving_at is not null and t.ended_at > p_before - interval '4 hours' and t.ended_at <= p_before
  order by t.ended_at desc limit 30;
$function$;
revoke all on function queue.recent_durations(integer,integer,timestamp with time zone) from public;

grant execute on function queue.recent_durations(integer,integer,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION queue.separate_prefixes()
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'queue', 'pg_temp'
AS $function$
declare twice record; moved integer := 0;
begin
  for twice in
    select q.institution_id, q.id from queue.queue q
    where exists (select from queue.queue o where o.institution_id = q.institution_id and o.prefix = q.prefix and o.id < q.id)
    order by q.institution_id, q.id
  loop
    update queue.queue set prefix = queue.free_prefix(twice.institution_id) where institution_id = twice.institution_id and id = twice.id;
    moved := moved + 1;
  end loop;
  return moved;
end $function$;
revoke all on function queue.separate_prefixes() from public;

create schema if not exists reconciliation;

grant usage on schema reconciliation to liuxin_app;

create table reconciliation.day_close (
  institution_id integer not null,
  day date not null,
  figures jsonb not null,
  named jsonb not null,
  hash bytea not null,
  previous_hash bytea,
  closed_by text not null,
  closed_by_name text not null,
  closed_at timestamp with time zone not null,
  constraint day_close_pkey PRIMARY KEY (institution_id, day)
);
alter table reconciliation.day_close enable row level security;
alter table reconciliation.day_close force row level security;

create policy day_close_of_own on reconciliation.day_close as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy day_close_owner on reconciliation.day_close as permissive for all to liuxin using (true) with check (true);

grant insert, select on reconciliation.day_close to liuxin_app;

create table reconciliation.difference (
  institution_id integer not null,
  id uuid not null,
  channel text not null,
  day date not null,
  class text not null,
  kind text not null,
  line_id uuid,
  movement_id uuid,
  effect_cents bigint not null,
  evidence jsonb not null,
  found_at timestamp with time zone not null,
  status text default 'open'::text not null,
  act text,
  note text default ''::text not null,
  proposed_by text,
  proposed_at timestamp with time zone,
  closed_by text,
  closed_at timestamp with time zone,
  transfer_id uuid,
  constraint difference_pkey PRIMARY KEY (institution_id, id),
  constraint difference_about_something CHECK (((line_id IS NOT NULL) OR (movement_id IS NOT NULL))),
  constraint difference_act_check CHECK ((act = ANY (ARRAY['accept'::text, 'book'::text, 'by-itself'::text]))),
  constraint difference_booked_is_a_transfer CHECK (((status <> 'closed'::text) OR ((act = 'book'::text) = (transfer_id IS NOT NULL)))),
  constraint difference_class_check CHECK ((class = ANY (ARRAY['missing-at-channel'::text, 'missing-with-us'::text, 'amount-differs'::text, 'status-differs'::text, 'duplicate-at-channel'::text, 'wrong-day'::text, 'fee-differs'::text, 'refund-unmatched'::text]))),
  constraint difference_closed_whole CHECK (((status = 'closed'::text) = ((closed_at IS NOT NULL) AND (closed_by IS NOT NULL) AND (act IS NOT NULL)))),
  constraint difference_institution_id_line_id_fkey FOREIGN KEY (institution_id, line_id) REFERENCES reconciliation.statement_line(institution_id, id),
  constraint difference_kind_check CHECK ((kind = ANY (ARRAY['payment'::text, 'refund'::text]))),
  constraint difference_note_check CHECK ((length(note) <= 500)),
  constraint difference_of_money_needs_two CHECK (((status <> 'closed'::text) OR (act = 'by-itself'::text) OR (effect_cents = 0) OR ((proposed_by IS NOT NULL) AND (proposed_by <> closed_by)))),
  constraint difference_proposed_by_somebody CHECK (((status <> 'proposed'::text) OR ((proposed_by IS NOT NULL) AND (act = ANY (ARRAY['accept'::text, 'book'::text]))))),
  constraint difference_status_check CHECK ((status = ANY (ARRAY['open'::text, 'proposed'::text, 'closed'::text])))
);
alter table reconciliation.difference enable row level security;
alter table reconciliation.difference force row level security;

CREATE INDEX difference_of_day ON reconciliation.difference USING btree (institution_id, day);

CREATE INDEX difference_to_do ON reconciliation.difference USING btree (institution_id, found_at) WHERE (status <> 'closed'::text);

create policy difference_of_own on reconciliation.difference as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy difference_owner on reconciliation.difference as permissive for all to liuxin using (true) with check (true);

grant insert, select on reconciliation.difference to liuxin_app;

grant update (act), update (closed_at), update (closed_by), update (note), update (proposed_at), update (proposed_by), update (status), update (transfer_id) on reconciliation.difference to liuxin_app;

create table reconciliation.difference_step (
  institution_id integer not null,
  difference_id uuid not null,
  step smallint not null,
  what text not null,
  act text,
  note text default ''::text not null,
  by_whom text not null,
  at timestamp with time zone not null,
  constraint difference_step_pkey PRIMARY KEY (institution_id, difference_id, step),
  constraint difference_step_institution_id_difference_id_fkey FOREIGN KEY (institution_id, difference_id) REFERENCES reconciliation.difference(institution_id, id),
  constraint difference_step_what_check CHECK ((what = ANY (ARRAY['found'::text, 'proposed'::text, 'withdrawn'::text, 'refused'::text, 'closed'::text, 'by-itself'::text])))
);
alter table reconciliation.difference_step enable row level security;
alter table reconciliation.difference_step force row level security;

create policy difference_step_of_own on reconciliation.difference_step as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy difference_step_owner on reconciliation.difference_step as permissive for all to liuxin using (true) with check (true);

grant insert, select on reconciliation.difference_step to liuxin_app;

create table reconciliation.statement_file (
  institution_id integer not null,
  id uuid not null,
  channel text not null,
  day date not null,
  source text not null,
  file_name text not null,
  hash bytea not null,
  line_count integer not null,
  known_count integer not null,
  payment_count integer not null,
  payment_cents bigint not null,
  refund_count integer not null,
  refund_cents bigint not null,
  fee_cents bigint not null,
  imported_by text not null,
  imported_at timestamp with time zone not null,
  constraint statement_file_pkey PRIMARY KEY (institution_id, id),
  constraint statement_file_channel_check CHECK ((channel = ANY (ARRAY['wechatpay'::text, 'alipay'::text, 'bankcard'::text, 'insurance'::text]))),
  constraint statement_file_file_name_check CHECK ((length(file_name) <= 200)),
  constraint statement_file_known_count_check CHECK ((known_count >= 0)),
  constraint statement_file_line_count_check CHECK ((line_count >= 0)),
  constraint statement_file_once UNIQUE (institution_id, channel, hash),
  constraint statement_file_source_check CHECK ((source = ANY (ARRAY['download'::text, 'upload'::text])))
);
alter table reconciliation.statement_file enable row level security;
alter table reconciliation.statement_file force row level security;

CREATE INDEX statement_file_of_day ON reconciliation.statement_file USING btree (institution_id, day, channel);

create policy statement_file_of_own on reconciliation.statement_file as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy statement_file_owner on reconciliation.statement_file as permissive for all to liuxin using (true) with check (true);

grant insert, select on reconciliation.statement_file to liuxin_app;

create table reconciliation.statement_line (
  institution_id integer not null,
  id uuid not null,
  file_id uuid not null,
  line integer not null,
  channel text not null,
  day date not null,
  kind text not null,
  channel_number text not null,
  copy smallint not null,
  our_number text default ''::text not null,
  cents bigint not null,
  fee_cents bigint,
  status text not null,
  at timestamp with time zone not null,
  movement_id uuid,
  matched_by text,
  matched_at timestamp with time zone,
  constraint statement_line_pkey PRIMARY KEY (institution_id, id),
  constraint statement_line_cents_check CHECK ((cents >= 0)),
  constraint statement_line_institution_id_file_id_fkey FOREIGN KEY (institution_id, file_id) REFERENCES reconciliation.statement_file(institution_id, id),
  constraint statement_line_kind_check CHECK ((kind = ANY (ARRAY['payment'::text, 'refund'::text]))),
  constraint statement_line_matched_by_check CHECK ((matched_by = ANY (ARRAY['our-number'::text, 'channel-number'::text, 'amount-and-time'::text]))),
  constraint statement_line_matched_whole CHECK ((((movement_id IS NULL) = (matched_by IS NULL)) AND ((movement_id IS NULL) = (matched_at IS NULL)))),
  constraint statement_line_once UNIQUE (institution_id, channel, kind, channel_number, copy),
  constraint statement_line_status_check CHECK ((status = ANY (ARRAY['done'::text, 'undone'::text])))
);
alter table reconciliation.statement_line enable row level security;
alter table reconciliation.statement_line force row level security;

CREATE INDEX statement_line_of_file ON reconciliation.statement_line USING btree (institution_id, file_id, line);

CREATE UNIQUE INDEX statement_line_one_per_movement ON reconciliation.statement_line USING btree (institution_id, channel, kind, movement_id) WHERE (movement_id IS NOT NULL);

create policy statement_line_of_own on reconciliation.statement_line as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy statement_line_owner on reconciliation.statement_line as permissive for all to liuxin using (true) with check (true);

grant insert, select on reconciliation.statement_line to liuxin_app;

grant update (matched_at), update (matched_by), update (movement_id) on reconciliation.statement_line to liuxin_app;

create schema if not exists release;

grant usage on schema release to liuxin_app;

grant usage on schema release to liuxin_release;

create table release.opening (
  institution_id integer not null,
  id uuid not null,
  department_id integer,
  service_id integer,
  day date not null,
  room_opens_at timestamp with time zone not null,
  opens_at timestamp with time zone not null,
  gate_until timestamp with time zone not null,
  per_second double precision not null,
  inside_at_most integer not null,
  enter_seconds integer not null,
  stay_seconds integer not null,
  seed_hash bytea not null,
  seed_sealed bytea not null,
  seed text,
  joined integer default 0 not null,
  drawn_at timestamp with time zone,
  drawn integer default 0 not null,
  last_place integer default 0 not null,
  admitted integer default 0 not null,
  advanced_at timestamp with time zone,
  paused_at timestamp with time zone,
  closed_at timestamp with time zone,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint opening_pkey PRIMARY KEY (institution_id, id),
  constraint opening_calls_only_who_is_there CHECK (((admitted >= 0) AND (admitted <= last_place))),
  constraint opening_enter_seconds_check CHECK ((enter_seconds > 0)),
  constraint opening_inside_at_most_check CHECK ((inside_at_most > 0)),
  constraint opening_per_second_check CHECK ((per_second > (0)::double precision)),
  constraint opening_room_before_opening CHECK (((room_opens_at <= opens_at) AND (opens_at < gate_until))),
  constraint opening_seed_is_the_promised_one CHECK (((seed IS NULL) OR (sha256(convert_to(seed, 'utf8'::name)) = seed_hash))),
  constraint opening_seed_shown_after_the_draw CHECK (((seed IS NULL) = (drawn_at IS NULL))),
  constraint opening_stay_seconds_check CHECK ((stay_seconds > 0))
);
alter table release.opening set (fillfactor=50);

CREATE INDEX opening_in_force ON release.opening USING btree (gate_until);

CREATE UNIQUE INDEX opening_once ON release.opening USING btree (institution_id, COALESCE(department_id, 0), COALESCE(service_id, 0), day, opens_at);

grant insert, select on release.opening to liuxin_app;

grant insert, select, update on release.opening to liuxin_release;

grant update (closed_at), update (gate_until), update (inside_at_most), update (paused_at), update (per_second) on release.opening to liuxin_app;

create table release.ticket (
  institution_id integer not null,
  opening_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  person_id uuid not null,
  joined_at timestamp with time zone not null,
  early boolean not null,
  drawn_place integer,
  place integer,
  turn_at timestamp with time zone,
  entered_at timestamp with time zone,
  ended_at timestamp with time zone,
  outcome text,
  constraint ticket_pkey PRIMARY KEY (institution_id, opening_id, id),
  constraint ticket_ends_with_an_outcome CHECK (((ended_at IS NULL) = (outcome IS NULL))),
  constraint ticket_enters_in_its_turn CHECK (((entered_at IS NULL) OR (turn_at IS NOT NULL))),
  constraint ticket_institution_id_opening_id_fkey FOREIGN KEY (institution_id, opening_id) REFERENCES release.opening(institution_id, id),
  constraint ticket_one_per_account UNIQUE (institution_id, opening_id, account_id),
  constraint ticket_one_per_person UNIQUE (institution_id, opening_id, person_id),
  constraint ticket_one_per_place UNIQUE (institution_id, opening_id, place),
  constraint ticket_outcome_check CHECK ((outcome = ANY (ARRAY['booked'::text, 'left'::text])))
);
alter table release.ticket set (fillfactor=70);
alter table release.ticket enable row level security;
alter table release.ticket force row level security;

CREATE INDEX ticket_called ON release.ticket USING btree (institution_id, opening_id, turn_at) WHERE (turn_at IS NOT NULL);

CREATE INDEX ticket_of_person ON release.ticket USING btree (person_id) WHERE (ended_at IS NULL);

create policy ticket_ordered on release.ticket as permissive for all to liuxin_release using (true) with check (true);

create policy ticket_owner on release.ticket as permissive for all to liuxin using (true) with check (true);

create policy ticket_seen on release.ticket as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on release.ticket to liuxin_release;

grant select on release.ticket to liuxin_app;

grant update (ended_at), update (entered_at), update (outcome) on release.ticket to liuxin_app;

CREATE OR REPLACE FUNCTION release.advance(p_institution integer, p_opening uuid, p_seed text, p_units integer, p_now timestamp with time zone)
 RETURNS TABLE(joined integer, drawn integer, last_place integer, admitted integer, inside integer, entered integer, booked integer, drawn_at timestamp with time zone, paused_at timestamp with time zone, closed_at timestamp with time zone, per_second double precision, inside_at_most integer, called_lately integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'release', 'pg_temp'
AS $function$
declare
  v_opening release.opening;
  v_inside integer;
  v_due integer := 0;
  v_called integer := 0;
  v_from timestamptz;
begin
  select * into v_opening from release.opening o where o.institution_id = p_institution and o.id = p_opening for no key update skip locked;
  if v_opening.id is not null and v_opening.closed_at is null and p_now >= v_opening.opens_at then
    if v_opening.drawn_at is null then
      perform release.draw(p_institution, p_opening, p_seed, p_now);
      select * into v_opening from release.opening o where o.institution_id = p_institution and o.id = p_opening;
    end if;
    v_inside := release.inside(p_institution, p_opening, v_opening.enter_seconds, v_opening.stay_seconds, p_now);
    -- What was not used within two seconds is not saved up: a pause must not end in a stampede.
    v_from := least(greatest(v_opening.advanced_at, p_now - interval '2 seconds'), p_now);
    if v_opening.paused_at is null then
      v_due := floor(extract(epoch from p_now - v_from) * v_opening.per_second);
      v_called := greatest(0, least(v_due, least(v_opening.inside_at_most, p_units) - v_inside, v_opening.last_place - v_opening.admitted));
    end if;
    if v_called > 0 then
      update release.ticket t set turn_at = p_now where t.institution_id = p_institution and t.opening_id = p_opening
        and t.place > v_opening.admitted and t.place <= v_opening.admitted + v_called;
    end if;
    if v_due > 0 or v_opening.paused_at is not null then
      update release.opening o set admitted = o.admitted + v_called,
        advanced_at = case when v_opening.paused_at is not null then p_now else v_from + make_interval(secs => v_due / v_opening.per_second) end
        where o.institution_id = p_institution and o.id = p_opening;
    end if;
  end if;
  return query
    select o.joined, o.drawn, o.last_place, o.admitted, release.inside(p_institution, p_opening, o.enter_seconds, o.stay_seconds, p_now),
      c.entered, c.booked, o.drawn_at, o.paused_at, o.closed_at, o.per_second, o.inside_at_most, c.lately
    from release.opening o cross join lateral (
      select count(*) filter (where t.entered_at is not null)::integer as entered, count(*) filter (where t.outcome = 'booked')::integer as booked,
        count(*) filter (where t.turn_at > p_now - interval '30 seconds')::integer as lately
      from release.ticket t where t.institution_id = p_institution and t.opening_id = p_opening and t.turn_at is not null) c
    where o.institution_id = p_institution and o.id = p_opening;
end $function$;
alter function release.advance(integer,uuid,text,integer,timestamp with time zone) owner to liuxin_release;
revoke all on function release.advance(integer,uuid,text,integer,timestamp with time zone) from public;

grant execute on function release.advance(integer,uuid,text,integer,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION release.draw(p_institution integer, p_opening uuid, p_seed text, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'release', 'pg_temp'
AS $function$
declare v_count integer;
begin
  update release.ticket t set place = o.place, drawn_place = o.place
  from (select id, row_number() over (order by sha256(convert_to(p_seed || ':' || id, 'utf8')), id)::integer as place
        from release.ticket where institution_id = p_institution and opening_id = p_opening) o
  where t.institution_id = p_institution and t.opening_id = p_opening and t.id = o.id;
  get diagnostics v_count = row_count;
  update release.opening set drawn_at = p_now, seed = p_seed, drawn = v_count, last_place = v_count, advanced_at = opens_at
    where institution_id = p_institution and id = p_opening;
  insert into platform.event (institution_id, type, topics, payload, occurred_at)
    values (p_institution, 'release.opening-drawn.v1', array['release:' || p_institution],
      jsonb_build_object('institutionId', p_institution, 'openingId', p_opening, 'drawn', v_count), p_now);
end $function$;
alter function release.draw(integer,uuid,text,timestamp with time zone) owner to liuxin_release;
revoke all on function release.draw(integer,uuid,text,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION release.inside(p_institution integer, p_opening uuid, p_enter integer, p_stay integer, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'release', 'pg_temp'
AS $function$
  select count(*)::integer from release.ticket t
  where t.institution_id = p_institution and t.opening_id = p_opening and t.turn_at > p_now - make_interval(secs => p_enter + p_stay) and t.ended_at is null
    and p_now < case when t.entered_at is null then t.turn_at + make_interval(secs => p_enter) else t.entered_at + make_interval(secs => p_stay) end
$function$;
alter function release.inside(integer,uuid,integer,integer,timestamp with time zone) owner to liuxin_release;
revoke all on function release.inside(integer,uuid,integer,integer,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION release.join_batch(p_institution integer, p_opening uuid, p_seed text, p_accounts uuid[], p_persons uuid[], p_requests text[], p_now timestamp with time zone)
 RETURNS TABLE(ord integer, outcome text, ticket jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'release', 'pg_temp'
AS $function$
declare
  v_opening release.opening;
  v_made integer;
begin
  select * into v_opening from release.opening where institution_id = p_institution and id = p_opening for no key update;
  if v_opening.id is null or v_opening.closed_at is not null or p_now < v_opening.room_opens_at or p_now >= v_opening.gate_until then
    return query select u.n::integer, 'shut', null::jsonb from unnest(p_accounts) with ordinality u(a, n);
    return;
  end if;
  if p_now >= v_opening.opens_at and v_opening.drawn_at is null then
    perform release.draw(p_institution, p_opening, p_seed, p_now);
    select * into v_opening from release.opening where institution_id = p_institution and id = p_opening;
  end if;

  with asked as (
    select a, p, r, n from unnest(p_accounts, p_persons, p_requests) with ordinality u(a, p, r, n)
  ), fresh as (
    select *, row_number() over (order by n)::integer as line from asked k
    where not exists (select from release.ticket t where t.institution_id = p_institution and t.opening_id = p_opening and (t.account_id = k.a or t.person_id = k.p))
      and not exists (select from asked e where e.n < k.n and (e.a = k.a or e.p = k.p))
  ), made as (
    insert into release.ticket (institution_id, opening_id, id, account_id, person_id, joined_at, early, place)
    select p_institution, p_opening, gen_random_uuid(), f.a, f.p, p_now, v_opening.drawn_at is null,
      case when v_opening.drawn_at is not null then v_opening.last_place + f.line end
    from fresh f returning id, account_id, person_id
  ), told as (
    insert into platform.event (institution_id, type, topics, payload, occurred_at)
    select p_institution, 'release.room-joined.v1', '{}'::text[],
      jsonb_build_object('institutionId', p_institution, 'openingId', p_opening, 'ticketId', m.id, 'personId', m.person_id), p_now from made m
  ), noted as (
    insert into platform.audit (institution_id, at, actor_kind, actor_id, action, person_id, subject, purpose, request_id)
    select p_institution, p_now, 'patient', m.account_id::text, 'release.join-room', m.person_id, 'ticket/' || m.id, 'booking', f.r
    from made m join fresh f on f.a = m.account_id
  )
  select count(*)::integer into v_made from made;

  -- Back in line, behind everybody: those who left, and those whose turn passed.
  if v_opening.drawn_at is not null then
    with back as (
      select t.id, row_number() over (order by u.n)::integer as line
      from unnest(p_accounts, p_persons) with ordinality u(a, p, n)
      join release.ticket t on t.institution_id = p_institution and t.opening_id = p_opening and t.account_id = u.a and t.person_id = u.p
      where t.outcome = 'left' or (t.ended_at is null and t.turn_at is not null and p_now >= case when t.entered_at is null
        then t.turn_at + make_interval(secs => v_opening.enter_seconds) else t.entered_at + make_interval(secs => v_opening.stay_seconds) end)
    ), moved as (
      update release.ticket t set place = v_opening.last_place + v_made + b.line, turn_at = null, entered_at = null, ended_at = null, outcome = null
      from (select id, min(line)::integer as line from back group by id) b
      where t.institution_id = p_institution and t.opening_id = p_opening and t.id = b.id returning t.id
    )
    update release.opening set last_place = last_place + v_made + (select coalesce(max(line), 0) from back), joined = joined + v_made
      where institution_id = p_institution and id = p_opening;
    -- (places of a person asked twice in one batch stay empty: a gap in the order hurts nobody)
  else
    update release.ticket t set ended_at = null, outcome = null
      where t.institution_id = p_institution and t.opening_id = p_opening and t.account_id = any (p_accounts) and t.person_id = any (p_persons) and t.outcome = 'left';
    update release.opening set joined = joined + v_made where institution_id = p_institution and id = p_opening and v_made > 0;
  end if;

  return query
    select u.n::integer, case when t.id is null then 'person-waits' when t.person_id <> u.p then 'other-person' else 'ok' end, to_jsonb(t)
    from unnest(p_accounts, p_persons) with ordinality u(a, p, n)
    left join release.ticket t on t.institution_id = p_institution and t.opening_id = p_opening and t.account_id = u.a
    order by u.n;
end $function$;
alter function release.join_batch(integer,uuid,text,uuid[],uuid[],text[],timestamp with time zone) owner to liuxin_release;
revoke all on function release.join_batch(integer,uuid,text,uuid[],uuid[],text[],timestamp with time zone) from public;

grant execute on function release.join_batch(integer,uuid,text,uuid[],uuid[],text[],timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION release.order_of(p_institution integer, p_opening uuid)
 RETURNS TABLE(id uuid, place integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'release', 'pg_temp'
AS $function$
  select t.id, t.drawn_place from release.ticket t join release.opening o on o.institution_id = t.institution_id and o.id = t.opening_id
  where t.institution_id = p_institution and t.opening_id = p_opening and t.early and o.drawn_at is not null
$function$;
alter function release.order_of(integer,uuid) owner to liuxin_release;
revoke all on function release.order_of(integer,uuid) from public;

grant execute on function release.order_of(integer,uuid) to liuxin_app;

CREATE OR REPLACE FUNCTION release.tickets_of(p_institution integer, p_opening uuid, p_accounts uuid[])
 RETURNS SETOF release.ticket
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'release', 'pg_temp'
AS $function$
  select * from release.ticket where institution_id = p_institution and opening_id = p_opening and account_id = any (p_accounts)
$function$;
alter function release.tickets_of(integer,uuid,uuid[]) owner to liuxin_release;
revoke all on function release.tickets_of(integer,uuid,uuid[]) from public;

grant execute on function release.tickets_of(integer,uuid,uuid[]) to liuxin_app;

create schema if not exists rules;

grant usage on schema rules to liuxin_app;

create table rules.proposal (
  institution_id integer not null,
  id uuid not null,
  code text not null,
  value jsonb,
  valid_from date not null,
  source text not null,
  after_version integer not null,
  proposed_by text not null,
  proposed_staff integer not null,
  proposed_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  state text default 'waiting'::text not null,
  decided_by text,
  decided_staff integer,
  decided_at timestamp with time zone,
  note text default ''::text not null,
  version integer,
  constraint proposal_pkey PRIMARY KEY (institution_id, id),
  constraint proposal_agreed_by_somebody_else CHECK (((state <> ALL (ARRAY['published'::text, 'declined'::text])) OR ((decided_by <> proposed_by) AND (decided_staff <> proposed_staff)))),
  constraint proposal_became_a_version CHECK (((state = 'published'::text) = (version IS NOT NULL))),
  constraint proposal_decided_once CHECK (((state = 'waiting'::text) = (decided_at IS NULL))),
  constraint proposal_declined_with_a_reason CHECK (((state <> 'declined'::text) OR (note <> ''::text))),
  constraint proposal_expires_after_it_was_made CHECK ((expires_at > proposed_at)),
  constraint proposal_note_check CHECK ((length(note) <= 300)),
  constraint proposal_source_check CHECK (((length(source) >= 4) AND (length(source) <= 300))),
  constraint proposal_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'published'::text, 'declined'::text, 'withdrawn'::text, 'expired'::text]))),
  constraint proposal_withdrawn_by_its_author CHECK (((state <> 'withdrawn'::text) OR (decided_by = proposed_by)))
);
alter table rules.proposal enable row level security;
alter table rules.proposal force row level security;

CREATE INDEX proposal_of_place ON rules.proposal USING btree (institution_id, proposed_at DESC);

CREATE UNIQUE INDEX proposal_one_at_a_time ON rules.proposal USING btree (institution_id, code) WHERE (state = 'waiting'::text);

create policy proposal_owner on rules.proposal as permissive for all to liuxin using (true) with check (true);

create policy proposal_seen on rules.proposal as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

grant insert, select on rules.proposal to liuxin_app;

grant update (decided_at), update (decided_by), update (decided_staff), update (note), update (state), update (version) on rules.proposal to liuxin_app;

create schema if not exists servicedesk;

grant usage on schema servicedesk to liuxin_app;

create table servicedesk.answer (
  institution_id integer not null,
  id uuid not null,
  topic text not null,
  question text not null,
  question_en text default ''::text not null,
  answer text not null,
  answer_en text default ''::text not null,
  place text default ''::text not null,
  changed_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint answer_pkey PRIMARY KEY (institution_id, id),
  constraint answer_answer_check CHECK (((length(answer) >= 2) AND (length(answer) <= 2000))),
  constraint answer_question_check CHECK (((length(question) >= 2) AND (length(question) <= 200))),
  constraint answer_topic_check CHECK ((topic = ANY (ARRAY['way'::text, 'booking'::text, 'money'::text, 'insurance'::text, 'papers'::text, 'results'::text, 'rules'::text, 'equipment'::text, 'other'::text])))
);
alter table servicedesk.answer enable row level security;
alter table servicedesk.answer force row level security;

create policy answer_added on servicedesk.answer as permissive for insert to liuxin_app using () with check (platform.may_see(institution_id, NULL::uuid));

create policy answer_changed on servicedesk.answer as permissive for update to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy answer_owner on servicedesk.answer as permissive for all to liuxin using (true) with check (true);

create policy answer_read on servicedesk.answer as permissive for select to liuxin_app using (true) with check ();

grant insert, select, update on servicedesk.answer to liuxin_app;

create table servicedesk.complaint (
  institution_id integer not null,
  id uuid not null,
  year integer not null,
  number integer not null,
  person_id uuid,
  department_id integer,
  urgency text not null,
  words text not null,
  wish text default ''::text not null,
  status text default 'received'::text not null,
  answer_by timestamp with time zone not null,
  received_at timestamp with time zone not null,
  received_by uuid not null,
  handled_at timestamp with time zone,
  handled_by uuid,
  answered_at timestamp with time zone,
  answered_by uuid,
  answer text,
  constraint complaint_pkey PRIMARY KEY (institution_id, id),
  constraint complaint_answer_check CHECK (((length(answer) >= 2) AND (length(answer) <= 2000))),
  constraint complaint_answered_in_words CHECK ((((status = 'answered'::text) = (answer IS NOT NULL)) AND ((answer IS NULL) = (answered_at IS NULL)) AND ((answer IS NULL) = (answered_by IS NULL)))),
  constraint complaint_handled_by_somebody CHECK ((((status = 'received'::text) = (handled_at IS NULL)) AND ((handled_at IS NULL) = (handled_by IS NULL)))),
  constraint complaint_one_of_a_number UNIQUE (institution_id, year, number),
  constraint complaint_status_check CHECK ((status = ANY (ARRAY['received'::text, 'handled'::text, 'answered'::text]))),
  constraint complaint_urgency_check CHECK ((urgency = ANY (ARRAY['usual'::text, 'urgent'::text]))),
  constraint complaint_wish_check CHECK ((length(wish) <= 500)),
  constraint complaint_words_check CHECK (((length(words) >= 2) AND (length(words) <= 2000)))
);
alter table servicedesk.complaint enable row level security;
alter table servicedesk.complaint force row level security;

CREATE INDEX complaint_of_person ON servicedesk.complaint USING btree (person_id, received_at);

CREATE INDEX complaint_open ON servicedesk.complaint USING btree (institution_id, received_at) WHERE (status <> 'answered'::text);

create policy complaint_owner on servicedesk.complaint as permissive for all to liuxin using (true) with check (true);

create policy complaint_seen on servicedesk.complaint as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select on servicedesk.complaint to liuxin_app;

grant update (answer), update (answered_at), update (answered_by), update (handled_at), update (handled_by), update (status) on servicedesk.complaint to liuxin_app;

create table servicedesk.complaint_counter (
  institution_id integer not null,
  year integer not null,
  last integer not null,
  constraint complaint_counter_pkey PRIMARY KEY (institution_id, year)
);
alter table servicedesk.complaint_counter enable row level security;
alter table servicedesk.complaint_counter force row level security;

create policy complaint_counter_owner on servicedesk.complaint_counter as permissive for all to liuxin using (true) with check (true);

create policy complaint_counter_seen on servicedesk.complaint_counter as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

grant insert, select, update on servicedesk.complaint_counter to liuxin_app;

create table servicedesk.contact (
  institution_id integer not null,
  id uuid not null,
  shift_id uuid,
  account_id uuid,
  person_id uuid,
  kind text not null,
  topic text not null,
  words text default ''::text not null,
  minutes numeric(5,1) not null,
  outcome text not null,
  answer_id uuid,
  subject text default ''::text not null,
  at timestamp with time zone not null,
  done_at timestamp with time zone,
  done_by uuid,
  withdrawn_at timestamp with time zone,
  constraint contact_pkey PRIMARY KEY (institution_id, id),
  constraint contact_kind_check CHECK ((kind = ANY (ARRAY['guidance'::text, 'advice'::text, 'booking'::text, 'complaint'::text, 'loan'::text, 'help'::text, 'other'::text]))),
  constraint contact_minutes_check CHECK (((minutes >= (0)::numeric) AND (minutes <= (600)::numeric))),
  constraint contact_open_until_done CHECK (((outcome = 'open'::text) = (done_at IS NULL))),
  constraint contact_outcome_check CHECK ((outcome = ANY (ARRAY['answered'::text, 'sent-on'::text, 'no-answer'::text, 'open'::text]))),
  constraint contact_topic_check CHECK ((topic = ANY (ARRAY['way'::text, 'booking'::text, 'money'::text, 'insurance'::text, 'papers'::text, 'results'::text, 'rules'::text, 'equipment'::text, 'other'::text]))),
  constraint contact_words_check CHECK ((length(words) <= 1000))
);
alter table servicedesk.contact enable row level security;
alter table servicedesk.contact force row level security;

CREATE INDEX contact_of_day ON servicedesk.contact USING btree (institution_id, at);

CREATE UNIQUE INDEX contact_once_per_call ON servicedesk.contact USING btree (institution_id, subject) WHERE (kind = 'help'::text);

CREATE INDEX contact_open ON servicedesk.contact USING btree (institution_id, at) WHERE ((outcome = 'open'::text) AND (withdrawn_at IS NULL));

create policy contact_owner on servicedesk.contact as permissive for all to liuxin using (true) with check (true);

create policy contact_seen on servicedesk.contact as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select on servicedesk.contact to liuxin_app;

grant update (done_at), update (done_by), update (outcome), update (person_id), update (withdrawn_at) on servicedesk.contact to liuxin_app;

create table servicedesk.item (
  institution_id integer not null,
  id uuid not null,
  kind text not null,
  code text not null,
  state text default 'ready'::text not null,
  home text not null,
  deposit_cents bigint default 0 not null,
  hours integer default 4 not null,
  added_at timestamp with time zone not null,
  constraint item_pkey PRIMARY KEY (institution_id, id),
  constraint item_code_check CHECK ((code ~ '^[A-Za-z0-9-]{1,20}$'::text)),
  constraint item_deposit_cents_check CHECK (((deposit_cents >= 0) AND (deposit_cents <= 1000000))),
  constraint item_home_check CHECK (((length(home) >= 1) AND (length(home) <= 80))),
  constraint item_hours_check CHECK (((hours >= 1) AND (hours <= 720))),
  constraint item_kind_check CHECK ((kind = ANY (ARRAY['wheelchair'::text, 'stretcher'::text, 'stroller'::text, 'walker'::text, 'charger'::text, 'umbrella'::text, 'other'::text]))),
  constraint item_one_of_a_code UNIQUE (institution_id, code),
  constraint item_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'lent'::text, 'repair'::text, 'lost'::text, 'retired'::text])))
);
alter table servicedesk.item enable row level security;
alter table servicedesk.item force row level security;

create policy item_added on servicedesk.item as permissive for insert to liuxin_app using () with check (platform.may_see(institution_id, NULL::uuid));

create policy item_changed on servicedesk.item as permissive for update to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

create policy item_owner on servicedesk.item as permissive for all to liuxin using (true) with check (true);

create policy item_read on servicedesk.item as permissive for select to liuxin_app using (true) with check ();

grant insert, select, update on servicedesk.item to liuxin_app;

create table servicedesk.loan (
  institution_id integer not null,
  id uuid not null,
  item_id uuid not null,
  person_id uuid not null,
  status text default 'out'::text not null,
  deposit_cents bigint not null,
  deposit_way text not null,
  lent_at timestamp with time zone not null,
  lent_by uuid not null,
  due_at timestamp with time zone not null,
  back_at timestamp with time zone,
  came_back text,
  damage text default ''::text not null,
  kept_cents bigint default 0 not null,
  asked_by uuid,
  decided_by uuid,
  ended_at timestamp with time zone,
  reminded integer default 0 not null,
  constraint loan_pkey PRIMARY KEY (institution_id, id),
  constraint loan_came_back_check CHECK ((came_back = ANY (ARRAY['fine'::text, 'damaged'::text, 'lost'::text]))),
  constraint loan_damage_check CHECK ((length(damage) <= 500)),
  constraint loan_deposit_cents_check CHECK ((deposit_cents >= 0)),
  constraint loan_deposit_way_check CHECK ((deposit_way = ANY (ARRAY['none'::text, 'cash'::text, 'balance'::text]))),
  constraint loan_ends_once CHECK (((status = ANY (ARRAY['returned'::text, 'lost'::text])) = (ended_at IS NOT NULL))),
  constraint loan_has_a_way_for_its_deposit CHECK (((deposit_cents = 0) = (deposit_way = 'none'::text))),
  constraint loan_institution_id_item_id_fkey FOREIGN KEY (institution_id, item_id) REFERENCES servicedesk.item(institution_id, id),
  constraint loan_keeping_needs_a_reason CHECK (((kept_cents = 0) OR (length(damage) >= 2))),
  constraint loan_keeping_needs_a_second_person CHECK (((kept_cents = 0) OR (status = 'checking'::text) OR (decided_by <> asked_by))),
  constraint loan_keeps_no_more_than_the_deposit CHECK (((kept_cents >= 0) AND (kept_cents <= deposit_cents))),
  constraint loan_status_check CHECK ((status = ANY (ARRAY['out'::text, 'checking'::text, 'returned'::text, 'lost'::text])))
);
alter table servicedesk.loan enable row level security;
alter table servicedesk.loan force row level security;

CREATE INDEX loan_due ON servicedesk.loan USING btree (due_at) WHERE (status = 'out'::text);

CREATE INDEX loan_of_person ON servicedesk.loan USING btree (person_id, lent_at);

CREATE UNIQUE INDEX loan_one_at_a_time ON servicedesk.loan USING btree (institution_id, item_id) WHERE (status = ANY (ARRAY['out'::text, 'checking'::text]));

create policy loan_owner on servicedesk.loan as permissive for all to liuxin using (true) with check (true);

create policy loan_seen on servicedesk.loan as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select on servicedesk.loan to liuxin_app;

grant update (asked_by), update (back_at), update (came_back), update (damage), update (decided_by), update (ended_at), update (kept_cents), update (reminded), update (status) on servicedesk.loan to liuxin_app;

create table servicedesk.shift (
  institution_id integer not null,
  id uuid not null,
  account_id uuid not null,
  staff_name text not null,
  status text default 'open'::text not null,
  opened_at timestamp with time zone not null,
  note text default ''::text not null,
  counted_cents bigint,
  expected_cents bigint,
  offered_at timestamp with time zone,
  taken_by uuid,
  ended_at timestamp with time zone,
  constraint shift_pkey PRIMARY KEY (institution_id, id),
  constraint shift_counted_cents_check CHECK ((counted_cents >= 0)),
  constraint shift_ended_by_the_next CHECK ((((status = 'ended'::text) = (ended_at IS NOT NULL)) AND ((ended_at IS NULL) = (taken_by IS NULL)))),
  constraint shift_note_check CHECK ((length(note) <= 1000)),
  constraint shift_offered_with_a_count CHECK ((((status = 'open'::text) = (offered_at IS NULL)) AND ((offered_at IS NULL) = (counted_cents IS NULL)))),
  constraint shift_status_check CHECK ((status = ANY (ARRAY['open'::text, 'offered'::text, 'ended'::text]))),
  constraint shift_taken_over_by_somebody_else CHECK ((taken_by <> account_id))
);
alter table servicedesk.shift enable row level security;
alter table servicedesk.shift force row level security;

CREATE UNIQUE INDEX shift_one_at_a_time ON servicedesk.shift USING btree (institution_id) WHERE (status <> 'ended'::text);

create policy shift_owner on servicedesk.shift as permissive for all to liuxin using (true) with check (true);

create policy shift_seen on servicedesk.shift as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

grant insert, select, update on servicedesk.shift to liuxin_app;

create table servicedesk.taken_over (
  institution_id integer not null,
  shift_id uuid not null,
  kind text not null,
  matter_id uuid not null,
  words text not null,
  constraint taken_over_pkey PRIMARY KEY (institution_id, shift_id, kind, matter_id),
  constraint taken_over_kind_check CHECK ((kind = ANY (ARRAY['contact'::text, 'complaint'::text, 'loan'::text])))
);
alter table servicedesk.taken_over enable row level security;
alter table servicedesk.taken_over force row level security;

create policy taken_over_owner on servicedesk.taken_over as permissive for all to liuxin using (true) with check (true);

create policy taken_over_seen on servicedesk.taken_over as permissive for all to liuxin_app using (platform.may_see(institution_id, NULL::uuid)) with check (platform.may_see(institution_id, NULL::uuid));

grant insert, select on servicedesk.taken_over to liuxin_app;

create schema if not exists settlement;

grant usage on schema settlement to liuxin_app;

create table settlement.bank_account (
  institution_id integer not null,
  bank_code text not null,
  bank_name text not null,
  bank_name_en text not null,
  account_name text not null,
  account_no text not null,
  proposed_at timestamp with time zone not null,
  id uuid not null,
  valid_from date not null,
  reason text default ''::text not null,
  state text not null,
  proposed_by text not null,
  decided_by text,
  decided_at timestamp with time zone,
  note text default ''::text not null,
  constraint bank_account_pkey PRIMARY KEY (institution_id, id),
  constraint bank_account_agreed_by_another CHECK (((state <> 'agreed'::text) OR (proposed_by <> decided_by) OR (proposed_by !~ '^[0-9a-f-]{36}$'::text))),
  constraint bank_account_decided CHECK ((((state = 'proposed'::text) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decided_by IS NULL)))),
  constraint bank_account_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'agreed'::text, 'refused'::text, 'withdrawn'::text])))
);
alter table settlement.bank_account enable row level security;
alter table settlement.bank_account force row level security;

CREATE INDEX bank_account_in_force ON settlement.bank_account USING btree (institution_id, valid_from DESC, decided_at DESC) WHERE (state = 'agreed'::text);

CREATE UNIQUE INDEX bank_account_one_proposal ON settlement.bank_account USING btree (institution_id) WHERE (state = 'proposed'::text);

create policy bank_account_centre on settlement.bank_account as permissive for all to liuxin_app using (settlement.is_centre()) with check (settlement.is_centre());

create policy bank_account_own on settlement.bank_account as permissive for select to liuxin_app using (((( SELECT platform.scope() AS scope) = 'staff'::text) AND (institution_id = ( SELECT platform.institution() AS institution)))) with check ();

create policy bank_account_owner on settlement.bank_account as permissive for all to liuxin using (true) with check (true);

grant insert, select on settlement.bank_account to liuxin_app;

grant update (decided_at), update (decided_by), update (note), update (state) on settlement.bank_account to liuxin_app;

create table settlement.bank_answer (
  day date not null,
  sha256 text not null,
  received_at timestamp with time zone not null,
  received_by text not null,
  executed integer not null,
  refused integer not null,
  news integer not null,
  content text not null,
  constraint bank_answer_pkey PRIMARY KEY (day, sha256),
  constraint bank_answer_day_fkey FOREIGN KEY (day) REFERENCES settlement.day(day),
  constraint bank_answer_news_check CHECK ((news > 0))
);
alter table settlement.bank_answer enable row level security;
alter table settlement.bank_answer force row level security;

create policy bank_answer_centre on settlement.bank_answer as permissive for all to liuxin_app using (settlement.is_centre()) with check (settlement.is_centre());

create policy bank_answer_owner on settlement.bank_answer as permissive for all to liuxin using (true) with check (true);

grant insert, select on settlement.bank_answer to liuxin_app;

create table settlement.cleared (
  transfer_id uuid not null,
  day date not null,
  institution_id integer not null,
  what text not null,
  constraint cleared_pkey PRIMARY KEY (transfer_id),
  constraint cleared_day_fkey FOREIGN KEY (day) REFERENCES settlement.day(day)
);
alter table settlement.cleared enable row level security;
alter table settlement.cleared force row level security;

CREATE INDEX cleared_of_day ON settlement.cleared USING btree (day, institution_id, what);

create policy cleared_centre on settlement.cleared as permissive for all to liuxin_app using (settlement.is_centre()) with check (settlement.is_centre());

create policy cleared_own on settlement.cleared as permissive for select to liuxin_app using (((( SELECT platform.scope() AS scope) = 'staff'::text) AND (institution_id = ( SELECT platform.institution() AS institution)))) with check ();

create policy cleared_owner on settlement.cleared as permissive for all to liuxin using (true) with check (true);

grant insert, select on settlement.cleared to liuxin_app;

create table settlement.day (
  day date not null,
  cut_off timestamp with time zone not null,
  status text default 'draft'::text not null,
  opened_at timestamp with time zone not null,
  computed_at timestamp with time zone,
  computed_by text,
  seen pg_snapshot,
  search_from xid8,
  transfer_count integer,
  entry_count integer,
  file_sha256 text,
  first_approved_by text,
  first_approved_at timestamp with time zone,
  approved_by text,
  approved_at timestamp with time zone,
  instructed_by text,
  instructed_at timestamp with time zone,
  posting_asked_by text,
  posting_asked_at timestamp with time zone,
  posted_at timestamp with time zone,
  constraint day_pkey PRIMARY KEY (day),
  constraint day_approved_by_two CHECK (((approved_by IS NULL) OR ((first_approved_by IS NOT NULL) AND (approved_by <> first_approved_by)))),
  constraint day_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'computed'::text, 'approved'::text, 'instructed'::text, 'part-posted'::text, 'posted'::text]))),
  constraint day_was_approved CHECK (((status = ANY (ARRAY['draft'::text, 'computed'::text])) = (approved_by IS NULL))),
  constraint day_was_computed CHECK ((((status = 'draft'::text) = (computed_at IS NULL)) AND ((computed_at IS NULL) = ((file_sha256 IS NULL) OR (seen IS NULL) OR (search_from IS NULL))))),
  constraint day_was_instructed CHECK (((status = ANY (ARRAY['draft'::text, 'computed'::text, 'approved'::text])) = (instructed_at IS NULL))),
  constraint day_was_posted CHECK (((status = 'posted'::text) = (posted_at IS NOT NULL)))
);
alter table settlement.day enable row level security;
alter table settlement.day force row level security;

create policy day_centre on settlement.day as permissive for all to liuxin_app using (settlement.is_centre()) with check (settlement.is_centre());

create policy day_known on settlement.day as permissive for select to liuxin_app using ((( SELECT platform.scope() AS scope) = 'staff'::text)) with check ();

create policy day_owner on settlement.day as permissive for all to liuxin using (true) with check (true);

CREATE TRIGGER day_keeps_its_figures BEFORE UPDATE ON settlement.day FOR EACH ROW WHEN (((old.computed_at IS NOT NULL) AND ((new.file_sha256 IS DISTINCT FROM old.file_sha256) OR (new.cut_off <> old.cut_off) OR ((new.seen)::text IS DISTINCT FROM (old.seen)::text) OR (new.transfer_count IS DISTINCT FROM old.transfer_count) OR (new.entry_count IS DISTINCT FROM old.entry_count) OR (new.computed_at IS DISTINCT FROM old.computed_at)))) EXECUTE FUNCTION settlement.refuse_change();

grant insert, select, update on settlement.day to liuxin_app;

create table settlement.figure (
  institution_id integer not null,
  day date not null,
  side text not null,
  account text not null,
  what text not null,
  count integer not null,
  in_cents bigint not null,
  out_cents bigint not null,
  constraint figure_pkey PRIMARY KEY (institution_id, day, side, account, what),
  constraint figure_day_fkey FOREIGN KEY (day) REFERENCES settlement.day(day),
  constraint figure_side_check CHECK ((side = ANY (ARRAY['hospital'::text, 'wallet'::text, 'credit'::text, 'channel'::text, 'custodian'::text, 'other'::text]))),
  constraint figure_signs CHECK (((in_cents >= 0) AND (out_cents <= 0)))
);
alter table settlement.figure enable row level security;
alter table settlement.figure force row level security;

create policy figure_centre on settlement.figure as permissive for all to liuxin_app using (settlement.is_centre()) with check (settlement.is_centre());

create policy figure_own on settlement.figure as permissive for select to liuxin_app using (((( SELECT platform.scope() AS scope) = 'staff'::text) AND (institution_id = ( SELECT platform.institution() AS institution)))) with check ();

create policy figure_owner on settlement.figure as permissive for all to liuxin using (true) with check (true);

grant insert, select on settlement.figure to liuxin_app;

create table settlement.instruction (
  institution_id integer not null,
  day date not null,
  attempt integer not null,
  id uuid not null,
  net_cents bigint not null,
  custodian_bank text not null,
  payer_bank text not null,
  payer_account text not null,
  payee_bank text not null,
  payee_account text not null,
  state text default 'waiting'::text not null,
  handed_at timestamp with time zone,
  ended_at timestamp with time zone,
  reason text default ''::text not null,
  posted_at timestamp with time zone,
  constraint instruction_pkey PRIMARY KEY (institution_id, day, attempt),
  constraint instruction_attempt_check CHECK ((attempt > 0)),
  constraint instruction_day_fkey FOREIGN KEY (day) REFERENCES settlement.day(day),
  constraint instruction_id_key UNIQUE (id),
  constraint instruction_net_cents_check CHECK ((net_cents <> 0)),
  constraint instruction_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'executed'::text, 'refused'::text, 'posted'::text]))),
  constraint instruction_was_posted CHECK (((state = 'posted'::text) = (posted_at IS NOT NULL)))
);
alter table settlement.instruction enable row level security;
alter table settlement.instruction force row level security;

CREATE UNIQUE INDEX instruction_one_alive ON settlement.instruction USING btree (institution_id, day) WHERE (state <> 'refused'::text);

create policy instruction_centre on settlement.instruction as permissive for all to liuxin_app using (settlement.is_centre()) with check (settlement.is_centre());

create policy instruction_own on settlement.instruction as permissive for select to liuxin_app using (((( SELECT platform.scope() AS scope) = 'staff'::text) AND (institution_id = ( SELECT platform.institution() AS institution)))) with check ();

create policy instruction_owner on settlement.instruction as permissive for all to liuxin using (true) with check (true);

grant insert, select, update on settlement.instruction to liuxin_app;

create table settlement."position" (
  institution_id integer not null,
  day date not null,
  opening_cents bigint not null,
  net_cents bigint not null,
  settled_cents bigint not null,
  closing_cents bigint not null,
  constraint position_pkey PRIMARY KEY (institution_id, day),
  constraint position_adds_up CHECK ((closing_cents = ((opening_cents + net_cents) + settled_cents))),
  constraint position_day_fkey FOREIGN KEY (day) REFERENCES settlement.day(day)
);
alter table settlement."position" enable row level security;
alter table settlement."position" force row level security;

create policy position_centre on settlement."position" as permissive for all to liuxin_app using (settlement.is_centre()) with check (settlement.is_centre());

create policy position_own on settlement."position" as permissive for select to liuxin_app using (((( SELECT platform.scope() AS scope) = 'staff'::text) AND (institution_id = ( SELECT platform.institution() AS institution)))) with check ();

create policy position_owner on settlement."position" as permissive for all to liuxin using (true) with check (true);

grant insert, select on settlement."position" to liuxin_app;

CREATE OR REPLACE FUNCTION settlement.is_centre()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select coalesce((select platform.scope()) = 'system' or ((select platform.scope()) = 'staff' and (select platform.institution()) = 0), false)
$function$;

CREATE OR REPLACE FUNCTION settlement.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the figures of % are settled', old.day using errcode = 'restrict_violation', constraint = 'settlement_only_grows';
end $function$;

CREATE OR REPLACE FUNCTION settlement.what_it_is(p_kind text, p_takes_back boolean, p_wallet_cents bigint, p_credit_cents bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case
    when p_kind = 'settlement' then 'settled'
    when p_kind like '%waive%' then 'other'
    when p_wallet_cents <> 0 and p_credit_cents < 0 then 'repaid'
    when p_wallet_cents < 0 or (p_wallet_cents = 0 and p_credit_cents < 0) then
      case when p_takes_back or p_kind ~ '(refund|give-back|return)' then 'given-back' when p_credit_cents < 0 then 'repaid' else 'topped-up' end
    when p_wallet_cents > 0 then case when p_takes_back or p_kind ~ 'withdraw' then 'paid-out' else 'spent' end
    when p_credit_cents > 0 then case when p_takes_back then 'paid-out' else 'lent' end
    else 'other' end
$function$;

create schema if not exists simulator;

grant usage on schema simulator to liuxin_app;

create table simulator.alipay_notice (
  id uuid not null,
  due_at timestamp with time zone not null,
  notify_url text not null,
  body jsonb not null,
  tries integer default 0 not null,
  done_at timestamp with time zone,
  constraint alipay_notice_pkey PRIMARY KEY (id)
);

CREATE INDEX alipay_notice_due ON simulator.alipay_notice USING btree (due_at) WHERE (done_at IS NULL);

grant insert, select, update on simulator.alipay_notice to liuxin_app;

create table simulator.alipay_refund (
  out_trade_no text not null,
  out_request_no text not null,
  amount_cents bigint not null,
  created_at timestamp with time zone not null,
  constraint alipay_refund_pkey PRIMARY KEY (out_trade_no, out_request_no),
  constraint alipay_refund_amount_cents_check CHECK ((amount_cents > 0)),
  constraint alipay_refund_out_trade_no_fkey FOREIGN KEY (out_trade_no) REFERENCES simulator.alipay_trade(out_trade_no)
);

grant insert, select, update on simulator.alipay_refund to liuxin_app;

create table simulator.alipay_trade (
  out_trade_no text not null,
  trade_no text not null,
  subject text not null,
  store_id text not null,
  notify_url text not null,
  return_url text default ''::text not null,
  amount_cents bigint not null,
  state text not null,
  code text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  constraint alipay_trade_pkey PRIMARY KEY (out_trade_no),
  constraint alipay_trade_amount_cents_check CHECK ((amount_cents > 0)),
  constraint alipay_trade_code_key UNIQUE (code),
  constraint alipay_trade_state_check CHECK ((state = ANY (ARRAY['UNOPENED'::text, 'WAIT_BUYER_PAY'::text, 'TRADE_CLOSED'::text, 'TRADE_SUCCESS'::text])))
);

grant insert, select, update on simulator.alipay_trade to liuxin_app;

create table simulator.bank_behaviour (
  one boolean default true not null,
  settings jsonb not null,
  constraint bank_behaviour_pkey PRIMARY KEY (one),
  constraint bank_behaviour_one_check CHECK (one)
);

grant insert, select, update on simulator.bank_behaviour to liuxin_app;

create table simulator.bank_order (
  id uuid not null,
  payer_account text not null,
  payee_account text not null,
  amount_cents bigint not null,
  received_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  refused text default ''::text not null,
  constraint bank_order_pkey PRIMARY KEY (id),
  constraint bank_order_amount_cents_check CHECK ((amount_cents > 0))
);

grant insert, select, update on simulator.bank_order to liuxin_app;

create table simulator.card_operation (
  terminal_id text not null,
  batch integer not null,
  trace integer not null,
  kind text not null,
  order_no text not null,
  original_reference text,
  amount_cents bigint not null,
  state text not null,
  step text default ''::text not null,
  reference text not null,
  card text default ''::text not null,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint card_operation_pkey PRIMARY KEY (terminal_id, batch, trace),
  constraint card_operation_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'void'::text, 'refund'::text]))),
  constraint card_operation_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'approved'::text, 'declined'::text, 'reversed'::text, 'voided'::text])))
);

CREATE INDEX card_operation_of_original ON simulator.card_operation USING btree (original_reference) WHERE (original_reference IS NOT NULL);

CREATE UNIQUE INDEX card_operation_reference ON simulator.card_operation USING btree (reference);

grant insert, select, update on simulator.card_operation to liuxin_app;

create table simulator.card_session (
  terminal_id text not null,
  session_id text not null,
  session_key text not null,
  batch integer not null,
  opened_at timestamp with time zone not null,
  constraint card_session_pkey PRIMARY KEY (terminal_id)
);

grant insert, select, update on simulator.card_session to liuxin_app;

create table simulator.channel_setting (
  channel text not null,
  name text not null,
  settings jsonb not null,
  constraint channel_setting_pkey PRIMARY KEY (channel, name),
  constraint channel_setting_channel_check CHECK ((channel = ANY (ARRAY['alipay'::text, 'bankcard'::text]))),
  constraint channel_setting_name_check CHECK ((name = ANY (ARRAY['keys'::text, 'behaviour'::text])))
);

grant insert, select, update on simulator.channel_setting to liuxin_app;

create table simulator.insurer_behaviour (
  one boolean default true not null,
  settings jsonb not null,
  constraint insurer_behaviour_pkey PRIMARY KEY (one),
  constraint insurer_behaviour_one_check CHECK (one)
);

grant delete, insert, select, update on simulator.insurer_behaviour to liuxin_app;

create table simulator.insurer_catalogue (
  code text not null,
  share_bp integer not null,
  ceiling_cents bigint,
  constraint insurer_catalogue_pkey PRIMARY KEY (code),
  constraint insurer_catalogue_share_bp_check CHECK (((share_bp >= 0) AND (share_bp <= 10000)))
);

grant delete, insert, select, update on simulator.insurer_catalogue to liuxin_app;

create table simulator.insurer_fee (
  mdtrt_id text not null,
  feedetl_sn text not null,
  chrg_bchno text not null,
  code text not null,
  total_cents bigint not null,
  over_cents bigint not null,
  first_cents bigint not null,
  own_pay_cents bigint not null,
  scope_cents bigint not null,
  ceiling_cents bigint,
  setl_id text,
  constraint insurer_fee_pkey PRIMARY KEY (mdtrt_id, feedetl_sn),
  constraint insurer_fee_mdtrt_id_fkey FOREIGN KEY (mdtrt_id) REFERENCES simulator.insurer_visit(mdtrt_id)
);

grant delete, insert, select, update on simulator.insurer_fee to liuxin_app;

create table simulator.insurer_key (
  one boolean default true not null,
  settings jsonb not null,
  constraint insurer_key_pkey PRIMARY KEY (one),
  constraint insurer_key_one_check CHECK (one)
);

grant delete, insert, select, update on simulator.insurer_key to liuxin_app;

create table simulator.insurer_message (
  fixmedins_code text not null,
  msgid text not null,
  infno text not null,
  body jsonb not null,
  due_at timestamp with time zone not null,
  answer jsonb,
  taken_back boolean default false not null,
  at timestamp with time zone not null,
  constraint insurer_message_pkey PRIMARY KEY (fixmedins_code, msgid)
);

grant delete, insert, select, update on simulator.insurer_message to liuxin_app;

create table simulator.insurer_person (
  psn_no text not null,
  account_cents bigint not null,
  fund_cents bigint default 0 not null,
  constraint insurer_person_pkey PRIMARY KEY (psn_no)
);

grant delete, insert, select, update on simulator.insurer_person to liuxin_app;

create table simulator.insurer_settlement (
  setl_id text not null,
  fixmedins_code text not null,
  mdtrt_id text not null,
  chrg_bchno text not null,
  psn_no text not null,
  medins_setl_id text not null,
  total_cents bigint not null,
  fund_cents bigint not null,
  account_cents bigint not null,
  at timestamp with time zone not null,
  reverses text,
  constraint insurer_settlement_pkey PRIMARY KEY (setl_id),
  constraint insurer_settlement_once_per_message UNIQUE (fixmedins_code, medins_setl_id),
  constraint insurer_settlement_reverses_fkey FOREIGN KEY (reverses) REFERENCES simulator.insurer_settlement(setl_id),
  constraint insurer_settlement_reverses_key UNIQUE (reverses)
);

CREATE INDEX insurer_settlement_of_day ON simulator.insurer_settlement USING btree (fixmedins_code, at);

grant delete, insert, select, update on simulator.insurer_settlement to liuxin_app;

create table simulator.insurer_visit (
  mdtrt_id text not null,
  fixmedins_code text not null,
  ipt_otp_no text not null,
  psn_no text not null,
  cancelled boolean default false not null,
  constraint insurer_visit_pkey PRIMARY KEY (mdtrt_id),
  constraint insurer_visit_fixmedins_code_ipt_otp_no_key UNIQUE (fixmedins_code, ipt_otp_no)
);

grant delete, insert, select, update on simulator.insurer_visit to liuxin_app;

create table simulator.kiosk_acceptor (
  machine text not null,
  device jsonb not null,
  broker jsonb not null,
  constraint kiosk_acceptor_pkey PRIMARY KEY (machine)
);

grant delete, insert, select, update on simulator.kiosk_acceptor to liuxin_app;

create table simulator.kiosk_device (
  machine text not null,
  state jsonb not null,
  constraint kiosk_device_pkey PRIMARY KEY (machine)
);

grant delete, insert, select, update on simulator.kiosk_device to liuxin_app;

create table simulator.kiosk_paper (
  machine text not null,
  id uuid not null,
  title text not null,
  state text not null,
  content bytea not null,
  mime text not null,
  at timestamp with time zone not null,
  constraint kiosk_paper_pkey PRIMARY KEY (machine, id)
);

grant delete, insert, select, update on simulator.kiosk_paper to liuxin_app;

create table simulator.kiosk_signal (
  id bigint generated always as identity not null,
  machine text not null,
  signal jsonb not null,
  at timestamp with time zone default now() not null,
  constraint kiosk_signal_pkey PRIMARY KEY (id)
);

CREATE INDEX kiosk_signal_of_machine ON simulator.kiosk_signal USING btree (machine, id);

grant delete, insert, select, update on simulator.kiosk_signal to liuxin_app;

create table simulator.sms (
  id bigint generated always as identity not null,
  phone text not null,
  sign_name text not null,
  template_id text not null,
  params text[] not null,
  received_at timestamp with time zone not null,
  constraint sms_pkey PRIMARY KEY (id)
);

CREATE INDEX sms_newest ON simulator.sms USING btree (phone, id DESC);

grant delete, insert, select on simulator.sms to liuxin_app;

create table simulator.wechatpay_behaviour (
  one boolean default true not null,
  settings jsonb not null,
  constraint wechatpay_behaviour_pkey PRIMARY KEY (one),
  constraint wechatpay_behaviour_one_check CHECK (one)
);

grant insert, select, update on simulator.wechatpay_behaviour to liuxin_app;

create table simulator.wechatpay_callback (
  id uuid not null,
  due_at timestamp with time zone not null,
  notify_url text not null,
  body jsonb not null,
  tries integer default 0 not null,
  done_at timestamp with time zone,
  constraint wechatpay_callback_pkey PRIMARY KEY (id)
);

CREATE INDEX wechatpay_callback_due ON simulator.wechatpay_callback USING btree (due_at) WHERE (done_at IS NULL);

grant insert, select, update on simulator.wechatpay_callback to liuxin_app;

create table simulator.wechatpay_key (
  one boolean default true not null,
  merchant_id text not null,
  settings jsonb not null,
  constraint wechatpay_key_pkey PRIMARY KEY (one),
  constraint wechatpay_key_one_check CHECK (one)
);

grant insert, select, update on simulator.wechatpay_key to liuxin_app;

create table simulator.wechatpay_order (
  out_trade_no text not null,
  transaction_id text not null,
  description text not null,
  attach text not null,
  notify_url text not null,
  amount_cents bigint not null,
  state text not null,
  code text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  constraint wechatpay_order_pkey PRIMARY KEY (out_trade_no),
  constraint wechatpay_order_code_key UNIQUE (code),
  constraint wechatpay_order_state_check CHECK ((state = ANY (ARRAY['NOTPAY'::text, 'SUCCESS'::text, 'REFUND'::text, 'CLOSED'::text])))
);

grant insert, select, update on simulator.wechatpay_order to liuxin_app;

create table simulator.wechatpay_refund (
  out_refund_no text not null,
  refund_id text not null,
  out_trade_no text not null,
  amount_cents bigint not null,
  status text not null,
  notify_url text,
  created_at timestamp with time zone not null,
  constraint wechatpay_refund_pkey PRIMARY KEY (out_refund_no),
  constraint wechatpay_refund_out_trade_no_fkey FOREIGN KEY (out_trade_no) REFERENCES simulator.wechatpay_order(out_trade_no),
  constraint wechatpay_refund_status_check CHECK ((status = ANY (ARRAY['PROCESSING'::text, 'SUCCESS'::text])))
);

grant insert, select, update on simulator.wechatpay_refund to liuxin_app;

create schema if not exists supply;

grant usage on schema supply to liuxin_app;

create table supply.change (
  institution_id integer not null,
  id uuid not null,
  kind text not null,
  reason text default ''::text not null,
  edits jsonb not null,
  effect jsonb not null,
  take_back jsonb,
  file_name text,
  actor_id text not null,
  made_at timestamp with time zone not null,
  taken_back_by uuid,
  constraint change_pkey PRIMARY KEY (institution_id, id),
  constraint change_reason_check CHECK ((length(reason) <= 300))
);

CREATE INDEX change_newest ON supply.change USING btree (institution_id, made_at DESC);

grant insert, select on supply.change to liuxin_app;

grant update (taken_back_by) on supply.change to liuxin_app;

create schema if not exists suspension;

grant usage on schema suspension to liuxin_app;

create table suspension.affected (
  institution_id integer not null,
  suspension_id uuid not null,
  appointment_id uuid not null,
  person_id uuid not null,
  service_id integer not null,
  practitioner_id integer,
  starts_at timestamp with time zone not null,
  was text not null,
  state text default 'open'::text not null,
  told_at timestamp with time zone,
  phones integer,
  offered_until timestamp with time zone,
  told_back_at timestamp with time zone,
  answered_at timestamp with time zone,
  answered_by text,
  new_institution_id integer,
  new_appointment_id uuid,
  constraint affected_pkey PRIMARY KEY (institution_id, suspension_id, appointment_id),
  constraint affected_rebooked_somewhere CHECK (((state = 'rebooked'::text) = (new_appointment_id IS NOT NULL))),
  constraint affected_state_check CHECK ((state = ANY (ARRAY['open'::text, 'rebooked'::text, 'declined'::text, 'reinstated'::text]))),
  constraint affected_was_check CHECK ((was = ANY (ARRAY['held'::text, 'booked'::text])))
);
alter table suspension.affected enable row level security;
alter table suspension.affected force row level security;

CREATE INDEX affected_of_appointment ON suspension.affected USING btree (institution_id, appointment_id);

CREATE INDEX affected_of_person ON suspension.affected USING btree (person_id, starts_at);

create policy affected_owner on suspension.affected as permissive for all to liuxin using (true) with check (true);

create policy affected_seen on suspension.affected as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on suspension.affected to liuxin_app;

create table suspension.call (
  institution_id integer not null,
  id uuid not null,
  suspension_id uuid not null,
  appointment_id uuid not null,
  person_id uuid not null,
  outcome text not null,
  note text default ''::text not null,
  called_by text not null,
  called_at timestamp with time zone not null,
  constraint call_pkey PRIMARY KEY (institution_id, id),
  constraint call_note_check CHECK ((length(note) <= 200)),
  constraint call_outcome_check CHECK ((outcome = ANY (ARRAY['reached'::text, 'no-answer'::text, 'wrong-number'::text])))
);
alter table suspension.call enable row level security;
alter table suspension.call force row level security;

CREATE INDEX call_of_affected ON suspension.call USING btree (institution_id, suspension_id, appointment_id);

create policy call_owner on suspension.call as permissive for all to liuxin using (true) with check (true);

create policy call_seen on suspension.call as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select on suspension.call to liuxin_app;

create table suspension.offer (
  institution_id integer not null,
  id uuid not null,
  home_institution_id integer not null,
  suspension_id uuid not null,
  appointment_id uuid not null,
  person_id uuid not null,
  kind text not null,
  period_id bigint not null,
  pool text not null,
  service_id integer not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  state text default 'open'::text not null,
  ended_at timestamp with time zone,
  constraint offer_pkey PRIMARY KEY (institution_id, id),
  constraint offer_ends_once CHECK (((state = 'open'::text) = (ended_at IS NULL))),
  constraint offer_kind_check CHECK ((kind = ANY (ARRAY['same-doctor'::text, 'same-department'::text, 'other-hospital'::text]))),
  constraint offer_state_check CHECK ((state = ANY (ARRAY['open'::text, 'taken'::text, 'released'::text, 'expired'::text])))
);
alter table suspension.offer enable row level security;
alter table suspension.offer force row level security;

CREATE INDEX offer_expiring ON suspension.offer USING btree (expires_at) WHERE (state = 'open'::text);

CREATE INDEX offer_of_affected ON suspension.offer USING btree (home_institution_id, suspension_id, appointment_id);

create policy offer_owner on suspension.offer as permissive for all to liuxin using (true) with check (true);

create policy offer_seen on suspension.offer as permissive for all to liuxin_app using (platform.may_see(home_institution_id, person_id)) with check (platform.may_see(home_institution_id, person_id));

grant insert, select, update on suspension.offer to liuxin_app;

create table suspension.suspension (
  institution_id integer not null,
  id uuid not null,
  batch_id uuid not null,
  session_id bigint not null,
  period_ids bigint[],
  service_id integer not null,
  department_id integer not null,
  practitioner_id integer,
  day date not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  reason text not null,
  note text default ''::text not null,
  status text not null,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  decided_by text,
  decided_at timestamp with time zone,
  in_force_at timestamp with time zone,
  here integer default 0 not null,
  withdrawn jsonb default '[]'::jsonb not null,
  reinstated_by text,
  reinstated_at timestamp with time zone,
  constraint suspension_pkey PRIMARY KEY (institution_id, id),
  constraint suspension_note_check CHECK ((length(note) <= 200)),
  constraint suspension_reason_check CHECK ((reason = ANY (ARRAY['illness'::text, 'emergency-duty'::text, 'meeting'::text, 'equipment'::text, 'other'::text]))),
  constraint suspension_status_check CHECK ((status = ANY (ARRAY['asked'::text, 'ordered'::text, 'in-force'::text, 'refused'::text, 'reinstated'::text, 'not-needed'::text])))
);

CREATE INDEX suspension_of_day ON suspension.suspension USING btree (institution_id, day);

CREATE UNIQUE INDEX suspension_of_whole_session_once ON suspension.suspension USING btree (institution_id, session_id) WHERE ((period_ids IS NULL) AND (status = ANY (ARRAY['asked'::text, 'ordered'::text, 'in-force'::text])));

grant insert, select, update on suspension.suspension to liuxin_app;

create schema if not exists terminology;

grant usage on schema terminology to liuxin_app;

create table terminology.diagnosis (
  edition text not null,
  code text not null,
  name text not null,
  name_en text default ''::text not null,
  spelling text default ''::text not null,
  initials text default ''::text not null,
  grams text[] default '{}'::text[] not null,
  constraint diagnosis_pkey PRIMARY KEY (edition, code, name),
  constraint diagnosis_edition_fkey FOREIGN KEY (edition) REFERENCES terminology.edition(id)
);

CREATE INDEX diagnosis_code ON terminology.diagnosis USING btree (edition, code text_pattern_ops);

CREATE INDEX diagnosis_grams ON terminology.diagnosis USING gin (grams);

CREATE INDEX diagnosis_letters ON terminology.diagnosis USING gin ((((((spelling || ' '::text) || initials) || ' '::text) || lower(name_en))) gin_trgm_ops);

grant delete, insert, select, update on terminology.diagnosis to liuxin_app;

create table terminology.edition (
  id text not null,
  name text not null,
  imported_at timestamp with time zone not null,
  code_count integer not null,
  active boolean default false not null,
  constraint edition_pkey PRIMARY KEY (id)
);

CREATE UNIQUE INDEX edition_one_active ON terminology.edition USING btree (active) WHERE active;

grant delete, insert, select, update on terminology.edition to liuxin_app;

create schema if not exists waitlist;

grant usage on schema waitlist to liuxin_app;

create table waitlist.entry (
  person_id uuid not null,
  id uuid not null,
  institution_id integer not null,
  service_id integer not null,
  within_km numeric,
  services jsonb not null,
  from_day date not null,
  to_day date not null,
  halves text[] not null,
  notice_hours integer not null,
  auto_until date,
  auto_halves text[] default '{}'::text[] not null,
  priority integer default 3 not null,
  priority_reason text default ''::text not null,
  priority_by text,
  instead_of_institution integer,
  instead_of uuid,
  otherwise_day date,
  contact text default 'message'::text not null,
  note text default ''::text not null,
  channel text not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  status text default 'waiting'::text not null,
  ended_at timestamp with time zone,
  end_reason text,
  booked_institution integer,
  booked_id uuid,
  booked_day date,
  constraint entry_pkey PRIMARY KEY (person_id, id),
  constraint entry_contact_check CHECK ((contact = ANY (ARRAY['message'::text, 'call'::text]))),
  constraint entry_ends_once CHECK (((status = 'waiting'::text) = (ended_at IS NULL))),
  constraint entry_known_by_its_id UNIQUE (id),
  constraint entry_note_check CHECK ((length(note) <= 200)),
  constraint entry_notice_hours_check CHECK (((notice_hours >= 0) AND (notice_hours <= 240))),
  constraint entry_priority_check CHECK (((priority >= 1) AND (priority <= 3))),
  constraint entry_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'booked'::text, 'withdrawn'::text, 'over'::text]))),
  constraint entry_waits_forward CHECK ((to_day >= from_day))
);
alter table waitlist.entry enable row level security;
alter table waitlist.entry force row level security;

CREATE INDEX entry_by_clinic ON waitlist.entry USING gin (services) WHERE (status = 'waiting'::text);

CREATE INDEX entry_of_institution ON waitlist.entry USING btree (institution_id, service_id) WHERE (status = 'waiting'::text);

CREATE UNIQUE INDEX entry_once_per_person_and_clinic ON waitlist.entry USING btree (person_id, institution_id, service_id) WHERE (status = 'waiting'::text);

CREATE INDEX entry_waiting_until ON waitlist.entry USING btree (to_day) WHERE (status = 'waiting'::text);

create policy entry_owner on waitlist.entry as permissive for all to liuxin using (true) with check (true);

create policy entry_seen on waitlist.entry as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on waitlist.entry to liuxin_app;

create table waitlist.offer (
  institution_id integer not null,
  id uuid not null,
  unit_id bigint not null,
  period_id bigint not null,
  service_id integer not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  person_id uuid not null,
  entry_id uuid not null,
  mode text not null,
  why jsonb not null,
  passed_over jsonb default '[]'::jsonb not null,
  code text not null,
  contact text not null,
  status text not null,
  made_at timestamp with time zone not null,
  answer_by timestamp with time zone not null,
  answered_at timestamp with time zone,
  answered_by text,
  answered_how text,
  told_at timestamp with time zone,
  calls integer default 0 not null,
  last_call_at timestamp with time zone,
  appointment_id uuid,
  constraint offer_pkey PRIMARY KEY (institution_id, id),
  constraint offer_answered_when_over CHECK (((status = 'open'::text) = (answered_at IS NULL))),
  constraint offer_mode_check CHECK ((mode = ANY (ARRAY['hold'::text, 'group'::text, 'auto'::text]))),
  constraint offer_status_check CHECK ((status = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text, 'expired'::text, 'taken'::text, 'withdrawn'::text, 'gone'::text])))
);
alter table waitlist.offer enable row level security;
alter table waitlist.offer force row level security;

CREATE INDEX offer_by_code ON waitlist.offer USING btree (code) WHERE (status = 'open'::text);

CREATE UNIQUE INDEX offer_of_a_unit_once ON waitlist.offer USING btree (institution_id, unit_id, entry_id);

CREATE INDEX offer_of_appointment ON waitlist.offer USING btree (institution_id, appointment_id) WHERE (appointment_id IS NOT NULL);

CREATE INDEX offer_of_entry ON waitlist.offer USING btree (entry_id, made_at);

CREATE INDEX offer_of_person ON waitlist.offer USING btree (person_id, made_at);

CREATE UNIQUE INDEX offer_one_at_a_time ON waitlist.offer USING btree (entry_id) WHERE (status = 'open'::text);

CREATE UNIQUE INDEX offer_one_promise_per_unit ON waitlist.offer USING btree (institution_id, unit_id) WHERE ((status = 'open'::text) AND (mode = 'hold'::text));

CREATE UNIQUE INDEX offer_one_winner_per_unit ON waitlist.offer USING btree (institution_id, unit_id) WHERE (status = 'accepted'::text);

CREATE INDEX offer_to_look_at ON waitlist.offer USING btree (answer_by) WHERE (status = 'open'::text);

CREATE INDEX offer_to_tell ON waitlist.offer USING btree (made_at) WHERE ((status = 'open'::text) AND (told_at IS NULL) AND (contact = 'message'::text));

create policy offer_owner on waitlist.offer as permissive for all to liuxin using (true) with check (true);

create policy offer_seen on waitlist.offer as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on waitlist.offer to liuxin_app;

CREATE OR REPLACE FUNCTION waitlist.standing(p_entry uuid, p_now timestamp with time zone)
 RETURNS TABLE(ahead integer, equal integer, waiting integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'waitlist', 'pg_temp'
AS $function$
  with me as (select e.*, capacity.local_day(p_now) - capacity.local_day(e.created_at) as days from waitlist.entry e where e.id = p_entry),
  others as (
    select o.priority, capacity.local_day(p_now) - capacity.local_day(o.created_at) as days, o.notice_hours
    from me join waitlist.entry o on o.status = 'waiting' and o.id <> me.id and o.halves && me.halves
      and o.from_day <= me.to_day and o.to_day >= me.from_day
      and exists (select from jsonb_array_elements(o.services) s where s in (select jsonb_array_elements(me.services))))
  select count(*) filter (where (o.priority, -o.days, o.notice_hours) < (me.priority, -me.days, me.notice_hours))::integer,
    count(*) filter (where (o.priority, -o.days, o.notice_hours) = (me.priority, -me.days, me.notice_hours))::integer,
    count(o.priority)::integer
  from me left join others o on true
$function$;
revoke all on function waitlist.standing(uuid,timestamp with time zone) from public;

grant execute on function waitlist.standing(uuid,timestamp with time zone) to liuxin_app;

CREATE OR REPLACE FUNCTION waitlist.waiting_for(p_institution integer, p_service integer)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'waitlist', 'pg_temp'
AS $function$
  select count(*)::integer from waitlist.entry e where e.status = 'waiting' and e.services @> jsonb_build_array(jsonb_build_array(p_institution, p_service))
$function$;
revoke all on function waitlist.waiting_for(integer,integer) from public;

grant execute on function waitlist.waiting_for(integer,integer) to liuxin_app;

create schema if not exists wallet;

grant usage on schema wallet to liuxin_app;

create table wallet.consent (
  institution_id integer not null,
  id uuid not null,
  person_id uuid not null,
  account_id uuid not null,
  given_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_for uuid,
  purpose text default 'payment'::text not null,
  constraint consent_pkey PRIMARY KEY (institution_id, id),
  constraint consent_purpose_check CHECK ((purpose = ANY (ARRAY['payment'::text, 'withdrawal'::text])))
);
alter table wallet.consent enable row level security;
alter table wallet.consent force row level security;

CREATE INDEX consent_of_person ON wallet.consent USING btree (institution_id, person_id, expires_at);

create policy consent_of_own on wallet.consent as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy consent_owner on wallet.consent as permissive for all to liuxin using (true) with check (true);

grant insert, select on wallet.consent to liuxin_app;

grant update (used_for) on wallet.consent to liuxin_app;

create table wallet.consent_code (
  person_id uuid not null,
  code_hash bytea not null,
  expires_at timestamp with time zone not null,
  tries integer default 0 not null,
  constraint consent_code_pkey PRIMARY KEY (person_id),
  constraint consent_code_at_most_five_tries CHECK ((tries <= 5))
);
alter table wallet.consent_code enable row level security;
alter table wallet.consent_code force row level security;

create policy consent_code_of_own on wallet.consent_code as permissive for all to liuxin_app using (platform.may_see(NULL::integer, person_id)) with check (platform.may_see(NULL::integer, person_id));

create policy consent_code_owner on wallet.consent_code as permissive for all to liuxin using (true) with check (true);

grant insert, select on wallet.consent_code to liuxin_app;

grant update (code_hash), update (expires_at), update (tries) on wallet.consent_code to liuxin_app;

create table wallet.movement (
  person_id uuid not null,
  transfer_id uuid not null,
  institution_id integer not null,
  kind text not null,
  cents bigint not null,
  reference text not null,
  title text default ''::text not null,
  at timestamp with time zone not null,
  constraint movement_pkey PRIMARY KEY (person_id, transfer_id),
  constraint movement_cents_check CHECK ((cents <> 0)),
  constraint movement_goes_its_way CHECK (((cents > 0) = (kind = ANY (ARRAY['top-up'::text, 'give-back'::text])))),
  constraint movement_kind_check CHECK ((kind = ANY (ARRAY['top-up'::text, 'spend'::text, 'give-back'::text, 'withdrawal'::text])))
);
alter table wallet.movement enable row level security;
alter table wallet.movement force row level security;

CREATE INDEX movement_at_hospital ON wallet.movement USING btree (institution_id, at);

create policy movement_of_own on wallet.movement as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy movement_owner on wallet.movement as permissive for all to liuxin using (true) with check (true);

grant insert, select on wallet.movement to liuxin_app;

create table wallet.promise (
  person_id uuid not null,
  id uuid not null,
  institution_id integer not null,
  purpose text not null,
  cents bigint not null,
  entries uuid[] not null,
  parts bigint[] not null,
  reference text not null,
  title text default ''::text not null,
  state text default 'open'::text not null,
  taken_cents bigint,
  transfer_id uuid,
  placed_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint promise_pkey PRIMARY KEY (person_id, id),
  constraint promise_cents_check CHECK ((cents > 0)),
  constraint promise_ends_once CHECK (((state = 'open'::text) = (ended_at IS NULL))),
  constraint promise_from_its_entries CHECK (((cardinality(entries) = cardinality(parts)) AND (cardinality(entries) > 0))),
  constraint promise_purpose_check CHECK ((purpose = ANY (ARRAY['spend'::text, 'withdrawal'::text]))),
  constraint promise_state_check CHECK ((state = ANY (ARRAY['open'::text, 'taken'::text, 'let-go'::text]))),
  constraint promise_taken_within CHECK ((((state = 'taken'::text) = (taken_cents IS NOT NULL)) AND ((state = 'taken'::text) = (transfer_id IS NOT NULL)) AND ((taken_cents >= 1) AND (taken_cents <= cents))))
);
alter table wallet.promise enable row level security;
alter table wallet.promise force row level security;

CREATE INDEX promise_by_id ON wallet.promise USING btree (id);

create policy promise_of_own on wallet.promise as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

create policy promise_owner on wallet.promise as permissive for all to liuxin using (true) with check (true);

grant insert, select on wallet.promise to liuxin_app;

grant update (ended_at), update (state), update (taken_cents), update (transfer_id) on wallet.promise to liuxin_app;

CREATE OR REPLACE FUNCTION wallet.redeem_code(p_entries uuid[], p_code_hash bytea, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'wallet', 'pg_temp'
AS $function$
declare v_right boolean;
begin
  update consent_code set tries = tries + 1, expires_at = case when code_hash = p_code_hash then p_at else expires_at end
  where person_id = any (p_entries) and expires_at > p_at and tries < 5 returning code_hash = p_code_hash into v_right;
  return coalesce(v_right, false);
end $function$;
revoke all on function wallet.redeem_code(uuid[],bytea,timestamp with time zone) from public;

grant execute on function wallet.redeem_code(uuid[],bytea,timestamp with time zone) to liuxin_app;

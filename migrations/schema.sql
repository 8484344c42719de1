-- The whole schema as the migrations leave it, to be read and compared. Written by `npm run schema`; not run by anything.

create extension if not exists btree_gist;

create extension if not exists pg_trgm;

create schema if not exists access;

grant usage on schema access to liuxin_app;

create table access.account (
  id uuid not null,
  kind text not null,
  person_id uuid,
  phone_hash bytea,
  username text,
  password_hash text,
  totp_sealed bytea,
  totp_last_step bigint default 0 not null,
  failed_count integer default 0 not null,
  locked_until timestamp with time zone,
  active boolean default true not null,
  language text default 'zh-CN'::text not null,
  created_at timestamp with time zone not null,
  constraint account_pkey PRIMARY KEY (id),
  constraint account_kind_check CHECK ((kind = ANY (ARRAY['patient'::text, 'staff'::text]))),
  constraint account_of_its_kind CHECK (((kind = 'patient'::text) = (person_id IS NOT NULL))),
  constraint account_username_once UNIQUE (username)
);

CREATE UNIQUE INDEX account_one_per_phone ON access.account USING btree (phone_hash) WHERE ((kind = 'patient'::text) AND active);

grant insert, select, update on access.account to liuxin_app;

create table access.session (
  token_hash bytea not null,
  family_id uuid not null,
  account_id uuid not null,
  institution_id integer,
  stage text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  rotated_at timestamp with time zone,
  ended_at timestamp with time zone,
  device text default ''::text not null,
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.account(id),
  constraint session_stage_check CHECK ((stage = ANY (ARRAY['password'::text, 'full'::text])))
);

CREATE INDEX session_of_account ON access.session USING btree (account_id) WHERE (ended_at IS NULL);

CREATE INDEX session_of_family ON access.session USING btree (family_id);

grant insert, select, update on access.session to liuxin_app;

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

grant insert, select, update on access.sign_in_code to liuxin_app;

create table access.staff_role (
  account_id uuid not null,
  institution_id integer not null,
  staff_id integer not null,
  display_name text not null,
  roles text[] not null,
  constraint staff_role_pkey PRIMARY KEY (account_id, institution_id),
  constraint staff_role_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.account(id)
);

grant insert, select, update on access.staff_role to liuxin_app;

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
  constraint visit_order_pkey PRIMARY KEY (institution_id, id),
  constraint visit_order_cancelled_says_who CHECK (((state = 'cancelled'::text) = ((cancelled_by IS NOT NULL) AND (cancelled_at IS NOT NULL)))),
  constraint visit_order_days_check CHECK (((days >= 0) AND (days <= 90))),
  constraint visit_order_drug_says_how CHECK (((kind <> 'drug'::text) OR ((dose <> ''::text) AND (frequency <> ''::text) AND (days >= 1)))),
  constraint visit_order_frequency_check CHECK ((frequency = ANY (ARRAY[''::text, 'qd'::text, 'qn'::text, 'bid'::text, 'tid'::text, 'qid'::text, 'qod'::text, 'qw'::text, 'prn'::text, 'once'::text]))),
  constraint visit_order_institution_id_visit_id_fkey FOREIGN KEY (institution_id, visit_id) REFERENCES consulting.visit(institution_id, visit_id),
  constraint visit_order_kind_check CHECK ((kind = ANY (ARRAY['examination'::text, 'laboratory'::text, 'drug'::text, 'procedure'::text]))),
  constraint visit_order_quantity_check CHECK (((quantity >= 1) AND (quantity <= 1000))),
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

create schema if not exists directory;

grant usage on schema directory to liuxin_app;

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

create table directory.revision (
  only_row boolean default true not null,
  number bigint not null,
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
  constraint service_kind_check CHECK ((kind = ANY (ARRAY['expert'::text, 'general'::text, 'special-disease'::text, 'joint'::text, 'pharmacy'::text, 'nursing'::text, 'tcm'::text]))),
  constraint service_of_a_department FOREIGN KEY (institution_id, department_id) REFERENCES directory.department(institution_id, id),
  constraint service_of_a_practitioner FOREIGN KEY (institution_id, practitioner_id) REFERENCES directory.practitioner(institution_id, id)
);

CREATE INDEX service_of_department ON directory.service USING btree (institution_id, department_id);

CREATE INDEX service_of_practitioner ON directory.service USING btree (institution_id, practitioner_id);

CREATE TRIGGER mark_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON directory.service FOR EACH STATEMENT EXECUTE FUNCTION directory.mark_changed();

grant insert, select, update on directory.service to liuxin_app;

CREATE OR REPLACE FUNCTION directory.mark_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'directory', 'pg_temp'
AS $function$
begin
  update directory.revision set number = nextval('directory.revision_number');
  return null;
end $function$;

create schema if not exists people;

grant usage on schema people to liuxin_app;

create table people.hospital_number (
  institution_id integer not null,
  person_id uuid not null,
  number text not null,
  since timestamp with time zone not null,
  constraint hospital_number_pkey PRIMARY KEY (institution_id, person_id),
  constraint hospital_number_once UNIQUE (institution_id, number),
  constraint hospital_number_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(person_id)
);
alter table people.hospital_number enable row level security;
alter table people.hospital_number force row level security;

create policy hospital_number_owner on people.hospital_number as permissive for all to liuxin using (true) with check (true);

create policy hospital_number_seen on people.hospital_number as permissive for all to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));

grant insert, select, update on people.hospital_number to liuxin_app;

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
  constraint identity_document_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(person_id)
);
alter table people.identity_document enable row level security;
alter table people.identity_document force row level security;

create policy identity_document_owner on people.identity_document as permissive for all to liuxin using (true) with check (true);

create policy identity_document_seen on people.identity_document as permissive for all to liuxin_app using (people.visible(person_id)) with check ((( SELECT platform.scope() AS scope) = ANY (ARRAY['system'::text, 'patient'::text, 'staff'::text])));

grant insert, select, update on people.identity_document to liuxin_app;

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
  constraint merge_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(person_id)
);
alter table people.merge enable row level security;
alter table people.merge force row level security;

CREATE UNIQUE INDEX merge_once_at_a_time ON people.merge USING btree (merged_id) WHERE (undone_at IS NULL);

create policy merge_owner on people.merge as permissive for all to liuxin using (true) with check (true);

create policy merge_seen on people.merge as permissive for all to liuxin_app using (people.visible(person_id)) with check ((( SELECT platform.scope() AS scope) = ANY (ARRAY['system'::text, 'staff'::text])));

grant insert, select, update on people.merge to liuxin_app;

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
  constraint person_pkey PRIMARY KEY (person_id),
  constraint person_insurance_kind_check CHECK ((insurance_kind = ANY (ARRAY['self-pay'::text, 'employee'::text, 'resident'::text]))),
  constraint person_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES people.person(person_id),
  constraint person_sex_check CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text, 'unknown'::text])))
);
alter table people.person enable row level security;
alter table people.person force row level security;

CREATE INDEX person_by_name ON people.person USING btree (name_hash);

CREATE INDEX person_by_phone ON people.person USING btree (phone_hash) WHERE (phone_hash IS NOT NULL);

CREATE INDEX person_merged ON people.person USING btree (merged_into) WHERE (merged_into IS NOT NULL);

create policy person_owner on people.person as permissive for all to liuxin using (true) with check (true);

create policy person_seen on people.person as permissive for all to liuxin_app using (people.visible(person_id)) with check ((( SELECT platform.scope() AS scope) = ANY (ARRAY['system'::text, 'patient'::text, 'staff'::text])));

grant insert, select, update on people.person to liuxin_app;

create table people.real_name_check (
  person_id uuid not null,
  id uuid not null,
  asked_at timestamp with time zone not null,
  result text not null,
  reference text not null,
  constraint real_name_check_pkey PRIMARY KEY (person_id, id),
  constraint real_name_check_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(person_id),
  constraint real_name_check_result_check CHECK ((result = ANY (ARRAY['same'::text, 'different'::text, 'unknown'::text])))
);
alter table people.real_name_check enable row level security;
alter table people.real_name_check force row level security;

create policy real_name_check_owner on people.real_name_check as permissive for all to liuxin using (true) with check (true);

create policy real_name_check_seen on people.real_name_check as permissive for all to liuxin_app using (people.visible(person_id)) with check (true);

grant insert, select, update on people.real_name_check to liuxin_app;

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
  constraint relation_status_check CHECK ((status = ANY (ARRAY['asked'::text, 'active'::text, 'ended'::text])))
);
alter table people.relation enable row level security;
alter table people.relation force row level security;

CREATE INDEX relation_by_proxy ON people.relation USING btree (proxy_id) WHERE (status = 'active'::text);

create policy relation_owner on people.relation as permissive for all to liuxin using (true) with check (true);

create policy relation_seen on people.relation as permissive for all to liuxin_app using ((people.visible(person_id) OR people.visible(proxy_id))) with check ((( SELECT platform.scope() AS scope) = ANY (ARRAY['system'::text, 'patient'::text, 'staff'::text])));

grant insert, select, update on people.relation to liuxin_app;

CREATE OR REPLACE FUNCTION people.find_by_document(p_kind text, p_number_hash bytea)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'people', 'pg_temp'
AS $function$
  select coalesce(p.merged_into, p.person_id) from people.identity_document d join people.person p using (person_id)
  where d.kind = p_kind and d.number_hash = p_number_hash;
$function$;

CREATE OR REPLACE FUNCTION people.find_by_phone(p_phone_hash bytea)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'people', 'pg_temp'
AS $function$
  select person_id from people.person where phone_hash = p_phone_hash and merged_into is null;
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
    else false end;
$function$;

create schema if not exists platform;

grant usage on schema platform to liuxin_app;

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

create policy audit_owner on platform.audit as permissive for all to liuxin using (true) with check (true);

create policy audit_read_by_auditors on platform.audit as permissive for select to liuxin_app using (((( SELECT platform.scope() AS scope) = 'system'::text) OR ((( SELECT platform.scope() AS scope) = 'staff'::text) AND (institution_id = ( SELECT platform.institution() AS institution))) OR ((( SELECT platform.scope() AS scope) = 'patient'::text) AND (person_id = ANY (( SELECT platform.persons() AS persons)::uuid[]))))) with check ();

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

CREATE INDEX event_by_type ON platform.event USING btree (type, id);

CREATE INDEX event_in_commit_order ON platform.event USING btree (xid, id);

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

CREATE INDEX idempotency_by_age ON platform.idempotency USING btree (created_at);

grant delete, insert, select on platform.idempotency to liuxin_app;

create table platform.rule (
  code text not null,
  institution_id integer default 0 not null,
  valid_from date not null,
  value jsonb not null,
  unit text not null,
  source text not null,
  verified boolean default false not null,
  constraint rule_pkey PRIMARY KEY (code, institution_id, valid_from)
);

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

CREATE OR REPLACE FUNCTION platform.institution()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('liuxin.institution', true), '')::integer $function$;

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

CREATE OR REPLACE FUNCTION platform.persons()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(nullif(current_setting('liuxin.persons', true), '')::uuid[], '{}') $function$;

CREATE OR REPLACE FUNCTION platform.scope()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('liuxin.scope', true), '') $function$;

grant usage on schema public to public;

create schema if not exists queue;

grant usage on schema queue to liuxin_app;

create table queue.counter (
  institution_id integer not null,
  queue_id integer not null,
  day date not null,
  last integer not null,
  constraint counter_pkey PRIMARY KEY (institution_id, queue_id, day),
  constraint counter_institution_id_queue_id_fkey FOREIGN KEY (institution_id, queue_id) REFERENCES queue.queue(institution_id, id)
);

grant insert, select, update on queue.counter to liuxin_app;

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
  constraint queue_pkey PRIMARY KEY (institution_id, id),
  constraint queue_institution_id_zone_id_fkey FOREIGN KEY (institution_id, zone_id) REFERENCES queue.zone(institution_id, id),
  constraint queue_one_per_subject UNIQUE (institution_id, subject),
  constraint queue_prefix_check CHECK ((prefix ~ '^[A-Z]{1,2}$'::text)),
  constraint queue_prefix_once_per_zone UNIQUE (institution_id, zone_id, prefix)
);

grant insert, select, update on queue.queue to liuxin_app;

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
  constraint step_verb_check CHECK ((verb = ANY (ARRAY['join'::text, 'call'::text, 'recall'::text, 'start'::text, 'pass'::text, 'rejoin'::text, 'park'::text, 'return'::text, 'transfer'::text, 'prioritise'::text, 'finish'::text, 'leave'::text, 'undo'::text])))
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
  constraint ticket_pkey PRIMARY KEY (institution_id, id),
  constraint ticket_called_to_a_point CHECK (((status <> ALL (ARRAY['called'::text, 'serving'::text])) OR (service_point_id IS NOT NULL))),
  constraint ticket_class_check CHECK ((class = ANY (ARRAY['booked'::text, 'walk-in'::text, 'returning'::text]))),
  constraint ticket_institution_id_queue_id_fkey FOREIGN KEY (institution_id, queue_id) REFERENCES queue.queue(institution_id, id),
  constraint ticket_institution_id_service_point_id_fkey FOREIGN KEY (institution_id, service_point_id) REFERENCES queue.service_point(institution_id, id),
  constraint ticket_number_once_a_day UNIQUE (institution_id, queue_id, day, number),
  constraint ticket_period_in_order CHECK (((due_from IS NULL) OR (due_to > due_from))),
  constraint ticket_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'called'::text, 'serving'::text, 'passed'::text, 'parked'::text, 'done'::text, 'left'::text]))),
  constraint ticket_why_check CHECK ((why = ANY (ARRAY['booked'::text, 'walk-in'::text, 'late'::text, 'priority'::text, 'returning'::text, 'rejoined'::text, 'moved'::text])))
);
alter table queue.ticket enable row level security;
alter table queue.ticket force row level security;

CREATE INDEX ticket_ended ON queue.ticket USING btree (institution_id, queue_id, ended_at) WHERE (status = 'done'::text);

CREATE INDEX ticket_in_line ON queue.ticket USING btree (institution_id, queue_id, day, order_at, order_tie, number) WHERE (status = 'waiting'::text);

CREATE INDEX ticket_of_holder ON queue.ticket USING btree (holder_id, day);

CREATE UNIQUE INDEX ticket_one_at_a_point ON queue.ticket USING btree (institution_id, service_point_id) WHERE (status = ANY (ARRAY['called'::text, 'serving'::text]));

CREATE UNIQUE INDEX ticket_one_live_per_visit ON queue.ticket USING btree (institution_id, visit_id) WHERE (status <> ALL (ARRAY['done'::text, 'left'::text]));

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

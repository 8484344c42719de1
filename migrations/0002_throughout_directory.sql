-- owner: journey/throughout/directory
-- 机构名录: institutions, campuses, departments, practitioners, services, price list. Small reference tables, readable by all.
create schema directory;
grant usage on schema directory to liuxin_app;

-- A district of the region; small reference table. Its centre stands in for a patient who does not share a position.
create table directory.district (
  id        integer primary key,
  name      text not null,
  name_en   text not null,
  longitude double precision,
  latitude  double precision
);

create table directory.institution (
  institution_id integer primary key,
  code           text not null unique,           -- the institution's code in the region
  kind           text not null check (kind in ('tertiary-hospital', 'secondary-hospital', 'community-health-centre')),
  level          text not null default '',       -- 三级甲等 …
  name           text not null,
  name_en        text not null,
  short_name     text not null,                  -- as people say it, and as boards show it
  pinyin         text not null default '',       -- 'linxishizhongxinyiyuan lxszxyy'
  district_id    integer not null references directory.district,
  address        text not null,
  phone          text not null default '',
  longitude      double precision not null,
  latitude       double precision not null,
  introduction   text not null default '',
  how_to_get_here text not null default '',      -- 地铁2号线 …, parking, the entrance to use
  ticket_prefix  text not null default 'A',
  active         boolean not null default true,
  constraint institution_on_earth check (longitude between -180 and 180 and latitude between -90 and 90)
);

create table directory.campus (
  institution_id integer not null references directory.institution,
  id             integer not null,
  name           text not null,
  address        text not null,
  longitude      double precision not null,
  latitude       double precision not null,
  -- shown as a code on the wall; scanning it proves that the patient is here
  check_in_code  text not null,
  primary key (institution_id, id),
  constraint campus_check_in_code_once unique (check_in_code)
);

-- National list of diagnosis subjects 诊疗科目 (code, name); departments map to it.
create table directory.diagnosis_subject (
  code        text primary key,
  name        text not null,
  name_en     text not null default '',
  parent_code text,
  usual_name  text not null default '',          -- what the department is usually called: 心血管内科
  also        text[] not null default '{}'       -- and what else people call it: 心内科
);

-- Words people say (胸闷, 糖尿病, 白内障), what they point to, and how they are spelled. Orientation, never a diagnosis.
create table directory.everyday_word (
  word          text primary key,
  kind          text not null check (kind in ('symptom', 'disease', 'need')),
  name_en       text not null,
  pinyin        text not null,
  also          text[] not null default '{}',    -- said for the same thing
  subject_codes text[] not null,                 -- first the one to see first
  urgent        boolean not null default false,  -- may not be able to wait for an appointment
  constraint everyday_word_points_somewhere check (cardinality(subject_codes) > 0)
);

-- code: the hospital's own number for the thing; what a later import finds it by.
create table directory.department (
  institution_id integer not null references directory.institution,
  id             integer not null,
  code           text,
  campus_id      integer not null,
  parent_id      integer,
  name           text not null,
  name_en        text not null,
  pinyin         text not null,      -- 'xinxueguanneike xxgnk'
  subject_codes  text[] not null default '{}',
  description    text not null default '',
  building       text not null default '',
  floor          text not null default '',
  zone           text not null default '',
  active         boolean not null default true,
  primary key (institution_id, id),
  constraint department_code_once unique (institution_id, code),
  constraint department_at_a_campus foreign key (institution_id, campus_id) references directory.campus,
  constraint department_under_its_own foreign key (institution_id, parent_id) references directory.department
);

create table directory.room (
  institution_id integer not null references directory.institution,
  id             integer not null,
  department_id  integer not null,
  name           text not null,      -- 3诊室
  building       text not null default '',
  floor          text not null default '',
  zone           text not null default '',
  primary key (institution_id, id),
  constraint room_of_a_department foreign key (institution_id, department_id) references directory.department
);

create table directory.practitioner (
  institution_id integer not null references directory.institution,
  id             integer not null,
  code           text,
  department_id  integer not null,
  name           text not null,
  name_en        text not null,
  pinyin         text not null,
  sex            text not null check (sex in ('male', 'female', 'unknown')),
  title          text not null check (title in ('chief', 'associate-chief', 'attending', 'resident', 'therapist', 'pharmacist', 'nurse')),
  speciality     text not null default '',   -- what the doctor treats, in words a patient searches
  introduction   text not null default '',
  room           text not null default '',
  active         boolean not null default true,
  primary key (institution_id, id),
  constraint practitioner_code_once unique (institution_id, code),
  constraint practitioner_of_a_department foreign key (institution_id, department_id) references directory.department
);
create index practitioner_of_department on directory.practitioner (institution_id, department_id);

-- What can be booked: an expert clinic of one doctor, the general clinic of a department, a special-disease clinic …
create table directory.service (
  institution_id  integer not null references directory.institution,
  id              integer not null,
  code            text,
  department_id   integer not null,
  practitioner_id integer,                    -- null: whoever is on duty
  kind            text not null check (kind in ('expert', 'general', 'special-disease', 'joint', 'pharmacy', 'nursing', 'tcm')),
  name            text not null,
  name_en         text not null,
  fee_code        text not null,              -- the registration fee's item in the price list
  active          boolean not null default true,
  primary key (institution_id, id),
  constraint service_code_once unique (institution_id, code),
  constraint service_of_a_department foreign key (institution_id, department_id) references directory.department,
  constraint service_of_a_practitioner foreign key (institution_id, practitioner_id) references directory.practitioner
);
create index service_of_department on directory.service (institution_id, department_id);
create index service_of_practitioner on directory.service (institution_id, practitioner_id);

-- Price list 收费项目 with validity. insurance_share: what basic insurance usually bears, in ten-thousandths.
create table directory.price (
  institution_id integer not null references directory.institution,
  code           text not null,
  valid_from     date not null,
  valid_to       date,
  kind           text not null check (kind in ('registration', 'examination', 'laboratory', 'drug', 'procedure', 'material')),
  name           text not null,
  name_en        text not null default '',
  pinyin         text not null default '',
  unit           text not null,
  price_cents    integer not null check (price_cents >= 0),
  insurance_share_bp integer not null default 0 check (insurance_share_bp between 0 and 10000),
  department_id  integer,                     -- who performs it, where known
  primary key (institution_id, code, valid_from),
  constraint price_ends_after_it_starts check (valid_to is null or valid_to >= valid_from)
);

-- Which state of the directory this is. Every process keeps the directory in memory and looks here to know if it is still true.
-- A sequence, so that a number given up by a rolled-back import never comes back with another meaning.
create sequence directory.revision_number;
create table directory.revision (
  only_row boolean primary key default true check (only_row),
  number   bigint not null
);
insert into directory.revision (number) values (nextval('directory.revision_number'));

create function directory.mark_changed() returns trigger
  language plpgsql security definer set search_path = directory, pg_temp as $$
begin
  update directory.revision set number = nextval('directory.revision_number');
  return null;
end $$;

do $$
declare name text;
begin
  foreach name in array array['district', 'institution', 'campus', 'diagnosis_subject', 'everyday_word', 'department', 'room',
                              'practitioner', 'service', 'price'] loop
    execute format('create trigger mark_changed after insert or update or delete or truncate on directory.%I
                    for each statement execute function directory.mark_changed()', name);
  end loop;
end $$;

grant select, insert, update on all tables in schema directory to liuxin_app;
revoke insert, update on directory.revision from liuxin_app;
grant delete on directory.everyday_word to liuxin_app;

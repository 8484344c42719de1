-- owner: journey/throughout/people
-- One person index (O13): a person once, with many documents, cards and hospital numbers.
create schema people;
grant usage on schema people to liuxin_app;

create table people.person (
  person_id      uuid primary key,
  name_sealed    bytea not null,                 -- encrypted; the masked form is for boards
  name_masked    text not null,                  -- 李*庚
  name_hash      bytea not null,                 -- keyed hash, for exact search
  name_pinyin_initials text not null default '',
  sex            text not null check (sex in ('male', 'female', 'unknown')),
  birth_date     date not null,
  phone_sealed   bytea,
  phone_hash     bytea,
  phone_masked   text not null default '',
  verified_at    timestamptz,                    -- real-name check passed
  insurance_kind text not null default 'self-pay' check (insurance_kind in ('self-pay', 'employee', 'resident')),
  allergies      text[] not null default '{}',
  merged_into    uuid references people.person,
  created_at     timestamptz not null,
  constraint person_not_merged_into_itself check (merged_into <> person_id)
);
create index person_by_name on people.person (name_hash);
create index person_by_phone on people.person (phone_hash) where phone_hash is not null;
create index person_merged on people.person (merged_into) where merged_into is not null;

-- Identity documents of P1, cards among them: one document belongs to one person in the whole region.
create table people.identity_document (
  person_id    uuid not null references people.person deferrable initially deferred,
  kind         text not null check (kind in ('resident-id', 'passport', 'hk-macao-permit', 'taiwan-permit', 'hmt-residence-permit',
    'foreign-residence-permit', 'birth-certificate', 'insurance-code', 'health-card')),
  number_hash  bytea not null,
  number_sealed bytea not null,
  number_masked text not null,
  added_at     timestamptz not null,
  primary key (person_id, kind, number_hash),
  constraint identity_document_of_one_person unique (kind, number_hash)
);

-- Hospital numbers, as each institution knows the person. Also says which institutions have a reason to see them.
-- The reference is checked at commit: a window first notes that it knows a person, and may then write them down.
create table people.hospital_number (
  institution_id integer not null,
  person_id      uuid not null references people.person deferrable initially deferred,
  number         text not null,
  since          timestamptz not null,
  primary key (institution_id, person_id),
  constraint hospital_number_once unique (institution_id, number)
);
create index hospital_number_of_person on people.hospital_number (person_id);

-- Hospital numbers count up by institution; one row each.
create table people.number_counter (
  institution_id integer primary key,
  last_number    bigint not null default 0
);

-- Who may act for whom, in what, until when. `kind` says what the proxy is to the person.
-- A guardian of a child under 14 needs no consent of the child; everybody else has been asked (consent_request).
create table people.relation (
  person_id   uuid not null references people.person,        -- the one acted for
  proxy_id    uuid not null references people.person,        -- the one who acts
  kind        text not null check (kind in ('guardian', 'child', 'parent', 'spouse', 'relative', 'carer')),
  scope       text[] not null default '{book,pay,follow}',
  status      text not null check (status in ('asked', 'active', 'ended')),
  asked_at    timestamptz not null,
  active_from timestamptz,
  expires_at  timestamptz,
  ended_at    timestamptz,
  primary key (person_id, proxy_id),
  constraint relation_not_with_oneself check (person_id <> proxy_id),
  constraint relation_scope_known check (scope <@ '{book,pay,follow}' and cardinality(scope) > 0)
);
create index relation_by_proxy on people.relation (proxy_id) where status = 'active';

-- A request to act for somebody. It looks the same to the one who asked whether or not the region knows the
-- person, and whether or not the name was right: only a matching request is ever delivered.
create table people.consent_request (
  proxy_id        uuid not null references people.person,
  id              uuid not null,
  person_id       uuid references people.person,           -- known and matching; null: new to the region, or no match
  deliverable     boolean not null,                         -- false: document and name do not belong together
  kind            text not null check (kind in ('guardian', 'child', 'parent', 'spouse', 'relative', 'carer')),
  scope           text[] not null,
  expires_at      timestamptz,                              -- of the relation asked for
  name_sealed     bytea not null,
  name_masked     text not null,
  document_kind   text not null,
  number_hash     bytea not null,
  number_sealed   bytea not null,
  sex             text not null,
  birth_date      date not null,
  phone_sealed    bytea,                                    -- where the code went
  code_hash       bytea,
  code_expires_at timestamptz,
  tries           integer not null default 0,
  status          text not null check (status in ('asked', 'accepted', 'refused', 'withdrawn')),
  asked_at        timestamptz not null,
  answered_at     timestamptz,
  primary key (proxy_id, id),
  constraint consent_request_at_most_five_tries check (tries <= 5)
);
create index consent_request_to_person on people.consent_request (person_id) where status = 'asked';

-- Merging two entries of one human moves nothing: it records what was joined to what, so that unmerging is exact.
create table people.merge (
  person_id   uuid not null references people.person,        -- the entry that remains
  id          uuid not null,
  merged_id   uuid not null references people.person,
  reason      text not null,
  done_by     text not null,
  done_at     timestamptz not null,
  undone_by   text,
  undone_at   timestamptz,
  primary key (person_id, id),
  constraint merge_of_two_entries check (person_id <> merged_id)
);
create unique index merge_once_at_a_time on people.merge (merged_id) where undone_at is null;

-- 'unknown' is a state of its own: nobody has answered yet, and the same question (id) can be asked again.
create table people.real_name_check (
  person_id  uuid not null references people.person,
  id         uuid not null,
  document_kind text not null default 'resident-id',
  asked_at   timestamptz not null,
  answered_at timestamptz,
  result     text not null check (result in ('same', 'different', 'unknown')),
  asked_times integer not null default 1,
  reference  text not null,
  primary key (person_id, id)
);
create index real_name_check_open on people.real_name_check (asked_at) where result = 'unknown';

-- A health code to be read aloud: nine digits, kept as a keyed hash for two minutes, one at a time for a person.
create table people.spoken_code (
  person_id  uuid primary key references people.person,
  code_hash  bytea not null,
  expires_at timestamptz not null,
  constraint spoken_code_once unique (code_hash)
);

-- Merged entries are one person. These walk the links as the owner; they return ids only.
create function people.current_entry(p_person uuid) returns uuid
  language sql stable security definer set search_path = people, pg_temp as $$
  with recursive up as (
    select person_id, merged_into from people.person where person_id = p_person
    union all
    select p.person_id, p.merged_into from people.person p join up on p.person_id = up.merged_into)
  select person_id from up where merged_into is null;
$$;
create function people.entries_of(p_person uuid) returns uuid[]
  language sql stable security definer set search_path = people, pg_temp as $$
  with recursive down as (
    select coalesce(people.current_entry(p_person), p_person) as person_id
    union all
    select p.person_id from people.person p join down d on p.merged_into = d.person_id)
  select array_agg(person_id) from down;
$$;

-- Everybody a person may act for at a moment: themselves and those by a valid relation, with all their entries.
create function people.acts_for(p_person uuid, p_at timestamptz) returns uuid[]
  language sql stable security definer set search_path = people, pg_temp as $$
  select array_agg(distinct e) from (
    select p_person as person_id
    union all
    select r.person_id from people.relation r
    where r.proxy_id = any (people.entries_of(p_person)) and r.status = 'active'
      and r.active_from <= p_at and (r.expires_at is null or r.expires_at > p_at)
  ) a, unnest(people.entries_of(a.person_id)) e;
$$;

alter table people.person enable row level security;            alter table people.person force row level security;
alter table people.identity_document enable row level security; alter table people.identity_document force row level security;
alter table people.hospital_number enable row level security;   alter table people.hospital_number force row level security;
alter table people.relation enable row level security;          alter table people.relation force row level security;
alter table people.consent_request enable row level security;   alter table people.consent_request force row level security;
alter table people.merge enable row level security;             alter table people.merge force row level security;
alter table people.real_name_check enable row level security;   alter table people.real_name_check force row level security;
alter table people.spoken_code enable row level security;       alter table people.spoken_code force row level security;

-- A patient sees those they may act for; staff see people their institution has a number for, under whichever of
-- the person's entries; the region's jobs see all.
create function people.visible(p_person uuid) returns boolean language sql stable parallel safe as $$
  select case (select platform.scope())
    when 'system' then true
    when 'patient' then p_person = any ((select platform.persons())::uuid[])
    when 'staff' then exists (select from people.hospital_number h
                              where h.institution_id = (select platform.institution()) and h.person_id = p_person)
                   or exists (select from people.hospital_number h
                              where h.institution_id = (select platform.institution()) and h.person_id = any (people.entries_of(p_person)))
    else false end;
$$;
create policy person_seen on people.person to liuxin_app using (people.visible(person_id)) with check (people.visible(person_id));
create policy identity_document_seen on people.identity_document to liuxin_app
  using (people.visible(person_id)) with check (people.visible(person_id));
create policy hospital_number_seen on people.hospital_number to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
-- Only the side that is acted for can let somebody in; either side can end it.
create policy relation_read on people.relation for select to liuxin_app using (people.visible(person_id) or people.visible(proxy_id));
create policy relation_made on people.relation for insert to liuxin_app with check (people.visible(person_id));
create policy relation_changed on people.relation for update to liuxin_app
  using (people.visible(person_id) or people.visible(proxy_id))
  with check (people.visible(person_id) or (people.visible(proxy_id) and status = 'ended'));
create policy consent_request_seen on people.consent_request to liuxin_app
  using (people.visible(proxy_id) or people.visible(person_id)) with check (people.visible(proxy_id) or people.visible(person_id));
create policy merge_seen on people.merge to liuxin_app
  using (people.visible(person_id)) with check (people.visible(person_id) and people.visible(merged_id)
    and (select platform.scope()) in ('system', 'staff'));
create policy spoken_code_seen on people.spoken_code to liuxin_app
  using (people.visible(person_id)) with check (people.visible(person_id));
create policy real_name_check_seen on people.real_name_check to liuxin_app
  using (people.visible(person_id)) with check (people.visible(person_id));

-- The owner loads and migrates under forced security; it is let through by name.
create policy person_owner on people.person to current_user using (true) with check (true);
create policy identity_document_owner on people.identity_document to current_user using (true) with check (true);
create policy hospital_number_owner on people.hospital_number to current_user using (true) with check (true);
create policy relation_owner on people.relation to current_user using (true) with check (true);
create policy consent_request_owner on people.consent_request to current_user using (true) with check (true);
create policy merge_owner on people.merge to current_user using (true) with check (true);
create policy spoken_code_owner on people.spoken_code to current_user using (true) with check (true);
create policy real_name_check_owner on people.real_name_check to current_user using (true) with check (true);

-- Finding a person by a document or phone they show is allowed before anybody knows them here. Both need the keyed
-- hash, so nobody can walk the index without the number in hand; the caller audits it.
create function people.find_by_document(p_kind text, p_number_hash bytea)
  returns table (person_id uuid, entry_id uuid, name_hash bytea, name_masked text, sex text, birth_date date, phone_hash bytea, phone_sealed bytea)
  language sql stable security definer set search_path = people, pg_temp as $$
  select c.person_id, p.person_id, p.name_hash, c.name_masked, c.sex, c.birth_date, c.phone_hash, c.phone_sealed
  from people.identity_document d
  join people.person p on p.person_id = d.person_id
  join people.person c on c.person_id = people.current_entry(p.person_id)
  where d.kind = p_kind and d.number_hash = p_number_hash;
$$;
create function people.find_by_phone(p_phone_hash bytea)
  returns table (person_id uuid, name_masked text, sex text, birth_date date)
  language sql stable security definer set search_path = people, pg_temp as $$
  select p.person_id, p.name_masked, p.sex, p.birth_date from people.person p where p.phone_hash = p_phone_hash and p.merged_into is null
  order by p.created_at limit 20;
$$;
create function people.find_by_spoken_code(p_code_hash bytea, p_at timestamptz) returns uuid
  language sql stable security definer set search_path = people, pg_temp as $$
  select person_id from people.spoken_code where code_hash = p_code_hash and expires_at > p_at;
$$;
-- The masked name of whoever acts, or asks to act, for a person: nothing where there is no such tie.
create function people.masked_proxy(p_person uuid, p_proxy uuid) returns text
  language sql stable security definer set search_path = people, pg_temp as $$
  select p.name_masked from people.person p where p.person_id = p_proxy
    and (exists (select from people.relation r where r.person_id = p_person and r.proxy_id = p_proxy)
      or exists (select from people.consent_request c where c.person_id = p_person and c.proxy_id = p_proxy));
$$;
-- The next hospital number of an institution: 8 digits that count up.
create function people.next_hospital_number(p_institution integer) returns text
  language sql volatile security definer set search_path = people, pg_temp as $$
  insert into people.number_counter as c (institution_id, last_number) values (p_institution, 1)
  on conflict (institution_id) do update set last_number = c.last_number + 1
  returning lpad(last_number::text, 8, '0');
$$;
-- For the rest of the transaction the patient also acts for this person: somebody just entered, or who just agreed.
create function people.also_act_for(p_person uuid) returns void
  language sql volatile as $$
  select set_config('liuxin.persons', array_append(platform.persons(), p_person)::text, true);
$$;

grant select, insert on people.person, people.identity_document, people.hospital_number, people.relation, people.consent_request,
  people.merge, people.real_name_check to liuxin_app;
grant update (name_sealed, name_masked, name_hash, name_pinyin_initials, phone_sealed, phone_hash, phone_masked, verified_at,
  insurance_kind, allergies, merged_into) on people.person to liuxin_app;
grant update (kind, scope, status, active_from, expires_at, ended_at, asked_at) on people.relation to liuxin_app;
grant update (person_id, status, answered_at, tries, code_hash, code_expires_at, phone_sealed) on people.consent_request to liuxin_app;
grant update (undone_by, undone_at) on people.merge to liuxin_app;
grant select, insert, update on people.spoken_code to liuxin_app;
grant update (result, answered_at, asked_times) on people.real_name_check to liuxin_app;

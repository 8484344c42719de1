-- owner: journey/outpatient/companion
-- Somebody whom a patient lets follow their day: what they may see, until when, and when they looked.
create schema companion;
grant usage on schema companion to liuxin_app;

create table companion.leave (
  person_id      uuid not null,
  id             uuid not null,
  companion_id   uuid,                            -- a person of the region with a tie to the patient; null: whoever holds the phone
  name           text not null check (length(name) between 1 and 40),   -- what the patient calls them
  patient_masked text not null,                   -- how the patient is shown to them
  phone_sealed   bytea,
  phone_masked   text not null default '',
  code_hash      bytea not null,
  scopes         text[] not null check (scopes <@ array['where', 'next', 'waiting', 'bill', 'pay', 'teach'] and cardinality(scopes) > 0),
  made_by        text not null,
  made_at        timestamptz not null,
  ends_at        timestamptz not null,
  ended_at       timestamptz,
  ended_by       text check (ended_by in ('patient', 'companion')),
  primary key (person_id, id),
  constraint leave_of_one_code unique (code_hash),
  constraint leave_known_by_its_id unique (id),
  constraint leave_reaches_somebody check (companion_id is not null or phone_sealed is not null),
  constraint leave_ends_after_it_begins check (ends_at > made_at),
  constraint leave_ended_says_by_whom check ((ended_at is null) = (ended_by is null)),
  constraint leave_to_pay_shows_the_bill check (not 'pay' = any (scopes) or 'bill' = any (scopes))
);
create index leave_of_companion on companion.leave (companion_id) where companion_id is not null;

-- Who looked when, and at what: one row a minute at most. Both sides read it.
create table companion.look (
  person_id uuid not null,
  leave_id  uuid not null,
  at        timestamptz not null,
  what      text not null check (what in ('day', 'bill', 'teaching', 'paid')),
  primary key (person_id, leave_id, what, at),
  foreign key (person_id, leave_id) references companion.leave
);

-- What a companion is to be told by message; the worker sends it.
create table companion.news (
  person_id uuid not null,
  leave_id  uuid not null,
  id        uuid not null,
  what      text not null check (what in ('invited', 'arrived', 'called', 'seen', 'all-done')),
  at        timestamptz not null,
  told_at   timestamptz,
  primary key (person_id, leave_id, id),
  foreign key (person_id, leave_id) references companion.leave
);
create index news_to_tell on companion.news (at) where told_at is null;
alter table companion.news enable row level security; alter table companion.news force row level security;
create policy news_owner on companion.news to current_user using (true) with check (true);
create policy news_of_jobs on companion.news to liuxin_app using ((select platform.scope()) = 'system') with check ((select platform.scope()) = 'system');

alter table companion.leave enable row level security; alter table companion.leave force row level security;
alter table companion.look enable row level security;  alter table companion.look force row level security;
create policy leave_owner on companion.leave to current_user using (true) with check (true);
create policy look_owner on companion.look to current_user using (true) with check (true);
create policy leave_seen on companion.leave for select to liuxin_app
  using (platform.may_see(null, person_id) or ((select platform.scope()) = 'patient' and companion_id = any ((select platform.persons())::uuid[])));
create policy leave_made on companion.leave for insert to liuxin_app with check (platform.may_see(null, person_id));
create policy leave_ended on companion.leave for update to liuxin_app using (platform.may_see(null, person_id)) with check (platform.may_see(null, person_id));
create policy look_seen on companion.look for select to liuxin_app
  using (platform.may_see(null, person_id) or exists (select from companion.leave l where l.person_id = look.person_id and l.id = look.leave_id));

-- From here until the transaction ends the one who asks sees what the leave says, and nothing else: no policy but those that
-- name the scope 'companion' lets them through. The code, or being the companion the patient named, is the right.
create function companion.enter(p_code_hash bytea, p_id uuid, p_companions uuid[], p_at timestamptz)
  returns table (person_id uuid, id uuid, name text, patient_masked text, scopes text[], ends_at timestamptz)
  language plpgsql security definer set search_path = companion, pg_temp as $$
declare v_leave companion.leave%rowtype;
begin
  select * into v_leave from companion.leave l
  where (l.code_hash = p_code_hash or (l.id = p_id and l.companion_id = any (p_companions)))
    and l.ended_at is null and l.ends_at > p_at and l.made_at <= p_at;
  if not found then return; end if;
  perform platform.enter('companion', null, array[v_leave.person_id]);
  perform set_config('liuxin.companion', v_leave.scopes::text, true);
  return query select v_leave.person_id, v_leave.id, v_leave.name, v_leave.patient_masked, v_leave.scopes, v_leave.ends_at;
end $$;

-- A line to a browser stays open only for a leave that is.
create function companion.is_open(p_id uuid, p_at timestamptz) returns boolean
  language sql stable security definer set search_path = companion, pg_temp as $$
  select exists (select from leave l where l.id = p_id and l.ended_at is null and l.ends_at > p_at);
$$;

-- Written by whoever looks, whatever else they may; for a leave that is open only.
create function companion.note_look(p_person uuid, p_leave uuid, p_what text, p_at timestamptz) returns void
  language sql volatile security definer set search_path = companion, pg_temp as $$
  insert into look (person_id, leave_id, what, at)
  select l.person_id, l.id, p_what, date_trunc('minute', p_at) from leave l where l.person_id = p_person and l.id = p_leave and l.ended_at is null
  on conflict do nothing;
$$;

grant select, insert on companion.leave, companion.news to liuxin_app;
grant update (told_at) on companion.news to liuxin_app;
grant update (ended_at, ended_by) on companion.leave to liuxin_app;
grant select on companion.look to liuxin_app;
revoke execute on all functions in schema companion from public;
grant execute on all functions in schema companion to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('companion.leave', 0, '2020-01-01', '{"mostDays": 7, "mostOpen": 5}', 'days a leave lasts at most; how many may be open', 'published with the platform', false);

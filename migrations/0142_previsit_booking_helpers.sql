-- owner: journey/previsit/booking
-- Who books for many because they care for them: a village doctor, a care home, a volunteer. Named by an outpatient office for a
-- time; their own higher caps are a rule. Asked for only when the ordinary caps were in the way, so no other booking pays for it.
create table booking.helper (
  institution_id integer not null,               -- 0: the whole region
  id             uuid not null,
  phone_hash     text not null,                  -- keyed hash of the phone their account signs in with
  until          date not null,                  -- the last day
  ended_at       timestamptz,
  primary key (institution_id, id)
);
create index helper_of_phone on booking.helper (phone_hash) where ended_at is null;
alter table booking.helper enable row level security;
alter table booking.helper force row level security;
create policy helper_named on booking.helper to liuxin_app
  using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null));
create policy helper_asked on booking.helper for select to liuxin_booker using (true);
create policy helper_owner on booking.helper to current_user using (true) with check (true);
grant select, insert on booking.helper to liuxin_app;
grant update (ended_at) on booking.helper to liuxin_app;
grant select on booking.helper to liuxin_booker;

-- Whose account it is and the keyed hash of its phone; for booking's own functions alone.
create function access.holders_of(p_accounts text[]) returns table (account_id text, person_id uuid, phone_hash text)
  language sql stable security definer set search_path = access, pg_temp as $$
  select a.id::text, a.person_id, encode(a.phone_hash, 'hex') from access.account a
  where a.kind = 'patient' and a.phone_hash is not null and a.id = any (select x::uuid from unnest(p_accounts) x where x ~ '^[0-9a-f-]{36}$');
$$;
revoke execute on function access.holders_of from public;

grant usage on schema access to liuxin_booker;
grant execute on function access.holders_of, people.agreed_with, people.entries_of to liuxin_booker;
grant create on schema booking to liuxin_booker;
-- is_helper: the account is a named helper's. agreed: how many agreed to that account; with_person: this person did, or holds it.
-- on_device: a named helper used this device since p_from, and no more than p_devices of them.
create function booking.helper_terms(p_institution integer, p_account text, p_person uuid, p_device text, p_devices integer, p_now timestamptz, p_from timestamptz)
  returns table (is_helper boolean, agreed integer, with_person boolean, on_device boolean)
  language sql stable security definer set search_path = booking, pg_temp as $$
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
$$;
alter function booking.helper_terms owner to liuxin_booker;
revoke create on schema booking from liuxin_booker;
revoke execute on function booking.helper_terms from public;
grant execute on function booking.helper_terms to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('booking.helper-limits', 0, '2024-01-01',
   '{"perHelperDay": 40, "peoplePerHelper": 60, "perRelationOpen": 4, "devices": 2, "perDeviceDay": 60, "peoplePerDevice": 80}', 'appointments; people in the last days of booking.limits',
   'The platform''s own: a village doctor looks after some hundreds, of whom a few dozen go to a hospital in a month', false);

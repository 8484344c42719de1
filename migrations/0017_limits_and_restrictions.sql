-- owner: journey/previsit/booking
-- Who may book how much. The limits themselves are rules; here is what they are counted on and who is stopped for a while.

-- A keyed hash of the device's own random cookie: counts bookings of one device, follows nobody around.
alter table booking.appointment add column device bytea;
create index appointment_of_booker on booking.appointment (booked_by, created_at);
create index appointment_of_device on booking.appointment (device, created_at) where device is not null;

-- A person, account or device that may not book for a time. Decided by a person or by a published rule; it can be appealed and lifted.
create table booking.restriction (
  institution_id integer not null,               -- 0: the whole region
  id             uuid not null,
  subject_kind   text not null check (subject_kind in ('person', 'account', 'device')),
  subject        text not null,                  -- person or account id, or the device's hash in hex
  person_id      uuid,                           -- whom to tell, and who may appeal
  reach          text not null default 'online' check (reach in ('online', 'everywhere')), -- 'online' leaves the window and the telephone
  reason         text not null,                  -- code of the rule or finding: no-show, late-cancel, scalping
  source         text not null default '',       -- what it rests on: a finding's id, a rule's code
  starts_at      timestamptz not null,
  ends_at        timestamptz not null,
  decided_by     text not null,
  created_at     timestamptz not null,
  lifted_at      timestamptz,
  lifted_by      text,
  lift_reason    text,
  primary key (institution_id, id),
  constraint restriction_ends_after_it_starts check (ends_at > starts_at),
  constraint restriction_lifted_by_somebody check ((lifted_at is null) = (lifted_by is null))
);
create index restriction_in_force on booking.restriction (subject_kind, subject) where lifted_at is null;
create unique index restriction_once_per_source on booking.restriction (subject_kind, subject, source) where source <> '';

alter table booking.restriction enable row level security;
alter table booking.restriction force row level security;
create policy restriction_seen on booking.restriction to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy restriction_asked on booking.restriction for select to liuxin_booker using (true);
create policy restriction_owner on booking.restriction to current_user using (true) with check (true);
grant select, insert, update on booking.restriction to liuxin_app;
grant select on booking.restriction to liuxin_booker;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('booking.limits', 0, '2024-01-01',
   '{"perPersonDepartmentDay": 1, "perPersonDoctorDay": 1, "perPersonOpen": 10, "perAccountDay": 12, "peoplePerAccount": 6, "perDeviceDay": 20, "peoplePerDevice": 8, "days": 30}',
   'appointments; people in the last `days` days',
   'One number per person, day, department and doctor: practice of hospital notices; caps of account and device are ours, well above an honest family', false);

-- owner: journey/outpatient/kiosk
-- The note acceptor of a machine: how far its events were heard, and every note somebody put in.
create table kiosk.acceptor (
  institution_id integer not null,
  machine        text not null,
  serial         text not null,
  seq            bigint not null,              -- of the newest reading that was heard
  run            integer not null default 0,   -- how often it was seen to begin anew
  counter        smallint not null check (counter between 0 and 255),   -- its own event counter: 1 to 255 and 1 again, 0 after a start
  event_no       bigint not null default 0,    -- the event's number within the run, which does not come again
  accepted       jsonb,                        -- how many of each note it ever took, as it counts itself; null: it does not count
  escrow_cents   integer not null default 0,   -- the note that lies in it, neither taken nor given back
  notes_in_box   integer not null default 0,
  missed         integer not null default 0,   -- events nobody heard
  emptied_at     timestamptz,
  heard_at       timestamptz not null,
  primary key (institution_id, machine)
) with (fillfactor = 70);
alter table kiosk.acceptor enable row level security; alter table kiosk.acceptor force row level security;
create policy acceptor_of_staff on kiosk.acceptor to liuxin_app
  using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null));
create policy acceptor_owner on kiosk.acceptor to current_user using (true) with check (true);
grant select, insert, update on kiosk.acceptor to liuxin_app;

-- intended: the machine was told to take it · stacked: it lies in the box and is booked · returned: given back
-- doubt: the acceptor forgot before it said which; the count of the box tells
create table kiosk.note (
  institution_id integer not null,
  id             uuid not null,
  machine        text not null,
  intake_id      uuid,                         -- null: nobody said that this note should be taken, yet it was
  person_id      uuid,
  cents          integer not null check (cents > 0),
  state          text not null check (state in ('intended', 'stacked', 'returned', 'doubt')),
  asked_at       timestamptz not null,
  ended_at       timestamptz,
  primary key (institution_id, id),
  constraint note_intended_for_somebody check (state = 'stacked' or intake_id is not null),
  constraint note_ends_once check ((state = 'intended') = (ended_at is null))
);
create unique index note_one_intended_per_machine on kiosk.note (institution_id, machine) where state = 'intended';
create index note_of_intake on kiosk.note (institution_id, intake_id) where intake_id is not null;
create index note_to_look_at on kiosk.note (institution_id, machine, ended_at) where state = 'doubt' or intake_id is null;
alter table kiosk.note enable row level security; alter table kiosk.note force row level security;
create policy note_seen on kiosk.note to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy note_owner on kiosk.note to current_user using (true) with check (true);
grant select, insert, update on kiosk.note to liuxin_app;

alter table kiosk.machine drop constraint machine_cash_check,
  add constraint machine_cash_check check (cash in ('unknown', 'none', 'ready', 'full', 'jam', 'opened', 'missing'));
alter table kiosk.print_job drop constraint print_job_kind_check,
  add constraint print_job_kind_check check (kind in ('ticket', 'receipt', 'report', 'cash'));

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('kiosk.cash', 0, '2020-01-01', '{"mostCents": 200000, "boxNotes": 500, "patienceSeconds": 90}', 'cents; notes; seconds',
   'Ours: one visit to a machine brings no more notes than a person counts at a glance; the box is emptied before it is full', false);

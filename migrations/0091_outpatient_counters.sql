-- owner: journey/outpatient/counters
-- Where a visit goes after the doctor: laboratory, examinations, pharmacy, treatment, the window.
create schema counters;
grant usage on schema counters to liuxin_app;

-- A counter or a room with its machine. Reference data of a hospital, as rooms are.
create table counters.station (
  institution_id integer not null,
  id             integer not null,
  kind           text not null check (kind in ('laboratory', 'examination', 'pharmacy', 'window', 'rehabilitation', 'treatment')),
  name           text not null,
  name_en        text not null default '',
  department_id  integer,                         -- whose orders come here; null: everybody's of this kind
  building       text not null default '',
  floor          text not null default '',
  zone           text not null default '',
  room           text not null default '',
  places         smallint not null default 1 check (places between 1 and 20),       -- windows side by side
  usual_minutes  smallint not null default 5 check (usual_minutes between 1 and 240),
  result_after_minutes smallint check (result_after_minutes between 0 and 10000),   -- null: nothing to wait for
  joins          text not null default 'by-hand' check (joins in ('automatic', 'by-hand')),
  active         boolean not null default true,
  primary key (institution_id, id),
  constraint station_name_once unique (institution_id, name)
);

-- One stop of a visit at one station, for everything ordered there.
create table counters.stop (
  institution_id integer not null,
  id             uuid not null,
  visit_id       uuid not null,
  person_id      uuid not null,
  day            date not null,
  station_id     integer not null,
  kind           text not null,
  status         text not null check (status in
                   ('planned', 'needs-payment', 'ready', 'waiting', 'serving', 'awaiting-result', 'done', 'left')),
  ticket_id      uuid,
  created_at     timestamptz not null,
  joined_at      timestamptz,
  served_at      timestamptz,
  result_at      timestamptz,
  ended_at       timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, station_id) references counters.station,
  constraint stop_in_line_has_a_ticket check (status not in ('waiting', 'serving') or ticket_id is not null),
  constraint stop_ended_says_when check ((status in ('done', 'left')) = (ended_at is not null))
);
create unique index stop_one_open_per_station on counters.stop (institution_id, visit_id, station_id)
  where status in ('planned', 'needs-payment', 'ready', 'waiting');
create index stop_of_visit on counters.stop (institution_id, visit_id);
create index stop_of_person on counters.stop (person_id, day);
create index stop_of_ticket on counters.stop (institution_id, ticket_id) where ticket_id is not null;
create index stop_awaiting_result on counters.stop (institution_id, station_id, day) where status = 'awaiting-result';

-- What was ordered, and stands at this stop; an order is at one stop.
create table counters.stop_item (
  institution_id integer not null,
  order_id       uuid not null,
  stop_id        uuid not null,
  person_id      uuid not null,
  code           text not null,
  name           text not null,
  name_en        text not null default '',
  fasting        boolean not null default false,
  state          text not null default 'due' check (state in ('due', 'paid', 'cancelled')),
  added_at       timestamptz not null,
  primary key (institution_id, order_id),
  foreign key (institution_id, stop_id) references counters.stop
);
create index stop_item_of_stop on counters.stop_item (institution_id, stop_id);

alter table counters.stop enable row level security;      alter table counters.stop force row level security;
alter table counters.stop_item enable row level security; alter table counters.stop_item force row level security;
create policy stop_seen on counters.stop to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy stop_item_seen on counters.stop_item to liuxin_app
  using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id));
create policy stop_owner on counters.stop to current_user using (true) with check (true);
create policy stop_item_owner on counters.stop_item to current_user using (true) with check (true);

grant select, insert, update on counters.stop, counters.stop_item to liuxin_app;
grant select, insert on counters.station to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('counters.preparation', 0, '2020-01-01',
   '{"fastingCodes": ["LAB-GLU", "LAB-OGTT", "LAB-LIVER", "LAB-LIPID", "EXM-USABD", "EXM-GAST", "EXM-GASTP", "EXM-COLON", "EXM-UBT"], "resultAfterMinutes": {"laboratory": 60, "examination": 30}, "usualMinutes": {"laboratory": 3, "examination": 10, "pharmacy": 4, "window": 3, "treatment": 15, "rehabilitation": 30}}',
   'codes of the price list, minutes', 'published with the platform; a hospital may publish its own', false);

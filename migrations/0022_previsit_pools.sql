-- owner: journey/previsit/pools
-- Which part of the units of a kind of clinic is for whom, as a rule that is carried out once for every session.
create schema pools;
grant usage on schema pools to liuxin_app;

create table pools.share (
  institution_id integer not null,
  id             uuid not null,
  kind           text,                            -- of clinic; null: every kind
  department_id  integer,                         -- null: every department
  service_id     integer,                         -- null: every clinic
  pool           text not null,
  percent        integer not null check (percent between 0 and 100),
  set_by         text not null,
  set_at         timestamptz not null,
  ended_at       timestamptz,                     -- no longer for sessions that are to come
  primary key (institution_id, id)
);
create unique index share_once on pools.share (institution_id, pool, coalesce(kind, ''), coalesce(department_id, 0), coalesce(service_id, 0)) where ended_at is null;

-- For which sessions a share was carried out, and with how much: never twice, so that what flowed back stays where it flowed.
create table pools.shared_out (
  institution_id integer not null,
  session_id     bigint not null,
  pool           text not null,
  percent        integer not null,
  units          integer not null,
  shared_at      timestamptz not null,
  primary key (institution_id, session_id, pool)
);
grant select, insert, update on pools.share, pools.shared_out to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('pools.primary-care', 0, '2024-01-01', '{"pools": ["family-doctor", "consortium"], "expertPercent": 30, "basis": "上海：区域性医疗中心拿出 30% 的专家号给家庭医生团队（2023–2025 年）", "basisEn": "Shanghai: 30 % of the expert units of regional medical centres for family doctor teams (2023-2025)"}', 'percent of expert units',
    'Shanghai: 30 % of the expert units of regional medical centres for family doctor teams, 2023-2025 (read in a search result only)', false),
  ('pools.forecast', 0, '2024-01-01', '{"weeks": 12, "fewest": 4}', 'weeks looked back, fewest sessions', 'Ours', false);

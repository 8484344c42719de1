import type pg from 'pg'

export const NOW = '2026-11-22T09:00:00+08:00'
const DAY = '2026-11-23'

/** 300 sessions of 40 units: ten periods of ten minutes, four units each. */
export const SESSIONS = 300
export const PERIODS = 10
export const UNITS = 4
export const HOT_SESSIONS = 30
/** Everybody who comes at the release; eight of ten of them to the same thirty doctors. */
export const CROWD = 20_000
export const HOT_SHARE = 0.8
/** One long session for the comparisons of a single hot period, as many units as people. */
const HOT_SERVICE = SESSIONS + 1

export const personId = (n: number): string => `00000001-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
export const tokenOf = (n: number): string => `bench-rush-${String(n).padStart(32, '0')}`
export const periodId = (session: number, period: number): number => session * PERIODS + period + 1
/** A fresh period for each comparison: what one took away must not help or hinder the next. */
export const hotPeriodId = (round: number): number => 900_000 + round
const HOT_ROUNDS = 12

/** One hospital whose doctors all work on one day, everybody who wants to see them, and a sign-in for each. */
export async function makeWorld(client: pg.Client): Promise<void> {
  const run = (text: string) => client.query(text)
  await run(`insert into directory.district (id, name, name_en) values (1, '城东区', 'East')`)
  await run(`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (1, 'H1', 'tertiary-hospital', '医院', 'Hospital', '院', 1, '路 1 号', 121.4, 31.2)`)
  await run(`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code) values (1, 1, '本部', '路 1 号', 121.4, 31.2, 'HERE1')`)
  await run(`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin)
    select 1, g, 1, '科室' || g, 'Department ' || g, 'ks' from generate_series(1, ${HOT_SERVICE}) g`)
  await run(`insert into directory.practitioner (institution_id, id, department_id, name, name_en, pinyin, sex, title)
    select 1, g, g, '沈若云', 'Shen Ruoyun', 'sry', 'female', 'chief' from generate_series(1, ${HOT_SERVICE}) g`)
  await run(`insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code)
    select 1, g, g, g, 'expert', '专家门诊', 'Expert clinic', 'FEE' from generate_series(1, ${HOT_SERVICE}) g`)
  await run(`insert into directory.price (institution_id, code, valid_from, kind, name, unit, price_cents, insurance_share_bp)
    values (1, 'FEE', '2024-01-01', 'registration', '挂号费', '次', 5000, 7000)`)
  await run(`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at) values (1, 1, 'public', '普通号', 400, '00:00')`)
  await run(`insert into capacity.session (institution_id, id, service_id, resource_id, day, half, starts_at, ends_at)
    select 1, s, s + 1, s + 1, '${DAY}', 'morning', capacity.local_time('${DAY}', '08:00'), capacity.local_time('${DAY}', '08:00') + interval '${PERIODS * 10} minutes'
    from generate_series(0, ${SESSIONS - 1}) s`)
  await run(`insert into capacity.period (institution_id, id, session_id, service_id, starts_at, ends_at)
    select 1, s * ${PERIODS} + p + 1, s, s + 1, capacity.local_time('${DAY}', '08:00') + p * interval '10 minutes', capacity.local_time('${DAY}', '08:10') + p * interval '10 minutes'
    from generate_series(0, ${SESSIONS - 1}) s, generate_series(0, ${PERIODS - 1}) p`)
  await run(`insert into capacity.session (institution_id, id, service_id, resource_id, day, half, starts_at, ends_at)
    select 1, ${900_000} + g, ${HOT_SERVICE}, ${HOT_SERVICE}, date '${DAY}' + g, 'afternoon', capacity.local_time(date '${DAY}' + g, '14:00'), capacity.local_time(date '${DAY}' + g, '14:10')
    from generate_series(0, ${HOT_ROUNDS - 1}) g`)
  await run(`insert into capacity.period (institution_id, id, session_id, service_id, starts_at, ends_at)
    select 1, id, id, service_id, starts_at, ends_at from capacity.session where institution_id = 1 and id >= 900000`)
  await run(`insert into capacity.allotment (institution_id, period_id, pool_id, units)
    select 1, id, 1, case when session_id >= 900000 then ${CROWD} else ${UNITS} end from capacity.period`)
  await makePeople(client)
}

async function makePeople(client: pg.Client): Promise<void> {
  await client.query(`insert into people.person (person_id, name_sealed, name_masked, name_hash, sex, birth_date, created_at)
    select ('0000000' || side || '-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, 'x', '周*', 'x', 'female', '1956-03-01', now()
    from generate_series(1, 2) side, generate_series(0, ${CROWD - 1}) g`)
  await client.query(`insert into access.account (id, kind, person_id, created_at) select person_id, 'patient', person_id, now() from people.person
    where person_id::text like '00000001-%'`)
  await client.query(`insert into access.session (token_hash, family_id, account_id, stage, created_at, issued_at, last_used_at, idle_seconds, expires_at)
    select sha256(convert_to('bench-rush-' || lpad(g::text, 32, '0'), 'utf8')), gen_random_uuid(),
      ('00000001-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, 'full', now(), now(), now(), 86400, now() + interval '1 day'
    from generate_series(0, ${CROWD - 1}) g`)
  await client.query('analyze')
}

export interface Exactness {
  readonly [name: string]: number
  /** Units sold beyond what a period has. */
  readonly oversold: number
  /** Units left in a period although at least as many people asked for it. */
  readonly undersold: number
  readonly miscounted: number
  readonly in_two_places: number
}

/** What was sold against what was asked for: `asked` by period id. */
export async function exactness(client: pg.Client, asked: ReadonlyMap<number, number>): Promise<Exactness> {
  const { rows } = await client.query<{ period_id: string; units: number; taken: number; claims: number }>(`
    select a.period_id, a.units, a.taken, count(c.id)::integer as claims from capacity.allotment a
    left join capacity.claim c on c.institution_id = a.institution_id and c.period_id = a.period_id and c.status in ('held', 'booked', 'done')
    group by 1, 2, 3`)
  const { rows: places } = await client.query<{ n: number }>(`select count(*)::integer as n from capacity.claim a join capacity.claim b
    on b.holder_id = a.holder_id and b.id > a.id and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)`)
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  return {
    oversold: sum((row) => Math.max(0, row.claims - row.units)),
    undersold: sum((row) => Math.max(0, Math.min(row.units, asked.get(Number(row.period_id)) ?? 0) - row.claims)),
    miscounted: sum((row) => Math.abs(row.taken - row.claims)),
    in_two_places: places[0]!.n,
  }
}

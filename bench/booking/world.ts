import type pg from 'pg'

/** So many book on each day of the supply; the next day others do. */
export const PEOPLE = 2000
/** Days of supply per side, and periods of each day: with four units a period so many people fit exactly once a day. */
export const DAYS = 48
export const PERIODS_A_DAY = 500
const UNITS = 4
const DOCTORS = 50
/** Everybody, per side: four days each at most, and all of them want the one hot period. */
export const CROWD = 24_000
/** The morning before the first day. */
export const NOW = '2026-11-22T09:00:00+08:00'
const FIRST_DAY = '2026-11-23'

/** 1 is booked over HTTP, 2 by pgbench: the same size, nothing shared but the tables. */
export type Side = 1 | 2

export const personId = (side: Side, n: number): string => `0000000${side}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
/** 43 characters, as a session's token has. */
export const tokenOf = (side: Side, n: number): string => `bench-${side}-${String(n).padStart(35, '0')}`
export const spreadPeriod = (side: Side, turn: number): number =>
  side * 1_000_000 + Math.floor(turn / PEOPLE) * PERIODS_A_DAY + ((turn % PEOPLE) % PERIODS_A_DAY) + 1
export const hotPeriod = (side: Side, round: number): number => side * 1_000_000 + 900_000 + round

/** Two hospitals of the same supply, their people, and a sign-in for each of those who book over HTTP. */
export async function makeWorld(client: pg.Client, hotRounds: number): Promise<void> {
  await client.query(`insert into directory.district (id, name, name_en) values (1, '城东区', 'East')`)
  for (const side of [1, 2] as const) {
    await makeHospital(client, side)
    await makeSupply(client, side, hotRounds)
    await makePeople(client, side)
  }
  await makeSessions(client)
  await client.query('analyze')
}

async function makeHospital(client: pg.Client, side: Side): Promise<void> {
  await client.query(`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values ($1::integer, 'H' || $1::integer, 'tertiary-hospital', '医院', 'Hospital', '院', 1, '路 1 号', 121.4, 31.2)`, [side])
  await client.query(`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code) values ($1::integer, 1, '本部', '路 1 号', 121.4, 31.2, 'HERE' || $1::integer)`, [side])
  await client.query(`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin)
    values ($1::integer, 1, 1, '心血管内科', 'Cardiology', 'xxgnk'), ($1::integer, 2, 1, '神经内科', 'Neurology', 'sjnk')`, [side])
  await client.query(`insert into directory.practitioner (institution_id, id, department_id, name, name_en, pinyin, sex, title)
    select $1::integer, g, 1, '沈若云', 'Shen Ruoyun', 'sry', 'female', 'chief' from generate_series(1, ${DOCTORS + 1}) g`, [side])
  await client.query(`insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code)
    select $1::integer, g, case when g > ${DOCTORS} then 2 else 1 end, g, 'expert', '专家门诊', 'Expert clinic', 'FEE' from generate_series(1, ${DOCTORS + 1}) g`, [side])
  await client.query(`insert into directory.price (institution_id, code, valid_from, kind, name, unit, price_cents, insurance_share_bp)
    values ($1::integer, 'FEE', '2024-01-01', 'registration', '挂号费', '次', 5000, 7000)`, [side])
  await client.query(`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at) values ($1::integer, 1, 'public', '普通号', 400, '00:00')`, [side])
}

/** Sessions of ten ten-minute periods; period ids in the order of days, so that a turn says its period. The hot ones stand apart. */
async function makeSupply(client: pg.Client, side: Side, hotRounds: number): Promise<void> {
  const perDoctor = PERIODS_A_DAY / DOCTORS
  await client.query(`insert into capacity.session (institution_id, id, service_id, resource_id, day, half, starts_at, ends_at)
    select $1::integer, d * ${DOCTORS} + r, r, r, date '${FIRST_DAY}' + d, 'morning', capacity.local_time(date '${FIRST_DAY}' + d, '08:00'),
      capacity.local_time(date '${FIRST_DAY}' + d, '08:00') + interval '10 minutes' * ${perDoctor}
    from generate_series(0, ${DAYS - 1}) d, generate_series(1, ${DOCTORS}) r`, [side])
  await client.query(`insert into capacity.period (institution_id, id, session_id, service_id, starts_at, ends_at)
    select $1::integer, $1::integer * 1000000 + d * ${PERIODS_A_DAY} + p + 1, d * ${DOCTORS} + p / ${perDoctor} + 1, p / ${perDoctor} + 1,
      capacity.local_time(date '${FIRST_DAY}' + d, '08:00') + interval '10 minutes' * (p % ${perDoctor}),
      capacity.local_time(date '${FIRST_DAY}' + d, '08:00') + interval '10 minutes' * (p % ${perDoctor} + 1)
    from generate_series(0, ${DAYS - 1}) d, generate_series(0, ${PERIODS_A_DAY - 1}) p`, [side])
  await client.query(`insert into capacity.session (institution_id, id, service_id, resource_id, day, half, starts_at, ends_at)
    select $1::integer, 900000 + g, ${DOCTORS + 1}, ${DOCTORS + 1}, date '${FIRST_DAY}' + g, 'afternoon', capacity.local_time(date '${FIRST_DAY}' + g, '14:00'),
      capacity.local_time(date '${FIRST_DAY}' + g, '14:10') from generate_series(0, ${hotRounds - 1}) g`, [side])
  await client.query(`insert into capacity.period (institution_id, id, session_id, service_id, starts_at, ends_at)
    select institution_id, $1::integer * 1000000 + id, id, service_id, starts_at, ends_at from capacity.session where institution_id = $1::integer and id >= 900000`, [side])
  await client.query(`insert into capacity.allotment (institution_id, period_id, pool_id, units)
    select institution_id, id, 1, case when session_id >= 900000 then ${CROWD} else ${UNITS} end from capacity.period where institution_id = $1::integer`, [side])
}

async function makePeople(client: pg.Client, side: Side): Promise<void> {
  await client.query(`insert into people.person (person_id, name_sealed, name_masked, name_hash, sex, birth_date, created_at)
    select ('0000000' || $1::integer || '-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, 'x', '周*', 'x', 'female', '1956-03-01', now()
    from generate_series(0, ${CROWD - 1}) g`, [side])
}

async function makeSessions(client: pg.Client): Promise<void> {
  await client.query(`insert into access.account (id, kind, person_id, created_at) select person_id, 'patient', person_id, now() from people.person
    where person_id::text like '00000001-%'`)
  await client.query(`insert into access.session (token_hash, family_id, account_id, stage, created_at, issued_at, last_used_at, idle_seconds, expires_at)
    select sha256(convert_to('bench-1-' || lpad(g::text, 35, '0'), 'utf8')), gen_random_uuid(),
      ('00000001-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, 'full', now(), now(), now(), 86400, now() + interval '1 day'
    from generate_series(0, ${CROWD - 1}) g`)
}

/** What must be nothing: units sold beyond what there is, counts that disagree with claims, bookings without event, audit or reply. */
export async function invariantsOf(client: pg.Client): Promise<Record<string, number>> {
  const { rows } = await client.query<Record<string, number>>(`
    with used as (select institution_id, period_id, count(*) as n from capacity.claim where status in ('held', 'booked', 'done') group by 1, 2)
    select coalesce(sum(greatest(coalesce(u.n, 0) - a.units, 0)), 0)::integer as oversold,
      count(*) filter (where coalesce(u.n, 0) <> a.taken)::integer as miscounted
    from capacity.allotment a left join used u using (institution_id, period_id)`)
  const { rows: kept } = await client.query<Record<string, number>>(`
    select (select count(*) from booking.appointment)::integer - (select count(*) from platform.event where type = 'booking.appointment-booked.v1')::integer as without_event,
      (select count(*) from booking.appointment)::integer - (select count(*) from platform.audit where action = 'booking.book-appointment')::integer as without_audit,
      (select count(*) from booking.appointment)::integer - (select count(*) from platform.idempotency where status = 201)::integer as without_reply,
      (select count(*) from capacity.claim a join capacity.claim b on b.holder_id = a.holder_id and b.id > a.id and b.status = 'booked'
        and b.day = a.day and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at) where a.status = 'booked')::integer as in_two_places`)
  return { ...rows[0], ...kept[0] }
}

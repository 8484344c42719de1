import type pg from 'pg'
import { nameColumns } from '#journey/throughout/people/index.ts'

export const START = new Date('2026-11-22T09:00:00+08:00')
/** Two days ahead, so that the elderly pool flows to everybody while people are booking. */
const DAY = '2026-11-24'
export const DOCTORS = 6
export const PERIODS = 10
export const PEOPLE = 160
const PUBLIC_UNITS = 2
const ELDERLY_UNITS = 1

/** One hospital for each run: six doctors with one morning each, and people who all want to see them. */
export interface Hospital {
  readonly institutionId: number
  readonly seed: number
}

export const periodOf = ({ institutionId }: Hospital, doctor: number, period: number): number => institutionId * 1000 + doctor * PERIODS + period + 1
export const sessionOf = ({ institutionId }: Hospital, doctor: number): number => institutionId * 10 + doctor
export const personOf = ({ institutionId }: Hospital, n: number): string => `${String(institutionId).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
export const tokenOf = ({ institutionId }: Hospital, n: number): string => `bench-contend-${institutionId}-`.padEnd(30, '.') + String(n).padStart(13, '0')
export const officeToken = ({ institutionId }: Hospital): string => `bench-office-${institutionId}-`.padEnd(43, '.')

export async function makeRegion(client: pg.Client, hospitals: readonly Hospital[]): Promise<void> {
  const name = nameColumns('周桂兰')
  await client.query(`insert into directory.district (id, name, name_en) values (1, '城东区', 'East')`)
  for (const hospital of hospitals) await makeHospital(client, hospital, name)
  await client.query('analyze')
}

async function makeHospital(client: pg.Client, hospital: Hospital, name: ReturnType<typeof nameColumns>): Promise<void> {
  const { institutionId: i } = hospital
  const run = (text: string, values: unknown[] = []) => client.query(text, values)
  await run(`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (${i}, 'H${i}', 'tertiary-hospital', '医院', 'Hospital', '院', 1, '路 1 号', 121.4, 31.2)`)
  await run(`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code) values (${i}, 1, '本部', '路 1 号', 121.4, 31.2, 'HERE${i}')`)
  await run(`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin)
    select ${i}, g, 1, '科室' || g, 'Department ' || g, 'ks' from generate_series(1, ${DOCTORS}) g`)
  await run(`insert into directory.practitioner (institution_id, id, department_id, name, name_en, pinyin, sex, title)
    select ${i}, g, g, '沈若云', 'Shen Ruoyun', 'sry', 'female', 'chief' from generate_series(1, ${DOCTORS}) g`)
  await run(`insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code)
    select ${i}, g, g, g, 'expert', '专家门诊', 'Expert clinic', 'FEE' from generate_series(1, ${DOCTORS}) g`)
  await run(`insert into directory.price (institution_id, code, valid_from, kind, name, unit, price_cents, insurance_share_bp)
    values (${i}, 'FEE', '2024-01-01', 'registration', '挂号费', '次', 5000, 7000)`)
  await run(`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at, eligibility) values
    (${i}, 1, 'public', '普通号', 28, '00:00', '{}'), (${i}, 2, 'elderly', '敬老号', 28, '00:00', '{"minAge": 65}'),
    (${i}, 3, 'rebooking', '改约号', 28, '00:00', '{}'), (${i}, 4, 'waitlist', '候补号', 28, '00:00', '{}')`)
  await run(`insert into capacity.pool_step (institution_id, pool_id, step, flows_to, days_before) values (${i}, 2, 1, 'public', 3)`)
  await run(`insert into capacity.session (institution_id, id, service_id, resource_id, day, half, starts_at, ends_at)
    select ${i}, ${i * 10} + d, d + 1, d + 1, '${DAY}', 'morning', capacity.local_time('${DAY}', '08:00'), capacity.local_time('${DAY}', '08:00') + interval '${PERIODS * 15} minutes'
    from generate_series(0, ${DOCTORS - 1}) d`)
  await run(`insert into capacity.period (institution_id, id, session_id, service_id, starts_at, ends_at)
    select ${i}, ${i * 1000} + d * ${PERIODS} + p + 1, ${i * 10} + d, d + 1, capacity.local_time('${DAY}', '08:00') + p * interval '15 minutes',
      capacity.local_time('${DAY}', '08:15') + p * interval '15 minutes' from generate_series(0, ${DOCTORS - 1}) d, generate_series(0, ${PERIODS - 1}) p`)
  await run(`insert into capacity.allotment (institution_id, period_id, pool_id, units)
    select ${i}, p.id, u.pool, u.units from capacity.period p, (values (1, ${PUBLIC_UNITS}), (2, ${ELDERLY_UNITS})) u(pool, units) where p.institution_id = ${i}`)
  await run(`insert into people.person (person_id, name_sealed, name_masked, name_hash, sex, birth_date, created_at)
    select ('${String(i).padStart(8, '0')}-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, $1, $2, $3, 'female', '1956-03-01', now() from generate_series(0, ${PEOPLE - 1}) g`,
    [name.name_sealed, name.name_masked, name.name_hash])
  await run(`insert into access.account (id, kind, person_id, created_at) select person_id, 'patient', person_id, now() from people.person where person_id::text like $1`, [`${String(i).padStart(8, '0')}%`])
  await run(`insert into access.session (token_hash, family_id, account_id, stage, created_at, issued_at, last_used_at, idle_seconds, expires_at)
    select sha256(convert_to(token, 'utf8')), gen_random_uuid(), account::uuid, 'full', now(), now(), now(), 86400, now() + interval '1 day' from unnest($1::text[], $2::text[]) u(token, account)`,
    [Array.from({ length: PEOPLE }, (_, n) => tokenOf(hospital, n)), Array.from({ length: PEOPLE }, (_, n) => personOf(hospital, n))])
  const { rows } = await client.query<{ id: string }>(`insert into access.account (id, kind, username, created_at) values (gen_random_uuid(), 'staff', 'office-${i}', now()) returning id`)
  await run(`insert into access.staff_role (account_id, institution_id, staff_id, display_name, roles) values ($1, ${i}, 9003, '门诊办公室', '{manager}')`, [rows[0]!.id])
  await run(`insert into access.session (token_hash, family_id, account_id, institution_id, stage, created_at, issued_at, last_used_at, idle_seconds, expires_at)
    values (sha256(convert_to($1, 'utf8')), gen_random_uuid(), $2, ${i}, 'full', now(), now(), now(), 86400, now() + interval '1 day')`, [officeToken(hospital), rows[0]!.id])
}

/** What must be nothing when a run is over; each is a count. */
export async function faultsOf(client: pg.Client, { institutionId }: Hospital): Promise<Record<string, number>> {
  const { rows } = await client.query<Record<string, number>>(`
    with counted as (
      select a.period_id, a.pool_id, a.units, a.taken, count(c.id) as claims from capacity.allotment a
      left join capacity.claim c on c.institution_id = a.institution_id and c.period_id = a.period_id and c.pool_id = a.pool_id and c.status in ('held', 'booked', 'done')
      where a.institution_id = $1 group by 1, 2, 3, 4)
    select (select coalesce(sum(greatest(claims - units, 0)), 0) from counted)::integer as oversold,
      (select coalesce(sum(abs(claims - taken)), 0) from counted)::integer as miscounted,
      (select count(*) from (select period_id, sum(units) as units from counted group by 1) p where p.units <> ${PUBLIC_UNITS + ELDERLY_UNITS})::integer as units_appeared_or_vanished,
      (select count(*) from (select 1 from capacity.pool_move where institution_id = $1 and from_pool_id = 2 and to_pool_id = 1
        group by period_id having sum(units) > ${ELDERLY_UNITS}) m)::integer as pool_moves_twice,
      (select count(*) from capacity.claim a join capacity.claim b on b.holder_id = a.holder_id and b.id > a.id and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
        where a.institution_id = $1 and a.status in ('held', 'booked') and b.status in ('held', 'booked'))::integer as in_two_places,
      (select count(*) from capacity.claim c full join capacity.holder_time t on t.claim_id = c.id where coalesce(c.institution_id, t.institution_id) = $1
        and (c.status in ('held', 'booked')) is distinct from (t.claim_id is not null) and c.status is distinct from 'done')::integer as times_left_behind,
      (select count(*) from capacity.claim c join booking.appointment a on a.institution_id = c.institution_id and a.id = c.id where c.institution_id = $1
        and (c.status <> case when a.status = 'suspended' then 'cancelled' else a.status end or c.period_id <> a.period_id))::integer as claim_and_appointment_differ,
      (select count(*) from booking.appointment a where a.institution_id = $1 and a.status in ('held', 'booked') and exists (
        select from capacity.session s where s.institution_id = $1 and s.id = a.session_id and s.status = 'suspended'))::integer as booked_into_a_suspended_clinic,
      (select count(*) from booking.appointment a where a.institution_id = $1
        and not exists (select from platform.audit u where u.subject = 'appointment/' || a.id))::integer as without_audit,
      (select count(*) from booking.appointment a where a.institution_id = $1 and a.status = 'booked'
        and not exists (select from platform.event e where e.type = 'booking.appointment-booked.v1' and e.payload ->> 'appointmentId' = a.id::text))::integer as without_event`, [institutionId])
  return rows[0]!
}

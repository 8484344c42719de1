import type pg from 'pg'
import { nameColumns } from '#journey/throughout/people/index.ts'

export const HOSPITAL = 1
export const DOCTORS = 1
/** Twelve periods an afternoon of two units, on workdays. */
const PERIODS = 12
const UNITS = 2
export const UNITS_A_DAY = DOCTORS * PERIODS * UNITS
export const FIRST_DAY = '2026-03-02'
/** Days of supply: one week until all is as on any day, four that count, two ahead of the last. */
const SUPPLY_DAYS = 56

export const personId = (n: number): string => `00000001-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

/** One booked-out doctor whose public units open two weeks before, and people enough. */
export async function makeWorld(client: pg.Client, people: number, withWaitlist: boolean): Promise<void> {
  await client.query(`insert into directory.district (id, name, name_en) values (1, '城东区', 'East')`)
  await client.query(`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (1, 'H1', 'tertiary-hospital', '医院', 'Hospital', '院', 1, '路 1 号', 121.4, 31.2)`)
  await client.query(`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code) values (1, 1, '本部', '路 1 号', 121.4, 31.2, 'HERE1')`)
  await client.query(`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin) values (1, 1, 1, '心血管内科', 'Cardiology', 'xxgnk')`)
  await client.query(`insert into directory.practitioner (institution_id, id, department_id, name, name_en, pinyin, sex, title)
    select 1, g, 1, '沈若云', 'Shen Ruoyun', 'sry', 'female', 'chief' from generate_series(1, ${DOCTORS}) g`)
  await client.query(`insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code)
    select 1, g, 1, g, 'expert', '专家门诊', 'Expert clinic', 'FEE' from generate_series(1, ${DOCTORS}) g`)
  await client.query(`insert into directory.price (institution_id, code, valid_from, kind, name, unit, price_cents, insurance_share_bp) values (1, 'FEE', '2024-01-01', 'registration', '挂号费', '次', 5000, 7000)`)
  await client.query(`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at) values (1, 1, 'public', '普通号', 14, '07:00')`)
  if (withWaitlist) {
    await client.query(`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at, eligibility)
      values (1, 8, 'waitlist', '候补', 28, '00:00', '{"channels": ["waitlist"]}')`)
  }
  await client.query(`insert into capacity.session (institution_id, id, service_id, resource_id, day, half, starts_at, ends_at)
    select 1, d * 10 + r, r, r, date '${FIRST_DAY}' + d, 'afternoon', capacity.local_time(date '${FIRST_DAY}' + d, '13:30'), capacity.local_time(date '${FIRST_DAY}' + d, '16:30')
    from generate_series(0, ${SUPPLY_DAYS - 1}) d, generate_series(1, ${DOCTORS}) r where extract(isodow from date '${FIRST_DAY}' + d) < 6`)
  await client.query(`insert into capacity.period (institution_id, session_id, service_id, starts_at, ends_at)
    select 1, s.id, s.service_id, s.starts_at + interval '15 minutes' * p, s.starts_at + interval '15 minutes' * (p + 1)
    from capacity.session s, generate_series(0, ${PERIODS - 1}) p order by s.id, p`)
  await client.query(`insert into capacity.allotment (institution_id, period_id, pool_id, units) select 1, id, 1, ${UNITS} from capacity.period`)
  const name = nameColumns('周桂兰')
  await client.query(`insert into people.person (person_id, name_sealed, name_masked, name_hash, sex, birth_date, created_at)
    select ('00000001-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, $1, $2, $3, 'female', '1956-03-01', now() from generate_series(0, ${people - 1}) g`,
  [name.name_sealed, name.name_masked, name.name_hash])
  await client.query('analyze')
}

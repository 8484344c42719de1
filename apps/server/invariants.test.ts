import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/testing/index.ts'
import { checkInvariants } from './invariants.ts'

const { url } = await testDatabase()
const pool = new pg.Pool({ connectionString: url, max: 2 })
afterAll(() => pool.end())
const broken = async () => (await checkInvariants(pool)).filter((result) => result.broken > 0).map((result) => result.name)

test('an empty region breaks nothing', async () => {
  expect(await broken()).toEqual([])
})

test('each planted fault is found by name', async () => {
  const person = '01900000-0000-7000-8000-000000000001'
  const [a, b] = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b']
  await pool.query(`insert into booking.appointment (institution_id, id, person_id, booked_by, channel, session_id, period_id, pool, service_id, department_id,
      day, starts_at, ends_at, fee_code, fee_cents, status, cancel_by, created_at)
    select 1, unnest($1::uuid[]), $2, 'test', 'web', 1, 1, 'public', 1, 1, '2026-11-23', '2026-11-23 09:00+08', '2026-11-23 09:15+08', 'x', 0, 'booked',
      '2026-11-22 00:00+08', '2026-11-22 00:00+08'`, [[a, b], person])
  await pool.query(`insert into capacity.claim (institution_id, id, period_id, pool_id, holder_id, service_id, day, starts_at, ends_at, status)
    values (1, gen_random_uuid(), 1, 1, $1, 1, '2026-11-23', '2026-11-23 09:00+08', '2026-11-23 09:15+08', 'booked')`, [person])
  await pool.query(`update booking.appointment set status = 'suspended' where id = $1`, [b])
  await pool.query(`insert into booking.appointment (institution_id, id, person_id, booked_by, channel, session_id, period_id, pool, service_id, department_id,
      day, starts_at, ends_at, fee_code, fee_cents, status, cancel_by, created_at)
    select institution_id, gen_random_uuid(), person_id, booked_by, channel, session_id, period_id, pool, service_id, department_id, day, starts_at, ends_at, fee_code,
      fee_cents, 'booked', cancel_by, created_at from booking.appointment where id = $1`, [b])
  await pool.query(`insert into suspension.offer (institution_id, id, home_institution_id, suspension_id, appointment_id, person_id, kind, period_id, pool, service_id, starts_at, ends_at, expires_at)
    values (1, gen_random_uuid(), 1, gen_random_uuid(), $1, $2, 'same-doctor', 1, 'public', 1, now(), now(), now())`, [b, person])
  await pool.query(`insert into billing.receipt_counter (institution_id, year, last_number) values (1, 2026, 2)`)
  await pool.query(`insert into credit.debt (person_id, id, institution_id, reference, emergency, cents, open_cents, taken_at, due_on)
    values ($1, gen_random_uuid(), 1, 'bill/x', false, 100, 100, '2026-11-22', '2026-12-02')`, [person])
  expect(await broken()).toEqual(expect.arrayContaining([
    'units_without_claims', 'people_in_two_places', 'appointments_without_unit', 'bookings_without_event', 'bookings_without_audit',
    'suspended_and_on_no_list', 'times_kept_for_nobody', 'debts_not_in_the_books',
  ]))
})

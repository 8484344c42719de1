import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { flowBack, generateSessions, nextFree } from './index.ts'

const { db, owner } = await testDatabase()
const now = new Date('2026-11-22T09:00:00+08:00')
const context = systemContext('test', now)
const within = <T>(work: Parameters<typeof inTransaction<T>>[2]) => inTransaction(db, context, work)
const count = async (table: string, institutionId: number) =>
  (await sql<{ n: number }>`select count(*)::integer as n from ${sql.table(table)} where institution_id = ${institutionId}`.execute(owner)).rows[0]!.n

async function anInstitution(institutionId: number): Promise<void> {
  await sql`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at, flows_to, flows_days_before) values
    (${institutionId}, 1, 'public', '普通号', 14, '07:00', null, null), (${institutionId}, 2, 'family-doctor', '家医号', 19, '07:00', 'public', 5)`.execute(owner)
  await sql`insert into capacity.template (institution_id, service_id, resource_id, valid_from, valid_to, weekdays, half, starts_at, ends_at, period_minutes, pools) values
    (${institutionId}, 10, 100, '2026-01-01', null, '{1,3}', 'morning', '08:00', '11:30', 15, '{"public": 2, "family-doctor": 1}'),
    (${institutionId}, 11, 101, '2026-01-01', '2026-11-25', '{8}', 'morning', '09:00', '10:00', 10, '{"public": 1}')`.execute(owner)
}

test('templates become sessions, periods and units; generating twice, or twice at once, makes each once', async () => {
  await anInstitution(1)
  const make = () => within((tx) => generateSessions(tx, 1, '2026-11-22', 14))
  const made = await Promise.all([make(), make()])
  const sum = (key: 'sessions' | 'periods' | 'units') => made[0][key] + made[1][key]
  expect([sum('sessions'), sum('periods'), sum('units')]).toEqual([4, 56, 168])
  expect(await make()).toEqual({ sessions: 0, periods: 0, units: 0 })
  expect([await count('capacity.session', 1), await count('capacity.period', 1), await count('capacity.allotment', 1)]).toEqual([4, 56, 112])
})

test('a make-up Sunday is worked as the Tuesday it makes up for, and a holiday only by who works on holidays', async () => {
  await sql`insert into capacity.pool (institution_id, id, code, name) values (2, 1, 'public', '普通号')`.execute(owner)
  await sql`insert into capacity.template (institution_id, service_id, resource_id, valid_from, weekdays, half, starts_at, ends_at, period_minutes, pools) values
    (2, 10, 100, '2026-01-01', '{2}', 'morning', '08:00', '09:00', 15, '{"public": 1}'), (2, 11, 101, '2026-01-01', '{8}', 'morning', '08:00', '09:00', 15, '{"public": 1}')`.execute(owner)
  await within((tx) => generateSessions(tx, 2, '2026-09-20', 12))
  const { rows } = await sql<{ what: string }>`select service_id || ' ' || day as what from capacity.session where institution_id = 2 order by day, service_id`.execute(owner)
  // 20 September makes up for 6 October, a Tuesday; 25 September is the Mid-autumn Festival with two days after it; 29 is a plain Tuesday.
  expect(rows.map((row) => row.what)).toEqual(['10 2026-09-20', '10 2026-09-22', '11 2026-09-25', '11 2026-09-26', '11 2026-09-27', '10 2026-09-29', '11 2026-10-01'])
})

test('a doctor cannot be in two sessions at once', async () => {
  const put = (from: string, to: string) => sql`insert into capacity.session (institution_id, service_id, resource_id, day, half, starts_at, ends_at)
    values (3, 1, 7, '2026-11-23', 'morning', ${`2026-11-23T${from}+08:00`}, ${`2026-11-23T${to}+08:00`})`.execute(owner)
  await put('08:00', '10:00')
  await expect(put('09:00', '11:00')).rejects.toMatchObject({ constraint: 'session_resource_in_one_place' })
  await put('10:00', '11:00')
})

test('unused units flow to the next pool once their day is near, each movement once and with its reason', async () => {
  await anInstitution(4)
  await within((tx) => generateSessions(tx, 4, '2026-11-22', 14))
  const family = async () => (await sql<{ units: number }>`select sum(units)::integer as units from capacity.allotment where institution_id = 4 and pool_id = 2`.execute(owner)).rows[0]!.units
  expect(await family()).toBe(56)
  const moved = await Promise.all([within((tx) => flowBack(tx, context)), within((tx) => flowBack(tx, context))])
  // Monday 23 and Wednesday 25 are within five days of Sunday 22; institution 1 has the same two days.
  expect(moved[0] + moved[1]).toBe(2 * 28)
  expect(await family()).toBe(28)
  const { rows } = await sql<{ units: number; reasons: string[] }>`select sum(units)::integer as units, array_agg(distinct reason) as reasons from capacity.pool_move where institution_id = 4`.execute(owner)
  expect(rows[0]).toEqual({ units: 28, reasons: ['unused at its deadline'] })
  const { rows: total } = await sql<{ units: number }>`select sum(units)::integer as units from capacity.allotment where institution_id = 4`.execute(owner)
  expect(total[0]!.units).toBe(168)
})

test('the next free time skips what is taken, suspended, or not open yet', async () => {
  await anInstitution(6)
  await within((tx) => generateSessions(tx, 6, '2026-11-22', 28))
  const next = async () => (await within((tx) => nextFree(tx, [{ institutionId: 6, serviceId: 10 }], 'public', now)))[0]?.startsAt.toISOString()
  expect(await next()).toBe('2026-11-23T00:00:00.000Z')
  await sql`update capacity.allotment set taken = units where institution_id = 6 and pool_id = 1 and period_id in (select id from capacity.period where institution_id = 6 and starts_at < '2026-11-23T08:30:00+08:00')`.execute(owner)
  expect(await next()).toBe('2026-11-23T00:30:00.000Z')
  await sql`update capacity.session set status = 'suspended' where institution_id = 6 and day = '2026-11-23'`.execute(owner)
  expect(await next()).toBe('2026-11-25T00:00:00.000Z')
  await sql`update capacity.session set status = 'suspended' where institution_id = 6 and day <= '2026-12-06'`.execute(owner)
  expect(await next()).toBeUndefined()
})

test('the application’s role can neither make nor change what is taken, nor see who holds it', async () => {
  const attempts = [
    sql`insert into capacity.claim (institution_id, id, period_id, pool_id, holder_id, service_id, day, starts_at, ends_at, status)
      values (1, ${newId()}, 1, 1, ${newId()}, 10, '2026-11-23', now(), now() + interval '1 hour', 'booked')`,
    sql`update capacity.allotment set taken = 0`,
    sql`select * from capacity.claim`,
    sql`delete from capacity.holder_time`,
    sql`select * from capacity.take_batch('{1}', '{}', '{}', '{}', '{}', '{}', '{}', now())`,
  ]
  for (const attempt of attempts) await expect(attempt.execute(db)).rejects.toMatchObject({ code: '42501' })
})

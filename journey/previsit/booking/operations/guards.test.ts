import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module } from '../server.ts'
import { aClinic, faults, patient, people, SUNDAY } from '../test-clinic.ts'

/**
 * Every guard, taken out once: what the other tests call proof must then find the fault. A check that stays green here
 * would be worth nothing there. (P1, P3)
 */
const { url, owner } = await testDatabase()
const server = await testServer([module], { url }, { now: SUNDAY })
const second = await testServer([module], { url }, { now: SUNDAY })

const repairs: string[] = []
afterEach(async () => {
  for (const repair of repairs.splice(0).reverse()) await sql.raw(repair).execute(owner)
  await sql`truncate capacity.claim, capacity.holder_time, booking.appointment cascade`.execute(owner)
  await sql`update capacity.allotment set taken = 0`.execute(owner)
  expect(await faults(owner)).toEqual([])
})

/** Replaces a text in a function of the database until the test is over. */
async function plant(name: string, from: string | RegExp, to: string): Promise<void> {
  const { rows } = await sql<{ text: string }>`select pg_get_functiondef(${name}::regproc) as text`.execute(owner)
  const sound = rows[0]!.text
  const broken = sound.replace(from, to)
  expect(broken).not.toBe(sound)
  repairs.push(sound)
  await sql.raw(broken).execute(owner)
}

async function drop(table: string, constraint: string): Promise<void> {
  const { rows } = await sql<{ text: string }>`select pg_get_constraintdef(oid) as text from pg_constraint where conname = ${constraint}`.execute(owner)
  repairs.push(`alter table ${table} add constraint ${constraint} ${rows[0]!.text}`, `truncate capacity.claim, capacity.holder_time, booking.appointment cascade; update capacity.allotment set taken = 0`)
  await sql.raw(`alter table ${table} drop constraint ${constraint}`).execute(owner)
}

const book = (personId: string, clinic: { institutionId: number; periodIds: number[] }, period = 0, at = server) =>
  at.request('POST', '/api/booking/appointments', { as: patient(personId), body: { institutionId: clinic.institutionId, periodId: clinic.periodIds[period], personId } })

const UNITS_LEFT = /f\.eligible and f\.place <= f\.left_over/g
const UNITS_LEFT_BEFORE = /and x\.units > x\.taken and/

test('selling more than there is: the function alone refuses it, the constraint alone stops it, without both it is found', async () => {
  const clinic = await aClinic(owner, { units: { public: 1 } })
  const persons = await people(owner, 4)
  await plant('capacity.take_batch', UNITS_LEFT, 'f.eligible')
  await plant('capacity.take_batch', UNITS_LEFT_BEFORE, 'and')
  const stopped = await Promise.all(persons.map((person) => book(person, clinic)))
  expect(stopped.filter((reply) => reply.status === 201).length).toBeLessThanOrEqual(1)
  expect(await faults(owner)).toEqual([])
  await drop('capacity.allotment', 'allotment_never_oversold')
  await Promise.all(persons.map((person) => book(person, clinic)))
  expect((await faults(owner)).filter((fault) => fault.startsWith('allotment'))).not.toEqual([])
})

test('one person in two places at once is found when neither looked for nor forbidden', async () => {
  const [here, there] = [await aClinic(owner, { institutionId: 1 }), await aClinic(owner, { institutionId: 2 })]
  const [person] = await people(owner, 1)
  await plant('capacity.take_batch', /t\.during && tstzrange\(p\.starts_at, p\.ends_at\)/, 'false')
  expect((await book(person!, here)).status).toBe(201)
  expect((await book(person!, there)).status).not.toBe(201)
  await drop('capacity.holder_time', 'holder_time_in_one_place')
  expect((await book(person!, there)).status).toBe(201)
  expect((await faults(owner)).filter((fault) => fault.startsWith('a holder in two places'))).not.toEqual([])
})

test('a unit handed back twice is found', async () => {
  const clinic = await aClinic(owner, { units: { public: 2 } })
  const [one, other] = await people(owner, 2)
  const id = (await book(one!, clinic)).body.id as string
  await book(other!, clinic)
  await plant('capacity.release', /and status in \('held', 'booked'\)/g, '')
  for (let times = 0; times < 2; times++) await sql`select capacity.release(1, ${id}, ${SUNDAY})`.execute(owner)
  expect((await faults(owner)).filter((fault) => fault.startsWith('allotment'))).not.toEqual([])
})

test('a hold kept after its end is found', async () => {
  const clinic = await aClinic(owner, {})
  const [person] = await people(owner, 1)
  const held = await server.request('POST', '/api/booking/holds', { as: patient(person!), body: { institutionId: 1, periodId: clinic.periodIds[0], personId: person } })
  server.clock.advanceSeconds(11 * 60)
  const confirm = () => server.request('POST', '/api/booking/appointments', { as: patient(person!), body: { institutionId: 1, holdId: held.body.id } })
  expect((await confirm()).status).toBe(409)
  await plant('capacity.confirm', /and expires_at > p_now/, '')
  expect((await confirm()).status).toBe(201)
  server.clock.set(SUNDAY)
})

test('without taking turns, one person gets more than one number of a department in a day', async () => {
  const clinics = await Promise.all(Array.from({ length: 12 }, (_, i) => aClinic(owner, { institutionId: 3, from: `${String(8 + i).padStart(2, '0')}:00`, periods: 1 })))
  const rush = async (person: string) => {
    const replies = await Promise.all(clinics.map((clinic, i) => book(person, clinic, 0, i % 2 ? server : second)))
    return replies.filter((reply) => reply.status === 201).length
  }
  const [first, ...others] = await people(owner, 12)
  expect(await rush(first!)).toBe(1)
  await plant('booking.book_batch', /perform pg_advisory_xact_lock/, 'perform hashint8')
  let most = 0
  for (const person of others) {
    most = Math.max(most, await rush(person))
    if (most > 1) break
    await sql`update capacity.allotment set taken = 0 where institution_id = 3`.execute(owner)
    await sql`truncate capacity.claim, capacity.holder_time, booking.appointment cascade`.execute(owner)
  }
  expect(most).toBeGreaterThan(1)
})

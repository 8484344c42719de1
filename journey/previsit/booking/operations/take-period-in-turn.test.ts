import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { module as release } from '#journey/previsit/release/server.ts'
import { BEFORE, MONDAY, OPENS } from '#journey/previsit/release/testing/test-opening.ts'
import { planOpening } from '#journey/previsit/release/index.ts'
import { type PatientActor, type PersonId, systemContext } from '#platform/context/context.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module } from '../server.ts'
import { aClinic, faults, patient, people, registrar } from '../test-clinic.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module, release], { url }, { now: BEFORE })
const second = await testServer([module, release], { url }, { now: BEFORE })
const at = (to: Date) => { server.clock.set(to); second.clock.set(to) }
const later = (seconds: number) => new Date(OPENS.getTime() + seconds * 1000)
const pause = (ms = 450) => new Promise((resolve) => { setTimeout(resolve, ms) })
const book = (periodId: number, personId: string, as = patient(personId), to = server, more = {}) => to.request('POST', '/api/booking/appointments', { as, body: { institutionId: 1, periodId, personId, ...more } })

async function opened(serviceId: number): Promise<string> {
  const context = systemContext('test', new Date(BEFORE.getTime() - 3_600_000))
  const id = await owner.transaction().execute((tx) => planOpening(tx, context, { institutionId: 1, departmentId: null, serviceId, day: MONDAY, opensAt: OPENS }))
  // Until both servers have seen it.
  await pause(2100)
  return id
}

test('P3: while a release is gated, a patient books in their turn only; everybody else hears a polite 429', async () => {
  at(BEFORE)
  const clinic = await aClinic(owner, { periods: 4, units: { public: 1, 'on-site': 1 } })
  const other = await aClinic(owner, { from: '14:00' })
  const id = await opened(clinic.serviceId)
  const ticket = `/api/release/openings/1/${id}/ticket`
  const [first, stranger, late, elsewhere, desk] = await people(owner, 5)
  const as = patient(first!)
  for (const to of [server, second]) {
    const reply = await book(clinic.periodIds[0]!, stranger!, patient(stranger!), to)
    expect(reply).toMatchObject({ status: 429, body: { code: 'release.join-first', details: { openingId: id } } })
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  // Another doctor, the window, and pools that are not public are not gated.
  expect((await book(other.periodIds[0]!, elsewhere!)).status).toBe(201)
  expect((await book(clinic.periodIds[3]!, desk!, registrar(), server, { channel: 'window' })).status).toBe(201)

  expect((await server.request('POST', ticket, { as, body: { personId: first } })).status).toBe(200)
  expect((await book(clinic.periodIds[0]!, first!, as)).body.code).toBe('release.not-your-turn')
  at(later(2))
  await server.request('GET', ticket, { as })
  await pause(800)
  expect((await server.request('GET', ticket, { as })).body.state).toBe('your-turn')
  expect((await book(clinic.periodIds[0]!, first!, as, second)).body.code).toBe('release.not-your-turn')
  expect((await server.request('POST', `${ticket}/enter`, { as })).body.state).toBe('inside')
  // In one's turn one books for whom one waited, on whichever server, and for nobody else.
  const proxy = { ...(as as PatientActor), mayActFor: [first!, late!] as PersonId[] }
  expect((await book(clinic.periodIds[1]!, late!, proxy, second)).body.code).toBe('release.join-first')
  const booked = await book(clinic.periodIds[0]!, first!, as, second)
  expect(booked.status).toBe(201)
  await server.runReactions()
  await pause(3200)
  expect((await second.request('GET', ticket, { as })).body.state).toBe('booked')
  expect((await book(clinic.periodIds[1]!, first!, as)).status).toBe(429)
  expect(await faults(owner)).toEqual([])
})

test('an appointment made elsewhere cannot be moved past those who wait', async () => {
  at(BEFORE)
  const clinic = await aClinic(owner)
  const other = await aClinic(owner, { from: '14:00' })
  const [personId] = await people(owner, 1)
  const as = patient(personId!)
  const { body } = await book(other.periodIds[0]!, personId!, as)
  await opened(clinic.serviceId)
  const moved = await server.request('POST', `/api/booking/appointments/1/${body.id}/move`, { as, body: { periodId: clinic.periodIds[0] } })
  expect(moved).toMatchObject({ status: 429, body: { code: 'release.join-first' } })
})

test('when the gate is over, or was closed, everybody books as on any day', async () => {
  at(BEFORE)
  const clinic = await aClinic(owner, { units: { public: 2 } })
  const id = await opened(clinic.serviceId)
  const [a, b] = await people(owner, 2)
  at(later(3))
  expect((await book(clinic.periodIds[0]!, a!)).status).toBe(429)
  await sql`update release.opening set closed_at = ${later(4)} where id = ${id}`.execute(owner)
  await pause(2100)
  expect((await book(clinic.periodIds[0]!, a!)).status).toBe(201)
  await sql`update release.opening set closed_at = null where id = ${id}`.execute(owner)
  at(later(3 * 3600))
  await pause(2100)
  expect((await book(clinic.periodIds[1]!, b!)).status).toBe(201)
})

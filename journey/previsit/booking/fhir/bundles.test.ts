import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aClinic, faults, people } from '../test-clinic.ts'
import { fhirFace, slotsOf, wanted } from './arrange.ts'

const { owner, ask } = await fhirFace()
const post = (resource: object) => ({ resource, request: { method: 'POST', url: 'Appointment' } })
const bundle = (type: string, ...entry: object[]) => ask('POST', '/fhir/R4', { resourceType: 'Bundle', type, entry })
const count = async (person: string) => Number((await sql<{ n: number }>`select count(*) as n from booking.appointment where person_id = ${person}`.execute(owner)).rows[0]!.n)

test('Medplum answered a transaction as a batch: here a transaction is all or nothing, and 20 losers of one slot leave no appointment', async () => {
  const clinic = await aClinic(owner)
  const later = await aClinic(owner, { from: '14:00' })
  const [slot] = await slotsOf(owner, clinic)
  const [other] = await slotsOf(owner, { ...later, periodIds: later.periodIds })
  const persons = await people(owner, 21)
  const [winner = '', ...losers] = persons
  await ask('POST', 'Appointment', wanted(slot!, winner))
  for (const person of losers) {
    const refused = await bundle('transaction', post(wanted(other!, person)), post(wanted(slot!, person)))
    expect(refused).toMatchObject({ status: 409, body: { resourceType: 'OperationOutcome', issue: expect.arrayContaining([expect.objectContaining({ details: expect.objectContaining({ coding: [{ system: 'urn:liuxin:outcome', code: 'booking.period-full' }] }) })]) } })
    expect(await count(person)).toBe(0)
  }
  expect(await faults(owner)).toEqual([])
})

test('a transaction that can be done is done as a whole, and answers in the order of its entries', async () => {
  const [clinic, second] = [await aClinic(owner), await aClinic(owner, { institutionId: 2, from: '14:00' })]
  const [slot] = await slotsOf(owner, clinic)
  const [other] = await slotsOf(owner, second)
  const [person = ''] = await people(owner, 1)
  const done = await bundle('transaction', { request: { method: 'GET', url: 'Organization/1' } }, post(wanted(slot!, person)), post(wanted(other!, person, { status: 'pending' })))
  expect(done).toMatchObject({ status: 200, body: { type: 'transaction-response', entry: [{ resource: { resourceType: 'Organization' } }, { resource: { status: 'booked' }, response: { status: '201 Created', etag: 'W/"1"' } }, { resource: { status: 'pending' } }] } })
  expect(await count(person)).toBe(2)
})

test('what cannot be part of a transaction is an error, never done on the side', async () => {
  const clinic = await aClinic(owner)
  const [slot] = await slotsOf(owner, clinic)
  const [person = ''] = await people(owner, 1)
  for (const entry of [{ request: { method: 'DELETE', url: 'Appointment/1-1' } }, { request: { method: 'GET', url: 'Slot?status=free' } }, { resource: { resourceType: 'Parameters' }, request: { method: 'POST', url: 'Appointment/$book' } }, {}]) {
    expect((await bundle('transaction', post(wanted(slot!, person)), entry)).status).toBe(400)
  }
  expect((await bundle('history')).status).toBe(400)
  expect(await count(person)).toBe(0)
})

test('a batch is each for itself: one is booked, the other refused with its reasons', async () => {
  const clinic = await aClinic(owner)
  const [slot] = await slotsOf(owner, clinic)
  const [person = ''] = await people(owner, 1)
  const done = await bundle('batch', post(wanted(slot!, person)), post(wanted(slot!, null)), { request: { method: 'GET', url: `Slot?schedule=1-${clinic.sessionId}&status=busy` } })
  expect(done.body.entry.map((one: { response: { status: string } }) => one.response.status)).toEqual(['201', '422', '200'])
  expect(done.body.entry[1].response.outcome.issue[0].details.coding[0].code).toBe('booking.no-person')
  expect(done.body.entry[2].resource.entry.length).toBe(1)
})

import { expect, test } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module } from './server.ts'
import { aClinic, patient, people, SUNDAY } from './test-clinic.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module], { url }, { now: SUNDAY })

async function press(institutionId: number, periodId: number): Promise<number> {
  const [personId] = await people(owner, 1)
  return (await server.request('POST', '/api/booking/appointments', { as: patient(personId!), body: { institutionId, periodId, personId } })).status
}

test('P2 in a rush "full" comes from memory; every few seconds one who comes goes and looks, and what they find is known to all', async () => {
  const { institutionId, periodIds: [periodId] } = await aClinic(owner, { institutionId: 41, periods: 1, units: { public: 1 } })
  const onePresses = () => press(institutionId, periodId!)
  expect(await onePresses()).toBe(201)
  expect([await onePresses(), await onePresses(), await onePresses()]).toEqual([409, 409, 409])
  // Two more units appear behind everybody's back, without an event.
  await owner.updateTable('capacity.allotment').set({ units: 3 }).where('institution_id', '=', institutionId).where('period_id', '=', periodId!).execute()
  expect(await onePresses()).toBe(409)
  server.clock.set(new Date(SUNDAY.getTime() + 4_000))
  expect(await onePresses()).toBe(201)
  expect(await onePresses()).toBe(201)
  expect(await onePresses()).toBe(409)
})

test('P2 whoever comes when the rush is long over is answered by what is true, each of them', async () => {
  const { institutionId, periodIds: [periodId] } = await aClinic(owner, { institutionId: 42, periods: 1, units: { public: 1 } })
  const onePresses = () => press(institutionId, periodId!)
  expect([await onePresses(), await onePresses(), await onePresses(), await onePresses()]).toEqual([201, 409, 409, 409])
  server.clock.set(new Date(SUNDAY.getTime() + 60_000))
  expect(await onePresses()).toBe(409)
  await owner.updateTable('capacity.allotment').set({ units: 2 }).where('institution_id', '=', institutionId).where('period_id', '=', periodId!).execute()
  expect(await onePresses()).toBe(201)
})

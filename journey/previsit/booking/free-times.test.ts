import { expect, onTestFinished, test, vi } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { keyOf, rememberedFreeTimes } from './free-times.ts'
import { module } from './server.ts'
import { aClinic, patient, people, SUNDAY } from './test-clinic.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module], { url }, { now: SUNDAY })

/** From here on nothing remembered grows old, unless it is told how much time passed. */
function timeStandsStill(): (milliseconds: number) => void {
  let now = performance.now()
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => now)
  onTestFinished(() => spy.mockRestore())
  return (milliseconds) => void (now += milliseconds)
}

async function book(institutionId: number, periodId: number) {
  const [personId] = await people(owner, 1)
  const me = patient(personId!)
  const { status, body } = await server.request('POST', '/api/booking/appointments', { as: me, body: { institutionId, periodId, personId } })
  expect(status).toBe(201)
  return { me, appointmentId: body.id as string }
}

test('P1 a next free time that somebody takes, or gives back, is known by the event, however fresh the memory is', async () => {
  timeStandsStill()
  const { services } = server
  const clinic = await aClinic(owner, { institutionId: 31, periods: 2 })
  const freeTimes = rememberedFreeTimes(services)
  const next = async () => (await freeTimes([clinic])).get(keyOf(clinic))?.periodId
  expect(await next()).toBe(clinic.periodIds[0])
  const { me, appointmentId } = await book(31, clinic.periodIds[0]!)
  await expect.poll(next, { timeout: 20_000 }).toBe(clinic.periodIds[1])
  expect((await server.request('POST', `/api/booking/appointments/31/${appointmentId}/cancel`, { as: me, body: {} })).status).toBe(200)
  await expect.poll(next, { timeout: 20_000 }).toBe(clinic.periodIds[0])
})

test('P1 many who look at the same clinics at once, and again and again, cost the database one question', async () => {
  timeStandsStill()
  const { services } = server
  const clinics = await Promise.all([1, 2, 3].map(() => aClinic(owner, { institutionId: 32 })))
  let questions = 0
  const db = services.db.withPlugin({
    transformQuery: ({ node }) => {
      if (JSON.stringify(node).includes('capacity.next_free')) questions++
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  })
  const freeTimes = rememberedFreeTimes({ ...services, db })
  const looks = Array.from({ length: 50 }, () => freeTimes(clinics))
  for (const times of await Promise.all(looks)) expect(new Set(times.keys())).toEqual(new Set(clinics.map(keyOf)))
  await freeTimes(clinics)
  expect(questions).toBe(1)
})

test('P1 what is old is renewed behind the back of whoever looks; what is very old is waited for', async () => {
  const pass = timeStandsStill()
  const { services } = server
  const clinic = await aClinic(owner, { institutionId: 33, periods: 2 })
  const freeTimes = rememberedFreeTimes(services)
  const next = async () => (await freeTimes([clinic])).get(keyOf(clinic))?.periodId
  expect(await next()).toBe(clinic.periodIds[0])
  // Without any event: nobody tells the memory.
  await owner.updateTable('capacity.allotment').set({ taken: 1 }).where('period_id', '=', clinic.periodIds[0]!).execute()
  pass(2_000)
  expect(await next()).toBe(clinic.periodIds[0])
  pass(2_000)
  expect(await next()).toBe(clinic.periodIds[0])
  await expect.poll(next, { timeout: 20_000 }).toBe(clinic.periodIds[1])
  await owner.updateTable('capacity.allotment').set({ taken: 0 }).where('period_id', '=', clinic.periodIds[0]!).execute()
  pass(16_000)
  expect(await next()).toBe(clinic.periodIds[0])
})

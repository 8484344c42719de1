import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newId, violates } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module } from '../server.ts'
import { aClinic, faults, patient, people, registrar, SUNDAY } from '../test-clinic.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module], { url }, { now: SUNDAY })
const book = (as: ReturnType<typeof patient>, body: object) => server.request('POST', '/api/booking/appointments', { as, body })

/** A second session of the same resource: the doctor, the room that is booked by itself, the machine. */
async function secondSession(resourceId: number, from: string): Promise<'allowed' | 'refused'> {
  try {
    await sql`insert into capacity.session (institution_id, service_id, resource_id, day, half, starts_at, ends_at)
      values (1, 9999, ${resourceId}, '2026-11-23', 'morning', capacity.local_time('2026-11-23', ${from}), capacity.local_time('2026-11-23', ${from}) + interval '1 hour')`.execute(owner)
    return 'allowed'
  } catch (error) {
    if (violates(error, 'session_resource_in_one_place')) return 'refused'
    throw error
  }
}

for (const resource of ['doctor', 'room', 'machine']) {
  test(`P1 a ${resource} that is taken for one session cannot be taken for another at the same time, and can right after it`, async () => {
    const { serviceId } = await aClinic(owner)
    expect(await secondSession(serviceId, '08:45')).toBe('refused')
    expect(await secondSession(serviceId, '09:00')).toBe('allowed')
  })
}

test('P1 one person with two doctors at once is refused, in another hospital, by the window, for a child too, and two at once over HTTP', async () => {
  const here = await aClinic(owner)
  const elsewhere = await aClinic(owner, { institutionId: 2 })
  const [mother, child] = await people(owner, 2)
  const as = patient(mother!, child!)
  const wish = (clinic: typeof here) => ({ institutionId: clinic.institutionId, periodId: clinic.periodIds[0], personId: child })
  expect((await book(as, wish(here))).status).toBe(201)
  for (const who of [as, registrar(2)]) expect(await book(who, wish(elsewhere))).toMatchObject({ status: 409, body: { code: 'booking.person-busy' } })
  const others = await people(owner, 20)
  for (const personId of others) {
    const [a, b] = [await aClinic(owner, { periods: 1, from: '15:00' }), await aClinic(owner, { institutionId: 2, periods: 1, from: '15:00' })]
    const replies = await Promise.all([a, b].map((clinic) => book(patient(personId), { institutionId: clinic.institutionId, periodId: clinic.periodIds[0], personId })))
    expect(replies.map((reply) => reply.status).sort((a, b) => a - b)).toEqual([201, 409])
  }
  expect(await faults(owner)).toEqual([])
})

test('P1 a past time, a time that is none, an unknown person and no person at all are each refused, by window and group alike', async () => {
  const clinic = await aClinic(owner, { day: '2026-11-21' })
  const ahead = await aClinic(owner)
  const [personId, other] = await people(owner, 2)
  const as = patient(personId!, other!)
  const stranger = newId()
  const codes = async (as_: ReturnType<typeof patient>, body: object) => (await book(as_, { institutionId: 1, ...body })).body.code as string
  expect(await codes(as, { periodId: clinic.periodIds[0], personId })).toBe('booking.period-past')
  expect(await codes(as, { periodId: 999_999, personId })).toBe('booking.period-not-found')
  expect(await codes(registrar() as never, { periodId: ahead.periodIds[0], personId: stranger })).toBe('booking.person-unknown')
  expect(await codes(as, { periodId: ahead.periodIds[0] })).toBe('platform.invalid-request')
  const group = await server.request('POST', '/api/booking/together', { as, body: { institutionId: 1, entries: [{ personId, periodId: clinic.periodIds[0] }, { personId: other, periodId: ahead.periodIds[0] }] } })
  expect(group.body.details.entries.map((entry: { reasons: { code: string }[] }) => entry.reasons.map((reason) => reason.code))).toEqual([['booking.period-past'], []])
  expect(await faults(owner)).toEqual([])
})

import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Actor } from '#platform/context/context.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module } from '../server.ts'
import { aClinic, patient, people, SUNDAY } from '../test-clinic.ts'

const { url, owner } = await testDatabase()
const servers = [await testServer([module], { url }, { now: SUNDAY }), await testServer([module], { url }, { now: SUNDAY })] as const

/** Everybody presses at the same moment, half of them at each server; how often each answer came. */
async function press(wishes: readonly { readonly as: Actor; readonly personId: string; readonly device?: string }[], place: { institutionId: number; periodIds: number[] }) {
  const replies = await Promise.all(wishes.map(({ as, personId, device }, at) => servers[at % 2]!.request('POST', '/api/booking/appointments', {
    as, body: { institutionId: place.institutionId, periodId: place.periodIds[0], personId }, ...(device ? { headers: { cookie: `liuxin_device=${device}` } } : {}),
  })))
  const counts: Record<string, number> = {}
  for (const { status, body } of replies) {
    const name = status === 201 ? 'booked' : String(body.code)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

test('P3 a program with forty accounts on one device, pressing at once, has no more people booked than one who presses in turn', async () => {
  const clinic = await aClinic(owner, { institutionId: 51, periods: 1, units: { public: 60 } })
  const device = randomBytes(32).toString('base64url')
  const crowd = await people(owner, 40)
  expect(await press(crowd.map((personId) => ({ as: patient(personId), personId, device })), clinic)).toEqual({ booked: 8, 'booking.device-limit': 32 })
})

test('P3 one account that presses for twelve people at once books for six', async () => {
  const clinic = await aClinic(owner, { institutionId: 52, periods: 1, units: { public: 60 } })
  const [me, ...others] = await people(owner, 12)
  const as = { ...patient(me!, ...others), accountId: randomUUID() } as Actor
  expect(await press([me!, ...others].map((personId) => ({ as, personId })), clinic)).toEqual({ booked: 6, 'booking.account-limit': 6 })
})

test('P3 booking together is counted too: a group beyond the account’s people gets nothing at all', async () => {
  const clinic = await aClinic(owner, { institutionId: 53, periods: 1, units: { public: 60 } })
  const [me, ...others] = await people(owner, 10)
  const as = patient(me!, ...others)
  const group = (persons: readonly string[]) => servers[0].request('POST', '/api/booking/together', {
    as, body: { institutionId: 53, entries: persons.map((personId) => ({ personId, periodId: clinic.periodIds[0] })) },
  })
  expect((await group([me!, ...others.slice(0, 2)])).status).toBe(201)
  const refused = await group(others.slice(2, 6))
  expect(refused.status).toBe(409)
  expect(JSON.stringify(refused.body)).toContain('booking.account-limit')
  expect((await group(others.slice(2, 5))).status).toBe(201)
})

test('a family of four who book from one telephone in the same moment all have their times', async () => {
  const clinic = await aClinic(owner, { institutionId: 54, periods: 1, units: { public: 10 } })
  const [mother, ...others] = await people(owner, 4)
  const device = randomBytes(32).toString('base64url')
  const as = patient(mother!, ...others)
  expect(await press([mother!, ...others].map((personId) => ({ as, personId, device })), clinic)).toEqual({ booked: 4 })
})

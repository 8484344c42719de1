import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { aClinic, patient, people, registrar } from '#journey/previsit/booking/testing/a-clinic.ts'
import { systemContext, type Actor } from '#platform/context/context.ts'
import { seal } from '#platform/crypto/index.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { redraw } from '../contract.ts'
import { module } from '../server.ts'
import { advanceDraw } from './advance-draw.ts'

const NOW = new Date('2026-11-20T08:00:00+08:00')
const { url, db, owner } = await testDatabase()
const server = await testServer([module, booking], { url }, { now: NOW })
const second = await testServer([module, booking], { url }, { now: NOW })
const at = (to: Date) => { server.clock.set(to); second.clock.set(to) }
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000)
const manager: Actor = { ...registrar(), roles: ['manager'] } as Actor
const units = async (periodIds: readonly number[], pool: string) => Number((await sql<{ n: string }>`select coalesce(sum(a.units), 0) as n from capacity.allotment a
  join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id where a.period_id = any (${[...periodIds]}::bigint[]) and l.code = ${pool}`.execute(owner)).rows[0]!.n)
const advance = (id: string, now: Date) => inTransaction(db, systemContext('test', now), (tx) => advanceDraw(tx, systemContext('test', now), { institutionId: 1, id }))
const statuses = async (id: string) => (await sql<{ status: string; n: number }>`select status, count(*)::integer as n from lottery.application where draw_id = ${id} group by 1 order by 1`.execute(owner)).rows
const page = async (id: string, as?: Actor) => (await server.request('GET', `/api/lottery/draws/1/${id}`, as ? { as } : {})).body
const applyTo = (id: string, personId: string, as = patient(personId), to = server) => to.request('POST', `/api/lottery/draws/1/${id}/applications`, { as, body: { personId } })

interface Options { readonly periods?: number; readonly confirmMinutes?: number }

/** A clinic on Monday with as many drawn units as periods; the window is open for a day from now. */
async function aDraw({ periods = 4, confirmMinutes = 60 }: Options = {}) {
  at(NOW)
  const clinic = await aClinic(owner, { periods, units: { public: 2 } })
  const { status, body } = await server.request('POST', '/api/lottery/draws', {
    as: manager, body: { serviceId: clinic.serviceId, firstDay: '2026-11-23', lastDay: '2026-11-23', appliesFrom: NOW.toISOString(), appliesUntil: later(24).toISOString(), drawsAt: later(25).toISOString(), confirmMinutes },
  })
  expect(status).toBe(201)
  return { clinic, id: body.id as string }
}

/** How many offers stand and are confirmed; they may never be more than there are units. */
async function promised(id: string): Promise<number> {
  return (await statuses(id)).filter(({ status }) => status === 'offered' || status === 'confirmed').reduce((sum, { n }) => sum + n, 0)
}

test('P3: a draw from announcing to the last unit: its units wait in their own pool, each movement says why', async () => {
  const { clinic, id } = await aDraw()
  expect([await units(clinic.periodIds, 'public'), await units(clinic.periodIds, 'draw')]).toEqual([4, 4])
  const announced = await page(id)
  expect(announced.draw).toMatchObject({ state: 'open', units: 4, seed: null, applied: 0 })
  const persons = await people(owner, 9)
  for (const [i, personId] of persons.entries()) expect((await applyTo(id, personId, patient(personId), i % 2 ? server : second)).status).toBe(201)
  await advance(id, later(24.5))
  expect(await statuses(id)).toEqual([{ status: 'applied', n: 9 }])
  await advance(id, later(25))
  expect(await statuses(id)).toEqual([{ status: 'next', n: 5 }, { status: 'offered', n: 4 }])
  const { body: record } = await second.request('GET', `/api/lottery/draws/1/${id}/order`)
  expect(record.draw.seedHash).toBe(announced.draw.seedHash)
  expect((await redraw({ seed: record.draw.seed, seedHash: record.draw.seedHash, order: record.order }))?.size).toBe(9)
  const forged = record.order.map((one: { place: number }) => ({ ...one, place: one.place === 4 ? 5 : one.place === 5 ? 4 : one.place }))
  expect(await redraw({ seed: record.draw.seed, seedHash: record.draw.seedHash, order: forged })).toBeNull()
  expect(JSON.stringify(record)).not.toContain(persons[0])

  at(later(25.5))
  const mine = await Promise.all(persons.map(async (personId) => (await page(id, patient(personId))).mine[0]))
  const winner = mine.findIndex((one) => one.status === 'offered')
  const offer = mine[winner]
  const as = patient(persons[winner]!)
  const booked = await server.request('POST', `/api/lottery/applications/1/${id}/${offer.id}/confirm`, { as, body: { periodId: announced.times[0].periodId } })
  expect(booked).toMatchObject({ status: 201, body: { pool: 'draw', channel: 'lottery', status: 'booked', personId: persons[winner] } })
  // Nobody answers the other three offers: the next ones get them, and in the end what is left is for everybody.
  await advance(id, later(26))
  expect(await statuses(id)).toEqual([{ status: 'confirmed', n: 1 }, { status: 'lapsed', n: 3 }, { status: 'next', n: 2 }, { status: 'offered', n: 3 }])
  await advance(id, later(27))
  await advance(id, later(28))
  expect(await statuses(id)).toEqual([{ status: 'confirmed', n: 1 }, { status: 'lapsed', n: 8 }])
  expect((await page(id)).draw).toMatchObject({ state: 'finished', flowed: 3 })
  expect([await units(clinic.periodIds, 'public'), await units(clinic.periodIds, 'draw')]).toEqual([7, 1])
  const { rows: moves } = await sql<{ reason: string; n: number }>`select reason, sum(units)::integer as n from capacity.pool_move where reason like 'lottery.%' and period_id = any (${clinic.periodIds}::bigint[]) group by 1 order by 1`.execute(owner)
  expect(moves).toEqual([{ reason: `lottery.draw/${id}`, n: 4 }, { reason: `lottery.unused/${id}`, n: 3 }])
})

test('one application per person: twenty at once over two servers, by two family members, are one', async () => {
  const { id } = await aDraw()
  const [mother, daughter] = await people(owner, 2)
  const actors = [patient(mother!), patient(daughter!, mother!)]
  const replies = await Promise.all(Array.from({ length: 20 }, (_, i) => applyTo(id, mother!, actors[i % 2], i % 3 ? server : second)))
  expect(new Set(replies.map((reply) => `${reply.status} ${reply.body.id}`)).size).toBe(1)
  expect(await statuses(id)).toEqual([{ status: 'applied', n: 1 }])
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from platform.audit where action = 'lottery.apply' and person_id = ${mother}`.execute(owner)
  expect(rows[0]!.n).toBe(1)
})

test('withdrawing takes the name out; after the window nobody comes in or out', async () => {
  const { id } = await aDraw()
  const [a, b] = await people(owner, 2)
  const { body } = await applyTo(id, a!)
  const withdraw = () => server.request('POST', `/api/lottery/applications/1/${id}/${body.id}/withdraw`, { as: patient(a!) })
  expect((await withdraw()).body.status).toBe('withdrawn')
  expect((await applyTo(id, a!)).body).toMatchObject({ id: body.id, status: 'applied' })
  at(later(24))
  expect((await withdraw()).body.code).toBe('lottery.not-open')
  expect((await applyTo(id, b!)).body.code).toBe('lottery.not-open')
  expect((await applyTo(id, b!, patient(a!))).body.code).toBe('lottery.not-your-person')
})

test('who was not drawn comes in with more weight next time, a referral counts when staff say so, never beyond the cap', async () => {
  const persons = await people(owner, 6)
  const first = await aDraw({ periods: 1 })
  for (const personId of persons) await applyTo(first.id, personId)
  await advance(first.id, later(25))
  const won = persons[(await Promise.all(persons.map((personId) => page(first.id, patient(personId))))).findIndex(({ mine }) => mine[0].status === 'offered')]!
  const { rows: [offered] } = await sql<{ id: string }>`select id from lottery.application where draw_id = ${first.id} and status = 'offered'`.execute(owner)
  at(later(25.5))
  const { body: { times } } = await server.request('GET', `/api/lottery/draws/1/${first.id}`)
  expect((await server.request('POST', `/api/lottery/applications/1/${first.id}/${offered!.id}/confirm`, { as: patient(won), body: { periodId: times[0].periodId } })).status).toBe(201)
  await advance(first.id, later(49))
  expect(await statuses(first.id)).toEqual([{ status: 'confirmed', n: 1 }, { status: 'lost', n: 5 }])
  const next = await aDraw()
  at(later(1))
  const lost = persons.filter((personId) => personId !== won)
  expect((await applyTo(next.id, lost[0]!)).body).toMatchObject({ weight: 2, earlier: 1 })
  expect((await applyTo(next.id, won)).body).toMatchObject({ weight: 1, earlier: 0 })
  expect((await server.request('POST', `/api/lottery/draws/1/${next.id}/applications`, { as: patient(lost[1]!), body: { personId: lost[1], referred: true } })).body).toMatchObject({ weight: 2, referred: false })
  expect((await server.request('POST', `/api/lottery/draws/1/${next.id}/applications`, { as: registrar(), body: { personId: lost[2], referred: true } })).body).toMatchObject({ weight: 4, referred: true })
})

test('an offer is answered once: confirmed on two servers at once it is one booking, declined it goes to the next', async () => {
  const { id } = await aDraw({ periods: 2 })
  const persons = await people(owner, 3)
  for (const personId of persons) await applyTo(id, personId)
  await advance(id, later(25))
  at(later(25.2))
  const mine = await Promise.all(persons.map(async (personId) => ({ personId, ...(await page(id, patient(personId))).mine[0] })))
  const [first, other] = mine.filter((one) => one.status === 'offered')
  const { times } = await page(id)
  const replies = await Promise.all([server, second].map((to) => to.request('POST', `/api/lottery/applications/1/${id}/${first.id}/confirm`, { as: patient(first.personId), body: { periodId: times[0].periodId } })))
  expect(replies.map((reply) => reply.status).sort((a, b) => a - b)).toEqual([201, 409])
  expect((await server.request('POST', `/api/lottery/applications/1/${id}/${other.id}/decline`, { as: patient(other.personId) })).body.status).toBe('declined')
  expect((await server.request('POST', `/api/lottery/applications/1/${id}/${other.id}/confirm`, { as: patient(other.personId), body: { periodId: times[1].periodId } })).body.code).toBe('lottery.not-offered')
  await advance(id, later(25.3))
  expect(await statuses(id)).toEqual([{ status: 'confirmed', n: 1 }, { status: 'declined', n: 1 }, { status: 'offered', n: 1 }])
  expect((await server.request('POST', `/api/lottery/applications/1/${id}/${other.id}/decline`, { as: patient(newId()) })).status).toBe(404)
})

test('advanced from eight connections while people answer, there are never more offers than units', async () => {
  const { id } = await aDraw({ periods: 5 })
  const persons = await people(owner, 30)
  for (const personId of persons) await applyTo(id, personId)
  const times = (await page(id)).times.map((one: { periodId: number }) => one.periodId)
  for (let round = 0; round < 4; round++) {
    const now = later(25 + round * 0.9)
    at(now)
    const offered = (await sql<{ id: string; personId: string }>`select id, person_id as "personId" from lottery.application where draw_id = ${id} and status = 'offered' order by place`.execute(owner)).rows
    await Promise.all([
      ...Array.from({ length: 4 }, () => advance(id, now)),
      ...offered.map((one, i) => (i % 3 === 0 ? server.request('POST', `/api/lottery/applications/1/${id}/${one.id}/decline`, { as: patient(one.personId) })
        : second.request('POST', `/api/lottery/applications/1/${id}/${one.id}/confirm`, { as: patient(one.personId), body: { periodId: times[(round + i) % 5] } }))),
    ])
    expect(await promised(id)).toBeLessThanOrEqual(5)
  }
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from lottery.application a left join booking.appointment b on b.id = a.appointment_id
    where a.draw_id = ${id} and a.status = 'confirmed' and b.id is null`.execute(owner)
  expect(rows[0]!.n).toBe(0)
})

test('the drawn units are given out by the draw alone', async () => {
  const { clinic } = await aDraw()
  const [personId] = await people(owner, 1)
  const wish = { institutionId: 1, periodId: clinic.periodIds[0], pool: 'draw', personId }
  for (const as of [patient(personId!), registrar()]) {
    expect((await server.request('POST', '/api/booking/appointments', { as, body: wish })).body.code).toBe('booking.pool-not-for-you')
    expect((await server.request('POST', '/api/booking/appointments', { as, body: wish, headers: { 'x-channel': 'lottery' } })).body.code).toBe('booking.pool-not-for-you')
  }
})

test('a draw called off gives its units back; one that overlaps, has no units or times out of order is refused and leaves nothing', async () => {
  const { clinic, id } = await aDraw()
  const [personId] = await people(owner, 1)
  await applyTo(id, personId!)
  const again = { serviceId: clinic.serviceId, firstDay: '2026-11-23', lastDay: '2026-11-24', appliesFrom: NOW.toISOString(), appliesUntil: later(2).toISOString(), drawsAt: later(3).toISOString() }
  const post = (body: object) => server.request('POST', '/api/lottery/draws', { as: manager, body })
  expect((await post(again)).body.code).toBe('lottery.draw-overlaps')
  expect((await post({ ...again, firstDay: '2026-11-24' })).body.code).toBe('lottery.no-units')
  expect((await server.request('POST', `/api/lottery/draws/${id}/cancel`, { as: manager })).status).toBe(200)
  expect([await units(clinic.periodIds, 'public'), await units(clinic.periodIds, 'draw')]).toEqual([8, 0])
  expect(await statuses(id)).toEqual([{ status: 'void', n: 1 }])
  expect((await post({ ...again, drawsAt: later(1).toISOString() })).body.code).toBe('lottery.times-wrong')
  expect(await units(clinic.periodIds, 'draw')).toBe(0)
  expect((await server.request('POST', '/api/lottery/draws', { as: registrar(), body: again })).status).toBe(403)
})

test('whoever was drawn, is next, or lost is told by message, once', async () => {
  const { id } = await aDraw({ periods: 1 })
  const persons = await people(owner, 2)
  for (const [i, personId] of persons.entries()) {
    await sql`update people.person set phone_sealed = ${seal(`1000000900${i}`)} where person_id = ${personId}`.execute(owner)
    await applyTo(id, personId)
  }
  await advance(id, later(25))
  await server.runReactions()
  await server.runReactions()
  const { rows } = await sql<{ type: string }>`select type from platform.event where payload->>'drawId' = ${id} and type like 'lottery.application-%' order by type`.execute(owner)
  expect(rows.map((row) => row.type)).toEqual(['lottery.application-next.v1', 'lottery.application-offered.v1'])
  const { rows: messages } = await sql<{ template: string }>`select template from messaging.message where person_id = any (${persons}::uuid[]) order by template`.execute(owner)
  expect(messages.map((one) => one.template)).toEqual(['draw-next', 'draw-offered'])
})

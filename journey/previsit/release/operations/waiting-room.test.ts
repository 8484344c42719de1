import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { drawIsRight } from '../contract.ts'
import { module } from '../server.ts'
import { anOpening, BEFORE, crowd, OPENS, somebody, someUnits } from '../testing/test-opening.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module], { url }, { now: BEFORE })
const second = await testServer([module], { url }, { now: BEFORE })
const at = (to: Date) => { server.clock.set(to); second.clock.set(to) }
const later = (seconds: number) => new Date(OPENS.getTime() + seconds * 1000)
const people = crowd(400)
const path = (id: string, act = '', institutionId = 1) => `/api/release/openings/${institutionId}/${id}/ticket${act}`
const join = (id: string, who: (typeof people)[number], to = server) => to.request('POST', path(id), { as: who, body: { personId: who.personId } })
const count = async (condition: ReturnType<typeof sql>) => Number((await sql<{ n: string }>`select count(*) as n from release.ticket where ${condition}`.execute(owner)).rows[0]!.n)
/** Lets a process's few numbers grow old. */
const pause = () => new Promise((resolve) => { setTimeout(resolve, 450) })
async function advance(id: string, now: Date, seed?: string, units = 1000) {
  const { rows } = await sql<{ admitted: number; inside: number; last_place: number }>`select * from release.advance(1, ${id}, ${seed ?? (await seedOf(id))}, ${units}, ${now})`.execute(owner)
  return rows[0]!
}
async function seedOf(id: string): Promise<string> {
  const { unseal } = await import('#platform/crypto/index.ts')
  const { rows } = await sql<{ sealed: Buffer }>`select seed_sealed as sealed from release.opening where id = ${id}`.execute(owner)
  return unseal(rows[0]!.sealed)
}

test('P3: 400 people come over two servers, everybody gets one ticket, and at the opening a place by the promised seed', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1)
  const { body: opening } = await server.request('GET', `/api/release/openings/1/${id}`)
  const replies = await Promise.all(people.map((who, i) => join(id, who, i % 2 ? server : second)))
  expect(new Set(replies.map((reply) => `${reply.status} ${reply.body.state} ${reply.body.place}`))).toEqual(new Set(['200 before-draw null']))
  at(later(0))
  await pause()
  const position = await server.request('GET', path(id), { as: people[0]! })
  expect(position.body).toMatchObject({ state: 'waiting', early: true, joined: 400 })
  const { body: draw } = await second.request('GET', `/api/release/openings/1/${id}/draw`)
  expect(draw.order).toHaveLength(400)
  expect(draw.seedHash).toBe(opening.seedHash)
  expect(createHash('sha256').update(draw.seed).digest('hex')).toBe(opening.seedHash)
  expect(await drawIsRight(draw)).toBe(true)
  expect(draw.order.find((one: { id: string }) => one.id === position.body.id).place).toBe(position.body.place)
  const swapped = draw.order.map((one: { id: string; place: number }) => ({ ...one, place: one.place === 1 ? 2 : one.place === 2 ? 1 : one.place }))
  expect(await drawIsRight({ ...draw, order: swapped })).toBe(false)
  expect(await drawIsRight({ ...draw, seed: `${draw.seed}0` })).toBe(false)
})

test('before the opening the seed is nowhere to be read', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 2)
  const { body } = await server.request('GET', `/api/release/openings/2/${id}/draw`)
  expect(body).toMatchObject({ seed: null, drawnAt: null, order: [] })
})

test('who comes after the opening stands behind everybody, in the order of coming', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1, { serviceId: 7 })
  const early = crowd(20)
  await Promise.all(early.map((who) => join(id, who)))
  at(later(0))
  const places: number[] = []
  for (const who of crowd(5)) places.push((await join(id, who, places.length % 2 ? server : second)).body.place)
  expect(places).toEqual([21, 22, 23, 24, 25])
  const late = await Promise.all(crowd(60).map((who, i) => join(id, who, i % 2 ? server : second)))
  expect(late.map((reply) => reply.body.place).sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => 26 + i))
  expect(late.every((reply) => reply.body.early === false)).toBe(true)
})

test('one ticket per account and per person: tabs, devices and family members add nothing', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1, { serviceId: 8 })
  const [mother, daughter] = [somebody(), somebody()]
  const proxy = { ...daughter, mayActFor: [daughter.personId, mother.personId] }
  const first = await join(id, mother)
  expect((await server.request('POST', path(id), { as: proxy, body: { personId: mother.personId } })).body.code).toBe('release.person-waits')
  expect((await join(id, daughter, second)).status).toBe(200)
  expect((await second.request('POST', path(id), { as: { ...proxy, accountId: daughter.accountId }, body: { personId: mother.personId } })).body.code).toMatch(/release\.(person-waits|other-person|too-many)/)
  expect((await server.request('POST', path(id), { as: daughter, body: { personId: mother.personId } })).body.code).toBe('release.not-your-person')
  const device = { ...somebody() }
  const tabs = await Promise.all(Array.from({ length: 20 }, (_, i) => join(id, device, i % 2 ? server : second)))
  expect(new Set(tabs.filter((reply) => reply.status === 200).map((reply) => reply.body.id)).size).toBe(1)
  expect(new Set(tabs.map((reply) => reply.status))).toEqual(new Set([200, 429]))
  expect(await count(sql`opening_id = ${id}`)).toBe(3)
  expect((await second.request('GET', path(id), { as: mother })).body.id).toBe(first.body.id)
})

test('asking faster brings a polite 429 with Retry-After, and no better place', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1, { serviceId: 9 })
  const who = somebody()
  await join(id, who)
  const replies = await Promise.all(Array.from({ length: 30 }, () => server.request('GET', path(id), { as: who })))
  const refused = replies.filter((reply) => reply.status === 429)
  expect(refused.length).toBeGreaterThan(25)
  expect(refused[0]).toMatchObject({ body: { code: 'release.too-many' } })
  expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('people are called by the clock: so many a second, so many inside, none while paused, and a pause is not made good at once', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1, { serviceId: 10, perSecond: 4, insideAtMost: 10, enterSeconds: 20, staySeconds: 60 })
  await Promise.all(crowd(60).map((who) => join(id, who)))
  expect((await advance(id, later(0))).admitted).toBe(0)
  expect((await advance(id, later(1))).admitted).toBe(4)
  expect((await advance(id, later(1.25))).admitted).toBe(5)
  expect((await advance(id, later(2))).admitted).toBe(8)
  // Ten are inside: nobody more, however long it takes
  expect((await advance(id, later(10))).admitted).toBe(10)
  expect((await advance(id, later(15))).admitted).toBe(10)
  // Who did not come in time makes room, at the rate and not at once
  expect((await advance(id, later(21.1))).admitted).toBeGreaterThan(10)
  await sql`update release.opening set paused_at = ${later(22)} where id = ${id}`.execute(owner)
  const { admitted } = await advance(id, later(23))
  expect((await advance(id, later(200))).admitted).toBe(admitted)
  await sql`update release.opening set paused_at = null where id = ${id}`.execute(owner)
  expect((await advance(id, later(200.5))).admitted).toBe(admitted + 2)
})

test('no more are called than there are units for: whoever is inside finds one, however slow the phone', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1, { serviceId: 19, perSecond: 50, insideAtMost: 100 })
  await Promise.all(crowd(60).map((who) => join(id, who)))
  expect((await advance(id, later(2), undefined, 30)).admitted).toBe(30)
  expect((await advance(id, later(4), undefined, 30)).admitted).toBe(30)
  await sql`update release.ticket set entered_at = turn_at, ended_at = ${later(5)}, outcome = 'booked' where opening_id = ${id} and place <= 10`.execute(owner)
  expect((await advance(id, later(6), undefined, 20)).admitted).toBe(30)
  await sql`update release.ticket set ended_at = ${later(7)}, outcome = 'left' where opening_id = ${id} and place in (11, 12)`.execute(owner)
  expect((await advance(id, later(8), undefined, 20)).admitted).toBe(32)
  await sql`update release.ticket set entered_at = turn_at, ended_at = ${later(9)}, outcome = 'booked' where opening_id = ${id} and turn_at is not null and ended_at is null`.execute(owner)
  expect((await advance(id, later(100), undefined, 0)).admitted).toBe(32)
})

test('advanced from ten connections at once, nobody is called twice and never more than there may be', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1, { serviceId: 11, perSecond: 100, insideAtMost: 50 })
  await Promise.all(crowd(120).map((who) => join(id, who)))
  const seed = await seedOf(id)
  await Promise.all(Array.from({ length: 10 }, () => advance(id, later(2), seed)))
  expect(await count(sql`opening_id = ${id} and turn_at is not null`)).toBe(50)
  expect((await advance(id, later(2.01), seed)).admitted).toBe(50)
  expect(await count(sql`opening_id = ${id} and turn_at is not null and place > 50`)).toBe(0)
})

test('in one’s turn one comes in, once; whoever does not come lines up again behind everybody', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1, { serviceId: 12, perSecond: 10, insideAtMost: 1, enterSeconds: 30, staySeconds: 60 })
  await someUnits(owner, 1, 12, 5)
  const both = crowd(2)
  for (const who of both) await join(id, who)
  at(later(1))
  await pause()
  const seen = await Promise.all(both.map((who) => server.request('GET', path(id), { as: who })))
  const first = both[seen.findIndex((reply) => reply.body.state === 'your-turn')]!
  const other = both.find((who) => who !== first)!
  expect(seen.find((reply) => reply.body.state === 'waiting')!.body).toMatchObject({ ahead: 0, place: 2 })
  expect((await server.request('POST', path(id, '/enter'), { as: other })).body.code).toBe('release.not-your-turn')
  const entered = await Promise.all([server, second].map((to) => to.request('POST', path(id, '/enter'), { as: first })))
  expect(new Set(entered.map((reply) => `${reply.status} ${reply.body.state} ${reply.body.until}`)).size).toBe(1)
  expect(entered[0]!.body).toMatchObject({ state: 'inside', until: later(61).toISOString() })
  at(later(62))
  await pause()
  expect((await second.request('GET', path(id), { as: first })).body.state).toBe('over-time')
  at(later(93))
  await pause()
  await server.request('GET', path(id), { as: other })
  at(later(130))
  await pause()
  expect((await second.request('GET', path(id), { as: other })).body.state).toBe('missed')
  expect((await second.request('POST', path(id, '/enter'), { as: other })).body.code).toBe('release.turn-over')
  await pause()
  expect((await join(id, other)).body).toMatchObject({ state: 'waiting', place: 3 })
  const { body: draw } = await server.request('GET', `/api/release/openings/1/${id}/draw`)
  expect(await drawIsRight(draw)).toBe(true)
})

test('leaving frees the place; coming back means the end of the line', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1, { serviceId: 13, perSecond: 0.1 })
  const all = crowd(3)
  for (const who of all) await join(id, who)
  at(later(0))
  await pause()
  await server.request('GET', path(id), { as: all[0]! })
  expect((await server.request('POST', path(id, '/leave'), { as: all[1]! })).body.state).toBe('left')
  expect((await join(id, all[1]!, second)).body).toMatchObject({ state: 'waiting', place: 4 })
})

test('a server started anew in the middle finds everybody where they were', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1, { serviceId: 14, perSecond: 0.1 })
  const all = crowd(30)
  await Promise.all(all.map((who) => join(id, who)))
  at(later(0))
  await pause()
  const before = await Promise.all(all.map(async (who) => (await server.request('GET', path(id), { as: who })).body))
  const third = await testServer([module], { url }, { now: later(1) })
  const after = await Promise.all(all.map(async (who) => (await third.request('GET', path(id), { as: who })).body))
  expect(after.map(({ id: ticket, place }) => [ticket, place])).toEqual(before.map(({ id: ticket, place }) => [ticket, place]))
  await third.close()
})

test('the clock moved past the opening draws; moved back, the order stays and nobody more is called', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1, { serviceId: 15, perSecond: 1 })
  const all = crowd(10)
  await Promise.all(all.map((who) => join(id, who)))
  const seed = await seedOf(id)
  const { admitted } = await advance(id, later(3600), seed)
  expect(admitted).toBe(2)
  expect((await advance(id, later(-300), seed)).admitted).toBe(2)
  expect((await advance(id, later(0), seed)).admitted).toBe(2)
})

test('a seed other than the promised one is refused by the database itself', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1, { serviceId: 16 })
  await join(id, somebody())
  await expect(advance(id, later(1), 'ab'.repeat(32))).rejects.toThrow('opening_seed_is_the_promised_one')
})

test('the room is shut before its time and when it is closed; nothing is left behind', async () => {
  at(new Date(BEFORE.getTime() - 1_800_000))
  const id = await anOpening(owner, 1, { serviceId: 17 })
  await pause()
  expect((await join(id, somebody())).body.code).toBe('release.room-shut')
  expect(await count(sql`opening_id = ${id}`)).toBe(0)
  expect((await server.request('GET', path(id), { as: somebody() })).body.code).toBe('release.ticket-not-found')
})

test('every ticket has its audit row and its event, and a stranger cannot read it', async () => {
  at(BEFORE)
  const id = await anOpening(owner, 1, { serviceId: 18 })
  const who = somebody()
  const { body } = await join(id, who)
  const { rows } = await sql<{ action: string; actor_id: string }>`select action, actor_id from platform.audit where subject = ${`ticket/${body.id}`}`.execute(owner)
  expect(rows).toEqual([{ action: 'release.join-room', actor_id: who.accountId }])
  const { rows: told } = await sql<{ payload: object }>`select payload from platform.event where type = 'release.room-joined.v1' and payload->>'ticketId' = ${body.id}`.execute(owner)
  expect(told).toHaveLength(1)
  expect((await server.request('GET', path(id), { as: somebody() })).status).toBe(404)
})

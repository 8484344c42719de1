import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Guide, PlanOpened } from './contract.ts'
import { placeOfRoom, walkBetween } from './index.ts'
import { module } from './server.ts'

const database = await testDatabase()
const now = new Date('2026-11-23T09:00:00+08:00')
const server = await testServer([module], database, { now })
const staff = (institutionId: number, ...roles: string[]) => ({ kind: 'staff', accountId: '00000000-0000-4000-8000-000000000001', staffId: 1, institutionId, roles }) as never
const admin = staff(1, 'admin')
const nurse = staff(1, 'nurse')
const context = systemContext('test', now)
const { owner } = database

await inTransaction(database.db, context, async (tx) => {
  await sql`insert into directory.district (id, name, name_en, longitude, latitude) values (1, '东区', 'East', 120.2, 30.2)`.execute(tx)
  for (const id of [1, 2]) {
    await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude) values (${id}, ${`T${id}`}, 'tertiary-hospital', ${`医院${id}`}, ${`Hospital ${id}`}, ${`医院${id}`}, 1, '测试路1号', 120.2, 30.2)`.execute(tx)
    await sql`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code) values (${id}, 1, '院本部', '测试路1号', 120.2, 30.2, ${`WALL-${id}`})`.execute(tx)
  }
})

/** Two floors about a corridor, with stairs and a lift. */
function planWith(roomName = '心血管内科 A01诊室') {
  const floor = (level: string) => [
    { id: `${level}-corridor`, level, kind: 'corridor', polygon: [[0, 0], [30, 0], [30, 3], [0, 3]] }, { id: `${level}-lift`, level, kind: 'lift', name: '1号电梯', polygon: [[-3, 0], [-0.1, 0], [-0.1, 3], [-3, 3]] },
    { id: `${level}-stairs`, level, kind: 'stairs', name: '楼梯', polygon: [[30.1, 0], [33, 0], [33, 3], [30.1, 3]] },
  ]
  const doors = (level: string) => [{ id: `${level}-dl`, level, line: [[-0.05, 1], [-0.05, 2]] }, { id: `${level}-ds`, level, line: [[30.05, 1], [30.05, 2]] }]
  return {
    format: 'liuxin-plan-1', name: '院本部', buildings: [{ id: 'A', name: '门诊楼', nameEn: 'Clinic' }], levels: [{ id: 'A1', building: 'A', ordinal: 0, name: '1楼', nameEn: '1F' }, { id: 'A2', building: 'A', ordinal: 1, name: '2楼', nameEn: '2F' }],
    units: [...floor('A1'), ...floor('A2'), { id: 'door', level: 'A1', kind: 'entrance', name: '正门', polygon: [[10, -5], [14, -5], [14, -0.1], [10, -0.1]] }, { id: 'room', level: 'A2', kind: 'room', name: roomName, also: ['A01诊室'], polygon: [[8, 3.1], [14, 3.1], [14, 9], [8, 9]] }],
    openings: [...doors('A1'), ...doors('A2'), { id: 'd-door', level: 'A1', line: [[11, -0.05], [13, -0.05]] }, { id: 'd-room', level: 'A2', line: [[10, 3.05], [11.2, 3.05]] }],
    connectors: [{ id: 'lift', kind: 'lift', name: '1号电梯', nameEn: 'Lift 1', units: ['A1-lift', 'A2-lift'] }, { id: 'stairs', kind: 'stairs', name: '楼梯', nameEn: 'stairs', units: ['A1-stairs', 'A2-stairs'] }],
  }
}
const fileOf = (plan: unknown) => [{ name: 'plan.json', base64: Buffer.from(JSON.stringify(plan)).toString('base64') }]
const eventsOf = async (type: string) => (await sql<{ payload: object; topics: string[] }>`select payload, topics from platform.event where type = ${type}`.execute(owner)).rows
const auditsOf = async (action: string) => Number((await sql<{ n: number }>`select count(*)::int as n from platform.audit where action = ${action}`.execute(owner)).rows[0]!.n)
const ask = (path: string) => server.request('GET', `/api/guidance/1/${path}`)

describe('O6 a plan is brought in, looked at and published', () => {
  test('only looking writes nothing; a faulty plan is not taken and every fault is told', async () => {
    const looked = await server.request('POST', '/api/guidance/plans/import', { as: admin, body: { campusId: 1, files: fileOf(planWith()), write: false } })
    expect(looked).toMatchObject({ status: 200, body: { written: false, version: null, faults: [], units: 8, joined: 8 } })
    const faulty = { ...planWith(), openings: [{ id: 'x', level: 'A7', line: [[0, 0], [1, 1]] }] }
    const refused = await server.request('POST', '/api/guidance/plans/import', { as: admin, body: { campusId: 1, files: fileOf(faulty), write: true } })
    expect(refused.body).toMatchObject({ written: false, faults: [{ feature: 'x', code: 'unknown-level' }] })
    expect((await sql`select 1 from guidance.plan`.execute(database.db)).rows).toEqual([])
    expect(await server.request('GET', '/api/guidance/1')).toMatchObject({ status: 404, body: { code: 'guidance.plan-not-found' } })
  })

  test('a draft shows nobody the way until it is published; then everybody is told', async () => {
    const taken = await server.request('POST', '/api/guidance/plans/import', { as: admin, body: { campusId: 1, files: fileOf(planWith()), write: true } })
    expect(taken.body).toMatchObject({ written: true, version: 1 })
    expect((await server.request('GET', '/api/guidance/1')).status).toBe(404)
    const { body: opened } = await server.request<PlanOpened>('GET', '/api/guidance/plans/1', { as: admin })
    expect(await server.request('POST', '/api/guidance/plans/publish', { as: admin, body: { campusId: 1, revision: opened.revision + 1 } })).toMatchObject({ status: 409, body: { code: 'guidance.plan-moved' } })
    expect(await server.request('POST', '/api/guidance/plans/publish', { as: admin, body: { campusId: 1, revision: opened.revision } })).toMatchObject({ status: 200, body: { version: 1 } })
    expect((await server.request<Guide>('GET', '/api/guidance/1')).body).toMatchObject({ campusId: 1, version: 1, closures: [], paces: { usual: { metresPerSecond: 1.2 } } })
    expect(await eventsOf('guidance.plan-published.v1')).toMatchObject([{ payload: { institutionId: 1, campusId: 1, version: 1 }, topics: ['guidance:1'] }])
    expect([await auditsOf('guidance.import-plan'), await auditsOf('guidance.publish-plan')]).toEqual([1, 1])
    expect(await server.request('POST', '/api/guidance/plans/publish', { as: admin, body: { campusId: 1, revision: 1 } })).toMatchObject({ status: 409, body: { code: 'guidance.no-draft' } })
  })

  test('of two people who save the same plan, one is told that the other was first; nothing of the first is lost', async () => {
    const { body: opened } = await server.request<PlanOpened>('GET', '/api/guidance/plans/1', { as: admin })
    expect([opened.status, opened.revision]).toEqual(['published', 0])
    const save = (name: string) => server.request('POST', '/api/guidance/plans/draft', { as: admin, body: { campusId: 1, plan: planWith(name), revision: 0 } })
    const answers = await Promise.all([save('心血管内科 甲'), save('心血管内科 乙')])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const kept = answers[0].status === 200 ? '甲' : '乙'
    const { body: draft } = await server.request<PlanOpened>('GET', '/api/guidance/plans/1', { as: admin })
    expect(draft.plan.units.find(({ id }) => id === 'room')!.name).toContain(kept)
    expect(draft.published!.units.find(({ id }) => id === 'room')!.name).toContain('A01诊室')
  })

  test('what was published never changes again, even by a statement past the code', async () => {
    const change = (set: string) => inTransaction(database.db, context, (tx) => sql`update guidance.plan set ${sql.raw(set)} where status = 'published'`.execute(tx))
    await expect(change(`content = '{}'`)).rejects.toThrow('a published plan does not change')
    await expect(change(`status = 'draft'`)).rejects.toThrow()
  })

  test('drawing is for the administrator, closing for nurses too, and each for their own institution', async () => {
    expect((await server.request('POST', '/api/guidance/plans/draft', { as: nurse, body: { campusId: 1, plan: planWith(), revision: 0 } })).status).toBe(403)
    expect((await server.request('GET', '/api/guidance/plans', { as: staff(1, 'cashier') })).status).toBe(403)
    expect((await server.request('GET', '/api/guidance/plans')).status).toBe(401)
    expect((await server.request('GET', '/api/guidance/plans', { as: staff(2, 'admin') })).body).toMatchObject({ plans: [] })
    expect(await server.request('POST', '/api/guidance/plans/import', { as: admin, body: { campusId: 9, files: fileOf(planWith()), write: true } })).toMatchObject({ status: 404, body: { code: 'guidance.campus-not-found' } })
  })
})

describe('O6 the way to a room', () => {
  test('is found by the words on its door, and timed from the main entrance', async () => {
    const { body } = await ask(`way?room=${encodeURIComponent('A01诊室')}&floor=${encodeURIComponent('2楼')}&building=${encodeURIComponent('门诊楼')}`)
    expect(body.place).toMatchObject({ unitId: 'room', floor: '2楼', building: '门诊楼' })
    expect(body.walk).toMatchObject({ floors: ['1楼', '2楼'] })
    expect(body.walk.turns.at(-1)).toMatchObject({ kind: 'arrive', textEn: expect.stringContaining('A01') })
    expect((await ask(`way?room=${encodeURIComponent('B07诊室')}`)).body).toEqual({ place: null, walk: null })
  })

  test('other modules ask inside their own transaction; an older person is given more time', async () => {
    await inTransaction(database.db, context, async (tx) => {
      const to = (await placeOfRoom(tx, 1, { room: 'A01诊室' }))!
      const asked = { institutionId: 1, from: null, to, way: 'lift' as const }
      const [usual, elder] = [await walkBetween(tx, context, asked), await walkBetween(tx, context, { ...asked, elder: true })]
      expect(usual!.turns.some(({ text }) => text.includes('1号电梯'))).toBe(true)
      expect(elder!.seconds).toBeGreaterThan(usual!.seconds)
      expect(await walkBetween(tx, context, { ...asked, from: { ...to, campusId: 2 } })).toBeNull()
    })
  })

  test('goes around what a nurse has closed, says so on every open page, and is as before when it is open again', async () => {
    const before = (await ask('way?to=1.room')).body.walk
    const closed = await server.request('POST', '/api/guidance/closures', { as: nurse, body: { campusId: 1, elementId: 'stairs', reason: '楼梯在修', untilAt: null } })
    expect(closed.status).toBe(201)
    const around = (await ask('way?to=1.room')).body.walk
    expect(around.closuresAvoided).toMatchObject([{ id: 'stairs', name: expect.stringContaining('楼梯') }])
    expect(around.turns.some(({ text }: { text: string }) => text.includes('1号电梯'))).toBe(true)
    expect(await eventsOf('guidance.closure-changed.v1')).toMatchObject([{ topics: ['guidance:1'] }])
    await server.request('POST', '/api/guidance/closures', { as: nurse, body: { campusId: 1, elementId: 'lift', reason: '电梯检修', untilAt: '2026-11-23T11:00:00+08:00' } })
    expect((await ask('way?to=1.room')).body).toMatchObject({ place: { unitId: 'room' }, walk: null })
    const both = await Promise.all([1, 2].map(() => server.request('POST', `/api/guidance/closures/${closed.body.id}/end`, { as: nurse, body: {} })))
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404])
    expect((await ask('way?to=1.room')).body.walk.seconds).toBe(before.seconds)
    expect([await auditsOf('guidance.close'), await auditsOf('guidance.open-again')]).toEqual([2, 1])
  })

  test('a closure ends by itself at its time', async () => {
    const lift = async () => (await ask('way?to=1.room&way=lift')).body.walk
    expect(await lift()).toBeNull()
    server.clock.set(new Date('2026-11-23T11:00:01+08:00'))
    expect(await lift()).not.toBeNull()
  })

  test('nothing that is not there is closed, nothing ends before it begins, and nobody closes another institution', async () => {
    const close = (body: object, as = nurse) => server.request('POST', '/api/guidance/closures', { as, body: { campusId: 1, reason: '在修', untilAt: null, ...body } })
    expect(await close({ elementId: 'nowhere' })).toMatchObject({ status: 404, body: { code: 'guidance.unknown-element' } })
    expect(await close({ elementId: 'lift', untilAt: '2020-01-01T00:00:00Z' })).toMatchObject({ status: 422, body: { code: 'guidance.ends-before-it-begins' } })
    expect(await close({ elementId: 'lift' }, staff(2, 'nurse'))).toMatchObject({ status: 404 })
    expect((await sql`select 1 from guidance.closure where element_id = 'nowhere' or institution_id = 2`.execute(database.db)).rows).toEqual([])
  })
})

describe('O6 a sign on a door', () => {
  test('says where one stands by six characters, kept when they are made again; a wrong one is of nowhere', async () => {
    const made = await server.request('POST', '/api/guidance/plans/1/signs', { as: admin, body: {} })
    expect(made.body.made).toBe(6)
    const { body: signs } = await server.request('GET', '/api/guidance/plans/1/signs', { as: nurse })
    const room = signs.find(({ unitId }: { unitId: string }) => unitId === 'room')
    expect((await ask(`signs/${room.code.toLowerCase()}`)).body).toMatchObject({ unitId: 'room', floor: '2楼' })
    const last = room.code.at(-1) === '2' ? '3' : '2'
    expect(await ask(`signs/${room.code.slice(0, -1)}${last}`)).toMatchObject({ status: 404, body: { code: 'guidance.sign-unknown' } })
    expect((await server.request('POST', '/api/guidance/plans/1/signs', { as: admin, body: {} })).body.made).toBe(0)
    expect((await server.request('GET', `/api/guidance/2/signs/${room.code}`)).status).toBe(404)
  })
})

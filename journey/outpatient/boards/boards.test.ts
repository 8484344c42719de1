import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import * as queue from '#engines/queue/index.ts'
import { module as queueModule } from '#engines/queue/server.ts'
import { type Actor, type Context, type InstitutionId, systemContext } from '#platform/context/context.ts'
import { inTransaction, newId, type Tx } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { BoardView, LayoutContent } from './contract.ts'
import { module } from './server.ts'

const database = await testDatabase()
const { db, owner } = database
const NINE = new Date('2026-03-17T09:00:00+08:00')
const server = await testServer([queueModule, module], database, { now: NINE })
const context: Context = systemContext('test', NINE)
const run = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(db, context, work)

const [CENTRAL, RIVERSIDE] = [1, 2] as const
await sql`insert into directory.district (id, name, name_en) values (1, '临溪区', 'Linxi')`.execute(owner)
for (const [id, name, nameEn] of [[CENTRAL, '临溪市中心医院', 'Linxi Central Hospital'], [RIVERSIDE, '临溪市江畔医院', 'Linxi Riverside Hospital']] as const) {
  await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (${id}, ${`H${id}`}, 'tertiary-hospital', ${name}, ${nameEn}, ${name}, 1, '东大街 1 号', 121.47, 31.2)`.execute(owner)
}

const staff = (institutionId: number, role = 'nurse'): Actor => ({ kind: 'staff', accountId: newId(), staffId: 7, institutionId: institutionId as InstitutionId, roles: [role] })
const nurse = staff(CENTRAL)

let zones = 0
let attempts = 0
/** A zone with so many rooms, one line before all of them, and so many people in it. */
async function aZone({ institutionId = 1, rooms = 2, people = 3, zoneId = `z${++zones}` } = {}) {
  return run(async (tx) => {
    await queue.openZone(tx, { institutionId, id: zoneId, name: `${zoneId} 区`, nameEn: `Zone ${zoneId}` })
    const { id: queueId } = await queue.openQueue(tx, context, { institutionId, zoneId, kind: 'room', subject: `practitioner:${zoneId}`, name: 'Q', nameEn: 'Q' })
    const points: number[] = []
    for (let n = 1; n <= rooms; n++) {
      const point = await queue.makeServicePoint(tx, context, { institutionId, zoneId, name: `${n} 诊室`, nameEn: `Room ${n}`, serves: [queueId] })
      await queue.takeServicePoint(tx, context, { institutionId, pointId: point.id, staffId: n + zones * 100, label: '沈若云', labelEn: 'Shen Ruoyun', role: 'chief', serves: [queueId] })
      points.push(point.id)
    }
    const tickets = []
    for (let n = 0; n < people; n++) {
      tickets.push(await queue.joinQueue(tx, context, { institutionId, queueId, holderId: newId(), visitId: newId(), displayName: '李*庚', class: 'booked', due: { from: NINE, to: new Date(NINE.getTime() + 600_000) } }))
    }
    return { institutionId, zoneId, queueId, points, tickets }
  })
}

const read = (institutionId: number, id: string) => server.request<BoardView>('GET', `/api/boards/${institutionId}/${id}`)
const callNext = (institutionId: number, pointId: number) => run((tx) => queue.callNext(tx, context, { institutionId, pointId }))
const content = (over: Partial<LayoutContent> & Pick<LayoutContent, 'zones'>): Partial<LayoutContent> => ({ name: '大厅东', ...over })
const publish = (id: string, version: number, over: Partial<LayoutContent> & Pick<LayoutContent, 'zones'>, as = nurse) =>
  server.request('PUT', `/api/boards/layouts/${id}`, { as, body: { version, content: content(over) } })
const eventsOf = async (type: string) => (await sql<{ payload: Record<string, unknown>; topics: string[] }>`select payload, topics from platform.event where type = ${type} order by id`.execute(owner)).rows
const versionsOf = async (id: string) => (await sql<{ count: number }>`select count(*) from boards.layout_version where layout_id = ${id}`.execute(owner)).rows[0]!.count

describe('what hangs in the hall', () => {
  test('O3 O4 for a while a board says which number a paper of a machine that was alone became, in its own zone and hospital only', async () => {
    const [{ zoneId }, { zoneId: other }, { zoneId: elsewhere }] = [await aZone(), await aZone(), await aZone({ institutionId: RIVERSIDE })]
    const entry = (institutionId: number, zone: string, paper: string, label: string, minutesAgo: number) => sql`insert into kiosk.away_entry
      (institution_id, id, machine, paper, taken_at, clock_moved, received_at, answer, label, answered_at, zone_id, person_id)
      values (${institutionId}, ${newId()}, '1 号机', ${paper}, ${NINE}, false, ${NINE}, 'merged', ${label}, ${new Date(NINE.getTime() - minutesAgo * 60_000)}, ${zone}, ${newId()})`.execute(owner)
    await entry(CENTRAL, zoneId, 'K1-1', 'A001', 5)
    await entry(CENTRAL, zoneId, 'K1-2', 'A002', 25)
    await entry(CENTRAL, other, 'K1-3', 'B001', 5)
    await entry(RIVERSIDE, elsewhere, 'K1-4', 'A009', 5)
    expect((await read(CENTRAL, zoneId)).body.newNumbers).toEqual([{ paper: 'K1-1', label: 'A001', until: new Date(NINE.getTime() + 15 * 60_000).toISOString() }])
  })

  test('O4 a board shows number, masked name and room to anybody, and nothing that leads to a person', async () => {
    const { zoneId, points, tickets } = await aZone()
    await callNext(CENTRAL, points[0]!)
    const board = await read(CENTRAL, zoneId)
    expect(board).toMatchObject({ status: 200, body: { institutionNameEn: 'Linxi Central Hospital', layout: { version: 0, voice: true, zones: [zoneId] } } })
    expect(board.body.points).toMatchObject([{ name: '1 诊室', state: 'calling', staffedLabel: '沈若云', current: { label: tickets[0]!.label, displayName: '李*庚' } }, { name: '2 诊室', waitingCount: 2 }])
    const text = JSON.stringify(board.body)
    for (const secret of [tickets[0]!.holderId, tickets[0]!.visitId, tickets[0]!.id]) expect(text).not.toContain(secret)
  })

  test('O4 room 1 of two institutions never mix: the same zone, the same room, the same number, on two boards and two lines', async () => {
    const here = await aZone({ zoneId: `same${++attempts}`, people: 2 })
    const there = await aZone({ institutionId: RIVERSIDE, zoneId: here.zoneId, people: 2 })
    const stop = new AbortController()
    const line = await fetch(`${server.url}/api/realtime?topics=board:${RIVERSIDE}:${here.zoneId}`, { signal: stop.signal })
    const reader = line.body!.pipeThrough(new TextDecoderStream()).getReader()
    await callNext(CENTRAL, here.points[0]!)
    await callNext(RIVERSIDE, there.points[1]!)
    let heard = ''
    while (!heard.includes('ticket-called')) heard += (await reader.read()).value ?? ''
    stop.abort()
    expect(heard).toContain(`"institutionId":${RIVERSIDE}`)
    expect(heard).not.toContain(`"institutionId":${CENTRAL}`)
    const [central, riverside] = [await read(CENTRAL, here.zoneId), await read(RIVERSIDE, here.zoneId)]
    expect(central.body.points.map(({ state }) => state)).toEqual(['calling', 'waiting'])
    expect(riverside.body.points.map(({ state }) => state)).toEqual(['waiting', 'calling'])
    // Not even a layout that names the other's rooms shows them.
    expect(await publish(here.zoneId, 0, { zones: [here.zoneId], rooms: [there.points[1]!] })).toMatchObject({ status: 200 })
    expect((await read(CENTRAL, here.zoneId)).body.points).toEqual([])
  })

  test('an address that is no board answers so', async () => {
    expect(await read(CENTRAL, 'nowhere')).toMatchObject({ status: 404, body: { code: 'boards.not-found' } })
    expect(await read(RIVERSIDE, 'z1')).toMatchObject({ status: 404 })
  })

  test('sixty screens that ask at once are answered alike, and none gets a board from before it asked', async () => {
    const { zoneId, points } = await aZone({ rooms: 1 })
    const before = Array.from({ length: 30 }, () => read(CENTRAL, zoneId))
    await callNext(CENTRAL, points[0]!)
    const after = await Promise.all(Array.from({ length: 30 }, () => read(CENTRAL, zoneId)))
    await Promise.all(before)
    expect(new Set(after.map(({ body }) => body.points[0]!.state))).toEqual(new Set(['calling']))
  })
})

describe('layouts from the desk', () => {
  test('O4 a published layout shows several zones, the rooms named, in their order; its screens are told, and it is written down', async () => {
    const [east, west] = [await aZone(), await aZone()]
    const rooms = [west.points[1]!, east.points[0]!]
    const made = await server.request('POST', '/api/boards/layouts', { as: nurse, body: { content: content({ zones: [east.zoneId, west.zoneId], rooms, typeSize: 'large', message: '今天 3 号电梯停用' }) } })
    expect(made).toMatchObject({ status: 201, body: { layout: { version: 1, typeSize: 'large' }, canUndo: false } })
    const { id } = made.body.layout
    expect((await read(CENTRAL, id)).body.points.map(({ pointId }) => pointId)).toEqual(rooms)
    expect((await eventsOf('boards.layout-published.v1')).at(-1)).toEqual({ payload: { institutionId: CENTRAL, layoutId: id, version: 1 }, topics: [`board:${CENTRAL}:${id}`] })
    const audit = await sql`select from platform.audit where action = 'boards.publish-layout' and subject = ${`layout/${id}`} and institution_id = ${CENTRAL}`.execute(owner)
    expect(audit.rows).toHaveLength(1)
  })

  test('O4 of two editors who publish from the same version at once one wins, and the other is told who was faster', async () => {
    const { zoneId } = await aZone()
    const replies = await Promise.all(['甲', '乙'].map((message) => publish(zoneId, 0, { zones: [zoneId], message })))
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect(replies.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'boards.changed-meanwhile', details: { version: 1 } })
    expect(await versionsOf(zoneId)).toBe(1)
  })

  test('O4 undo puts back what was shown before, and once more the one before that; then there is nothing left', async () => {
    const { zoneId } = await aZone()
    for (const [version, message] of ['一', '二', '三'].entries()) await publish(zoneId, version, { zones: [zoneId], message })
    const undo = (version: number) => server.request('POST', `/api/boards/layouts/${zoneId}/undo`, { as: nurse, body: { version } })
    expect(await undo(3)).toMatchObject({ status: 200, body: { layout: { version: 4, message: '二' }, canUndo: true } })
    expect(await undo(4)).toMatchObject({ status: 200, body: { layout: { version: 5, message: '一' }, canUndo: false } })
    expect(await undo(5)).toMatchObject({ status: 409, body: { code: 'boards.nothing-to-undo' } })
    expect(await undo(4)).toMatchObject({ status: 409 })
    expect(await versionsOf(zoneId)).toBe(5)
  })

  test('another hospital’s zone, another hospital’s nurse and a passer-by are refused, and leave nothing behind', async () => {
    const { zoneId } = await aZone()
    expect(await publish(zoneId, 0, { zones: [zoneId] }, staff(RIVERSIDE))).toMatchObject({ status: 404 })
    expect(await publish(zoneId, 0, { zones: [zoneId] }, staff(CENTRAL, 'cashier'))).toMatchObject({ status: 403 })
    expect(await publish(zoneId, 0, { zones: ['elsewhere'] })).toMatchObject({ status: 404 })
    expect(await server.request('PUT', `/api/boards/layouts/${zoneId}`, { body: { version: 0, content: content({ zones: [zoneId] }) } })).toMatchObject({ status: 401 })
    expect(await versionsOf(zoneId)).toBe(0)
  })
})

describe('screens on the walls', () => {
  const add = (name: string, layoutId: string) => server.request('POST', '/api/boards/screens', { as: nurse, body: { name, layoutId } })
  const says = (path: string, query = '') => server.request('GET', `/api/boards/screen${query}`, { headers: { 'x-board-pass': path.split('pass=')[1]! } })

  test('O4 a screen is opened by the pass the desk gave it, says what it shows, is given another layout and is taken down', async () => {
    const [east, west] = [await aZone(), await aZone()]
    const { status, body } = await add('东厅 1 号屏', east.zoneId)
    expect(status).toBe(201)
    expect(await says(body.path, '?shows=3&page=index-x.js')).toMatchObject({ status: 200, body: { institutionId: CENTRAL, layoutId: east.zoneId, name: '东厅 1 号屏' } })
    const listed = await server.request('GET', '/api/boards/screens', { as: nurse })
    expect(listed.body.screens).toContainEqual(expect.objectContaining({ id: body.id, showsVersion: 3, pageVersion: 'index-x.js', seenAt: NINE.toISOString() }))
    expect((await server.request('GET', '/api/boards/screens', { as: staff(RIVERSIDE) })).body.screens).toEqual([])

    const change = (what: object, as = nurse) => server.request('PUT', `/api/boards/screens/${body.id}`, { as, body: what })
    expect(await change({ layoutId: west.zoneId }, staff(RIVERSIDE))).toMatchObject({ status: 404 })
    expect(await change({ layoutId: west.zoneId })).toMatchObject({ status: 200 })
    expect((await says(body.path)).body.layoutId).toBe(west.zoneId)
    expect((await eventsOf('boards.screen-changed.v1')).at(-1)?.topics).toEqual([`board:${CENTRAL}:screen-${body.id}`])
    await change({ isDown: true })
    expect(await says(body.path)).toMatchObject({ status: 403, body: { code: 'boards.pass-not-good' } })
    expect(await change({ isDown: true })).toMatchObject({ status: 404, body: { code: 'boards.screen-not-found' } })
  })

  test('a name is given once, a layout must exist, and a pass that was made up opens nothing', async () => {
    const { zoneId } = await aZone()
    const twice = await Promise.all([add('西厅屏', zoneId), add('西厅屏', zoneId)])
    expect(twice.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect(await add('南厅屏', 'nowhere')).toMatchObject({ status: 404 })
    expect(await says('#pass=bm90LWEtcGFzcy1hdC1hbGwtbm90LWF0LWFsbA')).toMatchObject({ status: 403 })
  })
})

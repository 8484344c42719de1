import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { module as queueModule } from '#engines/queue/server.ts'
import { module as arrivalModule } from '#journey/outpatient/arrival/server.ts'
import type { PlanOpened } from '#journey/throughout/guidance/contract.ts'
import { module as guidanceModule } from '#journey/throughout/guidance/server.ts'
import { aPerson } from '#journey/throughout/people/testing/a-person.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Itinerary } from './contract.ts'
import { module } from './server.ts'
import { workOutDirty } from './tasks.ts'
import { atLaboratory, booked, DAY, HOSPITAL, minutes, patient, staff, twoHospitals } from './testing/a-day.ts'

const database = await testDatabase()
const { db, owner } = database
const server = await testServer([queueModule, arrivalModule, guidanceModule, module], database, { now: minutes(0) })
await twoHospitals(owner)

const square = (x: number, y: number) => [[x, y], [x + 6, y], [x + 6, y + 6], [x, y + 6]]
/** Two floors, stairs at one end and a lift a hundred metres away. Two departments have a room 5. */
const floor = (level: string) => [
  { id: `${level}-corridor`, level, kind: 'corridor', polygon: [[0, 0], [100, 0], [100, 3], [0, 3]] },
  { id: `${level}-stairs`, level, kind: 'stairs', name: '楼梯', polygon: [[-3, 0], [-0.1, 0], [-0.1, 3], [-3, 3]] }, { id: `${level}-lift`, level, kind: 'lift', name: '1号电梯', polygon: [[100.1, 0], [103, 0], [103, 3], [100.1, 3]] },
]
const ends = (level: string) => [{ id: `${level}-ds`, level, line: [[-0.05, 1], [-0.05, 2]] }, { id: `${level}-dl`, level, line: [[100.05, 1], [100.05, 2]] }]
const plan = {
  format: 'liuxin-plan-1', name: '本部', buildings: [{ id: 'A', name: '门诊楼' }], levels: [{ id: 'A2', building: 'A', ordinal: 1, name: '2 层' }, { id: 'A3', building: 'A', ordinal: 2, name: '3 层' }],
  units: [
    ...floor('A2'), ...floor('A3'), { id: 'blood', level: 'A2', kind: 'laboratory', name: '采血处', polygon: square(2, 3.1) },
    { id: 'heart-5', level: 'A3', kind: 'room', name: '心血管内科 5诊室', departmentId: 5, also: ['5诊室'], polygon: square(2, 3.1) }, { id: 'lung-5', level: 'A3', kind: 'room', name: '呼吸内科 5诊室', departmentId: 6, also: ['5诊室'], polygon: square(12, 3.1) },
  ],
  openings: [...ends('A2'), ...ends('A3'), { id: 'd1', level: 'A2', line: [[4, 3.05], [5, 3.05]] }, { id: 'd2', level: 'A3', line: [[4, 3.05], [5, 3.05]] }, { id: 'd3', level: 'A3', line: [[14, 3.05], [15, 3.05]] }],
  connectors: [{ id: 'stairs', kind: 'stairs', name: '东侧楼梯', nameEn: 'East stairs', units: ['A2-stairs', 'A3-stairs'] }, { id: 'lift', kind: 'lift', name: '1号电梯', nameEn: 'Lift 1', units: ['A2-lift', 'A3-lift'] }],
}

test('O6 O7 a day walks by the plan to the room of its own department; stairs that a nurse closes change it and are named, and again when they are open', async () => {
  const admin = staff(HOSPITAL, 'admin')
  const ask = <T>(method: string, path: string, body?: object) => server.request<T>(method, `/api/${path}`, { as: admin, ...(body ? { body } : {}) })
  await ask('POST', 'guidance/plans/import', { campusId: 1, files: [{ name: 'plan.json', base64: Buffer.from(JSON.stringify(plan)).toString('base64') }], write: true })
  const { revision } = (await ask<PlanOpened>('GET', 'guidance/plans/1')).body
  expect((await ask('POST', 'guidance/plans/publish', { campusId: 1, revision })).status).toBe(200)
  const personId = (await aPerson(db)).personId as string
  const visitId = await booked({ owner, db }, personId, { startsIn: 40 })
  await atLaboratory({ owner, db }, { personId, visitId }, 'ready', minutes(0))
  const settle = async () => {
    await server.runReactions()
    await workOutDirty(server.services)
    const { body: day } = await server.request<Itinerary>('GET', `/api/itinerary/days/${personId}?day=${DAY}`, { as: patient(personId) })
    return { day, walks: day.steps.filter((step) => step.kind !== 'walk').map((step) => step.walkMinutes) }
  }
  const before = await settle()
  expect(before.day.steps.find((step) => step.kind === 'visit')!.at).toEqual({ building: '门诊楼', floor: '3 层', room: '5诊室', departmentId: 5 })
  expect(before.walks).toContain(1)

  const closed = await ask<{ id: string }>('POST', 'guidance/closures', { campusId: 1, elementId: 'stairs', reason: '地面湿滑', untilAt: null })
  const around = await settle()
  expect(around.day.changes[0]).toMatchObject({ kind: 'way-closed', sentence: expect.stringMatching(/^东侧楼梯暂时不通，已经换了路，多走约 \d 分钟。$/), sentenceEn: expect.stringContaining('East stairs') })
  expect(Math.max(...around.walks)).toBeGreaterThan(Math.max(...before.walks))
  await ask('POST', `guidance/closures/${closed.body.id}/end`, {})
  const after = await settle()
  expect(after.day.changes[0]).toMatchObject({ kind: 'way-open', sentence: '东侧楼梯通了。' })
  expect(after.walks).toEqual(before.walks)
  // Planned for later: told as soon as somebody's plan walks there then, once, and not to those who are through before.
  const later = await ask<{ id: string }>('POST', 'guidance/closures', { campusId: 1, elementId: 'stairs', reason: '地面打蜡', fromAt: minutes(2).toISOString(), untilAt: minutes(600).toISOString() })
  const told = await settle()
  expect(told.day.changes[0]).toMatchObject({ kind: 'way-closes', sentence: expect.stringMatching(/^东侧楼梯 9:02 起不通。那时给您换一条路，多走约 \d 分钟。$/), sentenceEn: expect.stringContaining('East stairs closes at 9:02') })
  expect((await settle()).day.changes.filter((change) => change.kind === 'way-closes')).toHaveLength(1)
  await ask('POST', `guidance/closures/${later.body.id}/end`, {})
  await settle()
  await ask('POST', 'guidance/closures', { campusId: 1, elementId: 'stairs', reason: '地面打蜡', fromAt: minutes(600).toISOString(), untilAt: null })
  expect((await settle()).day.changes.filter((change) => change.kind === 'way-closes')).toHaveLength(1)

  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from platform.event_handled where reaction = 'itinerary.way-changed'`.execute(owner)
  expect(rows[0]!.n).toBeGreaterThanOrEqual(3)
})

test('O7 nobody is sent to a closed laboratory: its step says when it opens, and where it does not open today the day names no end', async () => {
  const hours = (laboratory: object[]) => sql`insert into platform.rule (code, institution_id, valid_from, version, value, unit, source, verified)
    values ('counters.opening-hours', ${HOSPITAL}, ${DAY}, (select count(*) + 1 from platform.rule where institution_id = ${HOSPITAL}), ${JSON.stringify({ laboratory, examination: [], pharmacy: [], window: [], rehabilitation: [], treatment: [], exceptions: [] })}, '', 'test', false)`.execute(owner)
  const personId = (await aPerson(db)).personId as string
  const visitId = await booked({ owner, db }, personId, { startsIn: 40 })
  await hours([{ days: [2], from: '10:30', to: '12:00' }])
  await atLaboratory({ owner, db }, { personId, visitId }, 'ready', minutes(0))
  const read = async () => {
    await server.runReactions()
    await workOutDirty(server.services)
    return (await server.request<Itinerary>('GET', `/api/itinerary/days/${personId}?day=${DAY}`, { as: patient(personId) })).body
  }
  const later = await read()
  expect(later.steps.find((step) => step.kind === 'stop')).toMatchObject({ why: '现在没开，10:30 开。到时候再去', whyEn: 'Closed now; it opens 10:30. Go then' })
  expect(later.steps.filter((step) => step.kind === 'visit' || step.kind === 'stop').map((step) => step.kind)).toEqual(['visit', 'stop'])
  await hours([{ days: [3], from: '8:30'.padStart(5, '0'), to: '12:00' }])
  await sql`update itinerary.day set dirty_at = ${minutes(0)} where person_id = ${personId}`.execute(owner)
  const shut = await read()
  expect(shut.steps.find((step) => step.kind === 'stop')).toMatchObject({ state: 'blocked', why: '现在没开，03-18 8:30 开。到时候再去' })
  expect(shut.endsAround).toBeNull()
})

import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { addDays } from '#engines/capacity/index.ts'
import { registerAt } from '#journey/throughout/people/index.ts'
import { aPerson, staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext } from '#platform/context/context.ts'
import { type Db, inTransaction, newId } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Advice, DrillRow, OperationsNow } from './contract.ts'
import { makeForecast } from './operations/make-forecast.ts'
import { measureAdvice } from './operations/measure-advice.ts'
import { putHistory } from './operations/put-history.ts'
import { module } from './server.ts'

// O11: the hospital now, what is expected, and what to do about it.
const now = new Date('2026-07-13T10:30:00+08:00')
const TODAY = '2026-07-13'
const { db, owner, url } = await testDatabase()
const server = await testServer([module], { url }, { now })
const context = systemContext('test', now)
let institutions = 1500

/** A hospital with one department; nine weeks of twelve people an hour in the mornings. */
async function aHospital(of: Db, { history = true } = {}): Promise<number> {
  const at = ++institutions
  await sql`insert into directory.district (id, name, name_en) values (1, '临溪区', 'Linxi') on conflict do nothing`.execute(of)
  await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (${at}, ${`O${at}`}, 'tertiary-hospital', '临溪市中心医院', 'Linxi Central Hospital', '中心医院', 1, '临溪路 1 号', 121.4, 31.2)`.execute(of)
  const counts = Array.from({ length: 63 }, (_, back) => addDays(TODAY, -63 + back)).flatMap((day, dayAt) => [8, 9, 10].map((hour) => ({ departmentId: 5, day, hour, arrived: 10 + ((dayAt * 7 + hour * 3) % 5) })))
  if (history) await inTransaction(db, context, (tx) => putHistory(tx, at, counts, { synthetic: true }))
  return at
}

const forecast = (at: number) => inTransaction(db, context, (tx) => makeForecast(tx, context, at))
const read = async (at: number) => (await server.request<OperationsNow>('GET', '/api/operations/now', { as: staffAt(at, 'manager') })).body

test('every check-in is counted once, in its department and hour, however often it is told', async () => {
  const at = await aHospital(owner, { history: false })
  for (const minute of ['00', '20', '59']) {
    const then = systemContext('test', new Date(`2026-07-13T09:${minute}:00+08:00`))
    await inTransaction(db, then, (tx) => announce(tx, then, { type: 'arrival.patient-checked-in.v1', institutionId: at, payload: { institutionId: at, visitId: newId(), personId: newId(), departmentId: 5 } }))
  }
  await server.runReactions()
  await server.runReactions()
  const { rows } = await sql`select department_id, hour, arrived, synthetic from operations.arrivals where institution_id = ${at}`.execute(owner)
  expect(rows).toEqual([{ department_id: 5, hour: 9, arrived: 3, synthetic: false }])
})

test('history never overwrites what was counted', async () => {
  const at = await aHospital(owner, { history: false })
  await inTransaction(db, context, async (tx) => {
    await putHistory(tx, at, [{ departmentId: 5, day: TODAY, hour: 9, arrived: 7 }], { synthetic: false })
    await putHistory(tx, at, [{ departmentId: 5, day: TODAY, hour: 9, arrived: 99 }], { synthetic: true })
  })
  expect((await sql`select arrived, synthetic from operations.arrivals where institution_id = ${at}`.execute(owner)).rows).toEqual([{ arrived: 7, synthetic: false }])
})

test('a forecast is made once a day, of two runs at once one makes it, and the dashboard shows the band', async () => {
  const at = await aHospital(owner)
  expect((await read(at)).forecast).toBeNull()
  const made = await Promise.allSettled([forecast(at), forecast(at)])
  expect(made.filter((one) => one.status === 'fulfilled' && one.value === 'made')).toHaveLength(1)
  expect(await forecast(at)).toBe('was-there')
  const body = await read(at)
  expect(body.forecast).toMatchObject({ historyDays: 63, synthetic: true })
  const nine = body.arrivals.byHour.find((one) => one.hour === 9)!
  expect(nine.low! <= nine.expected! && nine.expected! <= nine.high!).toBe(true)
  expect(Math.abs(nine.expected! - 12)).toBeLessThan(2)
  expect(body.arrivals.byHour.find((one) => one.hour === 15)!.expected).toBeLessThan(2)
  expect([body.arrivals.soFar, body.arrivals.byHour.find((one) => one.hour === 11)!.came]).toEqual([0, null])
})

test('with too little history nothing is foretold, and another hospital sees nothing of it', async () => {
  const at = await aHospital(owner, { history: false })
  expect(await forecast(at)).toBe('too-little')
  const full = await aHospital(owner)
  await forecast(full)
  const { body } = await server.request<OperationsNow>('GET', '/api/operations/now', { as: staffAt(at, 'manager') })
  expect([body.forecast, body.heat]).toEqual([null, []])
  expect((await server.request('GET', '/api/operations/now', { as: staffAt(at, 'nurse') })).status).toBe(403)
})

async function anAdvice(at: number, day: string): Promise<string> {
  const id = newId()
  const effect = { meanWait: 20, p90Wait: 50, unseen: 2 }
  await sql`insert into operations.advice (institution_id, id, department_id, day, kind, from_hour, to_hour, reason, before, after, made_at)
    values (${at}, ${id}, 5, ${day}, 'staffing', 8, 12, ${JSON.stringify({ worstHour: 9, arrivals: 12, room: 6, unseen: 2 })}, ${JSON.stringify(effect)}, ${JSON.stringify({ ...effect, p90Wait: 20 })}, ${now})`.execute(owner)
  return id
}

test('of two managers who decide about an advice at once, one does; declining says why; who looked and decided is written down', async () => {
  const at = await aHospital(owner, { history: false })
  const id = await anAdvice(at, '2026-07-14')
  const manager = staffAt(at, 'manager')
  const decide = (body: unknown, as = manager) => server.request('POST', `/api/operations/advice/${id}/decision`, { as, body })
  expect((await decide({ decision: 'declined', reason: '' })).body.code).toBe('operations.reason-needed')
  expect((await decide({ decision: 'declined', reason: '没有人手' }, staffAt(await aHospital(owner, { history: false }), 'manager'))).body.code).toBe('operations.advice-not-found')
  const answers = await Promise.all([decide({ decision: 'declined', reason: '诊室不够' }), decide({ decision: 'declined', reason: '没有人手' }, staffAt(at, 'manager'))])
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409])
  const { body } = await server.request<Advice[]>('GET', '/api/operations/advice', { as: manager })
  expect(body[0]).toMatchObject({ id, before: { p90Wait: 50 }, after: { p90Wait: 20 }, outcome: null })
  expect((await sql`select from platform.audit where subject = ${`advice/${id}`}`.execute(owner)).rows).toHaveLength(1)
  expect((await sql`select from platform.event where type = 'operations.advice-decided.v1' and institution_id = ${at}`.execute(owner)).rows).toHaveLength(1)
})

test('when its day is over an advice is held against what came', async () => {
  const at = await aHospital(owner)
  await anAdvice(at, addDays(TODAY, -1))
  expect(await inTransaction(db, context, (tx) => measureAdvice(tx, context))).toBeGreaterThan(0)
  const { body } = await server.request<Advice[]>('GET', '/api/operations/advice', { as: staffAt(at, 'manager') })
  expect(body[0]!.outcome).toMatchObject({ seen: 0, meanWait: null })
  expect(body[0]!.outcome!.arrived).toBeGreaterThan(30)
})

/** Somebody who checked in so many minutes ago, and was seen after `seenAfter` of them. */
async function aVisit(at: number, minutesAgo: number, seenAfter?: number): Promise<string> {
  const { personId } = await aPerson(db)
  await inTransaction(db, context, (tx) => registerAt(tx, context, at, personId))
  const id = newId()
  const came = new Date(now.getTime() - minutesAgo * 60_000)
  await sql`insert into arrival.visit (institution_id, id, person_id, department_id, service_id, day, due_from, due_to, checked_in_at, checked_in_by, queue_id, ticket_id, status, started_at)
    values (${at}, ${id}, ${personId}, 5, 1, ${TODAY}, ${came}, ${came}, ${came}, 'desk', 1, ${newId()}, ${seenAfter === undefined ? 'waiting' : 'finished'},
      ${seenAfter === undefined ? null : new Date(came.getTime() + seenAfter * 60_000)})`.execute(owner)
  return id
}

test('a figure is what its rows say: half waited no longer than the middle, who waits longest stands first, names are masked and each look is written down', async () => {
  const at = await aHospital(owner, { history: false })
  for (const waited of [5, 10, 15, 20, 60]) await aVisit(at, 90, waited)
  const longest = await aVisit(at, 75)
  await aVisit(at, 20)
  const body = await read(at)
  expect([body.arrivals.soFar, body.waiting, body.seen, body.median, body.p90]).toEqual([7, 2, 5, 15, 60])
  expect(body.waits).toMatchObject([{ departmentId: 5, waiting: 2, seen: 5, median: 15, p90: 60, longestNow: 75 }])
  expect(body.bottlenecks).toMatchObject([{ kind: 'longest-line', departmentId: 5, waiting: 2, figure: 75 }])
  const rows = await server.request<DrillRow[]>('GET', '/api/operations/rows?figure=waiting&departmentId=5', { as: staffAt(at, 'manager') })
  expect(rows.body.map((row) => [row.visitId === longest, row.waited])).toEqual([[true, 75], [false, 20]])
  expect(rows.body[0]!.nameMasked).toContain('*')
  expect((await sql`select from platform.audit where action = 'operations.drill' and subject = ${`visit/${longest}`}`.execute(owner)).rows).toHaveLength(1)
  const byHour = await server.request<DrillRow[]>('GET', '/api/operations/rows?figure=arrivals&hour=9', { as: staffAt(at, 'manager') })
  expect(byHour.body).toHaveLength(body.arrivals.byHour.find((one) => one.hour === 9)!.came!)
})

import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { addDays, generateSessions } from '#engines/capacity/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import type { Applied, Edit, Plan } from './contract.ts'
import { module } from './server.ts'
import { aClinicOf, body, faults, manager, MONDAY, patient, people, physician, standing, SUNDAY, TODAY } from './testing/a-schedule.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module, booking], { url }, { now: SUNDAY })
const office = manager()
const preview = async (...edits: Edit[]) => (await server.request<Plan>('POST', '/api/supply/preview', { as: office, body: { edits } })).body
const send = (seen: string, edits: Edit[], as = office) => server.request<Applied & { code: string; details: { plan: Plan } }>('POST', '/api/supply/apply', { as, body: { edits, seen, reason: '门诊调整' } })
async function change(...edits: Edit[]): Promise<Applied> {
  const plan = await preview(...edits)
  expect(plan.problems).toEqual([])
  const { status, body: applied } = await send(plan.seen, edits)
  expect(status).toBe(200)
  expect(applied.plan).toEqual(plan)
  return applied
}
const takeBack = (id: string) => server.request<Applied & { code: string }>('POST', `/api/supply/changes/${id}/take-back`, { as: office })
const book = (personId: string, periodId: number, pool = 'public') =>
  server.request<{ id: string; code: string; startsAt: string }>('POST', '/api/booking/appointments', { as: patient(personId), body: { institutionId: 1, periodId, personId, pool } })
const of = async (serviceId: number) => (await standing(owner)).filter((each) => each.serviceId === serviceId)
const appointment = async (id: string) => (await sql<Record<string, unknown>>`select * from booking.appointment where id = ${id}`.execute(owner)).rows[0]!

async function aPattern(name = '沈若云', more: Parameters<typeof body>[0] = {}) {
  const serviceId = await aClinicOf(owner, name)
  await change({ kind: 'template-new', serviceId, template: body(more) })
  const { rows } = await sql<{ id: number }>`select id::float8 as id from capacity.template where service_id = ${serviceId} and active order by id desc limit 1`.execute(owner)
  return { serviceId, templateId: rows[0]!.id, periods: await of(serviceId) }
}

test('P2 a new pattern shows its sessions first, then makes exactly these, and the nightly work adds none', async () => {
  const serviceId = await aClinicOf(owner)
  const plan = await preview({ kind: 'template-new', serviceId, template: body() })
  expect(plan.counts).toMatchObject({ appear: 8, unitsAdded: 8 * 8 * 2, peopleTold: 0 })
  expect(await of(serviceId)).toEqual([])
  await change({ kind: 'template-new', serviceId, template: body() })
  const made = await of(serviceId)
  expect(made).toHaveLength(64)
  expect(made[0]).toMatchObject({ day: MONDAY, at: '08:00', units: { public: 2 }, room: '5诊室' })
  await inTransaction(server.services.db, systemContext('test', SUNDAY), (tx) => generateSessions(tx, 1, TODAY, 28))
  expect(await of(serviceId)).toEqual(made)
  expect(await faults(owner)).toEqual([])
})

test('more and fewer units, from a day on: what was before stays, what is taken stays, every unit is a row with its reason', async () => {
  const { serviceId, templateId, periods } = await aPattern()
  const [a, b] = await people(owner, 2)
  const wednesday = periods.filter((each) => each.day === '2026-11-25')
  await book(a!, wednesday[0]!.periodId)
  await book(b!, wednesday[0]!.periodId)
  const applied = await change({ kind: 'template-change', templateId, from: '2026-11-25', change: { pools: { public: 1, 'family-doctor': 1 } } })
  expect(applied.plan.counts).toMatchObject({ change: 7, unitsAdded: 56, unitsWithdrawn: 55, unitsKept: 1, appear: 0, vanish: 0 })
  const now = await of(serviceId)
  expect(now.find((each) => each.day === MONDAY)!.units).toEqual({ public: 2 })
  expect(now.find((each) => each.periodId === wednesday[0]!.periodId)).toMatchObject({ units: { public: 2, 'family-doctor': 1 }, taken: 2 })
  expect(now.find((each) => each.periodId === wednesday[1]!.periodId)).toMatchObject({ units: { public: 1, 'family-doctor': 1 } })
  const { rows } = await sql<{ units: number; reason: string }>`select sum(units)::integer as units, min(reason) as reason from capacity.pool_move m
    where exists (select from capacity.period p where p.id = m.period_id and p.service_id = ${serviceId})`.execute(owner)
  expect(rows[0]).toEqual({ units: 56 + 55, reason: '门诊调整' })
  await takeBack(applied.changeId)
  expect(await of(serviceId)).toMatchObject(periods.map(({ periodId, units }) => ({ periodId, units })))
  expect(await faults(owner)).toEqual([])
})

test('other weekdays: free sessions close, a session with people keeps only them, and going back restores all of it', async () => {
  const { serviceId, templateId, periods } = await aPattern()
  const [a] = await people(owner, 1)
  await book(a!, periods[3]!.periodId)
  const applied = await change({ kind: 'template-change', templateId, from: MONDAY, change: { weekdays: [2, 3] } })
  expect(applied.plan.counts).toMatchObject({ appear: 4, vanish: 3, stay: 1, peopleStaying: 1 })
  const now = await of(serviceId)
  expect(now.filter((each) => each.day === MONDAY)).toMatchObject([{ periodId: periods[3]!.periodId, units: { public: 1 }, taken: 1 }])
  expect(new Set(now.map((each) => each.day)).size).toBe(1 + 4 + 4)
  expect((await takeBack(applied.changeId)).status).toBe(200)
  expect((await of(serviceId)).map(({ day, at, units }) => ({ day, at, units }))).toEqual(periods.map(({ day, at, units }) => ({ day, at, units })))
  expect((await takeBack(applied.changeId)).body.code).toBe('supply.cannot-take-back')
  expect(await faults(owner)).toEqual([])
})

test('another length of periods: new ones appear where nobody is booked across them, booked ones stay as they are', async () => {
  const { serviceId, templateId, periods } = await aPattern()
  const [a] = await people(owner, 1)
  await book(a!, periods[1]!.periodId) // 8:15–8:30
  const applied = await change({ kind: 'template-change', templateId, from: MONDAY, change: { periodMinutes: 20, from: '08:00', to: '09:00' } })
  expect(applied.plan.counts.peopleStaying).toBe(1)
  const monday = (await of(serviceId)).filter((each) => each.day === MONDAY)
  expect(monday.map(({ at, units }) => [at, units.public])).toEqual([['08:15', 1], ['08:40', 2]])
  expect((await of(serviceId)).filter((each) => each.day === '2026-11-25').map((each) => each.at)).toEqual(['08:00', '08:20', '08:40'])
  expect(await faults(owner)).toEqual([])
})

test('a day off, other hours, and back: kept for days that are not made yet too', async () => {
  const { serviceId, templateId, periods } = await aPattern()
  const off = await change({ kind: 'exception', templateId, day: MONDAY, what: 'off' })
  await change({ kind: 'exception', templateId, day: '2026-11-25', what: 'hours', from: '09:00', to: '10:00' })
  await change({ kind: 'exception', templateId, day: '2026-12-21', what: 'off' })
  const days = async () => Object.entries(Object.groupBy(await of(serviceId), (each) => each.day)).map(([day, all]) => `${day} ${all!.length}`)
  expect((await days()).slice(0, 2)).toEqual(['2026-11-25 4', '2026-11-30 8'])
  await inTransaction(server.services.db, systemContext('test', SUNDAY), (tx) => generateSessions(tx, 1, TODAY, 35))
  expect((await days()).at(-1)).toBe('2026-12-23 8')
  expect((await days()).some((day) => day.startsWith('2026-12-21'))).toBe(false)
  expect((await preview({ kind: 'exception', templateId, day: '2026-11-24', what: 'off' })).problems).toMatchObject([{ code: 'not-in-pattern' }])
  await takeBack(off.changeId)
  expect((await of(serviceId)).filter((each) => each.day === MONDAY)).toEqual(periods.filter((each) => each.day === MONDAY))
  expect(await faults(owner)).toEqual([])
})

test('a session moves with everybody in it: they are told, may cancel freely, and it does not come back on the day it left', async () => {
  const { serviceId, periods } = await aPattern()
  const [a, b, holder] = await people(owner, 3)
  const { body: booked } = await book(a!, periods[2]!.periodId)
  await book(b!, periods[2]!.periodId)
  const { body: held } = await server.request('POST', '/api/booking/holds', { as: patient(holder!), body: { institutionId: 1, periodId: periods[4]!.periodId, personId: holder } })
  const applied = await change({ kind: 'session-move', sessionId: periods[0]!.sessionId, day: '2026-11-24', from: '14:00' })
  expect(applied.plan.counts).toMatchObject({ move: 1, peopleTold: 2 })
  expect(await appointment(booked.id)).toMatchObject({ status: 'booked', day: '2026-11-24', starts_at: new Date('2026-11-24T14:30:00+08:00'), cancel_by: new Date('2026-11-24T14:30:00+08:00'), period_id: periods[2]!.periodId })
  expect(await appointment(held.id)).toMatchObject({ status: 'cancelled', end_reason: 'session-moved' })
  const { rows: events } = await sql<{ n: number }>`select count(*)::integer as n from platform.event where type = 'booking.appointment-moved.v1' and payload->>'appointmentId' = ${booked.id} and payload->>'byHospital' = 'true'`.execute(owner)
  expect(events[0]!.n).toBe(1)
  await inTransaction(server.services.db, systemContext('test', SUNDAY), (tx) => generateSessions(tx, 1, TODAY, 28))
  expect((await of(serviceId)).filter((each) => each.day === MONDAY)).toEqual([])
  await takeBack(applied.changeId)
  expect(await appointment(booked.id)).toMatchObject({ starts_at: new Date('2026-11-23T08:30:00+08:00') })
  expect(await faults(owner)).toEqual([])
})

test('a move that would put a patient or the doctor in two places names them and changes nothing', async () => {
  const mine = await aPattern('顾明远')
  const other = await aPattern('陆知行', { weekdays: [2], half: 'afternoon', from: '14:00', to: '16:00' })
  const [a] = await people(owner, 1)
  await book(a!, mine.periods[0]!.periodId)
  await book(a!, other.periods[0]!.periodId)
  await server.runReactions()
  const before = await of(mine.serviceId)
  const busy: Edit = { kind: 'session-move', sessionId: mine.periods[0]!.sessionId, day: '2026-11-24', from: '14:00' }
  const plan = await preview(busy)
  expect(plan.problems).toMatchObject([{ code: 'holder-busy', personName: '周桂兰', day: '2026-11-24' }])
  expect(await send(plan.seen, [busy])).toMatchObject({ status: 409, body: { code: 'supply.cannot-apply' } })
  expect((await preview({ kind: 'session-move', sessionId: mine.periods[0]!.sessionId, day: '2026-11-25', from: '09:00' })).problems).toMatchObject([{ code: 'doctor-busy', day: '2026-11-25' }])
  expect(await of(mine.serviceId)).toEqual(before)
  expect(await faults(owner)).toEqual([])
})

test('a substitute takes the session over: times stay, nobody pays more, the holder is told, both doctors are where they should be', async () => {
  const mine = await aPattern('顾明远')
  const cheaper = await aClinicOf(owner, '林晚秋', { feeCode: 'REG20' })
  const [a] = await people(owner, 1)
  const { body: booked } = await book(a!, mine.periods[0]!.periodId)
  const applied = await change({ kind: 'session-hand-over', sessionId: mine.periods[0]!.sessionId, serviceId: cheaper })
  expect(applied.plan.counts).toMatchObject({ handOver: 1, peopleTold: 1 })
  expect(await appointment(booked.id)).toMatchObject({ status: 'booked', service_id: cheaper, practitioner_id: cheaper, fee_cents: 2000, starts_at: new Date('2026-11-23T08:00:00+08:00'), cancel_by: new Date('2026-11-23T08:00:00+08:00') })
  expect((await of(cheaper)).length).toBe(8)
  expect(await server.request('POST', `/api/booking/appointments/1/${booked.id}/cancel`, { as: patient(a!), body: { reason: '' } })).toMatchObject({ status: 200 })
  expect(await appointment(booked.id)).toMatchObject({ cancelled_late: false })
  expect(await faults(owner)).toEqual([])
})

test('an evening session of its own, several sessions changed together, one withdrawn; each can be taken back', async () => {
  const serviceId = await aClinicOf(owner)
  const added = await change({ kind: 'session-add', serviceId, day: '2026-11-28', half: 'evening', from: '18:00', to: '20:00', periodMinutes: 10, pools: { public: 1 }, room: '夜诊' })
  const second = await change({ kind: 'session-add', serviceId, day: '2026-11-29', half: 'morning', from: '08:00', to: '09:00', periodMinutes: 20, pools: { public: 1 }, room: '' })
  const ids = [...new Set((await of(serviceId)).map((each) => each.sessionId))]
  const both = await change(...ids.map((sessionId): Edit => ({ kind: 'session-change', sessionId, pools: { public: 3 }, room: '8诊室' })))
  expect((await of(serviceId)).every((each) => each.units.public === 3 && each.room === '8诊室')).toBe(true)
  await takeBack(both.changeId)
  expect((await of(serviceId)).map((each) => each.units.public)).toEqual(Array(15).fill(1))
  const closed = await change({ kind: 'session-close', sessionId: ids[0]! })
  expect(closed.plan.counts).toMatchObject({ vanish: 1, unitsWithdrawn: 12 })
  await takeBack(closed.changeId)
  expect((await of(serviceId)).length).toBe(15)
  for (const one of [added, second]) await takeBack(one.changeId)
  expect(await of(serviceId)).toEqual([])
  expect(await faults(owner)).toEqual([])
})

test('two managers change one pattern at the same moment: one does, the other is shown what it is now', async () => {
  const { serviceId, templateId } = await aPattern()
  const edits = [3, 4].map((count): Edit[] => [{ kind: 'template-change', templateId, from: MONDAY, change: { pools: { public: count } } }])
  const plans = await Promise.all(edits.map((each) => preview(...each)))
  const replies = await Promise.all(edits.map((each, i) => send(plans[i]!.seen, each, manager())))
  expect(replies.map((reply) => reply.status).sort((a, b) => a - b)).toEqual([200, 409])
  expect(replies.find((reply) => reply.status === 409)!.body.code).toMatch(/preview-outdated|cannot-apply/)
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from capacity.template where service_id = ${serviceId} and active`.execute(owner)
  expect(rows[0]!.n).toBe(1)
  expect(new Set((await of(serviceId)).map((each) => each.units.public)).size).toBe(1)
})

test('an edit while people book: never oversold, and nothing that was sold vanishes or moves', async () => {
  const { serviceId, templateId, periods } = await aPattern('沈若云', { weekdays: [1], pools: { public: 3 } })
  const crowd = await people(owner, 40)
  const monday = periods.filter((each) => each.day === MONDAY)
  const booked: { id: string; periodId: number }[] = []
  const rush = Promise.all(crowd.map(async (personId, i) => {
    const { periodId } = monday[i % monday.length]!
    const { status, body: reply } = await book(personId, periodId)
    if (status === 201) booked.push({ id: reply.id, periodId })
    expect([201, 409, 503]).toContain(status)
  }))
  const edit: Edit = { kind: 'template-change', templateId, from: MONDAY, change: { pools: { public: 1 } } }
  let done = false
  for (let attempt = 0; attempt < 30 && !done; attempt++) done = (await send((await preview(edit)).seen, [edit])).status === 200
  await rush
  expect(done).toBe(true)
  for (const { id, periodId } of booked) expect(await appointment(id)).toMatchObject({ status: 'booked', period_id: periodId })
  const now = await of(serviceId)
  for (const period of now.filter((each) => each.day === MONDAY)) expect(period.units.public).toBe(Math.max(1, period.taken))
  expect(await faults(owner)).toEqual([])
})

test('moving a session while people book into it: everybody who got in is at the new time', async () => {
  const { periods } = await aPattern('沈若云', { weekdays: [1], pools: { public: 3 } })
  const crowd = await people(owner, 30)
  const monday = periods.filter((each) => each.day === MONDAY)
  const edit: Edit = { kind: 'session-move', sessionId: monday[0]!.sessionId, day: addDays(MONDAY, 2), from: '13:00' }
  const { seen } = await preview(edit)
  const [moved, ...replies] = await Promise.all([send(seen, [edit]), ...crowd.map((personId, i) => book(personId, monday[i % monday.length]!.periodId))])
  expect(moved.status).toBe(200)
  expect(replies.filter((reply) => reply.status === 201).length).toBeGreaterThan(0)
  for (const reply of replies.filter((one) => one.status === 201)) expect(await appointment(reply.body.id)).toMatchObject({ day: '2026-11-25', status: 'booked' })
  expect(await faults(owner)).toEqual([])
})

test('what cannot be is said before anything is done', async () => {
  const { serviceId, templateId, periods } = await aPattern()
  const code = async (edit: Edit) => (await preview(edit)).problems.map((problem) => problem.code)
  expect(await code({ kind: 'template-new', serviceId, template: body({ validFrom: TODAY }) })).toEqual(['starts-too-soon'])
  expect(await code({ kind: 'template-new', serviceId, template: body({ to: '08:00' }) })).toEqual(['ends-before-starts'])
  expect(await code({ kind: 'template-new', serviceId, template: body({ pools: { elderly: 1 } }) })).toEqual(['unknown-pool'])
  expect(await code({ kind: 'template-new', serviceId, template: body({ pools: {} }) })).toEqual(['no-units'])
  expect(await code({ kind: 'template-new', serviceId: 9999, template: body() })).toEqual(['no-such-clinic'])
  expect(await code({ kind: 'template-new', serviceId, template: body({ from: '09:00', to: '11:00' }) })).toContain('doctor-busy-weekly')
  expect(await code({ kind: 'template-change', templateId, from: MONDAY, change: { room: '5诊室' } })).toEqual(['nothing-changes'])
  expect(await code({ kind: 'session-move', sessionId: periods[0]!.sessionId, day: '2026-11-20', from: '08:00' })).toEqual(['past'])
  await sql`update capacity.session set status = 'suspended' where id = ${periods[0]!.sessionId}`.execute(owner)
  expect(await code({ kind: 'session-close', sessionId: periods[0]!.sessionId })).toEqual(['suspended'])
})

test('doctors read their own schedule, and nobody else changes anything', async () => {
  const { serviceId } = await aPattern()
  const read = (as = physician(serviceId), query = '') => server.request('GET', `/api/supply/calendar?from=${MONDAY}&to=2026-11-29${query}`, { as })
  const mine = await read()
  expect(mine.body).toMatchObject({ mayChange: false })
  expect(mine.body.sessions.map((each: { serviceId: number }) => each.serviceId)).toEqual([serviceId, serviceId])
  // Whichever department a page asks for: their own days are one schedule.
  expect((await read(physician(serviceId), '&departmentId=2')).body.sessions).toHaveLength(2)
  expect(await read(physician(serviceId), '&practitionerId=1')).toMatchObject({ status: 403, body: { code: 'supply.only-your-own' } })
  expect(await server.request('POST', '/api/supply/preview', { as: physician(serviceId), body: { edits: [{ kind: 'session-close', sessionId: 1 }] } })).toMatchObject({ status: 403 })
  expect(await server.request('GET', `/api/supply/calendar?from=${MONDAY}&to=2027-11-29`, { as: office })).toMatchObject({ status: 400, body: { code: 'supply.too-long' } })
  expect((await server.request('GET', '/api/supply/changes', { as: office })).body.length).toBeGreaterThan(5)
})

test('O12 a pain clinic is opened, gets sessions, and can be booked', async () => {
  const { body: clinic } = await server.request('PUT', '/api/supply/clinics', { as: office, body: { departmentId: 2, practitionerId: null, kind: 'pain', name: '疼痛门诊', nameEn: 'Pain clinic', feeCode: 'REG20', active: true } })
  expect(clinic).toMatchObject({ kind: 'pain', feeCents: 2000 })
  await change({ kind: 'template-new', serviceId: clinic.id, template: body() })
  const [a] = await people(owner, 1)
  expect((await book(a!, (await of(clinic.id))[0]!.periodId)).status).toBe(201)
  expect(await server.request('PUT', '/api/supply/clinics', { as: office, body: { ...clinic, departmentId: 2, feeCode: 'NONE', active: true } })).toMatchObject({ status: 409, body: { code: 'directory.fee-not-found' } })
})

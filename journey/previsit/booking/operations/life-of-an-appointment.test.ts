import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { bookAppointment, cancelAppointment, markArrived, markFulfilled, markNoShow } from '../index.ts'
import { module } from '../server.ts'
import { tasks } from '../tasks.ts'
import { aClinic, type Clinic, faults, patient, people, registrar, SUNDAY } from '../test-clinic.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module], { url }, { now: SUNDAY })
const { db } = server.services
const context = () => systemContext('test', server.clock.now())
const events = async (type: string, id: string) => (await sql<{ payload: Record<string, unknown> }>`
  select payload from platform.event where type = ${type} and payload->>'appointmentId' = ${id} order by id`.execute(owner)).rows.map((row) => row.payload)
// A clinic opened a moment ago is known to a process within half a second; a busy machine takes longer.
const PATIENT = { timeout: 20_000 }
const sweep = () => tasks.find((task) => task.name === 'booking.expire-holds')!.run(server.services)

async function aBooking(clinic: Clinic, period = 0) {
  const [personId] = await people(owner, 1)
  const as = patient(personId!)
  const { body } = await server.request('POST', '/api/booking/appointments', { as, body: { institutionId: clinic.institutionId, periodId: clinic.periodIds[period], personId } })
  return { as, personId: personId!, id: body.id as string, path: `/api/booking/appointments/${clinic.institutionId}/${body.id}` }
}

async function aHold(clinic: Clinic, period = 0) {
  const [personId] = await people(owner, 1)
  const as = patient(personId!)
  const { body } = await server.request('POST', '/api/booking/holds', { as, body: { institutionId: clinic.institutionId, periodId: clinic.periodIds[period], personId } })
  const confirm = (options: object = {}) => server.request('POST', '/api/booking/appointments', { as, body: { institutionId: clinic.institutionId, holdId: body.id }, ...options })
  return { as, personId: personId!, id: body.id as string, path: `/api/booking/appointments/${clinic.institutionId}/${body.id}`, confirm }
}

test('a hold that is confirmed in time is a booking; confirming twice changes nothing', async () => {
  server.clock.set(SUNDAY)
  const { id, confirm } = await aHold(await aClinic(owner))
  expect(await events('booking.appointment-booked.v1', id)).toHaveLength(0)
  expect(await confirm()).toMatchObject({ status: 201, body: { id, status: 'booked', expiresAt: null } })
  expect(await confirm()).toMatchObject({ status: 201, body: { id, status: 'booked' } })
  expect(await events('booking.appointment-booked.v1', id)).toHaveLength(1)
  expect(await faults(owner)).toEqual([])
})

test('a hold is over after ten minutes whether or not it was swept yet, and then free for others', async () => {
  server.clock.set(SUNDAY)
  const clinic = await aClinic(owner)
  const { id, confirm } = await aHold(clinic)
  server.clock.advanceSeconds(600)
  expect(await confirm()).toMatchObject({ status: 409, body: { code: 'booking.hold-expired' } })
  await sweep()
  await sweep()
  expect(await confirm()).toMatchObject({ status: 409, body: { code: 'booking.hold-expired' } })
  expect(await events('booking.hold-expired.v1', id)).toHaveLength(1)
  expect((await aBooking(clinic)).id).toBeDefined()
  expect(await faults(owner)).toEqual([])
})

test('confirmed and expired at the same moment: one wins, the unit is counted once', async () => {
  server.clock.set(SUNDAY)
  const holds = await Promise.all(Array.from({ length: 20 }, async () => aHold(await aClinic(owner))))
  server.clock.advanceSeconds(599)
  const late = systemContext('test', new Date(SUNDAY.getTime() + 600_000))
  const [replies] = await Promise.all([
    Promise.all(holds.map((hold) => hold.confirm())),
    inTransaction(db, late, (tx) => sql`select booking.expire_holds(${late.now}, 100)`.execute(tx)),
  ])
  for (const [i, reply] of replies.entries()) {
    const { rows } = await sql<{ status: string }>`select status from booking.appointment where id = ${holds[i]!.id}`.execute(owner)
    expect(rows[0]!.status).toBe(reply.status === 201 ? 'booked' : 'expired')
  }
  expect(await faults(owner)).toEqual([])
})

test('a cancelled time is free for others at once; cancelling it twice, or ten times at once, gives it back once', async () => {
  server.clock.set(SUNDAY)
  const clinic = await aClinic(owner)
  const { as, id, path } = await aBooking(clinic)
  const replies = await Promise.all(Array.from({ length: 10 }, () => server.request('POST', `${path}/cancel`, { as, body: { reason: '有事' } })))
  expect(replies.map((reply) => `${reply.status} ${reply.body.status}`)).toEqual(Array.from({ length: 10 }, () => '200 cancelled'))
  expect(await events('booking.appointment-cancelled.v1', id)).toHaveLength(1)
  expect((await aBooking(clinic)).id).toBeDefined()
  expect(await faults(owner)).toEqual([])
})

test('after the deadline a patient may still give the time back, and it is noted; once it began it is too late', async () => {
  server.clock.set(SUNDAY)
  const clinic = await aClinic(owner)
  const [early, late, never] = [await aBooking(clinic, 0), await aBooking(clinic, 1), await aBooking(clinic, 2)]
  const lateness = async (id: string) => (await sql<{ late: boolean }>`select cancelled_late as late from booking.appointment where id = ${id}`.execute(owner)).rows[0]!.late
  await server.request('POST', `${early.path}/cancel`, { as: early.as, body: {} })
  server.clock.set(new Date('2026-11-22T21:00:00+08:00'))
  await expect.poll(async () => (await server.request('GET', late.path, { as: late.as })).body.may, PATIENT).toEqual({ confirm: false, cancel: true, move: true, cancelIsLate: true })
  await server.request('POST', `${late.path}/cancel`, { as: late.as, body: {} })
  expect([await lateness(early.id), await lateness(late.id)]).toEqual([false, true])
  server.clock.set(new Date('2026-11-23T08:30:00+08:00'))
  expect(await server.request('POST', `${never.path}/cancel`, { as: never.as, body: {} })).toMatchObject({ status: 409, body: { code: 'booking.period-past' } })
  expect((await server.request('GET', never.path, { as: never.as })).body.may.cancel).toBe(false)
})

test('where the hospital refuses late changes, the patient is told so and the window still can', async () => {
  server.clock.set(SUNDAY)
  const clinic = await aClinic(owner, { institutionId: 3, periods: 3 })
  await sql`insert into platform.rule (code, institution_id, valid_from, value, unit, source) values
    ('booking.cancel-deadline', 3, '2024-01-01', '{"daysBefore": 0, "at": "00:00", "late": "refused"}', 'local time', 'test')`.execute(owner)
  const { as, path } = await aBooking(clinic)
  server.clock.set(new Date('2026-11-23T07:00:00+08:00'))
  await expect.poll(async () => (await server.request('GET', path, { as })).body.may, PATIENT).toMatchObject({ cancel: false, move: false })
  expect(await server.request('POST', `${path}/cancel`, { as, body: {} })).toMatchObject({ status: 409, body: { code: 'booking.too-late-to-cancel' } })
  expect(await server.request('POST', `${path}/cancel`, { as: registrar(3), body: {} })).toMatchObject({ status: 200, body: { status: 'cancelled' } })
})

test('moving takes the new time before the old one is freed; a refusal leaves the old time as it was', async () => {
  server.clock.set(SUNDAY)
  const clinic = await aClinic(owner)
  const mine = await aBooking(clinic, 0)
  const other = await aBooking(clinic, 1)
  const move = (periodId: number | undefined) => server.request('POST', `${mine.path}/move`, { as: mine.as, body: { periodId } })
  expect(await move(clinic.periodIds[1])).toMatchObject({ status: 409, body: { code: 'booking.period-full', details: { alternative: { periodId: clinic.periodIds[2] } } } })
  await expect.poll(async () => (await server.request('GET', mine.path, { as: mine.as })).body, PATIENT).toMatchObject({ status: 'booked', periodId: clinic.periodIds[0] })
  expect(await move(clinic.periodIds[2])).toMatchObject({ status: 200, body: { id: mine.id, periodId: clinic.periodIds[2], startsAt: '2026-11-23T00:30:00.000Z' } })
  expect(await move(clinic.periodIds[2])).toMatchObject({ status: 200 })
  expect((await aBooking(clinic, 0)).id).toBeDefined()
  expect(await events('booking.appointment-moved.v1', mine.id)).toMatchObject([{ fromStartsAt: '2026-11-23T00:00:00.000Z', startsAt: '2026-11-23T00:30:00.000Z' }])
  expect(other.id).toBeDefined()
  expect(await faults(owner)).toEqual([])
})

test('of ten people who move to the one free time at once, one gets it and nine keep what they had', async () => {
  server.clock.set(SUNDAY)
  const target = await aClinic(owner, { periods: 1, from: '15:00' })
  const movers = await Promise.all(Array.from({ length: 10 }, async () => aBooking(await aClinic(owner, { periods: 1 }))))
  const replies = await Promise.all(movers.map((mover) => server.request('POST', `${mover.path}/move`, { as: mover.as, body: { periodId: target.periodIds[0] } })))
  expect(replies.map((reply) => reply.status).sort((a, b) => a - b)).toEqual([200, ...Array.from({ length: 9 }, () => 409)])
  expect(await faults(owner)).toEqual([])
})

test('two people who change places with each other at once are not left without one', async () => {
  server.clock.set(SUNDAY)
  const clinic = await aClinic(owner, { units: { public: 2 } })
  const [a, b] = [await aBooking(clinic, 0), await aBooking(clinic, 1)]
  for (let round = 0; round < 5; round++) {
    const [x, y] = round % 2 ? [0, 1] : [1, 0]
    const replies = await Promise.all([
      server.request('POST', `${a.path}/move`, { as: a.as, body: { periodId: clinic.periodIds[x] } }),
      server.request('POST', `${b.path}/move`, { as: b.as, body: { periodId: clinic.periodIds[y] } }),
    ])
    expect(replies.map((reply) => reply.status)).toEqual([200, 200])
  }
  expect(await faults(owner)).toEqual([])
})

test('a stranger neither sees, cancels nor moves an appointment', async () => {
  server.clock.set(SUNDAY)
  const clinic = await aClinic(owner)
  const { path } = await aBooking(clinic)
  const [stranger] = await people(owner, 1)
  for (const as of [patient(stranger!), registrar(2)]) {
    expect(await server.request('GET', path, { as })).toMatchObject({ status: 404, body: { code: 'booking.appointment-not-found' } })
    expect((await server.request('POST', `${path}/cancel`, { as, body: {} })).status).toBe(404)
    expect((await server.request('POST', `${path}/move`, { as, body: { periodId: clinic.periodIds[1] } })).status).toBe(404)
  }
})

test('arrived, seen, not come: each once, and the unit stays used', async () => {
  server.clock.set(SUNDAY)
  const clinic = await aClinic(owner)
  const [seen, absent] = [await aBooking(clinic, 0), await aBooking(clinic, 1)]
  const ref = (id: string) => ({ institutionId: 1, id })
  await inTransaction(db, context(), (tx) => markArrived(tx, context(), ref(seen.id)))
  await inTransaction(db, context(), (tx) => markFulfilled(tx, context(), ref(seen.id)))
  await inTransaction(db, context(), (tx) => markFulfilled(tx, context(), ref(seen.id)))
  await expect(inTransaction(db, context(), (tx) => markNoShow(tx, context(), ref(seen.id)))).rejects.toThrow()
  server.clock.set(new Date('2026-11-24T01:00:00+08:00'))
  await tasks.find((task) => task.name === 'booking.mark-no-shows')!.run(server.services)
  const { rows } = await sql<{ status: string }>`select status from booking.appointment where id = ${absent.id}`.execute(owner)
  expect(rows[0]!.status).toBe('no-show')
  expect(await faults(owner)).toEqual([])
})

test('who has checked in is here: the appointment can be neither cancelled nor moved, also when both are pressed at once', async () => {
  server.clock.set(SUNDAY)
  const clinic = await aClinic(owner)
  const here = await aBooking(clinic, 0)
  await inTransaction(db, context(), (tx) => markArrived(tx, context(), { institutionId: 1, id: here.id }))
  expect(await server.request('POST', `${here.path}/cancel`, { as: here.as, body: {} })).toMatchObject({ status: 409, body: { code: 'booking.already-ended' } })
  expect(await server.request('POST', `${here.path}/move`, { as: here.as, body: { periodId: clinic.periodIds[1] } })).toMatchObject({ status: 409, body: { code: 'booking.already-ended' } })
  for (let round = 0; round < 5; round++) {
    const one = await aBooking(await aClinic(owner))
    const [cancelled, arrived] = await Promise.allSettled([
      server.request('POST', `${one.path}/cancel`, { as: one.as, body: {} }),
      inTransaction(db, context(), (tx) => markArrived(tx, context(), { institutionId: 1, id: one.id })),
    ])
    const isCancelled = cancelled.status === 'fulfilled' && cancelled.value.status === 200
    expect(isCancelled).toBe(arrived.status === 'rejected')
  }
  expect(await faults(owner)).toEqual([])
})

test('letting go of a hold never takes a time that was booked for good at the same moment', async () => {
  server.clock.set(SUNDAY)
  const clinic = await aClinic(owner)
  const [personId] = await people(owner, 1)
  const booked = await inTransaction(db, context(), (tx) => bookAppointment(tx, context(), { institutionId: 1, periodId: clinic.periodIds[0]!, pool: 'public', personId: personId!, note: '' }))
  const letGo = inTransaction(db, context(), (tx) => cancelAppointment(tx, context(), { institutionId: 1, id: booked.id, reason: 'another-time-chosen', onlyIfHeld: true }))
  await expect(letGo).rejects.toMatchObject({ code: 'booking.already-ended' })
  const { rows } = await sql<{ status: string }>`select status from capacity.claim where id = ${booked.id}`.execute(owner)
  expect(rows).toEqual([{ status: 'booked' }])
  expect(await faults(owner)).toEqual([])
})

test('a revisit is booked within the caller’s own transaction, and goes with it when that fails', async () => {
  server.clock.set(SUNDAY)
  const clinic = await aClinic(owner)
  const [personId] = await people(owner, 1)
  const wish = { institutionId: 1, periodId: clinic.periodIds[0]!, pool: 'public' as const, personId: personId!, note: '' }
  await expect(inTransaction(db, context(), async (tx) => {
    await bookAppointment(tx, context(), wish)
    throw new Error('the visit could not be finished')
  })).rejects.toThrow('the visit could not be finished')
  const booked = await inTransaction(db, context(), (tx) => bookAppointment(tx, context(), wish))
  expect(booked.status).toBe('booked')
  await expect(inTransaction(db, context(), (tx) => bookAppointment(tx, context(), wish))).rejects.toMatchObject({ code: 'booking.person-busy' })
  expect(await faults(owner)).toEqual([])
})

test('the registration fee is charged once, moves with the appointment, and comes off when it is cancelled', async () => {
  server.clock.set(SUNDAY)
  const clinic = await aClinic(owner, { feeCents: 5000 })
  const dearer = await aClinic(owner, { feeCents: 30_000, from: '14:00' })
  const { as, id, path } = await aBooking(clinic)
  const lines = async () => (await sql<{ line: string }>`select unit_cents || ' ' || status as line from billing.charge_item where bill_id = ${id} order by added_at, id`.execute(owner)).rows.map((row) => row.line)
  await server.runReactions()
  await server.runReactions()
  expect(await lines()).toEqual(['5000 due'])
  await server.request('POST', `${path}/move`, { as, body: { periodId: dearer.periodIds[0] } })
  await server.runReactions()
  await server.request('POST', `${path}/move`, { as, body: { periodId: clinic.periodIds[1] } })
  await server.runReactions()
  expect((await lines()).sort()).toEqual(['30000 cancelled', '5000 cancelled', '5000 due'])
  await server.request('POST', `${path}/cancel`, { as, body: {} })
  await server.runReactions()
  expect((await lines()).every((line) => line.endsWith('cancelled'))).toBe(true)
})

test('booked and cancelled before anybody charged: nothing is charged', async () => {
  server.clock.set(SUNDAY)
  const { as, id, path } = await aBooking(await aClinic(owner))
  await server.request('POST', `${path}/cancel`, { as, body: {} })
  await server.runReactions()
  const { rows } = await sql`select from billing.charge_item where bill_id = ${id} and status <> 'cancelled'`.execute(owner)
  expect(rows).toHaveLength(0)
})

import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { module as queueModule } from '#engines/queue/server.ts'
import { checkIn, chooseRoom, finishVisit, startVisit } from '#journey/outpatient/arrival/index.ts'
import { module as arrivalModule } from '#journey/outpatient/arrival/server.ts'
import { aPerson } from '#journey/throughout/people/testing/a-person.ts'
import { type Actor, type Context, systemContext } from '#platform/context/context.ts'
import { inTransaction, newId, type Tx } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Itinerary, PromiseFigures, PromiseLesson } from './contract.ts'
import { learnFromPromises } from './operations/learn-from-promises.ts'
import { module } from './server.ts'
import { workOutDirty } from './tasks.ts'
import { atLaboratory, booked, DAY, HOSPITAL, minutes, NINE, OTHER, patient, staff, twoHospitals } from './testing/a-day.ts'

const database = await testDatabase()
const { db, owner } = database
const server = await testServer([queueModule, arrivalModule, module], database, { now: minutes(0) })
await twoHospitals(owner)

const at = (minute: number) => server.clock.set(minutes(minute))
const as = <T>(actor: Actor, work: (tx: Tx, context: Context) => Promise<T>): Promise<T> => {
  const context: Context = { actor, institutionId: actor.kind === 'staff' ? actor.institutionId : null, purpose: 'treatment', now: server.clock.now(), requestId: 'test', channel: 'web' }
  return inTransaction(db, context, (tx) => work(tx, context))
}
const doctor = staff(HOSPITAL, 'physician')
const settle = async () => {
  await server.runReactions()
  await workOutDirty(server.services)
}
const somebody = async () => (await aPerson(db)).personId as string
const promisesOf = async (personId: string) => (await sql<{ moment: string; shape: string; lesson: number; over: boolean; day_over: boolean; width: number }>`
  select moment, shape, lesson, ended_at is not null as over, day_ended_at is not null as day_over, extract(epoch from to_at - from_at)::integer / 60 as width from itinerary.promise where person_id = ${personId} order by made_at, moment`.execute(owner)).rows
const dayOf = async (personId: string) => (await server.request<Itinerary>('GET', `/api/itinerary/days/${personId}?day=${DAY}`, { as: patient(personId) })).body
const learn = (day: number) => {
  const context = systemContext('itinerary.learn', new Date(NINE.getTime() + day * 86_400_000))
  return inTransaction(db, context, (tx) => learnFromPromises(tx, context))
}

/** Promises of past days that came true so many minutes after the middle of a range of half an hour. */
async function kept(institutionId: number, daysAgo: number, offs: number[]): Promise<void> {
  const people = offs.map(() => newId())
  await sql`insert into itinerary.day (person_id, day, state, institution_ids) select p, ${DAY}::date - ${daysAgo}::integer, 'done', ${[institutionId]}::integer[] from unnest(${people}::uuid[]) p`.execute(owner)
  await sql`insert into itinerary.promise (person_id, day, moment, from_at, to_at, made_at, ended_at, institution_id, shape, waits_for, worked_from, worked_middle, worked_to)
    select p, m::date, 'morning', m - side, m + side, m, m + make_interval(mins => off), ${institutionId}, 'doctor', '{visit}', m - side, m, m + side
    from unnest(${people}::uuid[], ${offs}::integer[]) u(p, off), (select ${new Date(NINE.getTime() - daysAgo * 86_400_000)}::timestamptz as m, interval '15 minutes' as side) t`.execute(owner)
}
const spread = (from: number, to: number, count: number) => Array.from({ length: count }, (_, n) => Math.round(from + ((to - from) * n) / (count - 1)))

describe('O6 what a promise is about, and when it came true', () => {
  test('what was said before the doctor ordered anything is about the doctor, and is over when they are; the day is over later', async () => {
    at(20)
    const personId = await somebody()
    const visitId = await booked({ owner, db }, personId, { startsIn: 40 })
    await settle()
    expect(await promisesOf(personId)).toMatchObject([{ moment: 'morning', shape: 'doctor', over: false }])
    expect((await dayOf(personId)).endsAround).toMatchObject({ of: 'doctor' })
    at(30)
    await as(doctor, (tx, context) => chooseRoom(tx, context, { name: '5诊室' }))
    await as(patient(personId), (tx, context) => checkIn(tx, context, { institutionId: HOSPITAL, appointmentId: visitId, proof: { by: 'campus-code', code: 'LX-1' } }))
    await settle()
    at(40)
    await as(doctor, (tx, context) => startVisit(tx, context, HOSPITAL, visitId))
    await settle()
    at(48)
    await as(doctor, (tx, context) => finishVisit(tx, context, HOSPITAL, visitId))
    const stopId = await atLaboratory({ owner, db }, { personId, visitId }, 'ready', minutes(48))
    await settle()
    expect(await promisesOf(personId)).toMatchObject([
      { moment: 'morning', over: true, day_over: false }, { moment: 'check-in', shape: 'doctor', over: true, day_over: false }, { moment: 'after-doctor', shape: 'counters', over: false, day_over: false }])
    expect((await dayOf(personId)).endsAround).toMatchObject({ of: 'day' })
    at(70)
    await atLaboratory({ owner, db }, { personId, visitId }, 'done', minutes(70), stopId)
    await settle()
    expect((await promisesOf(personId)).every((one) => one.over && one.day_over)).toBe(true)
  })

  test('a promise about two doctors is over with the second', async () => {
    at(20)
    const personId = await somebody()
    const visits = [await booked({ owner, db }, personId, { startsIn: 60 }), await booked({ owner, db }, personId, { startsIn: 200, institutionId: OTHER })]
    await settle()
    for (const [number, visitId] of visits.entries()) {
      at(80 + 150 * number)
      await sql`update booking.appointment set status = 'fulfilled' where id = ${visitId}`.execute(owner)
      await sql`update itinerary.day set dirty_at = ${server.clock.now()} where person_id = ${personId}`.execute(owner)
      await settle()
      expect((await promisesOf(personId))[0]).toMatchObject({ moment: 'morning', shape: 'visits', over: number === 1 })
    }
  })

  test('a visit that is given back was promised and is judged by nobody', async () => {
    at(20)
    const personId = await somebody()
    const visitId = await booked({ owner, db }, personId, { startsIn: 300 })
    await settle()
    await sql`update booking.appointment set status = 'cancelled' where id = ${visitId}`.execute(owner)
    await sql`update itinerary.day set dirty_at = ${minutes(21)} where person_id = ${personId}`.execute(owner)
    at(21)
    await settle()
    expect(await promisesOf(personId)).toMatchObject([{ over: false, day_over: false }])
  })
})

describe('O6 learning from promises that came true', () => {
  test('the region and each hospital learn from past days only, once a day, as a version that is kept; the next promise is moved by it', async () => {
    const personId = await somebody()
    at(20)
    await booked({ owner, db }, personId, { startsIn: 400 })
    await settle()
    const before = (await dayOf(personId)).endsAround!
    // One hospital is half an hour late on each of its days; the other is as worked out. What happens today teaches tomorrow.
    for (const daysAgo of [1, 2, 3, 4]) {
      await kept(HOSPITAL, daysAgo, spread(22, 38, 40))
      await kept(OTHER, daysAgo, spread(-12, 12, 40))
    }
    await kept(OTHER, 0, spread(-600, -500, 40))
    await kept(OTHER, 40, spread(500, 600, 40))
    expect(await learn(0)).toBe(3)
    expect(await learn(0)).toBe(0)
    const read = async (by: Actor) => (await server.request<PromiseLesson[]>('GET', '/api/itinerary/lessons', { as: by })).body
    const own = await read(staff(HOSPITAL, 'manager'))
    expect(own.map((one) => [one.institutionId, one.version, one.samples, one.days, one.fromDay, one.untilDay, one.holdsFrom, one.learnedBy])).toEqual([
      [0, 1, 320, 8, '2026-03-13', '2026-03-16', DAY, 'itinerary.learn'], [1, 1, 160, 4, '2026-03-13', '2026-03-16', DAY, 'itinerary.learn']])
    const [late, asUsual] = [own[1]!, (await read(staff(OTHER, 'manager')))[1]!]
    expect(late.inside).toBe(0)
    expect(late.low).toBeGreaterThan(0)
    expect(asUsual.high).toBeLessThan(late.high)
    expect(asUsual.low).toBeLessThan(0)
    await sql`update itinerary.day set dirty_at = ${minutes(21)} where person_id = ${personId}`.execute(owner)
    at(21)
    await settle()
    const after = (await dayOf(personId)).endsAround!
    expect(Date.parse(after.toAt)).toBeGreaterThan(Date.parse(before.toAt))
    const next = await somebody()
    await booked({ owner, db }, next, { startsIn: 200 })
    await settle()
    expect(await promisesOf(next)).toMatchObject([{ lesson: 1 }])
    expect(await learn(1)).toBeGreaterThan(0)
    expect((await read(staff(HOSPITAL, 'manager'))).filter((one) => one.moment === 'morning' && one.shape === 'doctor').map((one) => one.version)).toEqual([2, 2])
    const { rows } = await sql<{ version: number }>`select version from itinerary.lesson where institution_id = 0 and moment = 'morning' and shape = 'doctor' order by version`.execute(owner)
    expect(rows.map((row) => row.version)).toEqual([1, 2])
  })

  test('a hospital reads its own figures and lessons; a patient and a nurse neither', async () => {
    const asked = (by: Actor, path: string) => server.request('GET', `/api/itinerary/${path}`, { as: by })
    const figures = (await asked(staff(OTHER, 'manager'), `promises?from=2026-03-13&until=2026-03-16`)).body as PromiseFigures[]
    expect(figures).toMatchObject([{ moment: 'morning', days: 160, within: 160, earlier: 0, later: 0, medianWidthMinutes: 30 }])
    expect((await asked(staff(HOSPITAL, 'manager'), `promises?from=2026-03-13&until=2026-03-16`)).body).toMatchObject([{ days: 160, within: 0, later: 160 }])
    for (const by of [patient(await somebody()), staff(HOSPITAL, 'nurse')]) expect((await asked(by, 'lessons')).status).toBe(403)
  })
})

import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { announceLateness, findPointOfStaff, setPointState } from '#engines/queue/index.ts'
import { module as queueModule } from '#engines/queue/server.ts'
import { checkIn, chooseRoom, callPatient, startVisit, finishVisit } from '#journey/outpatient/arrival/index.ts'
import { module as arrivalModule } from '#journey/outpatient/arrival/server.ts'
import { aPerson } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext, type Actor, type Context } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Itinerary } from './contract.ts'
import { DAY_CHANGED } from './events.ts'
import { workOutDay } from './operations/work-out-day.ts'
import { module } from './server.ts'
import { workOutDirty } from './tasks.ts'
import { atLaboratory, booked, DAY, HOSPITAL, minutes, OTHER, patient, staff, twoHospitals } from './testing/a-day.ts'

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
const nurse = staff(HOSPITAL, 'nurse')
/** What the worker does after something happened. */
const settle = async () => {
  await server.runReactions()
  await workOutDirty(server.services)
}
const dayOf = async (personId: string, actor: Actor = patient(personId)): Promise<Itinerary> => (await server.request('GET', `/api/itinerary/days/${personId}?day=${DAY}`, { as: actor })).body
const somebody = async () => (await aPerson(db)).personId as string
const arrives = (personId: string, visitId: string) => as(patient(personId), (tx, context) => checkIn(tx, context, { institutionId: HOSPITAL, appointmentId: visitId, proof: { by: 'campus-code', code: 'LX-1' } }))
const room = async () => (await as(doctor, (tx) => findPointOfStaff(tx, HOSPITAL, 11)))!

describe('O7 the day of a patient', () => {
  test('a booking makes a day with one step, where to go, and when it will be over', async () => {
    at(0)
    const personId = await somebody()
    await booked({ owner, db }, personId)
    await settle()
    const day = await dayOf(personId)
    expect(day).toMatchObject({ version: 1, state: 'planned', changes: [], steps: [{ kind: 'visit', state: 'now', title: '看沈若云医生', titleEn: 'See Dr Shen Ruoyun', place: '门诊楼 3 层 5诊室', why: '到了先报到' }] })
    // Whoever comes early may be called early; nobody is told to be there before their time.
    expect(Date.parse(day.endsAround!.fromAt)).toBeGreaterThanOrEqual(minutes(45).getTime())
    expect(Date.parse(day.endsAround!.toAt)).toBeLessThan(minutes(110).getTime())
    expect(Date.parse(day.steps[0]!.fromAt)).toBeGreaterThanOrEqual(minutes(60).getTime())
    expect(day.endsAround!.of).toBe('doctor')
    const { rows } = await sql<{ payload: object; topics: string[] }>`select payload, topics from platform.event where type = ${DAY_CHANGED} and payload ->> 'personId' = ${personId}`.execute(owner)
    expect(rows).toEqual([{ payload: { personId, day: DAY, version: 1, milestones: [] }, topics: [`person:${personId}`] }])
  })

  test('the doctor says “half an hour late”: the blood draw comes first, and the phone says why, within one round of the worker', async () => {
    at(10)
    const personId = await somebody()
    const visitId = await booked({ owner, db }, personId, { startsIn: 20 })
    await as(doctor, (tx, context) => chooseRoom(tx, context, { name: '5诊室' }))
    await arrives(personId, visitId)
    await atLaboratory({ owner, db }, { personId, visitId }, 'ready', minutes(10), undefined, true)
    await settle()
    const before = await dayOf(personId)
    expect(before).toMatchObject({ state: 'under-way', changes: [] })
    const point = await room()
    await as(doctor, (tx, context) => announceLateness(tx, context, { institutionId: HOSPITAL, pointId: point.id, until: minutes(60), reason: '还在手术' }))
    await settle()
    const after = await dayOf(personId)
    expect(after.version).toBeGreaterThan(before.version)
    expect(after.changes[0]).toMatchObject({ kind: 'doctor-late', sentence: expect.stringMatching(/^沈若云医生预计晚 \d+ 分钟（还在手术）/) })
    const order = after.steps.filter((step) => step.state !== 'done' && step.kind !== 'walk').map((step) => step.id.split(':')[0])
    expect(order.indexOf('stop')).toBeLessThan(order.indexOf('visit'))
    expect(after.steps.find((step) => step.kind === 'stop')).toMatchObject({ why: '要空腹，先别吃东西' })
    expect(order.indexOf('stop')).toBeLessThan(order.indexOf('meal'))
    await as(doctor, (tx, context) => announceLateness(tx, context, { institutionId: HOSPITAL, pointId: point.id, until: null, reason: '' }))
    await settle()
    expect((await dayOf(personId)).changes[0]).toMatchObject({ kind: 'doctor-here' })
  })

  test('called, inside, sent for blood, the result there, back again: the steps follow and the end that was promised is kept beside what came', async () => {
    at(20)
    const personId = await somebody()
    const visitId = await booked({ owner, db }, personId, { startsIn: 25 })
    await as(doctor, (tx, context) => chooseRoom(tx, context, { name: '5诊室' }))
    await arrives(personId, visitId)
    await settle()
    const point = await room()
    expect((await dayOf(personId)).steps[0]).toMatchObject({ state: 'now', label: expect.any(String), title: '等沈若云医生叫号' })
    await as(doctor, async (tx, context) => callPatient(tx, context, { institutionId: HOSPITAL, pointId: point.id, visitId } as never))
      .catch(() => undefined)
    await as(doctor, (tx, context) => startVisit(tx, context, HOSPITAL, visitId))
    const stopId = await atLaboratory({ owner, db }, { personId, visitId }, 'ready', minutes(22))
    await settle()
    const sent = await dayOf(personId)
    expect(sent.changes.map((one) => one.sentence)).toContain('今天多了：抽血化验。已经排进去了。')
    at(35)
    await atLaboratory({ owner, db }, { personId, visitId }, 'awaiting-result', minutes(35), stopId)
    await settle()
    const waits = await dayOf(personId)
    expect(waits.steps.find((step) => step.kind === 'wait-result')).toMatchObject({ why: '不用站着等，出来了告诉您' })
    at(60)
    await atLaboratory({ owner, db }, { personId, visitId }, 'done', minutes(60), stopId)
    await settle()
    expect((await dayOf(personId)).changes[0]).toMatchObject({ kind: 'result-ready', sentence: '抽血化验的结果出来了。' })
    at(70)
    await as(doctor, (tx, context) => finishVisit(tx, context, HOSPITAL, visitId))
    await settle()
    const over = await dayOf(personId)
    expect(over).toMatchObject({ state: 'done', endsAround: null })
    expect(over.steps.every((step) => step.state === 'done')).toBe(true)
    const { rows } = await sql<{ moment: string; kept: boolean }>`select moment, ended_at is not null as kept from itinerary.promise where person_id = ${personId}`.execute(owner)
    expect(rows).toContainEqual({ moment: 'check-in', kept: true })
  })

  test('a laboratory that stops is said to have stopped, nothing is promised, and when it goes on that is said too', async () => {
    at(80)
    const personId = await somebody()
    const visitId = await booked({ owner, db }, personId, { startsIn: 200 })
    await arrivesLater()
    const stopId = await atLaboratory({ owner, db }, { personId, visitId }, 'ready', minutes(80))
    const queueId = await laboratoryQueue()
    await settle()
    await pointState('paused')
    await settle()
    const stopped = await dayOf(personId)
    expect(stopped.changes[0]).toMatchObject({ kind: 'station-closed', stepId: `stop:${stopId}` })
    expect(stopped.endsAround).toBeNull()
    expect(stopped.steps.at(-1)).toMatchObject({ state: 'blocked', why: '暂时停了，恢复了告诉您' })
    await pointState('open')
    await settle()
    expect((await dayOf(personId)).changes[0]).toMatchObject({ kind: 'station-open' })

    async function arrivesLater() { await settle() }
    async function laboratoryQueue(): Promise<number> {
      await sql`insert into queue.zone (institution_id, id, name) values (${HOSPITAL}, 's31', '二层') on conflict do nothing`.execute(owner)
      const { rows } = await sql<{ id: number }>`insert into queue.queue (institution_id, zone_id, kind, subject, name, prefix, created_at)
        values (${HOSPITAL}, 's31', 'laboratory', 'station:31', '检验科', 'L', ${minutes(0)}) returning id`.execute(owner)
      await sql`insert into queue.service_point (institution_id, zone_id, name, serves, state, changed_at) values (${HOSPITAL}, 's31', '1号窗', array[${rows[0]!.id}::integer], 'open', ${minutes(0)})`.execute(owner)
      return rows[0]!.id
    }
    async function pointState(state: 'paused' | 'open') {
      const { rows } = await sql<{ id: number }>`select id from queue.service_point where institution_id = ${HOSPITAL} and ${queueId} = any (serves)`.execute(owner)
      await as(nurse, (tx, context) => setPointState(tx, context, { institutionId: HOSPITAL, pointId: rows[0]!.id, state }))
    }
  })

  test('somebody who does not come by the time is told that the place is kept, once', async () => {
    at(90)
    const personId = await somebody()
    await booked({ owner, db }, personId, { startsIn: 95 })
    await settle()
    at(103)
    await workOutDirty(server.services)
    const day = await dayOf(personId)
    expect(day.changes).toEqual([expect.objectContaining({ kind: 'patient-late', sentence: expect.stringMatching(/^过了约定的时间。您的号还在/) })])
    at(110)
    await workOutDirty(server.services)
    expect((await dayOf(personId)).changes).toHaveLength(1)
  })

  test('an appointment that is given back leaves the day, with a sentence', async () => {
    at(110)
    const personId = await somebody()
    await booked({ owner, db }, personId, { startsIn: 200 })
    const second = await booked({ owner, db }, personId, { startsIn: 260 })
    await settle()
    expect((await dayOf(personId)).steps.filter((step) => step.kind === 'visit')).toHaveLength(2)
    await sql`update booking.appointment set status = 'cancelled', ended_at = ${minutes(110)} where id = ${second}`.execute(owner)
    const context = systemContext('test', minutes(111))
    await inTransaction(db, context, (tx) => sql`update itinerary.day set dirty_at = ${minutes(111)} where person_id = ${personId}`.execute(tx))
    await settle()
    const day = await dayOf(personId)
    expect(day.changes[0]).toMatchObject({ kind: 'step-gone', sentence: '今天不用看沈若云医生了。' })
    expect(day.steps.filter((step) => step.kind === 'visit')).toHaveLength(1)
  })
})

describe('O7 who may, and what is left behind', () => {
  test('a stranger, another hospital and a relative who may only pay see nothing; the own hospital sees its own steps', async () => {
    at(0)
    const [personId, relative] = [await somebody(), await somebody()]
    await booked({ owner, db }, personId)
    await booked({ owner, db }, personId, { startsIn: 150, institutionId: OTHER })
    await settle()
    expect((await dayOf(personId)).steps.filter((step) => step.kind === 'visit')).toHaveLength(2)
    expect(await server.request('GET', `/api/itinerary/days/${personId}?day=${DAY}`, { as: patient(relative) })).toMatchObject({ status: 404, body: { code: 'itinerary.day-not-yours' } })
    await sql`insert into people.relation (person_id, proxy_id, kind, scope, status, active_from, asked_at) values (${personId}, ${relative}, 'child', '{pay}', 'active', ${minutes(-60)}, ${minutes(-60)})`.execute(owner)
    expect((await server.request('GET', `/api/itinerary/days/${personId}?day=${DAY}`, { as: patient(relative, personId) })).status).toBe(404)
    const own = await dayOf(personId, nurse)
    expect(own.steps.map((step) => step.institutionId)).toEqual([HOSPITAL])
    expect((await dayOf(personId, staff(3, 'nurse'))).steps).toEqual([])
    await as(patient(relative), async (tx) => expect((await sql`select from itinerary.day where person_id = ${personId}`.execute(tx)).rows).toHaveLength(0))
    await expect(as(patient(personId), (tx) => sql`update itinerary.day set version = 99 where person_id = ${personId}`.execute(tx))).resolves.toMatchObject({ numAffectedRows: 0n })
    const { rows } = await sql`select from platform.audit where action = 'itinerary.read-day' and person_id = ${personId}`.execute(owner)
    expect(rows.length).toBeGreaterThanOrEqual(3)
  })

  test('of two workers that work the same day out at once, one makes the one new version', async () => {
    at(0)
    const personId = await somebody()
    await booked({ owner, db }, personId)
    await server.runReactions()
    const context = systemContext('test', minutes(0))
    const made = await Promise.all([0, 1, 2, 3].map(() => inTransaction(db, context, (tx) => workOutDay(tx, context, personId, DAY))))
    expect(made.filter((version) => version === 1)).toHaveLength(1)
    expect(await dayOf(personId)).toMatchObject({ version: 1 })
    const { rows } = await sql`select from itinerary.step where person_id = ${personId}`.execute(owner)
    expect(rows).toHaveLength(1)
  })

  test('news that comes while a day is being worked out is not lost: the day is dirty again afterwards', async () => {
    at(0)
    const personId = await somebody()
    await booked({ owner, db }, personId)
    await server.runReactions()
    const context = systemContext('test', minutes(0))
    await inTransaction(db, context, async (tx) => {
      await workOutDay(tx, context, personId, DAY)
      await booked({ owner, db }, personId, { startsIn: 120 })
      void server.runReactions()
      await new Promise((resolve) => setTimeout(resolve, 80))
    })
    await server.runReactions()
    const { rows } = await sql<{ dirty: boolean }>`select dirty_at is not null as dirty from itinerary.day where person_id = ${personId}`.execute(owner)
    expect(rows).toEqual([{ dirty: true }])
    await workOutDirty(server.services)
    expect((await dayOf(personId)).steps.filter((step) => step.kind === 'visit')).toHaveLength(2)
  })

  test('a day that cannot be worked out leaves nothing of the attempt and keeps no other waiting', async () => {
    at(0)
    const [broken, well] = [await somebody(), await somebody()]
    await booked({ owner, db }, broken)
    await booked({ owner, db }, well)
    await server.runReactions()
    await sql`update itinerary.day set facts = '{"plan": 5}' where person_id = ${broken}`.execute(owner)
    await workOutDirty(server.services)
    expect(await dayOf(well)).toMatchObject({ version: 1 })
    expect(await dayOf(broken)).toMatchObject({ version: 0, steps: [] })
    const { rows } = await sql`select from itinerary.watched_line where person_id = ${broken}`.execute(owner)
    expect(rows).toHaveLength(0)
  })
})

import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { module as queueModule } from '#engines/queue/server.ts'
import { checkIn } from '#journey/outpatient/arrival/index.ts'
import { module as arrivalModule } from '#journey/outpatient/arrival/server.ts'
import { module as itineraryModule } from '#journey/outpatient/itinerary/server.ts'
import { atLaboratory, booked, DAY, HOSPITAL, minutes, patient, staff, twoHospitals } from '#journey/outpatient/itinerary/testing/a-day.ts'
import { aPerson, aPhone } from '#journey/throughout/people/testing/a-person.ts'
import type { Context } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Followed, Leaves, Scope } from './contract.ts'
import { codeOf } from './leave-row.ts'
import { module } from './server.ts'

const database = await testDatabase()
const { db, owner } = database
const server = await testServer([queueModule, arrivalModule, itineraryModule, module], database, { now: minutes(0) })
await twoHospitals(owner)
const at = (minute: number) => server.clock.set(minutes(minute))
const asPatient = <T>(personId: string, work: (tx: Tx, context: Context) => Promise<T>): Promise<T> => {
  const context: Context = { actor: patient(personId), institutionId: null, purpose: 'treatment', now: server.clock.now(), requestId: 'test', channel: 'web' }
  return inTransaction(db, context, (tx) => work(tx, context))
}
/** The worker's rounds: what was announced is heard, days are worked out, messages go out. */
const settle = async () => {
  for (let round = 0; round < 2; round++) {
    await server.runReactions()
    for (const task of [...itineraryModule.tasks!, ...module.tasks!]) if (task.everySeconds < 60) await task.run(server.services)
  }
}
const everything: Scope[] = ['where', 'next', 'waiting', 'bill', 'pay']

/** Somebody with a visit today, and leave for a phone. */
async function somebodyFollowed({ scopes = everything, hours = 6, startsIn = 30 } = {}) {
  const { personId } = await aPerson(db, { name: '周桂兰' })
  const visitId = await booked({ owner, db }, personId, { startsIn })
  await settle()
  const phone = aPhone()
  const made = await server.request<Leaves>('POST', '/api/companion/leaves', { as: patient(personId), body: { personId, name: '小女儿', phone, scopes, endsAt: minutes(hours * 60).toISOString() } })
  expect(made.status).toBe(201)
  const leave = made.body.given[0]!
  return { personId: personId as string, visitId, phone, leave, code: codeOf(leave.id) }
}
const follow = (address: string) => server.request<Followed>('GET', `/api/companion/days/${address}`, { as: { kind: 'anonymous' } })
const bill = async (personId: string, visitId: string, cents: number) => {
  await sql`insert into billing.bill (institution_id, id, person_id, title, insurance_kind, opened_at, changed_at) values (${HOSPITAL}, ${visitId}, ${personId}, '心血管内科', 'self-pay', ${minutes(0)}, ${minutes(0)}) on conflict do nothing`.execute(owner)
  await sql`update billing.bill set due_cents = ${cents}, self_cents = ${cents}, total_cents = ${cents}, status = 'open' where id = ${visitId}`.execute(owner)
  await sql`update itinerary.day set dirty_at = ${minutes(0)} where person_id = ${personId}`.execute(owner)
  await settle()
}
const messages = async (leaveId: string) => (await sql<{ template: string }>`select m.template from messaging.message m join companion.news n on m.key = 'companion/' || n.id where n.leave_id = ${leaveId} order by m.created_at, m.id`.execute(owner)).rows.map((row) => row.template)

describe('O11 letting somebody follow', () => {
  test('the phone that was named gets the address, the patient sees who, what and until when, and the act leaves an event and an audit row', async () => {
    at(0)
    const { personId, leave, code } = await somebodyFollowed()
    expect(leave).toMatchObject({ name: '小女儿', patientMasked: '周*兰', scopes: everything, endedAt: null, looks: [] })
    await settle()
    const { rows } = await sql<{ template: string; params: string[] }>`select template, params from messaging.message where person_id = ${personId}`.execute(owner)
    expect(rows).toEqual([{ template: 'companion-invited', params: ['周*兰', expect.stringContaining(`/companion/${code}`), expect.any(String)] }])
    expect((await sql`select from platform.audit where action = 'companion.make-leave' and person_id = ${personId}`.execute(owner)).rows).toHaveLength(1)
    expect((await sql`select from platform.event where type = 'companion.leave-made.v1' and payload ->> 'leaveId' = ${leave.id}`.execute(owner)).rows).toHaveLength(1)
    expect((await sql`select from companion.leave where code_hash::text like ${`%${code}%`}`.execute(owner)).rows).toHaveLength(0)
  })

  test('nobody but the patient lets somebody in, not too long, not too many, and a refusal leaves nothing behind', async () => {
    at(0)
    const { personId } = await aPerson(db)
    const { personId: other } = await aPerson(db)
    const wish = { personId, name: '邻居', phone: aPhone(), scopes: ['where'], endsAt: minutes(60).toISOString() }
    const ask = (more: object, as = patient(personId)) => server.request('POST', '/api/companion/leaves', { as, body: { ...wish, ...more } })
    expect(await ask({}, patient(other, personId))).toMatchObject({ status: 403, body: { code: 'companion.not-your-person' } })
    expect(await ask({ endsAt: minutes(-1).toISOString() })).toMatchObject({ status: 409, body: { code: 'companion.too-long' } })
    expect(await ask({ endsAt: minutes(8 * 1440).toISOString() })).toMatchObject({ status: 409, body: { code: 'companion.too-long' } })
    expect(await ask({ phone: undefined, companionId: other })).toMatchObject({ status: 409, body: { code: 'companion.not-related' } })
    expect((await ask({ phone: undefined })).status).toBe(400)
    expect((await sql`select from companion.leave where person_id = ${personId}`.execute(owner)).rows).toHaveLength(0)
    const many = await Promise.all(Array.from({ length: 8 }, (_, i) => ask({ name: `第 ${i} 位` })))
    expect(many.filter((reply) => reply.status === 201)).toHaveLength(5)
    expect(many.filter((reply) => reply.status === 409 && reply.body.code === 'companion.too-many')).toHaveLength(3)
  })

  test('a relative the region knows follows from their own account, by the leave alone', async () => {
    at(0)
    const [{ personId }, { personId: daughter }, { personId: stranger }] = [await aPerson(db), await aPerson(db), await aPerson(db)]
    await booked({ owner, db }, personId)
    await sql`insert into people.relation (person_id, proxy_id, kind, scope, status, active_from, asked_at) values (${personId}, ${daughter}, 'child', '{book}', 'active', ${minutes(-60)}, ${minutes(-60)})`.execute(owner)
    await settle()
    const made = await server.request<Leaves>('POST', '/api/companion/leaves', { as: patient(personId), body: { personId, name: '女儿', companionId: daughter, scopes: ['where', 'next'], endsAt: minutes(300).toISOString() } })
    const { id } = made.body.given[0]!
    const mine = await server.request<Leaves>('GET', '/api/companion/leaves', { as: patient(daughter, personId) })
    expect(mine.body.received.map((one) => one.id)).toEqual([id])
    expect((await server.request<Followed>('GET', `/api/companion/days/${id}`, { as: patient(daughter, personId) })).body.steps).toHaveLength(1)
    for (const as of [patient(stranger), { kind: 'anonymous' } as const]) expect((await server.request('GET', `/api/companion/days/${id}`, { as })).status).toBe(404)
  })
})

describe('O11 what a companion sees', () => {
  test('with everything ticked: where, next, how long, the bill; each without its own tick is not there', async () => {
    at(0)
    const { personId, visitId, code } = await somebodyFollowed()
    await bill(personId, visitId, 5000)
    await asPatient(personId, (tx, context) => checkIn(tx, context, { institutionId: HOSPITAL, appointmentId: visitId, proof: { by: 'campus-code', code: 'LX-1' } }))
    await settle()
    const all = (await follow(code)).body
    expect(all).toMatchObject({ patientMasked: '周*兰', endsAround: { fromAt: expect.any(String) }, teaching: [] })
    expect(all.steps.map((step) => [step.kind, step.dueCents])).toEqual([['visit', null], ['pay', 5000]])
    expect(all.steps[0]!.label).not.toBeNull()
    const only = async (...scopes: Scope[]) => {
      const made = await server.request<Leaves>('POST', '/api/companion/leaves', { as: patient(personId), body: { personId, name: scopes.join(), phone: aPhone(), scopes, endsAt: minutes(300).toISOString() } })
      return (await follow(codeOf(made.body.given.find((one) => one.name === scopes.join())!.id))).body
    }
    const where = await only('where')
    expect(where.steps.map((step) => [step.kind, step.state, step.label, step.ahead])).toEqual([['visit', 'now', null, null]])
    expect(where).toMatchObject({ endsAround: null, changes: [] })
    expect((await only('bill')).steps.map((step) => step.kind)).toEqual(['pay'])
    expect((await only('next')).steps).toEqual([])
  })

  test('the database itself says no: in a companion’s transaction no note, no bill, no ticket, no other person’s day', async () => {
    at(0)
    const followed = await somebodyFollowed({ scopes: ['where', 'next'] })
    const other = await somebodyFollowed()
    await bill(followed.personId, followed.visitId, 5000)
    const context: Context = { actor: { kind: 'anonymous' }, institutionId: null, purpose: 'companion', now: server.clock.now(), requestId: 'test', channel: 'web' }
    const seen = await inTransaction(db, context, async (tx) => {
      const { enter } = await import('./leave-row.ts')
      await enter(tx, context, followed.code)
      const count = async (table: string) => (await sql<{ n: number }>`select count(*)::integer as n from ${sql.raw(table)}`.execute(tx)).rows[0]!.n
      return {
        days: (await sql<{ id: string }>`select person_id as id from itinerary.day`.execute(tx)).rows.map((row) => row.id),
        kinds: (await sql<{ kind: string }>`select distinct kind from itinerary.step`.execute(tx)).rows.map((row) => row.kind),
        rest: await Promise.all(['people.person', 'booking.appointment', 'billing.bill', 'queue.ticket', 'consulting.note', 'counters.stop', 'companion.leave'].map(count)),
      }
    })
    expect(seen).toEqual({ days: [followed.personId], kinds: ['visit'], rest: [0, 0, 0, 0, 0, 0, 0] })
    expect(other.personId).not.toBe(followed.personId)
    // A transaction that only says it is a companion, without a leave, sees nothing at all.
    await inTransaction(db, context, async (tx) => {
      await sql`select platform.enter('companion', null, array[${followed.personId}]::uuid[])`.execute(tx)
      expect((await sql`select from itinerary.day`.execute(tx)).rows).toHaveLength(0)
    })
  })

  test('who looked when is shown to both sides, and stands in the audit under the companion’s name', async () => {
    at(0)
    const { personId, leave, code } = await somebodyFollowed()
    await follow(code)
    await follow(code)
    at(3)
    expect((await follow(code)).body.looks).toHaveLength(2)
    const seen = await server.request<Leaves>('GET', '/api/companion/leaves', { as: patient(personId) })
    expect(seen.body.given.find((one) => one.id === leave.id)!.looks.map((one) => one.what)).toEqual(['day', 'day'])
    const { rows } = await sql`select from platform.audit where actor_id = ${`companion:${leave.id}`} and action = 'itinerary.read-day'`.execute(owner)
    expect(rows).toHaveLength(3)
  })

  test('they hear that the patient arrived, once, and only with leave for where', async () => {
    at(0)
    const { personId, visitId, leave } = await somebodyFollowed()
    const made = await server.request<Leaves>('POST', '/api/companion/leaves', { as: patient(personId), body: { personId, name: '付钱的', phone: aPhone(), scopes: ['pay'], endsAt: minutes(300).toISOString() } })
    await asPatient(personId, (tx, context) => checkIn(tx, context, { institutionId: HOSPITAL, appointmentId: visitId, proof: { by: 'campus-code', code: 'LX-1' } }))
    await settle()
    await settle()
    expect(await messages(leave.id)).toEqual(['companion-invited', 'companion-arrived'])
    expect(await messages(made.body.given.find((one) => one.name === '付钱的')!.id)).toEqual(['companion-invited'])
    const { rows } = await sql`select from platform.event where type = 'companion.day-moved.v1' and payload = ${JSON.stringify({ leaveId: leave.id })}::jsonb`.execute(owner)
    expect(rows.length).toBeGreaterThan(0)
  })
})

describe('O11 a result is there', () => {
  test('whoever may see what comes next hears of it once, never what it says; without that tick, or at night, they do not', async () => {
    at(0)
    const { personId, visitId, leave } = await somebodyFollowed({ scopes: ['next'], hours: 20 })
    const made = await server.request<Leaves>('POST', '/api/companion/leaves', { as: patient(personId), body: { personId, name: '只看在哪', phone: aPhone(), scopes: ['where'], endsAt: minutes(1200).toISOString() } })
    const arrived = () => asPatient(personId, (tx, ctx) => checkIn(tx, ctx, { institutionId: HOSPITAL, appointmentId: visitId, proof: { by: 'campus-code', code: 'LX-1' } }))
    await arrived()
    await atLaboratory({ owner, db }, { personId, visitId }, 'done', minutes(0))
    await settle()
    await settle()
    expect((await messages(leave.id)).filter((one) => one === 'companion-result')).toHaveLength(1)
    expect(await messages(made.body.given.find((one) => one.name === '只看在哪')!.id)).not.toContain('companion-result')
    await sql`update arrival.visit set status = 'finished', finished_at = ${minutes(0)} where id = ${visitId}`.execute(owner)
    await sql`update counters.stop set served_at = ${minutes(0)} where visit_id = ${visitId}`.execute(owner)
    at(780)
    const atNight = await atLaboratory({ owner, db }, { personId, visitId }, 'done', minutes(780))
    await sql`update counters.stop set served_at = ${minutes(0)} where id = ${atNight}`.execute(owner)
    await settle()
    expect((await messages(leave.id)).filter((one) => one === 'companion-result')).toHaveLength(1)
  })
})

describe('O11 the end of it', () => {
  test('the patient takes it back: the next look is refused, the open page is told, and no message goes out any more', async () => {
    at(0)
    const { personId, visitId, leave, code } = await somebodyFollowed()
    expect((await follow(code)).status).toBe(200)
    const ended = await server.request<Leaves>('POST', `/api/companion/leaves/${leave.id}/end`, { as: patient(personId), body: {} })
    expect(ended.body.given.find((one) => one.id === leave.id)).toMatchObject({ endedBy: 'patient' })
    expect(await follow(code)).toMatchObject({ status: 404, body: { code: 'companion.leave-over' } })
    expect((await server.request('POST', `/api/companion/days/${code}/payments`, { as: { kind: 'anonymous' }, body: { institutionId: HOSPITAL, billId: visitId, cents: 1 } })).status).toBe(404)
    const { rows } = await sql<{ topics: string[] }>`select topics from platform.event where type = 'companion.leave-ended.v1' and payload ->> 'leaveId' = ${leave.id}`.execute(owner)
    expect(rows).toEqual([{ topics: [`person:${personId}`, `companion:${leave.id}`] }])
    await asPatient(personId, (tx, context) => checkIn(tx, context, { institutionId: HOSPITAL, appointmentId: visitId, proof: { by: 'campus-code', code: 'LX-1' } }))
    await settle()
    expect(await messages(leave.id)).not.toContain('companion-arrived')
    await server.request('POST', `/api/companion/leaves/${leave.id}/end`, { as: patient(personId), body: {} })
    expect((await sql`select from platform.event where type = 'companion.leave-ended.v1' and payload ->> 'leaveId' = ${leave.id}`.execute(owner)).rows).toHaveLength(1)
  })

  test('the companion stops by themselves; the hour ends it too; nobody ends what is not theirs', async () => {
    at(0)
    const { personId, leave, code } = await somebodyFollowed()
    const { personId: stranger } = await aPerson(db)
    expect((await server.request('POST', `/api/companion/leaves/${leave.id}/end`, { as: patient(stranger), body: {} })).status).toBe(404)
    expect((await server.request('POST', `/api/companion/days/${code}/end`, { as: { kind: 'anonymous' } })).status).toBe(204)
    const after = await server.request<Leaves>('GET', '/api/companion/leaves', { as: patient(personId) })
    expect(after.body.given[0]).toMatchObject({ endedBy: 'companion' })
    const short = await somebodyFollowed({ hours: 1 })
    at(61)
    expect((await follow(short.code)).status).toBe(404)
  })

  test('paying needs its own tick, and is for this patient’s bill only', async () => {
    at(0)
    const poor = await somebodyFollowed({ scopes: ['where', 'bill'] })
    const pay = (code: string, billId: string) => server.request('POST', `/api/companion/days/${code}/payments`, { as: { kind: 'anonymous' }, body: { institutionId: HOSPITAL, billId, cents: 5000 } })
    expect(await pay(poor.code, poor.visitId)).toMatchObject({ status: 403, body: { code: 'companion.not-within' } })
    const rich = await somebodyFollowed()
    await bill(poor.personId, poor.visitId, 5000)
    expect((await pay(rich.code, poor.visitId)).status).toBe(404)
    expect((await sql`select from billing.payment`.execute(owner)).rows).toHaveLength(0)
    expect([DAY, staff(HOSPITAL, 'nurse').kind]).toEqual(['2026-03-17', 'staff'])
  })
})

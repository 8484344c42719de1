import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Appointment } from '#journey/previsit/booking/contract.ts'
import { bookAppointment } from '#journey/previsit/booking/index.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { aClinic, type Clinic, faults, patient, people, registrar, SUNDAY } from '#journey/previsit/booking/testing/a-clinic.ts'
import { module as billing } from '#journey/throughout/billing/server.ts'
import { type InstitutionId, systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { MySuspension, Suspension, SuspensionDetail } from './contract.ts'
import { orderSuspensions } from './operations/order-suspensions.ts'
import { module } from './server.ts'
import { endExpiredOffers, offerAndTell } from './tasks.ts'
import { anotherDay, manager, physician, suspensionFaults, withPhones } from './testing/a-suspension.ts'

const { url, owner } = await testDatabase()
const server = await testServer([booking, billing, module], { url }, { now: SUNDAY })
const second = await testServer([booking, billing, module], { url }, { now: SUNDAY })

const book = (personId: string, periodId: number, institutionId = 1, at = server) =>
  at.request<Appointment>('POST', '/api/booking/appointments', { as: patient(personId), body: { institutionId, periodId, personId } })
const suspend = (clinic: Clinic, more: object = {}, at = server) =>
  at.request<Suspension[]>('POST', '/api/suspension/suspensions', { as: manager(clinic.institutionId), body: { sessions: [{ sessionId: clinic.sessionId, ...more }], reason: 'illness' } })
const mine = (personId: string, appointmentId: string, institutionId = 1) =>
  server.request<MySuspension>('GET', `/api/suspension/people/${institutionId}/${appointmentId}`, { as: patient(personId) })
const rebook = (personId: string, appointmentId: string, offerId: string, at = server, institutionId = 1) =>
  at.request<Appointment>('POST', `/api/suspension/people/${institutionId}/${appointmentId}/rebook`, { as: patient(personId), body: { offerId } })
const statuses = async (ids: readonly string[]) =>
  (await sql<{ status: string }>`select status from booking.appointment where id = any (${[...ids]}::uuid[])`.execute(owner)).rows.map((row) => row.status)

/** The directory is read again half a second after it changed. */
const tell = async (at = server) => {
  await new Promise((go) => { setTimeout(go, 550) })
  await offerAndTell(at.services)
}

/** Three people in a clinic that is then suspended, with two other days of the same doctor. */
async function aSuspendedClinic() {
  const clinic = await aClinic(owner, { periods: 4, units: { public: 1 } })
  await anotherDay(owner, clinic, '2026-11-25', 2)
  await anotherDay(owner, clinic, '2026-11-26', 2)
  const persons = await people(owner, 3)
  await withPhones(owner, persons.slice(0, 2))
  const booked: string[] = []
  for (const [at, personId] of persons.entries()) booked.push((await book(personId, clinic.periodIds[at]!)).body.id)
  await server.runReactions()
  const done = await suspend(clinic)
  return { clinic, persons, booked, suspension: done.body[0]!, done }
}

describe('P2 a clinic that does not take place', () => {
  test('everybody in it is told once, offered another time kept for them, and gets the money back; nobody is counted as not come', async () => {
    const { clinic, persons, booked, suspension } = await aSuspendedClinic()
    expect(await statuses(booked)).toEqual(['suspended', 'suspended', 'suspended'])
    expect(suspension).toMatchObject({ status: 'in-force', reason: 'illness' })
    await tell()
    await offerAndTell(second.services)
    await server.runReactions()
    const told = await sql<{ key: string }>`select key from messaging.message where key like ${`suspension/${suspension.id}/%`}`.execute(owner)
    expect(told.rows).toHaveLength(2)
    const seen = await mine(persons[0]!, booked[0]!)
    expect(seen.body).toMatchObject({ state: 'open', reason: 'illness', refund: { state: 'nothing-paid' }, place: { practitioner: { name: '沈若云' } } })
    expect(seen.body.offers.map((offer) => offer.kind)).toEqual(['same-doctor', 'same-doctor'])
    // The fee that was not yet paid is off the bill.
    const items = await sql<{ status: string }>`select status from billing.charge_item where bill_id = any (${booked}::uuid[])`.execute(owner)
    expect(items.rows.map((row) => row.status)).toEqual(['cancelled', 'cancelled', 'cancelled'])
    const refused = await book((await people(owner, 1))[0]!, clinic.periodIds[3]!)
    expect(refused.body).toMatchObject({ status: 409, code: 'booking.session-suspended' })
    expect(await faults(owner)).toEqual([])
    expect(await suspensionFaults(owner)).toEqual([])
  })

  test('the worklist says who was told, who has no phone and has to be called, and what came of it', async () => {
    const { persons, booked, suspension } = await aSuspendedClinic()
    await tell()
    const as = manager()
    const list = async () => (await server.request<SuspensionDetail>('GET', `/api/suspension/suspensions/${suspension.id}`, { as })).body
    expect((await list()).people.map(({ phones, needsCall }) => ({ phones, needsCall }))).toEqual([
      { phones: 1, needsCall: false }, { phones: 1, needsCall: false }, { phones: 0, needsCall: true }])
    await server.request('POST', `/api/suspension/suspensions/${suspension.id}/people/${booked[2]}/calls`, { as: registrar(), body: { outcome: 'no-answer', note: '下午再打' } })
    expect((await list()).people[2]).toMatchObject({ needsCall: true, calls: [{ outcome: 'no-answer', note: '下午再打' }] })
    await server.request('POST', `/api/suspension/suspensions/${suspension.id}/people/${booked[2]}/calls`, { as: registrar(), body: { outcome: 'reached' } })
    const offers = (await mine(persons[2]!, booked[2]!)).body.offers
    const done = await server.request<Appointment>('POST', `/api/suspension/people/1/${booked[2]}/rebook`, { as: registrar(), body: { offerId: offers[0]!.id } })
    expect(done.body).toMatchObject({ status: 'booked', personId: persons[2], channel: 'phone' })
    expect((await list()).people[2]).toMatchObject({ needsCall: false, state: 'rebooked', newAppointment: { id: done.body.id, startsAt: offers[0]!.startsAt } })
    expect((await list()).suspension.counts).toMatchObject({ people: 3, told: 3, open: 2, rebooked: 1, toCall: 0 })
    const other = await server.request('GET', `/api/suspension/suspensions/${suspension.id}`, { as: manager(2) })
    expect(other.status).toBe(404)
  })

  test('nobody else can take a time that is kept for somebody; when it is over it is free for everybody again', async () => {
    const clinic = await aClinic(owner, { periods: 1, units: { public: 1 } })
    const [kept] = await anotherDay(owner, clinic, '2026-11-25', 1, 1)
    const [personId, other] = await people(owner, 2)
    const { body } = await book(personId!, clinic.periodIds[0]!)
    await suspend(clinic)
    await tell()
    expect((await book(other!, kept!)).body).toMatchObject({ status: 409, code: 'booking.period-full' })
    const around = await server.request('POST', '/api/booking/appointments', { as: patient(other!), body: { institutionId: 1, periodId: kept, personId: other, pool: 'rebooking' } })
    expect(around.body).toMatchObject({ status: 403, code: 'booking.pool-not-for-you' })
    const before = (await mine(personId!, body.id)).body
    const tomorrow = new Date(SUNDAY.getTime() + 25 * 3_600_000)
    server.clock.set(tomorrow)
    expect((await rebook(personId!, body.id, before.offers[0]!.id)).body).toMatchObject({ status: 409, code: 'suspension.offer-over' })
    await endExpiredOffers(server.services)
    expect((await mine(personId!, body.id)).body).toMatchObject({ offers: [], offeredUntil: null })
    expect((await book(other!, kept!)).status).toBe(201)
    server.clock.set(SUNDAY)
    const story = await sql<{ reason: string }>`select reason from capacity.pool_move where period_id = ${kept} order by id`.execute(owner)
    expect(story.rows.map((row) => row.reason)).toEqual(['kept-for-rebooking', 'rebooking-over'])
    expect(await suspensionFaults(owner)).toEqual([])
  })

  test('declining keeps the refund and frees the times; a mistake can be taken back while nobody has rebooked', async () => {
    const { clinic, persons, booked, suspension } = await aSuspendedClinic()
    await tell()
    const declined = await server.request('POST', `/api/suspension/people/1/${booked[1]}/decline`, { as: patient(persons[1]!), body: {} })
    expect(declined.body).toMatchObject({ state: 'declined', offers: [] })
    const back = await server.request('POST', `/api/suspension/suspensions/${suspension.id}/reinstate`, { as: manager(), body: {} })
    expect(back.body).toMatchObject({ back: 2, notBack: 1, suspension: { status: 'reinstated' } })
    expect(await statuses([booked[0]!, booked[2]!])).toEqual(['booked', 'booked'])
    await server.runReactions()
    await tell()
    const told = await sql<{ template: string }>`select template from messaging.message where key like ${`suspension/${suspension.id}/${booked[0]}%`} order by created_at, key`.execute(owner)
    expect(told.rows.map((row) => row.template).sort()).toEqual(['clinic-cancelled', 'clinic-reinstated'])
    const due = await sql<{ n: number }>`select count(*)::integer as n from billing.charge_item where bill_id = ${booked[0]} and status = 'due'`.execute(owner)
    expect(due.rows[0]!.n).toBe(1)
    expect((await book((await people(owner, 1))[0]!, clinic.periodIds[3]!)).status).toBe(201)
    expect(await faults(owner)).toEqual([])
    expect(await suspensionFaults(owner)).toEqual([])
  })

  test('once somebody has rebooked it can no longer be taken back', async () => {
    const { persons, booked, suspension } = await aSuspendedClinic()
    await tell()
    const { offers } = (await mine(persons[0]!, booked[0]!)).body
    expect((await rebook(persons[0]!, booked[0]!, offers[0]!.id)).status).toBe(201)
    const back = await server.request('POST', `/api/suspension/suspensions/${suspension.id}/reinstate`, { as: manager(), body: {} })
    expect(back.body).toMatchObject({ status: 409, code: 'suspension.somebody-rebooked' })
    const { rows } = await sql<{ action: string }>`select action from platform.audit where subject = ${`appointment/${booked[0]}`} and action like 'suspension.%'`.execute(owner)
    expect(rows.map((row) => row.action)).toContain('suspension.rebook')
  })

  test('some of the periods only: the others stay as they are, and the free units come back with a mistake', async () => {
    const clinic = await aClinic(owner, { periods: 3, units: { public: 2 } })
    const [one, two] = await people(owner, 2)
    const first = (await book(one!, clinic.periodIds[0]!)).body
    const last = (await book(two!, clinic.periodIds[2]!)).body
    const done = await suspend(clinic, { periodIds: [clinic.periodIds[0]] })
    expect(await statuses([first.id])).toEqual(['suspended'])
    expect(await statuses([last.id])).toEqual(['booked'])
    expect((await book((await people(owner, 1))[0]!, clinic.periodIds[0]!)).status).toBe(409)
    await server.request('POST', `/api/suspension/suspensions/${done.body[0]!.id}/reinstate`, { as: manager(), body: {} })
    expect(await statuses([first.id])).toEqual(['booked'])
    expect((await book((await people(owner, 1))[0]!, clinic.periodIds[0]!)).status).toBe(201)
    expect(await faults(owner)).toEqual([])
  })

  test('a physician asks for their own session only, and the outpatient office decides', async () => {
    const clinic = await aClinic(owner, { periods: 1 })
    const other = await aClinic(owner, { periods: 1, from: '10:00' })
    const as = physician(clinic.serviceId)
    const ask = (sessionId: number) => server.request<Suspension[]>('POST', '/api/suspension/suspensions', { as, body: { sessions: [{ sessionId }], reason: 'meeting' } })
    expect((await ask(other.sessionId)).body).toMatchObject({ status: 403, code: 'suspension.not-your-session' })
    const asked = (await ask(clinic.sessionId)).body[0]!
    expect(asked.status).toBe('asked')
    expect((await book((await people(owner, 1))[0]!, clinic.periodIds[0]!)).status).toBe(201)
    const decide = (yes: boolean, who = manager()) => server.request<SuspensionDetail>('POST', `/api/suspension/suspensions/${asked.id}/decide`, { as: who, body: { yes } })
    expect((await decide(true, as)).status).toBe(403)
    expect((await decide(true)).body.suspension).toMatchObject({ status: 'in-force', counts: { people: 1 } })
    expect((await decide(false)).body).toMatchObject({ code: 'suspension.already-decided' })
  })

  test('a doctor’s days off: each session is carried out by itself, after the preview said whom it touches', async () => {
    const clinic = await aClinic(owner, { periods: 2 })
    await anotherDay(owner, clinic, '2026-11-24', 1, 2)
    const [personId] = await people(owner, 1)
    await book(personId!, clinic.periodIds[0]!)
    const preview = await server.request('GET', `/api/suspension/sessions?practitionerId=${clinic.serviceId}&from=2026-11-23&to=2026-11-30`, { as: manager() })
    expect(preview.body).toMatchObject([{ day: '2026-11-23', people: 1, here: 0, periods: [{ people: 1 }, { people: 0 }] }, { day: '2026-11-24', people: 0 }])
    const sessions = (preview.body as { sessionId: number }[]).map(({ sessionId }) => ({ sessionId }))
    const ordered = await server.request<Suspension[]>('POST', '/api/suspension/suspensions', { as: manager(), body: { sessions, reason: 'meeting', note: '外出学习' } })
    expect(ordered.body.map((one) => one.status)).toEqual(['ordered', 'ordered'])
    await server.runReactions()
    await server.runReactions()
    const after = await sql<{ status: string }>`select status from capacity.session where service_id = ${clinic.serviceId}`.execute(owner)
    expect(after.rows.map((row) => row.status)).toEqual(['suspended', 'suspended'])
    expect((await suspend(clinic)).body).toMatchObject({ status: 409, code: 'suspension.already-suspended' })
  })
})

describe('P2 a clinic that is suspended in the middle of the rush', () => {
  test('of fifty who book while it is suspended, each either was there before and is told, or is refused', async () => {
    const clinic = await aClinic(owner, { periods: 5, units: { public: 5 } })
    const persons = await people(owner, 50)
    await withPhones(owner, persons)
    const asked = persons.map((personId, i) => book(personId, clinic.periodIds[i % 5]!, 1, i % 2 ? server : second))
    const [answers, done] = await Promise.all([Promise.all(asked), new Promise((go) => { setTimeout(go, 15) }).then(() => suspend(clinic))])
    expect(done.status).toBe(201)
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true)
    const won = answers.filter(({ status }) => status === 201).map(({ body }) => body.id)
    expect((await statuses(won)).every((status) => status === 'suspended')).toBe(true)
    await Promise.all([tell(server), tell(second)])
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from messaging.message where key like ${`suspension/${done.body[0]!.id}/%`}`.execute(owner)
    expect(rows[0]!.n).toBe(won.length)
    expect(await faults(owner)).toEqual([])
    expect(await suspensionFaults(owner)).toEqual([])
  })

  test('somebody whose booking is not yet kept when the suspension comes is waited for, and told like everybody', async () => {
    const clinic = await aClinic(owner, { periods: 1, units: { public: 3 } })
    const [personId] = await people(owner, 1)
    const context = { ...systemContext('test', SUNDAY), actor: patient(personId!), channel: 'web' }
    let suspending: ReturnType<typeof suspend> | undefined
    const booked = await inTransaction(server.services.db, context, async (tx) => {
      const appointment = await bookAppointment(tx, context, { institutionId: 1, periodId: clinic.periodIds[0]!, pool: 'public', personId: personId!, note: '' })
      suspending = suspend(clinic)
      await new Promise((go) => { setTimeout(go, 400) }) // long enough for the suspension to arrive and wait
      return appointment
    })
    expect((await suspending!).status).toBe(201)
    expect(await statuses([booked.id])).toEqual(['suspended'])
    expect(await faults(owner)).toEqual([])
    expect(await suspensionFaults(owner)).toEqual([])
  })

  test('somebody who books while the suspension is not yet kept waits for it, and is refused', async () => {
    const clinic = await aClinic(owner, { periods: 1, units: { public: 3 } })
    const [personId] = await people(owner, 1)
    const context = { ...systemContext('test', SUNDAY, 1 as InstitutionId), actor: manager() }
    let booking: ReturnType<typeof book> | undefined
    await inTransaction(server.services.db, context, async (tx) => {
      await orderSuspensions(tx, context, 1, { sessions: [{ sessionId: clinic.sessionId }], reason: 'illness', note: '' })
      booking = book(personId!, clinic.periodIds[0]!)
      await new Promise((go) => { setTimeout(go, 400) })
    })
    expect((await booking!).body).toMatchObject({ status: 409, code: 'booking.session-suspended' })
    expect(await suspensionFaults(owner)).toEqual([])
  })

  test('suspended twice at once, it is suspended once', async () => {
    const clinic = await aClinic(owner, { periods: 2, units: { public: 1 } })
    const [personId] = await people(owner, 1)
    await book(personId!, clinic.periodIds[0]!)
    const both = await Promise.all([suspend(clinic), suspend(clinic, {}, second)])
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409])
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from suspension.affected where person_id = ${personId}`.execute(owner)
    expect(rows[0]!.n).toBe(1)
  })

  test('one tap pressed twice on two devices is one new appointment; two different offers at once are one too', async () => {
    const { persons, booked } = await aSuspendedClinic()
    await tell()
    const { offers } = (await mine(persons[0]!, booked[0]!)).body
    const twice = await Promise.all([rebook(persons[0]!, booked[0]!, offers[0]!.id), rebook(persons[0]!, booked[0]!, offers[0]!.id, second)])
    expect(twice.map(({ status }) => status)).toEqual([201, 201])
    expect(twice[0].body.id).toBe(twice[1].body.id)
    const other = (await mine(persons[1]!, booked[1]!)).body.offers
    const different = await Promise.all([rebook(persons[1]!, booked[1]!, other[0]!.id), rebook(persons[1]!, booked[1]!, other[1]!.id, second)])
    expect(different.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409])
    expect(await faults(owner)).toEqual([])
    expect(await suspensionFaults(owner)).toEqual([])
  })

  test('an offer that is over at the very moment it is taken is either taken or over, never both', async () => {
    for (let round = 0; round < 6; round++) {
      const { persons, booked } = await aSuspendedClinic()
      await tell()
      const { offers } = (await mine(persons[0]!, booked[0]!)).body
      second.clock.set(new Date(SUNDAY.getTime() + 24 * 3_600_000 + 1))
      const [taken] = await Promise.all([rebook(persons[0]!, booked[0]!, offers[0]!.id), endExpiredOffers(second.services)])
      second.clock.set(SUNDAY)
      expect([201, 409]).toContain(taken.status)
      expect(await suspensionFaults(owner)).toEqual([])
    }
    expect(await faults(owner)).toEqual([])
  })

  test('a hold and its confirmation at the moment of the suspension end as one or the other, and no unit is lost', async () => {
    for (let round = 0; round < 6; round++) {
      const clinic = await aClinic(owner, { periods: 1, units: { public: 1 } })
      const [personId] = await people(owner, 1)
      const as = patient(personId!)
      const { body: hold } = await server.request('POST', '/api/booking/holds', { as, body: { institutionId: 1, periodId: clinic.periodIds[0], personId } })
      const [confirmed] = await Promise.all([
        server.request('POST', '/api/booking/appointments', { as, body: { institutionId: 1, holdId: hold.id } }), suspend(clinic, {}, second)])
      expect([201, 409]).toContain(confirmed.status)
      expect(await statuses([hold.id])).toEqual(['suspended'])
    }
    expect(await faults(owner)).toEqual([])
    expect(await suspensionFaults(owner)).toEqual([])
  })
})

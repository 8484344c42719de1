import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { module as supply } from '#journey/previsit/supply/server.ts'
import { aClinicOf, faults, MONDAY, patient, people, physician, standing, SUNDAY } from '#journey/previsit/supply/testing/a-schedule.ts'
import { lookAfterUnits } from '#journey/previsit/waitlist/index.ts'
import { module as waitlist } from '#journey/previsit/waitlist/server.ts'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Advice, Candidate, Choice, Choices, ExtraPreview, Notice } from './contract.ts'
import { measureAdvice } from './operations/measure-advice.ts'
import { module } from './server.ts'

// O11 弹性门诊: advice that is accepted is a session, or nothing is decided.
const { url, owner } = await testDatabase()
const server = await testServer([module, booking, supply, waitlist], { url }, { now: SUNDAY })
beforeEach(() => server.clock.set(SUNDAY))
let institutions = 600
let services = 5000

/** A hospital whose cardiology has one doctor with a clinic, one clinic of nobody's own, and three rooms. */
async function aPlace() {
  const at = ++institutions
  const doctor = await aClinicOf(owner, '顾明远', { institutionId: at })
  await sql`update directory.department set subject_codes = '{03.04}' where institution_id = ${at} and id = 1`.execute(owner)
  const general = ++services
  await sql`insert into directory.service (institution_id, id, code, department_id, practitioner_id, kind, name, name_en, fee_code)
    values (${at}, ${general}, ${`G${general}`}, 1, null, 'general', '心血管内科普通门诊', 'Cardiology, general clinic', 'REG20')`.execute(owner)
  await sql`insert into directory.room (institution_id, id, department_id, name) values (${at}, 1, 1, '1诊室'), (${at}, 2, 1, '2诊室'), (${at}, 3, 1, '3诊室')`.execute(owner)
  await sql`update directory.practitioner set room = '2诊室' where institution_id = ${at} and id = ${doctor}`.execute(owner)
  return { at, doctor, general, manager: staffAt(at, 'manager') }
}
type Place = Awaited<ReturnType<typeof aPlace>>

async function anAdvice({ at }: Place, more: { day?: string; kind?: 'staffing' | 'evening'; from?: number; to?: number; movedFrom?: number } = {}): Promise<string> {
  const id = newId()
  const effect = { meanWait: 20, medianWait: 18, p90Wait: 50, unseen: 2 }
  await sql`insert into operations.advice (institution_id, id, department_id, day, kind, from_hour, to_hour, moved_from, reason, before, after, made_at)
    values (${at}, ${id}, 1, ${more.day ?? MONDAY}, ${more.kind ?? 'staffing'}, ${more.from ?? 8}, ${more.to ?? 12}, ${more.movedFrom ?? null}, ${JSON.stringify({ worstHour: 9, arrivals: 12, room: 6, unseen: 2 })},
      ${JSON.stringify(effect)}, ${JSON.stringify({ ...effect, p90Wait: 20 })}, ${SUNDAY})`.execute(owner)
  return id
}

const choices = async ({ manager }: Place, id: string) => (await server.request<Choices>('GET', `/api/operations/advice/${id}/choices`, { as: manager })).body
const preview = ({ manager }: Place, id: string, choice: Choice) => server.request<ExtraPreview & { code: string; details: object }>('POST', `/api/operations/advice/${id}/preview`, { as: manager, body: choice })
const accept = ({ manager }: Place, id: string, choice: Choice, seen: string, as = manager) => server.request<Advice[] & { code: string; details: object }>('POST', `/api/operations/advice/${id}/decision`, { as, body: { decision: 'accepted', choice, seen } })
const takeBack = ({ manager }: Place, id: string) => server.request<Advice[] & { code: string; details: object }>('POST', `/api/operations/advice/${id}/take-back`, { as: manager })
const sessionsAt = async ({ at }: Place) => (await sql<{ id: number; service_id: number; resource_id: number; room: string; status: string }>`select id::float8 as id, service_id, resource_id, room, status from capacity.session where institution_id = ${at} order by id`.execute(owner)).rows
const stored = async (id: string) => (await sql<{ status: string; session_id: number | null }>`select status, session_id::float8 as session_id from operations.advice where id = ${id}`.execute(owner)).rows[0]!
const eventsOf = async (type: string, id: string) => (await sql<{ payload: Record<string, unknown> }>`select payload from platform.event where type = ${type} and payload->>'adviceId' = ${id}`.execute(owner)).rows
const auditsOf = async (action: string, id: string) => (await sql`select from platform.audit where action = ${action} and subject = ${`advice/${id}`}`.execute(owner)).rows.length
const choiceOf = ({ practitionerId, room, clinics }: Candidate, at = 0): Choice => ({ practitionerId, room, serviceId: clinics[at]!.serviceId })

async function accepted(place: Place, id: string): Promise<Choice> {
  const choice = choiceOf((await choices(place, id)).candidates[0]!)
  const { body } = await preview(place, id, choice)
  expect((await accept(place, id, choice, body.seen)).status).toBe(200)
  return choice
}

async function aSession(at: number, of: { doctor?: number; service: number; from: string; to: string; room?: string; status?: string }): Promise<void> {
  await sql`insert into capacity.session (institution_id, service_id, resource_id, day, half, starts_at, ends_at, room, status)
    values (${at}, ${of.service}, ${of.doctor ?? null}, ${MONDAY}, 'morning', ${`${MONDAY}T${of.from}:00+08:00`}, ${`${MONDAY}T${of.to}:00+08:00`}, ${of.room ?? ''}, ${of.status ?? 'open'})`.execute(owner)
}

test('accepted, the session stands that was shown: the doctor is told, the office sees it, and it is written down', async () => {
  const place = await aPlace()
  const id = await anAdvice(place)
  const offered = await choices(place, id)
  expect(offered).toMatchObject({ from: '08:00', to: '12:00', tooLate: false, cannot: [], candidates: [{ practitionerId: place.doctor, borrowed: false, room: '2诊室', clinics: [{ serviceId: place.doctor, feeCents: 5000 }, { serviceId: place.general, feeCents: 2000 }] }] })
  const choice = choiceOf(offered.candidates[0]!)
  const { body: shown } = await preview(place, id, choice)
  expect(shown).toMatchObject({ doctor: '顾明远', room: '2诊室', day: MONDAY, from: '08:00', to: '12:00', periodMinutes: 15, periods: 16, units: 16, feeCents: 5000, waiting: 0, problems: [], pools: [{ pool: 'public', units: 16, isOpen: true }] })
  expect(await sessionsAt(place)).toEqual([])
  const { status, body } = await accept(place, id, choice, shown.seen)
  expect([status, body[0]]).toMatchObject([200, { status: 'accepted', session: { doctor: '顾明远', room: '2诊室', from: '08:00', to: '12:00', units: 16, taken: 0, status: 'open', seenByDoctorAt: null } }])
  const made = (await standing(owner, place.at)).filter((one) => one.serviceId === place.doctor)
  expect([made.length, made.at(-1)]).toMatchObject([16, { at: '11:45', room: '2诊室', units: { public: 1 } }])
  expect(await stored(id)).toEqual({ status: 'accepted', session_id: made[0]!.sessionId })
  expect(await eventsOf('operations.advice-decided.v1', id)).toMatchObject([{ payload: { decision: 'accepted', sessionId: made[0]!.sessionId, practitionerId: place.doctor } }])
  expect(await auditsOf('operations.decide-advice', id)).toBe(1)
  const doctor = physician(place.doctor, place.at)
  const told = await server.request<Notice[]>('GET', '/api/operations/notices', { as: doctor })
  expect(told.body).toMatchObject([{ kind: 'added', day: MONDAY, from: '08:00', to: '12:00', room: '2诊室', units: 16, seenAt: null }])
  const seen = (as = doctor) => server.request<Notice[] & { code: string }>('POST', `/api/operations/notices/${told.body[0]!.id}/seen`, { as })
  expect((await seen(physician(place.doctor + 9000, place.at))).body.code).toBe('operations.notice-not-found')
  expect((await seen()).body[0]!.seenAt).toBe(SUNDAY.toISOString())
  expect((await server.request<Advice[]>('GET', '/api/operations/advice', { as: place.manager })).body[0]!.session!.seenByDoctorAt).toBe(SUNDAY.toISOString())
  const [person] = await people(owner, 1)
  expect((await server.request('POST', '/api/booking/appointments', { as: patient(person!), body: { institutionId: place.at, periodId: made[0]!.periodId, personId: person, pool: 'public' } })).status).toBe(201)
  expect(await faults(owner)).toEqual([])
})

test('who sits elsewhere then, is away that day or would work too long is not offered, and each is told why', async () => {
  const place = await aPlace()
  const busy = await aClinicOf(owner, '陆知行', { institutionId: place.at })
  await aSession(place.at, { doctor: busy, service: busy, from: '09:00', to: '11:00', room: '1诊室' })
  const away = await aClinicOf(owner, '林晚秋', { institutionId: place.at })
  await aSession(place.at, { doctor: away, service: away, from: '14:00', to: '16:00', status: 'suspended' })
  const long = await aClinicOf(owner, '沈若云', { institutionId: place.at })
  await aSession(place.at, { doctor: long, service: long, from: '13:00', to: '20:00' })
  const elsewhere = await aClinicOf(owner, '许安然', { institutionId: place.at })
  await sql`update directory.department set subject_codes = '{04.01}' where institution_id = ${place.at} and id = 2`.execute(owner)
  await sql`update directory.practitioner set department_id = 2 where institution_id = ${place.at} and id = ${elsewhere}`.execute(owner)
  const { candidates, cannot, rooms } = await choices(place, await anAdvice(place))
  expect(candidates.map((one) => one.practitionerId)).toEqual([place.doctor])
  expect(cannot.map((one) => [one.name, one.why])).toEqual([['陆知行', 'busy'], ['林晚秋', 'away'], ['沈若云', 'long-day']])
  expect(rooms.filter((one) => one.taken)).toEqual([{ name: '1诊室', taken: true }])
})

test('what has changed since, or does not fit, is refused in its own words, and then nothing is decided or made', async () => {
  const place = await aPlace()
  const id = await anAdvice(place)
  const choice = choiceOf((await choices(place, id)).candidates[0]!)
  const { body: { seen } } = await preview(place, id, choice)
  const nothing = async (reply: { status: number; body: { code: string } }, code: string) => {
    expect([reply.status, reply.body.code]).toEqual([409, code])
    expect(await stored(id)).toEqual({ status: 'open', session_id: null })
  }
  await nothing(await accept(place, id, { ...choice, serviceId: place.doctor + 9000 }, seen), 'operations.clinic-not-fitting')
  await nothing(await accept(place, id, { ...choice, practitionerId: place.doctor + 9000 }, seen), 'operations.doctor-not-free')
  await nothing(await accept(place, id, { ...choice, room: '3诊室' }, seen), 'supply.preview-outdated')
  await aSession(place.at, { service: place.general, from: '11:00', to: '13:00', room: '2诊室' })
  await nothing(await accept(place, id, choice, seen), 'operations.room-taken')
  await aSession(place.at, { doctor: place.doctor, service: place.doctor, from: '11:30', to: '12:30' })
  await nothing(await accept(place, id, { ...choice, room: '1诊室' }, seen), 'operations.doctor-not-free')
  server.clock.set(new Date('2026-11-22T20:30:00+08:00'))
  await nothing(await accept(place, id, choice, seen), 'operations.too-late')
  expect((await sessionsAt(place)).length).toBe(2)
  expect((await sql`select from operations.notice where institution_id = ${place.at}`.execute(owner)).rows).toEqual([])
  expect(await eventsOf('operations.advice-decided.v1', id)).toEqual([])
  server.clock.set(SUNDAY)
  expect((await accept(place, id, choice, seen, staffAt(institutions + 1, 'manager'))).status).toBe(404)
  expect((await accept(place, id, choice, seen, staffAt(place.at, 'nurse'))).status).toBe(403)
})

test('of two managers who take the same advice with two doctors at once, one does, and one session stands', async () => {
  const place = await aPlace()
  await aClinicOf(owner, '陆知行', { institutionId: place.at })
  const id = await anAdvice(place)
  const both = await Promise.all((await choices(place, id)).candidates.map(async (candidate, at) => {
    const choice = { ...choiceOf(candidate), room: `${at + 1}诊室` }
    return { choice, seen: (await preview(place, id, choice)).body.seen }
  }))
  expect(both).toHaveLength(2)
  const replies = await Promise.all(both.map(({ choice, seen }) => accept(place, id, choice, seen, staffAt(place.at, 'manager'))))
  expect(replies.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([200, 409])
  expect(replies.find((reply) => reply.status === 409)!.body.code).toBe('operations.advice-decided')
  expect(await sessionsAt(place)).toHaveLength(1)
  expect(await faults(owner)).toEqual([])
})

test('taken back while nobody has a time in it, the session goes, the advice is open again and can be taken anew; who was choosing is let go', async () => {
  const place = await aPlace()
  const id = await anAdvice(place)
  await accepted(place, id)
  const [person] = await people(owner, 1)
  const { periodId } = (await standing(owner, place.at))[3]!
  const held = await server.request<{ id: string }>('POST', '/api/booking/holds', { as: patient(person!), body: { institutionId: place.at, periodId, personId: person } })
  expect(held.status).toBe(201)
  const back = await takeBack(place, id)
  expect([back.status, back.body[0]]).toMatchObject([200, { status: 'open', session: null, decidedAt: null }])
  expect((await sessionsAt(place)).map((one) => one.status)).toEqual(['closed'])
  expect((await sql`select status from booking.appointment where id = ${held.body.id}`.execute(owner)).rows).toEqual([{ status: 'cancelled' }])
  expect(await eventsOf('operations.advice-reopened.v1', id)).toHaveLength(1)
  expect(await auditsOf('operations.take-back-advice', id)).toBe(1)
  expect((await server.request<Notice[]>('GET', '/api/operations/notices', { as: physician(place.doctor, place.at) })).body.map((one) => one.kind).toSorted()).toEqual(['added', 'taken-back'])
  expect((await takeBack(place, id)).body.code).toBe('operations.not-accepted')
  await accepted(place, id)
  expect((await sessionsAt(place)).map((one) => one.status)).toEqual(['closed', 'open'])
  expect(await faults(owner)).toEqual([])
})

test('once somebody has booked, or the time for it is over, it is not taken back; what was sold stays', async () => {
  const place = await aPlace()
  const id = await anAdvice(place)
  await accepted(place, id)
  const [person, late] = await people(owner, 2)
  const { periodId } = (await standing(owner, place.at))[0]!
  const book = (personId: string, at: number) => server.request('POST', '/api/booking/appointments', { as: patient(personId), body: { institutionId: place.at, periodId: at, personId, pool: 'public' } })
  expect((await book(person!, periodId)).status).toBe(201)
  expect(await takeBack(place, id)).toMatchObject({ status: 409, body: { code: 'operations.somebody-booked', details: { count: 1 } } })
  expect([await stored(id), (await sessionsAt(place))[0]!.status]).toMatchObject([{ status: 'accepted' }, 'open'])
  // Booking and taking back at one moment: one of them finds the other done.
  const second = await aPlace()
  const other = await anAdvice(second)
  await accepted(second, other)
  const period = (await standing(owner, second.at))[0]!.periodId
  const [back, booked] = await Promise.all([takeBack(second, other), server.request('POST', '/api/booking/appointments', { as: patient(late!), body: { institutionId: second.at, periodId: period, personId: late, pool: 'public' } })])
  expect([back.status, booked.status].toSorted((a, b) => a - b)).not.toEqual([200, 201])
  expect((await sessionsAt(second))[0]!.status).toBe(booked.status === 201 ? 'open' : 'closed')
  const third = await aPlace()
  const old = await anAdvice(third, { day: '2026-11-25' })
  await accepted(third, old)
  server.clock.set(new Date('2026-11-23T09:01:00+08:00'))
  expect((await takeBack(third, old)).body.code).toBe('operations.too-late-to-take-back')
  expect(await faults(owner)).toEqual([])
})

test('P3 whoever waits for the clinic is offered a new time before anybody else can have it', async () => {
  const place = await aPlace()
  await sql`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at, eligibility) values (${place.at}, 8, 'waitlist', '候补', 60, '00:00', '{"channels": ["waitlist"]}')`.execute(owner)
  const [first, second, passerBy] = await people(owner, 3)
  for (const personId of [first!, second!]) {
    await expect.poll(async () => (await server.request('POST', '/api/waitlist/entries', { as: patient(personId), body: { institutionId: place.at, serviceId: place.doctor, personId, fromDay: '2026-11-22', toDay: '2026-11-30', halves: ['morning'] } })).status, { timeout: 5000 }).toBe(201)
  }
  const id = await anAdvice(place)
  const choice = choiceOf((await choices(place, id)).candidates[0]!)
  const { body: shown } = await preview(place, id, choice)
  expect(shown.waiting).toBe(2)
  await accept(place, id, choice, shown.seen)
  const made = await standing(owner, place.at)
  expect(made.slice(0, 3).map((one) => one.units)).toEqual([{ waitlist: 1 }, { waitlist: 1 }, { public: 1 }])
  expect((await server.request('POST', '/api/booking/appointments', { as: patient(passerBy!), body: { institutionId: place.at, periodId: made[0]!.periodId, personId: passerBy, pool: 'public' } })).status).toBe(409)
  await server.runReactions()
  for (const personId of [first!, second!]) {
    expect((await server.request<unknown[]>('GET', '/api/waitlist/offers', { as: patient(personId) })).body).toMatchObject([{ status: 'open', mode: 'hold' }])
  }
  // Nobody has said yes: the office may still take it back, and what was kept for them is let go.
  expect((await takeBack(place, id)).status).toBe(200)
  await lookAfterUnits(server.services)
  expect((await server.request<unknown[]>('GET', '/api/waitlist/offers', { as: patient(first!) })).body).not.toMatchObject([{ status: 'open' }])
  expect((await sql`select from capacity.freed_unit where institution_id = ${place.at} and status = 'open'`.execute(owner)).rows).toEqual([])
  expect(await faults(owner)).toEqual([])
})

test('a borrowed doctor of the same subject sits in the department’s own clinic: their time is kept and their schedule shows it', async () => {
  const place = await aPlace()
  const helper = await aClinicOf(owner, '许安然', { institutionId: place.at })
  await sql`update directory.department set subject_codes = '{03.01}' where institution_id = ${place.at} and id = 2`.execute(owner)
  await sql`update directory.practitioner set department_id = 2 where institution_id = ${place.at} and id = ${helper}`.execute(owner)
  await sql`update directory.service set department_id = 2 where institution_id = ${place.at} and id = ${helper}`.execute(owner)
  const id = await anAdvice(place, { kind: 'evening', from: 17, to: 20, movedFrom: 2 })
  const candidate = (await choices(place, id)).candidates.find((one) => one.practitionerId === helper)!
  expect(candidate).toMatchObject({ borrowed: true, canSpare: true, clinics: [{ serviceId: place.general }] })
  const choice = choiceOf(candidate)
  const { body } = await preview(place, id, choice)
  expect((await accept(place, id, choice, body.seen)).status).toBe(200)
  expect(await sessionsAt(place)).toMatchObject([{ service_id: place.general, resource_id: helper, status: 'open' }])
  const own = await server.request<{ sessions: object[] }>('GET', `/api/supply/calendar?from=${MONDAY}&to=${MONDAY}`, { as: physician(helper, place.at) })
  expect(own.body.sessions).toMatchObject([{ serviceId: place.general, practitionerId: helper, from: '17:00', to: '20:00' }])
  const edits = [{ kind: 'session-add', serviceId: helper, day: MONDAY, half: 'evening', from: '18:00', to: '19:00', periodMinutes: 15, pools: { public: 1 }, room: '' }]
  expect((await server.request('POST', '/api/supply/preview', { as: place.manager, body: { edits } })).body.problems).toMatchObject([{ code: 'doctor-busy' }])
})

test('when the day is over, what was made is held against what came: people in it, waits beside those played, the forecast’s error', async () => {
  const place = await aPlace()
  const id = await anAdvice(place)
  await accepted(place, id)
  const [person] = await people(owner, 1)
  const { periodId } = (await standing(owner, place.at))[0]!
  const { body: booked } = await server.request<{ id: string }>('POST', '/api/booking/appointments', { as: patient(person!), body: { institutionId: place.at, periodId, personId: person, pool: 'public' } })
  const came = new Date(`${MONDAY}T08:00:00+08:00`)
  await sql`insert into operations.forecast (institution_id, department_id, day, hour, expected, low80, high80, low95, high95, made_at) values (${place.at}, 1, ${MONDAY}, 8, 10, 6, 14, 4, 18, ${SUNDAY})`.execute(owner)
  await sql`insert into operations.arrivals (institution_id, department_id, day, hour, arrived) values (${place.at}, 1, ${MONDAY}, 8, 13)`.execute(owner)
  for (const [visit, waited] of [[booked.id, 10], [newId(), 40], [newId(), null]] as const) {
    await sql`insert into arrival.visit (institution_id, id, person_id, department_id, service_id, day, due_from, due_to, checked_in_at, checked_in_by, queue_id, ticket_id, status, started_at)
      values (${place.at}, ${visit}, ${newId()}, 1, ${place.doctor}, ${MONDAY}, ${came}, ${came}, ${came}, 'desk', 1, ${newId()}, ${waited === null ? 'waiting' : 'finished'}, ${waited === null ? null : new Date(came.getTime() + waited * 60_000)})`.execute(owner)
  }
  server.clock.set(new Date('2026-11-24T08:00:00+08:00'))
  const context = systemContext('test', server.clock.now())
  expect(await inTransaction(server.services.db, context, (tx) => measureAdvice(tx, context))).toBeGreaterThan(0)
  const { body } = await server.request<Advice[]>('GET', '/api/operations/advice', { as: place.manager })
  expect(body[0]!.outcome).toEqual({ arrived: 13, expected: 10, low: 6, high: 14, seen: 2, unseen: 1, meanWait: 25, medianWait: 40, p90Wait: 40, extra: { units: 16, booked: 1, came: 1 } })
  expect(body[0]!.session).toMatchObject({ undoBy: null, taken: 1 })
})

import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { module as queueModule } from '#engines/queue/server.ts'
import { type Actor, type Context, type InstitutionId, type PersonId, systemContext } from '#platform/context/context.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { enterAtDesk } from '#journey/throughout/people/index.ts'
import { PATIENT_CHECKED_IN } from './events.ts'
import { closePastDays } from './operations/close-past-days.ts'
import { module } from './server.ts'

const database = await testDatabase()
const { db, owner } = database
const NINE = new Date('2026-03-17T09:00:00+08:00')
const server = await testServer([queueModule, module], database, { now: NINE })
const minutes = (count: number) => new Date(NINE.getTime() + count * 60_000)
const at = (minute: number) => server.clock.set(minutes(minute))

const [CENTRAL, RIVERSIDE] = [1, 2] as const
const SHEN = 11
await sql`insert into directory.district (id, name, name_en) values (1, '临溪区', 'Linxi')`.execute(owner)
for (const [id, name, nameEn, latitude] of [[CENTRAL, '临溪市中心医院', 'Linxi Central Hospital', 31.23], [RIVERSIDE, '临溪市江畔医院', 'Linxi Riverside Hospital', 31.4]] as const) {
  await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (${id}, ${`H${id}`}, 'tertiary-hospital', ${name}, ${nameEn}, ${name}, 1, '东大街 1 号', 121.47, ${latitude})`.execute(owner)
  await sql`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code)
    values (${id}, 1, '本部', '东大街 1 号', 121.47, ${latitude}, ${`LX-${id}`})`.execute(owner)
  await sql`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin, building, floor, zone)
    values (${id}, 5, 1, '心血管内科', 'Cardiology', 'xnk', '门诊楼', '3 层', 'B 区')`.execute(owner)
  await sql`insert into directory.practitioner (institution_id, id, department_id, name, name_en, pinyin, sex, title, room)
    values (${id}, ${SHEN}, 5, '沈若云', 'Shen Ruoyun', 'sry', 'female', 'chief', '5诊室')`.execute(owner)
  await sql`insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code)
    values (${id}, 21, 5, ${SHEN}, 'expert', '专家门诊', 'Expert clinic', 'F1')`.execute(owner)
}

const staff = (institutionId: number, ...roles: string[]): Actor => ({
  kind: 'staff', accountId: `staff-${institutionId}-${roles[0]}`, staffId: SHEN, institutionId: institutionId as InstitutionId, roles,
})
const nurse = staff(CENTRAL, 'nurse')
const doctor = staff(CENTRAL, 'physician')
const patient = (personId: string): Actor => ({ kind: 'patient', accountId: personId, personId: personId as PersonId, mayActFor: [personId as PersonId] })

let births = 0
/** A resident number of the area code that belongs to nobody, with a right check digit. */
function residentId(birth: string): string {
  const body = `990101${birth}${String(++births).padStart(3, '0')}`
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][i]!, 0)
  return body + '10X98765432'[sum % 11]
}

async function aPerson({ birth = '19600412', phone = '' } = {}) {
  const number = residentId(birth)
  const context: Context = { actor: nurse, institutionId: CENTRAL as InstitutionId, purpose: 'test', now: NINE, requestId: 'test', channel: 'desk' }
  const { personId } = await inTransaction(db, context, (tx) =>
    enterAtDesk(tx, context, { name: '李长庚', document: { kind: 'resident-id', number }, insuranceKind: 'self-pay', ...(phone ? { phone } : {}) }))
  return { personId, number }
}

async function anAppointment({ institutionId = 1, startsIn = 30, personId = '', status = 'booked' } = {}) {
  const holder = personId || (await aPerson()).personId
  const id = newId()
  await sql`insert into booking.appointment (institution_id, id, person_id, booked_by, channel, session_id, period_id, pool, service_id, department_id,
      practitioner_id, day, starts_at, ends_at, room, fee_code, fee_cents, status, cancel_by, created_at)
    values (${institutionId}, ${id}, ${holder}, 'test', 'web', 1, 1, 'public', 21, 5, ${SHEN}, (${minutes(startsIn)}::timestamptz at time zone 'Asia/Shanghai')::date,
      ${minutes(startsIn)}, ${minutes(startsIn + 10)}, '', 'F1', 5000, ${status}, ${NINE}, ${NINE})`.execute(owner)
  return { institutionId, appointmentId: id, personId: holder }
}

type Appointed = Awaited<ReturnType<typeof anAppointment>>
const byCode = (code: string) => ({ by: 'campus-code', code })
const checkIn = ({ institutionId, appointmentId, personId }: Appointed, proof: object = byCode('LX-1')) =>
  server.request('POST', '/api/arrival/check-ins', { as: patient(personId), body: { institutionId, appointmentId, proof } })
const visitsOf = async (id: string) => (await sql<{ count: number }>`select count(*) from arrival.visit where id = ${id}`.execute(owner)).rows[0]!.count
const ticketsOf = async (id: string) => (await sql<{ count: number }>`select count(*) from queue.ticket where visit_id = ${id}`.execute(owner)).rows[0]!.count

describe('checking in', () => {
  test('O4 the code on the wall checks in: a number, a place, an arrived appointment, an event and an audit row', async () => {
    at(0)
    const appointment = await anAppointment()
    const reply = await checkIn(appointment, byCode(' https://example.test/check-in/lx-1 '))
    expect(reply).toMatchObject({ status: 201, body: { already: false, label: 'A001', place: { ahead: 0, why: 'booked', zoneName: '门诊楼 3 层 B 区' } } })
    const { rows } = await sql<{ status: string }>`select status from booking.appointment where id = ${appointment.appointmentId}`.execute(owner)
    expect(rows[0]!.status).toBe('arrived')
    const events = await sql<{ payload: object; topics: string[] }>`select payload, topics from platform.event where type = ${PATIENT_CHECKED_IN}`.execute(owner)
    expect(events.rows[0]!.payload).toEqual({ institutionId: CENTRAL, visitId: appointment.appointmentId, personId: appointment.personId, departmentId: 5 })
    expect(events.rows[0]!.topics).toContain(`person:${appointment.personId}`)
    const audit = await sql`select from platform.audit where action = 'arrival.check-in' and person_id = ${appointment.personId} and institution_id = ${CENTRAL}`.execute(owner)
    expect(audit.rows).toHaveLength(1)
  })

  test('O4 of ten check-ins of one appointment at the same moment, by phone and at the desk, there is one visit and one ticket', async () => {
    at(0)
    const appointment = await anAppointment()
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, i) => i % 2
        ? checkIn(appointment)
        : server.request('POST', '/api/arrival/desk/check-ins', { as: nurse, body: { appointmentId: appointment.appointmentId } })),
    )
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201]))
    expect(new Set(replies.map((reply) => reply.body.ticketId)).size).toBe(1)
    expect(replies.filter((reply) => !reply.body.already)).toHaveLength(1)
    expect([await visitsOf(appointment.appointmentId), await ticketsOf(appointment.appointmentId)]).toEqual([1, 1])
  })

  test('O4 at the wrong hospital the patient is told where they are and where they are booked, and nothing is left behind', async () => {
    at(0)
    const appointment = await anAppointment()
    const reply = await checkIn(appointment, byCode('LX-2'))
    expect(reply).toMatchObject({ status: 409, body: { code: 'arrival.wrong-place', title: 'This is Linxi Riverside Hospital. You booked at Linxi Central Hospital; please check in there.' } })
    expect([await visitsOf(appointment.appointmentId), await ticketsOf(appointment.appointmentId)]).toEqual([0, 0])
    expect(await checkIn(appointment, byCode('NOBODYS'))).toMatchObject({ status: 404, body: { code: 'arrival.code-unknown' } })
  })

  test('O4 the position of the phone checks in near the campus, not from the other end of town, not when it is a guess', async () => {
    at(0)
    const appointment = await anAppointment()
    const near = { by: 'location', latitude: 31.2301, longitude: 121.4702, accuracyMetres: 20 }
    expect(await checkIn(appointment, { ...near, latitude: 31.3 })).toMatchObject({ status: 409, body: { code: 'arrival.too-far', details: { within: 500 } } })
    expect(await checkIn(appointment, { ...near, accuracyMetres: 2000 })).toMatchObject({ status: 409, body: { code: 'arrival.location-too-vague' } })
    expect(await checkIn(appointment, near)).toMatchObject({ status: 201 })
  })

  test('O4 the window: an hour before, three hours after; the desk may all day, another day nobody', async () => {
    at(0)
    const appointment = await anAppointment({ startsIn: 61 })
    expect(await checkIn(appointment)).toMatchObject({ status: 409, body: { code: 'arrival.too-early', title: 'You are early. Check-in opens at 9:01.' } })
    at(1)
    expect((await checkIn(appointment)).status).toBe(201)
    const late = await anAppointment({ startsIn: 0 })
    at(191)
    expect(await checkIn(late)).toMatchObject({ status: 409, body: { code: 'arrival.too-late' } })
    const atDesk = await server.request('POST', '/api/arrival/desk/check-ins', { as: nurse, body: { appointmentId: late.appointmentId } })
    expect(atDesk).toMatchObject({ status: 201, body: { place: { why: 'late', whyDetail: { lateMinutes: 181 } } } })
    const tomorrow = await anAppointment({ startsIn: 24 * 60 })
    expect(await server.request('POST', '/api/arrival/desk/check-ins', { as: nurse, body: { appointmentId: tomorrow.appointmentId } })).toMatchObject({ status: 409, body: { code: 'arrival.not-today' } })
  })

  test('O4 a cancelled appointment, a stranger’s appointment and a desk of another hospital are refused', async () => {
    at(0)
    expect(await checkIn(await anAppointment({ status: 'cancelled' }))).toMatchObject({ status: 409, body: { code: 'arrival.appointment-not-valid' } })
    const theirs = await anAppointment()
    expect(await checkIn({ ...theirs, personId: newId() })).toMatchObject({ status: 404, body: { code: 'arrival.appointment-not-found' } })
    const elsewhere = await server.request('POST', '/api/arrival/desk/check-ins', { as: staff(RIVERSIDE, 'nurse'), body: { appointmentId: theirs.appointmentId } })
    expect(elsewhere).toMatchObject({ status: 404, body: { code: 'arrival.appointment-not-found' } })
  })

  test('O4 at eighty the place is ten minutes further forward, and says so', async () => {
    at(0)
    const elder = await aPerson({ birth: '19440101' })
    const reply = await checkIn(await anAppointment({ personId: elder.personId, startsIn: 50 }))
    expect(reply.body.place).toMatchObject({ why: 'priority', whyDetail: { group: 'elder-80', advanceMinutes: 10 } })
  })
})

describe('being called', () => {
  const move = (visitId: string, body: object, as: Actor = doctor) => server.request('POST', `/api/arrival/queues/visits/${visitId}`, { as, body })
  const callNext = () => server.request('POST', '/api/arrival/queues/call-next', { as: doctor, body: {} })
  const today = (of: Appointed) => server.request('GET', `/api/arrival/visits/${of.institutionId}/${of.appointmentId}`, { as: patient(of.personId) })

  test('O4 the doctor calls, the patient’s phone says the room, comes in, is finished; the visit follows the ticket', async () => {
    await sql`update queue.ticket set status = 'left' where status = 'waiting'`.execute(owner)
    at(20)
    const mine = await anAppointment({ startsIn: 30 })
    await checkIn(mine)
    at(30)
    const called = await callNext()
    expect(called).toMatchObject({ status: 200, body: { visitId: mine.appointmentId, status: 'called', callCount: 1 } })
    expect((await today(mine)).body.place).toMatchObject({ status: 'called', pointName: '5诊室' })
    expect(await callNext()).toMatchObject({ status: 409, body: { code: 'queue.point-busy' } })
    expect((await move(mine.appointmentId, { verb: 'start' })).body.status).toBe('serving')
    expect((await today(mine)).body.visitStatus).toBe('in-consultation')
    const done = await move(mine.appointmentId, { verb: 'finish' })
    expect((await today(mine)).body).toMatchObject({ visitStatus: 'finished', place: { status: 'done' } })
    await move(mine.appointmentId, { verb: 'undo', version: done.body.version })
    expect((await today(mine)).body).toMatchObject({ visitStatus: 'in-consultation', finishedAt: null })
    await move(mine.appointmentId, { verb: 'finish' })
  })

  test('O4 the nurse sees names, reasons and who is still to come; another hospital’s nurse sees none of it', async () => {
    at(20)
    const coming = await anAppointment({ startsIn: 60 })
    const here = await anAppointment({ startsIn: 40 })
    const { body } = await checkIn(here)
    const zone = await server.request('GET', `/api/arrival/zones/${body.place.zoneId}`, { as: nurse })
    expect(zone.body.boardPath).toBe(`/board/${CENTRAL}/${body.place.zoneId}`)
    expect(zone.body.expected.map((one: { visitId: string }) => one.visitId)).toContain(coming.appointmentId)
    const row = zone.body.queues[0].entries.find((one: { patient: { visitId: string } | null }) => one.patient?.visitId === here.appointmentId)
    expect(row).toMatchObject({ patient: { name: '李长庚', age: 65 }, ticket: { why: 'booked' } })
    expect(await server.request('GET', `/api/arrival/zones/${body.place.zoneId}`, { as: staff(RIVERSIDE, 'nurse') })).toMatchObject({ status: 404 })
    expect(await move(here.appointmentId, { verb: 'pass' }, staff(RIVERSIDE, 'nurse'))).toMatchObject({ status: 404, body: { code: 'arrival.visit-not-found' } })
    expect(await move(here.appointmentId, { verb: 'pass' }, patient(here.personId))).toMatchObject({ status: 403 })
  })
})

describe('who comes without an appointment, and who never leaves', () => {
  test('O4 registered on site: a unit kept for the hall is booked and the person stands in line, or nothing happens', async () => {
    at(0)
    await sql`insert into capacity.pool (institution_id, id, code, name) values (${CENTRAL}, 1, 'on-site', '现场')`.execute(owner)
    await sql`insert into capacity.session (institution_id, id, service_id, resource_id, day, half, starts_at, ends_at, room)
      values (${CENTRAL}, 7, 21, ${SHEN}, '2026-03-17', 'morning', ${minutes(20)}, ${minutes(40)}, '5诊室')`.execute(owner)
    await sql`insert into capacity.period (institution_id, id, session_id, service_id, starts_at, ends_at) values (${CENTRAL}, 70, 7, 21, ${minutes(20)}, ${minutes(30)})`.execute(owner)
    await sql`insert into capacity.allotment (institution_id, period_id, pool_id, units) values (${CENTRAL}, 70, 1, 1)`.execute(owner)
    const register = async () => server.request('POST', '/api/arrival/desk/walk-ins', { as: nurse, body: { personId: (await aPerson()).personId, periodId: 70 } })
    expect(await register()).toMatchObject({ status: 201, body: { place: { status: 'waiting', why: 'walk-in' } } })
    const tickets = async () => (await sql<{ count: number }>`select count(*) from queue.ticket where class = 'walk-in'`.execute(owner)).rows[0]!.count
    const before = await tickets()
    expect((await register()).status).toBe(409)
    expect(await tickets()).toBe(before)
  })

  test('O4 the next day the visits that nobody ended are ended', async () => {
    at(0)
    const appointment = await anAppointment()
    await checkIn(appointment)
    const tomorrow = systemContext('test', minutes(24 * 60))
    expect(await inTransaction(db, tomorrow, (tx) => closePastDays(tx, tomorrow))).toBeGreaterThan(0)
    const { rows } = await sql<{ status: string }>`select status from arrival.visit where id = ${appointment.appointmentId}`.execute(owner)
    expect(rows[0]!.status).toBe('left')
    expect(await inTransaction(db, tomorrow, (tx) => closePastDays(tx, tomorrow))).toBe(0)
  })
})

test('O4 who reads English is told zone and room in English once the hospital has said them, and as the signs say until then', async () => {
  const shown = async () => (await checkIn(await anAppointment({ institutionId: RIVERSIDE }), byCode('LX-2'))).body.place
  const inEnglish = async () => (await sql<{ zone: string; room: string }>`select z.name_en as zone, p.name_en as room from queue.zone z
    join queue.service_point p using (institution_id) where z.institution_id = ${RIVERSIDE} and p.zone_id = z.id`.execute(owner)).rows
  await shown()
  expect(await inEnglish()).toEqual([{ zone: '门诊楼 3 层 B 区', room: '5诊室' }])
  await sql`update directory.department set place_en = 'Clinic building, floor 3, zone B' where institution_id = ${RIVERSIDE}`.execute(owner)
  await sql`insert into directory.room (institution_id, id, department_id, name, name_en) values (${RIVERSIDE}, 1, 5, '5诊室', 'Room 5')`.execute(owner)
  await server.request('POST', '/api/arrival/zones', { as: staff(RIVERSIDE, 'nurse'), body: { departmentId: 5 } })
  expect(await inEnglish()).toEqual([{ zone: 'Clinic building, floor 3, zone B', room: 'Room 5' }])
})

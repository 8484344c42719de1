import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { remindNext } from './operations/remind.ts'
import { module } from './server.ts'
import { aClinic, asSystem, book, linkOf, localTime, messages, MONDAY, patient, somebody, staff } from './testing/a-day.ts'

const database = await testDatabase()
const { db, owner } = database
const THURSDAY = localTime('2026-11-19', '10:00')
const SUNDAY = localTime('2026-11-22', '10:00')
const server = await testServer([booking, module], database, { now: SUNDAY })

beforeEach(async () => {
  server.clock.set(SUNDAY)
  await sql`truncate attendance.watch, attendance.reminder, attendance.call, attendance.confirmation`.execute(owner)
  await sql`delete from messaging.message`.execute(owner)
})

/** Somebody with a time on Monday at ten, and the link that was sent to them on Sunday. */
async function anInvitation(options: { phone?: boolean; birthDate?: string } = {}) {
  const clinic = await aClinic(owner, { from: '10:00', day: MONDAY })
  const personId = await somebody(owner, options)
  const id = await book(db, { personId, periodId: clinic.periodIds[0]!, at: THURSDAY })
  await server.runReactions()
  await sql`update attendance.watch set next_mark = '24h', next_due_at = ${SUNDAY} where appointment_id = ${id}`.execute(owner)
  while (await inTransaction(db, asSystem(SUNDAY), (tx) => remindNext(tx, asSystem(SUNDAY), 'https://liuxin.example')));
  const mine = (await messages(owner)).find((one) => one.personId === personId)
  return { id, personId, clinic, token: mine ? linkOf(mine) : '' }
}
const link = (token: string) => `/api/attendance/links/${token}`
const answer = (token: string, appointmentId: string, said: string) => server.request('POST', `${link(token)}/answers`, { body: { appointmentId, answer: said } })
const statusOf = async (id: string) => (await sql<{ status: string }>`select status from booking.appointment where id = ${id}`.execute(owner)).rows[0]!.status
const everything = async () => (await sql`select (select jsonb_agg(a order by id) from booking.appointment a) as a, (select jsonb_agg(c) from attendance.confirmation c) as c,
  (select count(*) from platform.event) as e`.execute(owner)).rows[0]

describe('the link in a reminder (P1)', () => {
  test('opens its visits without signing in, says little, and changes nothing by being opened', async () => {
    const { token } = await anInvitation()
    const before = await everything()
    const opened = await server.request('GET', link(token))
    for (let i = 0; i < 3; i++) await server.request('HEAD', link(token))
    expect(opened.status).toBe(200)
    expect(opened.body).toMatchObject({ nameMasked: '周*兰', elder: false, visits: [{ status: 'booked', answer: null, may: { confirm: true, onMyWay: false, cancel: true, move: true } }] })
    expect(JSON.stringify(opened.body)).not.toMatch(/周桂兰|birth|personId|likely|score/i)
    expect(await everything()).toEqual(before)
  })

  test('keeps what is said, shows it to the desk, and the same again is one', async () => {
    const { token, id, personId } = await anInvitation()
    expect((await answer(token, id, 'confirmed')).body.visits[0]).toMatchObject({ answer: 'confirmed', may: { confirm: false } })
    await answer(token, id, 'confirmed')
    const desk = await server.request('GET', `/api/attendance/days/${MONDAY}/answers`, { as: staff('registrar') })
    expect(desk.body).toEqual([{ appointmentId: id, answer: 'confirmed', via: 'link', answeredAt: SUNDAY.toISOString() }])
    const own = await server.request('GET', `/api/attendance/appointments/1/${id}`, { as: patient(personId) })
    expect(own.body).toMatchObject({ answer: 'confirmed', mayConfirm: false, reminders: [{ mark: '24h' }] })
    const { rows } = await sql`select action from platform.audit where action = 'attendance.answer-confirmed'`.execute(owner)
    const { rows: told } = await sql`select from platform.event where type = 'attendance.visit-answered.v1' and payload ->> 'appointmentId' = ${id}`.execute(owner)
    expect([rows.length, told.length]).toEqual([1, 1])
  })

  test('gives the time back when that is confirmed, once, and then offers nothing more', async () => {
    const { token, id } = await anInvitation()
    const [first, second] = await Promise.all([answer(token, id, 'cancelled'), answer(token, id, 'cancelled')])
    expect([first.status, second.status]).toEqual([200, 200])
    expect(await statusOf(id)).toBe('cancelled')
    expect((await server.request('GET', link(token))).body.visits[0]).toMatchObject({ status: 'cancelled', answer: 'cancelled', may: { confirm: false, onMyWay: false, cancel: false, move: false } })
    expect((await answer(token, id, 'confirmed')).body.code).toBe('attendance.nothing-to-answer')
  })

  test('on the day says that one is on the way, and not before', async () => {
    const { token, id } = await anInvitation()
    expect((await answer(token, id, 'on-my-way')).body.code).toBe('attendance.too-early-for-way')
    server.clock.set(localTime(MONDAY, '09:10'))
    expect((await answer(token, id, 'on-my-way')).body.visits[0].answer).toBe('on-my-way')
  })

  test('opens nobody else\'s visit, none of the same person\'s others, and no other door', async () => {
    const mine = await anInvitation()
    const stranger = await anInvitation()
    const other = await aClinic(owner, { from: '14:00', day: '2026-11-24' })
    const second = await book(db, { personId: mine.personId, periodId: other.periodIds[0]!, at: THURSDAY })
    for (const id of [stranger.id, second]) {
      expect((await answer(mine.token, id, 'cancelled')).body.code).toBe('attendance.visit-not-in-link')
      expect(await statusOf(id)).toBe('booked')
    }
    expect((await server.request('GET', `/api/booking/appointments/1/${mine.id}`, { headers: { authorization: `Bearer ${mine.token}` } })).status).toBe(401)
  })

  test('that is forged, cut off or over is refused the same way', async () => {
    const { token, id } = await anInvitation()
    const forged = `${token.slice(0, -4)}${token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`
    for (const bad of [forged, token.slice(0, 30), 'x'.repeat(59)]) {
      expect(await server.request('GET', link(bad))).toMatchObject({ status: 410, body: { code: 'attendance.link-over' } })
    }
    server.clock.set(localTime(MONDAY, '12:01'))
    expect(await server.request('GET', link(token))).toMatchObject({ status: 410 })
    expect(await answer(token, id, 'cancelled')).toMatchObject({ status: 410 })
    expect(await statusOf(id)).toBe('booked')
  })

  test('an answer to a time that was moved is no answer to the new one', async () => {
    const { token, id, personId, clinic } = await anInvitation()
    await answer(token, id, 'confirmed')
    await server.request('POST', `/api/booking/appointments/1/${id}/move`, { as: patient(personId), body: { periodId: clinic.periodIds[2], pool: 'public' } })
    expect((await server.request('GET', `/api/attendance/appointments/1/${id}`, { as: patient(personId) })).body).toMatchObject({ answer: null, mayConfirm: true })
  })

  test('begins in large letters for older people', async () => {
    expect((await server.request('GET', link((await anInvitation({ birthDate: '1950-01-01' })).token))).body.elder).toBe(true)
  })
})

describe('calls a nurse makes (P1)', () => {
  const nurse = staff('nurse')
  const calls = async () => (await server.request('GET', `/api/attendance/days/${MONDAY}/calls`, { as: nurse })).body
  const mark = (id: string, result: string) => server.request('POST', `/api/attendance/calls/${id}/mark`, { as: nurse, body: { result } })

  test('are listed with a reason in words and never with a likelihood', async () => {
    const { id } = await anInvitation({ phone: false })
    const list = await calls()
    expect(list).toMatchObject([{ appointmentId: id, reason: 'no-phone', closed: false, person: { name: '周桂兰' } }])
    expect(JSON.stringify(list)).not.toMatch(/likely|score|risk/)
  })

  test('confirm, give back, or stay on the list when nobody answers, up to three times', async () => {
    const [one, two, three] = [await anInvitation({ phone: false }), await anInvitation({ phone: false }), await anInvitation({ phone: false })]
    await mark(one.id, 'confirmed')
    await mark(two.id, 'cancelled')
    for (let i = 0; i < 3; i++) await mark(three.id, 'no-answer')
    expect(await statusOf(two.id)).toBe('cancelled')
    const { rows } = await sql`select answer, via from attendance.confirmation order by answer`.execute(owner)
    expect(rows).toEqual([{ answer: 'cancelled', via: 'call' }, { answer: 'confirmed', via: 'call' }])
    expect((await calls()).every((entry: { closed: boolean }) => entry.closed)).toBe(true)
    expect((await mark(three.id, 'no-answer')).body.code).toBe('attendance.call-not-found')
    expect((await server.request('POST', `/api/attendance/calls/${three.id}/reopen`, { as: nurse })).status).toBe(200)
    expect((await calls()).filter((entry: { closed: boolean }) => !entry.closed)).toHaveLength(1)
  })

  test('show the number only while there is a call to make, and note who looked', async () => {
    const { id } = await anInvitation()
    await sql`delete from attendance.call`.execute(owner)
    const number = () => server.request('GET', `/api/attendance/calls/${id}/number`, { as: nurse })
    expect((await number()).body.code).toBe('attendance.call-not-found')
    await sql`insert into attendance.call (institution_id, appointment_id, starts_at, person_id, reason, made_at)
      select institution_id, appointment_id, starts_at, person_id, 'please-call', now() from attendance.watch where appointment_id = ${id}`.execute(owner)
    expect((await number()).body.phone).toMatch(/^100\d{8}$/)
    expect((await sql`select from platform.audit where action = 'people.read-phone'`.execute(owner)).rows).toHaveLength(1)
    await mark(id, 'confirmed')
    expect((await number()).status).toBe(404)
  })

  test('need not be made once the person has answered by themselves', async () => {
    const { id, personId } = await anInvitation({ phone: false })
    await server.request('POST', `/api/attendance/appointments/1/${id}/answer`, { as: patient(personId), body: { answer: 'confirmed' } })
    await server.runReactions()
    expect(await calls()).toMatchObject([{ appointmentId: id, closed: true, result: 'confirmed', answer: 'confirmed' }])
  })
})

describe('a likelihood of not coming (P3)', () => {
  test('is kept for every booked visit, and no patient can read it, even by SQL of their own', async () => {
    const { id, personId } = await anInvitation()
    const { rows } = await sql<{ likely: number }>`select likely from attendance.watch where appointment_id = ${id}`.execute(owner)
    expect(rows[0]!.likely).toBeGreaterThan(0.01)
    expect(rows[0]!.likely).toBeLessThan(0.5)
    const own = { ...asSystem(SUNDAY), actor: patient(personId) }
    expect((await inTransaction(db, own, (tx) => sql`select 1 from attendance.watch`.execute(tx))).rows).toEqual([])
    expect((await inTransaction(db, own, (tx) => sql`select 1 from attendance.call`.execute(tx))).rows).toEqual([])
  })

  test('is in no answer of any route of this module, and no route of booking knows the word', async () => {
    const shapes = (await server.request('GET', '/api/openapi.json')).body as { paths: Record<string, unknown> }
    const speaking = Object.entries(shapes.paths).filter(([, shape]) => /"(likely|likelihood|risk|score|rawScore)"/i.test(JSON.stringify(shape)))
    expect(speaking.map(([path]) => path)).toEqual([])
    expect(Object.keys(shapes.paths).filter((path) => path.startsWith('/api/attendance')).length).toBeGreaterThan(8)
  })

  test('does not stand in anybody\'s way: the surest miss books like everybody', async () => {
    const { personId } = await anInvitation()
    await sql`update attendance.watch set likely = 1`.execute(owner)
    const other = await aClinic(owner, { from: '15:00', day: '2026-11-25' })
    await expect(book(db, { personId, periodId: other.periodIds[0]!, at: SUNDAY })).resolves.toBeTruthy()
  })
})

test('figures count what was sent and said, for the office only', async () => {
  const { token, id } = await anInvitation()
  await answer(token, id, 'confirmed')
  const asked = (role: string) => server.request('GET', `/api/attendance/figures?from=${MONDAY}&to=${MONDAY}`, { as: staff(role) })
  expect((await asked('manager')).body).toMatchObject({ reminded: 1, confirmed: 1, cancelledByLink: 0, marks: [{ mark: '72h', sent: 0 }, { mark: '24h', sent: 1, visits: 1 }, { mark: '2h' }], calibration: null })
  expect((await asked('nurse')).status).toBe(403)
})

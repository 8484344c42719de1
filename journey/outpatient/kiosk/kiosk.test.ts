import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { noteLost } from './operations/run-machine.ts'
import { endIdleSessions } from './session.ts'
import { aHall, CENTRAL } from './testing/a-hall.ts'

// P1 O3 O4: a machine in the hall, and whoever looks after it.
const hall = await aHall()
const { db, server, owner, at, aMachine, aPerson, anAppointment, nurse, staff, minutes } = hall
const fleet = async (as = nurse) => (await server.request('GET', '/api/kiosk/fleet', { as })).body
const seconds = (count: number) => server.clock.advanceSeconds(count)
const fine = { version: '1', printer: 'ready', reader: 'ready', scanner: 'ready', cash: 'none', queued: 0, fault: '' }
const events = async (type: string) => (await sql<{ payload: Record<string, string>; topics: string[] }>`select payload, topics from platform.event where type = ${type} order by id`.execute(owner)).rows

describe('who stands at the machine', () => {
  test('P1 O4 shown a document, the machine finds the visits of today and gives one number however often it is pressed', async () => {
    at(0)
    const machine = aMachine('2 号机')
    const { number, visitId, personId } = await anAppointment()
    const found = await machine.ask('POST', 'identify', { by: 'document', document: { kind: 'resident-id', number } })
    expect(found).toMatchObject({ status: 200, body: { persons: [{ nameMasked: '李*庚', visits: [{ visitId, state: 'open', label: null }] }] } })
    expect(JSON.stringify(found.body)).not.toContain('李长庚')
    const { session } = found.body.persons[0]
    const [first, second] = [await machine.ask('POST', 'check-ins', { visitId }, session), await machine.ask('POST', 'check-ins', { visitId }, session)]
    expect(first).toMatchObject({ status: 201, body: { already: false, room: '5诊室', institutionName: '临溪市中心医院' } })
    expect(second).toMatchObject({ status: 201, body: { already: true, label: first.body.label } })
    const audit = await sql`select from platform.audit where action = 'arrival.check-in' and actor_id = 'kiosk:2 号机' and person_id = ${personId}`.execute(owner)
    expect(audit.rows).toHaveLength(1)
  })

  test('O3 a session goes on by being used, ends when they leave, and by itself 25 seconds after the last touch', async () => {
    at(0)
    const machine = aMachine('2 号机')
    const { number, visitId } = await anAppointment()
    const open = async () => (await machine.identify(number)).session
    const left = await open()
    expect((await machine.ask('POST', 'session/end', undefined, left)).status).toBe(204)
    expect(await machine.ask('POST', 'check-ins', { visitId }, left)).toMatchObject({ status: 403, body: { code: 'kiosk.session-over' } })
    const used = await open()
    for (const _touch of [1, 2, 3]) {
      seconds(20)
      expect((await machine.ask('POST', 'session/touch', undefined, used)).status).toBe(204)
    }
    seconds(26)
    expect(await machine.ask('GET', 'overview', undefined, used)).toMatchObject({ status: 403, body: { code: 'kiosk.session-over' } })
    expect(await inTransaction(db, systemContext('test', server.clock.now()), (tx) => endIdleSessions(tx, server.clock.now()))).toBeGreaterThan(0)
    expect((await sql`select from kiosk.session where ended_at is null`.execute(owner)).rows).toEqual([])
  })

  test('O4 without a pass nothing opens; a session opens nobody else’s visit and nothing at another machine', async () => {
    at(0)
    const machine = aMachine('2 号机')
    expect(await server.request('GET', '/api/kiosk/here', { headers: { 'x-kiosk-pass': 'made-up' } })).toMatchObject({ status: 403, body: { code: 'kiosk.not-set-up' } })
    const [mine, other] = [await anAppointment(), await anAppointment()]
    const { session } = await machine.identify(mine.number)
    expect(await machine.ask('POST', 'check-ins', { visitId: other.visitId }, session)).toMatchObject({ status: 404 })
    expect(await machine.ask('POST', 'print-jobs', { kind: 'ticket', visitId: other.visitId }, session)).toMatchObject({ status: 404, body: { code: 'kiosk.nothing-to-print' } })
    expect(await aMachine('9 号机').ask('POST', 'check-ins', { visitId: mine.visitId }, session)).toMatchObject({ status: 403, body: { code: 'kiosk.session-over' } })
    expect(await aMachine('2 号机', 2).ask('POST', 'check-ins', { visitId: mine.visitId }, session)).toMatchObject({ status: 403 })
  })

  test('O4 a phone number finds only somebody who is booked here today', async () => {
    at(0)
    await aPerson({ phone: '13800000002' })
    expect(await aMachine('2 号机').ask('POST', 'identify', { by: 'phone', phone: '13800000002' })).toMatchObject({ status: 404, body: { code: 'arrival.person-not-known' } })
  })
})

describe('booking and asking at the machine', () => {
  test('O3 O4 a unit kept for the hall is booked by the channel kiosk with its number at once, the next finds none left, and nothing is left behind', async () => {
    at(0)
    await sql`insert into capacity.pool (institution_id, id, code, name, eligibility) values (${CENTRAL}, 1, 'on-site', '现场', '{"channels": ["window", "kiosk"]}')`.execute(owner)
    await sql`insert into capacity.session (institution_id, id, service_id, resource_id, day, half, starts_at, ends_at, room) values (${CENTRAL}, 7, 21, 11, '2026-03-17', 'morning', ${minutes(20)}, ${minutes(40)}, '5诊室')`.execute(owner)
    await sql`insert into capacity.period (institution_id, id, session_id, service_id, starts_at, ends_at) values (${CENTRAL}, 70, 7, 21, ${minutes(20)}, ${minutes(30)})`.execute(owner)
    await sql`insert into capacity.allotment (institution_id, period_id, pool_id, units) values (${CENTRAL}, 70, 1, 1)`.execute(owner)
    const machine = aMachine('2 号机')
    const book = async () => {
      const { number, personId } = await aPerson()
      const { session } = await machine.identify(number)
      return { personId, session, reply: await machine.ask('POST', 'appointments', { periodId: 70, pool: 'on-site' }, session) }
    }
    const both = await Promise.all([book(), book()])
    const won = both.find(({ reply }) => reply.status === 201)!
    const lost = both.find(({ reply }) => reply.status !== 201)!
    expect(won.reply.body).toMatchObject({ department: { nameEn: 'Cardiology' }, ticket: { label: expect.stringMatching(/^A\d{3}$/) } })
    expect(lost.reply).toMatchObject({ status: 409 })
    expect((await sql<{ channel: string }>`select channel from booking.appointment where person_id = ${won.personId}`.execute(owner)).rows).toEqual([{ channel: 'kiosk' }])
    expect((await sql`select from booking.appointment where person_id = ${lost.personId}`.execute(owner)).rows).toEqual([])
    expect((await machine.ask('GET', 'overview', undefined, won.session)).body).toMatchObject({ nameMasked: '李*庚', appointments: [{ status: 'waiting', label: won.reply.body.ticket.label }] })
  })

  test('O3 a ticket is made as a PDF, followed by what the printer says, printed again with a row of its own', async () => {
    at(0)
    const machine = aMachine('2 号机')
    const { number, visitId, personId } = await anAppointment()
    const { session } = await machine.identify(number)
    expect(await machine.ask('POST', 'print-jobs', { kind: 'ticket', visitId }, session)).toMatchObject({ status: 404 })
    await machine.ask('POST', 'check-ins', { visitId }, session)
    expect((await machine.ask('GET', 'printables', undefined, session)).body).toMatchObject([{ kind: 'ticket', visitId }])
    for (const state of ['paper-out', 'printed']) {
      const job = await machine.ask<{ jobId: string; pdf: string }>('POST', 'print-jobs', { kind: 'ticket', visitId }, session)
      expect(Buffer.from(job.body.pdf, 'base64').toString('latin1', 0, 5)).toBe('%PDF-')
      expect((await machine.ask('POST', `print-jobs/${job.body.jobId}/state`, { state })).status).toBe(204)
      expect(await aMachine('3 号机').ask('POST', `print-jobs/${job.body.jobId}/state`, { state: 'jam' })).toMatchObject({ status: 404, body: { code: 'kiosk.job-unknown' } })
    }
    expect((await sql<{ state: string }>`select state from kiosk.print_job where person_id = ${personId} order by asked_at, state`.execute(owner)).rows.map((row) => row.state).toSorted()).toEqual(['paper-out', 'printed'])
    expect((await sql`select from platform.audit where action = 'kiosk.print-ticket' and person_id = ${personId}`.execute(owner)).rows).toHaveLength(2)
  })
})

describe('looking after the machines', () => {
  test('O3 help is called once however often it is pressed, the first who goes is named, and another hospital sees none of it', async () => {
    at(0)
    const machine = aMachine('4 号机')
    await machine.ask('GET', 'here')
    const [first, second] = await Promise.all([machine.ask('POST', 'help', { step: 'pay' }), machine.ask('POST', 'help', { step: 'pay' })])
    expect(first.body.id).toBe(second.body.id)
    expect(await events('kiosk.help-called.v1')).toMatchObject([{ payload: { machine: '4 号机' }, topics: [`kiosk:${CENTRAL}`] }])
    expect((await fleet()).calls).toMatchObject([{ machine: '4 号机', step: 'pay', comingAt: null }])
    expect((await fleet(staff(2, 'nurse'))).calls).toEqual([])
    const go = (as = nurse) => server.request('POST', `/api/kiosk/calls/${first.body.id}/coming`, { as })
    expect((await go(staff(2, 'nurse'))).status).toBe(404)
    expect((await Promise.all([go(), go(staff(CENTRAL, 'admin'))])).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 404])
    expect((await machine.ask('GET', 'help')).body.call.comingAt).not.toBeNull()
    expect((await server.request('POST', `/api/kiosk/calls/${first.body.id}/done`, { as: nurse })).status).toBe(204)
    expect((await machine.ask('GET', 'help')).body.call).toBeNull()
    expect((await machine.ask('POST', 'help', { step: 'home' })).body.id).not.toBe(first.body.id)
    expect((await server.request('GET', '/api/kiosk/fleet', { as: staff(CENTRAL, 'physician') })).status).toBe(403)
  })

  test('O3 a heartbeat announces nothing but what began; a machine that falls silent is told of once and comes back by itself', async () => {
    at(0)
    const machine = aMachine('5 号机')
    const one = async () => (await fleet()).machines.find(({ name }: { name: string }) => name === '5 号机')
    const beat = (change = {}) => machine.ask('POST', 'heartbeat', { ...fine, ...change })
    await beat()
    const before = (await sql<{ n: number }>`select count(*)::integer as n from platform.event`.execute(owner)).rows[0]!.n
    for (let i = 0; i < 20; i++) expect((await beat()).status).toBe(200)
    expect((await sql<{ n: number }>`select count(*)::integer as n from platform.event`.execute(owner)).rows[0]!.n).toBe(before)
    expect(await one()).toMatchObject({ isOnline: true, alarms: [], printer: 'ready' })
    await beat({ printer: 'paper-out' })
    await beat({ printer: 'paper-out', queued: 3 })
    expect((await events('kiosk.machine-alarm.v1')).map(({ payload }) => payload['alarm'])).toEqual(['paper-out'])
    expect(await one()).toMatchObject({ alarms: ['paper-out', 'queued'], queued: 3 })
    seconds(60)
    const context = systemContext('test', server.clock.now())
    const lost = () => inTransaction(db, context, (tx) => noteLost(tx, context))
    expect([await lost(), await lost()]).toEqual([1, 0])
    expect((await one()).alarms).toContain('lost')
    await beat()
    expect(await one()).toMatchObject({ isOnline: true, alarms: [] })
  })

  test('O3 out of service a machine opens nothing for a new person, says the word it was given, and is put back', async () => {
    at(0)
    const machine = aMachine('6 号机')
    const { number } = await anAppointment()
    await machine.ask('GET', 'here')
    const set = (inService: boolean, as = nurse, name = '6 号机') => server.request('PUT', `/api/kiosk/machines/${encodeURIComponent(name)}/service`, { as, body: { inService, message: '在修，请用旁边的', messageEn: '' } })
    expect((await set(false)).status).toBe(204)
    expect((await machine.ask('GET', 'here')).body).toMatchObject({ inService: false, message: '在修，请用旁边的' })
    expect(await machine.ask('POST', 'identify', { by: 'document', document: { kind: 'resident-id', number } })).toMatchObject({ status: 409, body: { code: 'kiosk.out-of-service' } })
    expect((await set(true, nurse, '没有这台')).body).toMatchObject({ code: 'kiosk.machine-unknown' })
    expect((await set(true, staff(2, 'nurse'))).status).toBe(404)
    await set(true)
    expect((await machine.identify(number)).nameMasked).toBe('李*庚')
    expect((await sql`select from platform.audit where action = 'kiosk.put-out-of-service' and subject = 'machine/6 号机'`.execute(owner)).rows).toHaveLength(1)
  })
})

import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { type Context, systemContext } from '#platform/context/context.ts'
import { inTransaction, newId, type Tx } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { TICKET_NEAR } from './events.ts'
import * as queue from './index.ts'
import { learnCorrections } from './operations/learn-corrections.ts'
import { measurePace } from './operations/measure-pace.ts'
import { rememberDays } from './operations/remember-days.ts'
import { renewPromises } from './operations/renew-promises.ts'
import { tellNear } from './operations/tell-near.ts'
import { waitFacts } from './queries/wait-facts.ts'

const { db, owner } = await testDatabase()
const start = new Date('2026-03-17T09:00:00+08:00')
const at = (minutes: number): Context => systemContext('test', new Date(start.getTime() + minutes * 60_000))
const run = <T>(minute: number, work: (tx: Tx, context: Context) => Promise<T>) => inTransaction(db, at(minute), (tx) => work(tx, at(minute)))
const due = (minute: number) => ({ from: new Date(start.getTime() + minute * 60_000), to: new Date(start.getTime() + (minute + 10) * 60_000) })

let institutions = 700
async function aClinic({ open = true } = {}) {
  const institutionId = institutions++
  return run(-60, async (tx, context) => {
    const zoneId = await queue.openZone(tx, { institutionId, id: 'd1', name: '3 层 B 区', nameEn: 'Zone B' })
    const { id: queueId } = await queue.openQueue(tx, context, { institutionId, zoneId, kind: 'consulting', subject: 'practitioner:1', name: 'Q', nameEn: 'Q' })
    const point = await queue.makeServicePoint(tx, context, { institutionId, zoneId, name: '1 诊室', nameEn: 'Room 1', serves: [queueId] })
    const staffing = { institutionId, pointId: point.id, staffId: 1, label: 'S', labelEn: 'S', role: '', serves: [queueId] }
    if (open) await queue.takeServicePoint(tx, context, staffing)
    return { institutionId, queueId, pointId: point.id, staffing }
  })
}
type Clinic = Awaited<ReturnType<typeof aClinic>>

const joins = ({ institutionId, queueId }: Clinic, minute: number, period = 0, over: Partial<queue.JoinQueue> = {}) =>
  run(minute, (tx, context) => queue.joinQueue(tx, context, { institutionId, queueId, holderId: newId(), visitId: newId(), displayName: '李*庚', class: 'booked', due: due(period), ...over }))
const calls = ({ institutionId, pointId }: Clinic, minute: number) => run(minute, (tx, context) => queue.callNext(tx, context, { institutionId, pointId }))
const ends = ({ institutionId }: Clinic, minute: number, ticketId: string) => run(minute, (tx, context) => queue.finish(tx, context, { institutionId, ticketId }))
const placeOf = ({ institutionId }: Clinic, minute: number, ticketId: string) => run(minute, (tx, context) => queue.placeInLine(tx, context, { institutionId, ticketId }))

interface Row { shown_at: Date; from_at: Date | null; to_at: Date | null; come_back_at: Date | null; called_at: Date | null; outcome: string; ahead: number }
const promisesOf = async (ticketId: string) => (await sql<Row>`select * from queue.promise where ticket_id = ${ticketId} order by shown_at`.execute(owner)).rows
const nearEvents = async (ticketId: string) => (await sql`select from platform.event where type = ${TICKET_NEAR} and payload ->> 'ticketId' = ${ticketId}`.execute(owner)).rows.length

/** What a queue has seen of ten days: eight minutes each. */
const remembers = ({ institutionId, queueId }: Clinic) => sql`
  insert into queue.duration_history (institution_id, queue_id, class, hour, weight, sum_log, sum_square)
  values (${institutionId}, ${queueId}, 'booked', 9, 200, ${200 * Math.log(480)}, ${200 * (Math.log(480) ** 2 + 0.2)})`.execute(owner)

describe('what was promised', () => {
  test('O4 what a person is told when they come is kept, and what came true is filled in at the call', async () => {
    const clinic = await aClinic()
    await joins(clinic, 0)
    const mine = await joins(clinic, 1)
    const [told] = await promisesOf(mine.id)
    expect(told).toMatchObject({ ahead: 1, outcome: 'open', called_at: null })
    expect(told!.to_at!.getTime()).toBeGreaterThan(told!.from_at!.getTime())
    const first = await calls(clinic, 2)
    await ends(clinic, 10, first.id)
    await calls(clinic, 11)
    expect(await promisesOf(mine.id)).toMatchObject([{ outcome: 'called', called_at: at(11).now }])
  })

  test('O4 a call that is undone has not come true; who goes home is not counted', async () => {
    const clinic = await aClinic()
    const [a, b] = [await joins(clinic, 0), await joins(clinic, 1)]
    const called = await calls(clinic, 5)
    await run(5, (tx, context) => queue.undo(tx, context, { institutionId: clinic.institutionId, ticketId: a.id, version: called.version }))
    expect(await promisesOf(a.id)).toMatchObject([{ outcome: 'open', called_at: null }])
    await run(6, (tx, context) => queue.leave(tx, context, { institutionId: clinic.institutionId, ticketId: b.id, reason: 'home' }))
    expect(await promisesOf(b.id)).toMatchObject([{ outcome: 'gone', called_at: null }])
  })

  test('O4 before anybody is at work no figure is promised; a quarter of an hour later what is seen then is', async () => {
    const clinic = await aClinic({ open: false })
    const mine = await joins(clinic, 0)
    expect(await promisesOf(mine.id)).toMatchObject([{ from_at: null, to_at: null }])
    expect(await placeOf(clinic, 1, mine.id)).toMatchObject({ range: null, middleMinutes: null, comeBackAt: null })
    await run(10, (tx, context) => queue.takeServicePoint(tx, context, clinic.staffing))
    expect(await run(10, (tx, context) => renewPromises(tx, context, 50))).toBe(0)
    await run(16, (tx, context) => renewPromises(tx, context, 5000))
    const [, later] = await promisesOf(mine.id)
    expect(later!.from_at).not.toBeNull()
    await run(17, (tx, context) => renewPromises(tx, context, 5000))
    expect(await promisesOf(mine.id)).toHaveLength(2)
  })

  test('O4 the share inside the range can be asked by queue and day', async () => {
    const clinic = await aClinic()
    await remembers(clinic)
    for (let minute = 0; minute < 3; minute++) await joins(clinic, minute)
    for (let minute = 3; minute < 30; minute += 9) await ends(clinic, minute + 8, (await calls(clinic, minute)).id)
    const day = { institutionId: clinic.institutionId, fromDay: '2026-03-17', toDay: '2026-03-17' }
    const [honesty] = await run(60, (tx, context) => queue.waitHonesty(tx, context, day))
    expect(honesty).toMatchObject({ queueId: clinic.queueId, subject: 'practitioner:1', promises: 3 })
    expect(honesty!.inside + honesty!.earlier + honesty!.later).toBe(3)
    await run(60, (tx, context) => learnCorrections(tx, context, clinic.institutionId))
    expect((await run(61, (tx) => queue.correctionsOf(tx, clinic.institutionId))).map((one) => one.queueId).toSorted((a, b) => a - b)).toEqual([0, clinic.queueId])
  })
})

test('O4 what was told before anything was remembered teaches nothing; people of one day teach little together', async () => {
  const learned = async (clinic: Clinic) => {
    for (let n = 0; n < 12; n++) await joins(clinic, 0)
    for (let minute = 30; minute < 60; minute += 5) await ends(clinic, minute + 4, (await calls(clinic, minute)).id)
    await run(70, (tx, context) => learnCorrections(tx, context, clinic.institutionId))
    return run(71, (tx) => queue.correctionsOf(tx, clinic.institutionId))
  }
  expect(await learned(await aClinic())).toEqual([])
  const known = await aClinic()
  await remembers(known)
  const [institution] = await learned(known)
  expect(institution!.spread).toBeLessThan(1.2)
})

describe('coming back', () => {
  const longLine = async (clinic: Clinic) => {
    for (let i = 0; i < 12; i++) await joins(clinic, 0)
    return joins(clinic, 1)
  }

  test('O4 in a long line one is told when to be back, and the time told never moves earlier', async () => {
    const clinic = await aClinic()
    const mine = await longLine(clinic)
    const told = (await placeOf(clinic, 1, mine.id)).comeBackAt!
    expect(Date.parse(told)).toBeGreaterThan(at(20).now.getTime())
    // The line goes much faster than was thought.
    for (let i = 0; i < 8; i++) await ends(clinic, 2 + i, (await calls(clinic, 2 + i)).id)
    await run(20, (tx, context) => renewPromises(tx, context, 5000))
    expect((await placeOf(clinic, 20, mine.id)).comeBackAt).toBe(told)
    expect((await placeOf(clinic, 300, mine.id)).comeBackAt).toBeNull()
  })

  test('O4 called before the time they were told, and back by then: the place is the old one; later it is the next period', async () => {
    const clinic = await aClinic()
    const mine = await longLine(clinic)
    const told = new Date((await placeOf(clinic, 1, mine.id)).comeBackAt!)
    const minuteTold = (told.getTime() - start.getTime()) / 60_000
    const call = () => run(3, (tx, context) => queue.callTicket(tx, context, { institutionId: clinic.institutionId, ticketId: mine.id, pointId: clinic.pointId, reason: 'test' }))
    const pass = () => run(4, (tx, context) => queue.pass(tx, context, { institutionId: clinic.institutionId, ticketId: mine.id }))
    const back = (minute: number) => run(minute, (tx, context) => queue.rejoin(tx, context, { institutionId: clinic.institutionId, ticketId: mine.id }))
    await call()
    await pass()
    expect(await back(minuteTold)).toMatchObject({ status: 'waiting', why: 'rejoined', whyDetail: { kept: true }, orderAt: mine.orderAt })
    await call()
    await pass()
    const newest = (await promisesOf(mine.id)).reduce((latest, one) => Math.max(latest, one.come_back_at?.getTime() ?? 0), 0)
    const late = await back((newest - start.getTime()) / 60_000 + 1)
    expect(late.whyDetail.kept).toBeUndefined()
    expect(Date.parse(late.orderAt)).toBeGreaterThan(Date.parse(mine.orderAt))
  })
})

describe('three ahead', () => {
  test('O4 two workers that look at the same moment tell a person once, and nobody twice as the line moves on', async () => {
    const clinic = await aClinic()
    for (let i = 0; i < 4; i++) await joins(clinic, 0)
    const mine = await joins(clinic, 1)
    const look = (minute: number) => run(minute, (tx, context) => tellNear(tx, context, clinic.institutionId, clinic.queueId))
    expect(await look(2)).toBe(0)
    await calls(clinic, 3)
    expect((await Promise.all([look(3), look(3), look(3), look(3)])).toSorted()).toEqual([0, 0, 0, 1])
    expect(await nearEvents(mine.id)).toBe(1)
    await ends(clinic, 4, firstCalled(await tickets(clinic)))
    await calls(clinic, 5)
    expect(await look(5)).toBe(0)
    expect(await nearEvents(mine.id)).toBe(1)
  })

  test('O4 who stood near already when they came was told so then, and gets no message', async () => {
    const clinic = await aClinic()
    await joins(clinic, 0)
    const mine = await joins(clinic, 1)
    expect(await run(2, (tx, context) => tellNear(tx, context, clinic.institutionId, clinic.queueId))).toBe(0)
    expect(await nearEvents(mine.id)).toBe(0)
  })
})

async function tickets({ institutionId }: Clinic) {
  return (await sql<{ id: string; status: string }>`select id, status from queue.ticket where institution_id = ${institutionId}`.execute(owner)).rows
}
const firstCalled = (rows: readonly { id: string; status: string }[]) => rows.find((row) => row.status === 'called')!.id

describe('what a queue remembers', () => {
  test('O4 those booked who are not here yet are counted by period, whoever came is not counted twice', async () => {
    const clinic = await aClinic()
    const { institutionId, queueId } = clinic
    const periods = [{ ...due(0), booked: 3 }, { ...due(10), booked: 2 }]
    await run(-5, (tx, context) => queue.expectInQueue(tx, context, { institutionId, queueId, day: '2026-03-17', periods }))
    await joins(clinic, -3, 0)
    const expected = async () => (await run(0, (tx) => waitFacts(tx, institutionId, queueId, at(0).now))).expected.map((one) => one.count)
    expect(await expected()).toEqual([2, 2])
    await run(0, (tx, context) => queue.expectInQueue(tx, context, { institutionId, queueId, day: '2026-03-17', periods: periods.slice(0, 1) }))
    expect(await expected()).toEqual([2])
  })

  test('O4 a past day is remembered once, by class and hour, and shapes the forecast of the next', async () => {
    const clinic = await aClinic()
    const { institutionId, queueId } = clinic
    for (let i = 0; i < 24; i++) {
      const ticket = await joins(clinic, i * 4, 0)
      await calls(clinic, i * 4)
      await ends(clinic, i * 4 + 3, ticket.id)
    }
    const tomorrow = 24 * 60
    await run(tomorrow, (tx, context) => rememberDays(tx, context, 5000))
    await run(tomorrow, (tx, context) => rememberDays(tx, context, 5000))
    const { rows } = await sql<{ weight: number }>`select sum(weight) as weight from queue.duration_history where institution_id = ${institutionId} and queue_id = ${queueId}`.execute(owner)
    expect(rows[0]!.weight).toBe(24)
    const { history } = await run(tomorrow, (tx) => waitFacts(tx, institutionId, queueId, at(tomorrow).now))
    expect(Math.exp(history!.meanLog)).toBeGreaterThan(170)
    expect(Math.exp(history!.meanLog)).toBeLessThan(250)
    expect(history!.classes.booked!.samples).toBe(24)
  })

  test('O4 somebody called who was not there does not teach how long people take', async () => {
    const clinic = await aClinic()
    const mine = await joins(clinic, 0)
    await calls(clinic, 1)
    await run(2, (tx, context) => queue.pass(tx, context, { institutionId: clinic.institutionId, ticketId: mine.id }))
    const { recent, away } = await run(3, (tx) => waitFacts(tx, clinic.institutionId, clinic.queueId, at(3).now))
    expect([recent, away]).toEqual([[], 1])
  })
})

describe('how today goes', () => {
  const anotherQueue = async (clinic: Clinic, zone: string) => run(-60, async (tx, context) => {
    const { institutionId } = clinic
    const zoneId = await queue.openZone(tx, { institutionId, id: zone, name: zone, nameEn: zone })
    const { id: queueId } = await queue.openQueue(tx, context, { institutionId, zoneId, kind: 'consulting', subject: `practitioner:${zone}`, name: zone, nameEn: zone })
    const point = await queue.makeServicePoint(tx, context, { institutionId, zoneId, name: zone, nameEn: zone, serves: [queueId] })
    await queue.takeServicePoint(tx, context, { institutionId, pointId: point.id, staffId: zone.length + 7, label: zone, labelEn: zone, role: '', serves: [queueId] })
    return { ...clinic, queueId, pointId: point.id }
  })
  const factsOf = ({ institutionId, queueId }: Clinic, minute: number) => run(minute, (tx, context) => waitFacts(tx, institutionId, queueId, context.now))

  test('O4 what one room shows of today is told to the others of its kind, by zone, and never to itself', async () => {
    const slow = await aClinic()
    const quiet = await anotherQueue(slow, 'e2')
    await remembers(slow)
    await remembers(quiet)
    for (let n = 0; n < 6; n++) await joins(slow, 0)
    for (let minute = 0; minute < 80; minute += 16) await ends(slow, minute + 16, (await calls(slow, minute)).id)
    expect((await factsOf(quiet, 81)).others).toEqual([])
    expect(await run(81, (tx, context) => measurePace(tx, context, slow.institutionId))).toBe(1)
    const [zone, ...more] = (await factsOf(quiet, 82)).others!
    expect(more).toEqual([])
    expect(zone!.own).toBe(false)
    // Twice as long as on other days.
    expect(zone!.sum / zone!.weight).toBeCloseTo(Math.log(2), 1)
    expect((await factsOf(slow, 82)).others).toEqual([])
    // Whoever waits at the quiet room is told more than on another day.
    const mine = [await joins(quiet, 82), await joins(quiet, 82), await joins(quiet, 82)].at(-1)!
    const told = (await placeOf(quiet, 83, mine.id)).middleMinutes!
    await sql`delete from queue.pace_today where institution_id = ${slow.institutionId}`.execute(owner)
    expect((await placeOf(quiet, 83, mine.id)).middleMinutes).toBeLessThan(told)
  })

  test('O4 yesterday is not today, and who is inside now counts with the time they have been there', async () => {
    const clinic = await aClinic()
    const other = await anotherQueue(clinic, 'e2')
    await remembers(clinic)
    for (let n = 0; n < 2; n++) await joins(clinic, 0)
    await calls(clinic, 0)
    await run(30, (tx, context) => measurePace(tx, context, clinic.institutionId))
    const [zone] = (await factsOf(other, 31)).others!
    expect(zone!.sum).toBeGreaterThan(0)
    expect((await factsOf(other, 31 + 24 * 60)).others).toEqual([])
  })

  test('O4 of two workers that measure at the same moment the later word stands', async () => {
    const clinic = await aClinic()
    await joins(clinic, 0)
    await calls(clinic, 0)
    await run(20, (tx, context) => measurePace(tx, context, clinic.institutionId))
    await run(10, (tx, context) => measurePace(tx, context, clinic.institutionId))
    const { rows } = await sql<{ measured_at: Date }>`select measured_at from queue.pace_today where institution_id = ${clinic.institutionId}`.execute(owner)
    expect(rows).toEqual([{ measured_at: at(20).now }])
  })
})

import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { SessionAdvice } from './contract.ts'
import { learn } from './operations/learn.ts'
import { settleDay, unsettledDays } from './operations/settle-days.ts'
import { MODEL } from './risk/model.ts'
import { module } from './server.ts'
import { aClinic, asSystem, book, localTime, MONDAY, patient, somebody, staff } from './testing/a-day.ts'

const database = await testDatabase()
const { db, owner } = database
const SUNDAY = localTime('2026-11-22', '10:00')
const server = await testServer([booking, module], database, { now: SUNDAY })
const manager = staff('manager')

beforeEach(async () => {
  server.clock.set(SUNDAY)
  await sql`truncate attendance.watch, attendance.reminder, attendance.call, attendance.confirmation, attendance.overbooking, attendance.calibration`.execute(owner)
})

/** A full morning of four periods of three whose people come with this likelihood. */
async function aFullMorning(missing: number, options: { units?: Record<string, number>; take?: number } = {}) {
  const clinic = await aClinic(owner, { periods: 4, from: '08:00', day: MONDAY, units: options.units ?? { public: 3 } })
  const ids: string[] = []
  const places = clinic.periodIds.flatMap((periodId) => [periodId, periodId, periodId])
  for (const periodId of places.slice(0, options.take)) ids.push(await book(db, { personId: await somebody(owner), periodId, at: SUNDAY }))
  await server.runReactions()
  await sql`update attendance.watch set likely = ${missing} where appointment_id = any (${ids}::uuid[])`.execute(owner)
  return { ...clinic, ids }
}
/** The directory is at most half a second behind: a clinic made just now is waited for. */
async function adviceFor(sessionId: number): Promise<SessionAdvice> {
  const ask = async (): Promise<SessionAdvice | undefined> =>
    (await server.request<{ sessions: SessionAdvice[] }>('GET', `/api/attendance/days/${MONDAY}/advice`, { as: manager })).body.sessions.find((one) => one.sessionId === sessionId)
  await expect.poll(ask, { timeout: 3_000, interval: 100 }).toBeDefined()
  return (await ask())!
}
const decide = (advice: SessionAdvice, decision: string, as = manager, units = advice.periods.filter(({ extra }) => extra > 0).map(({ periodId, extra }) => ({ periodId, units: extra }))) =>
  server.request('POST', `/api/attendance/sessions/${advice.sessionId}/decision`, { as, body: { decision, units } })
const unitsOf = async (sessionId: number) => (await sql<{ units: number }>`select sum(a.units)::integer as units from capacity.allotment a
  join capacity.period p on p.institution_id = a.institution_id and p.id = a.period_id where p.session_id = ${sessionId}`.execute(owner)).rows[0]!.units

describe('advice for a session (P3)', () => {
  test('says how many more could be seen, in units and never in names', async () => {
    const { sessionId } = await aFullMorning(0.4)
    const advice = await adviceFor(sessionId)
    expect(advice).toMatchObject({ units: 12, taken: 12, expected: 7.2, extra: 1, because: null, decided: null })
    expect(advice.breakingThen).toBeLessThanOrEqual(0.05)
    expect(advice.distribution).toHaveLength(13)
    expect(JSON.stringify(advice)).not.toMatch(/person|周桂兰|likely/)
  })

  test('is none where people come, where there is room, where it begins soon, and where older people are expected', async () => {
    expect(await adviceFor((await aFullMorning(0.01)).sessionId)).toMatchObject({ extra: 0, because: 'all-come' })
    expect(await adviceFor((await aFullMorning(0.5, { take: 6 })).sessionId)).toMatchObject({ extra: 0, because: 'room-left' })
    await sql`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at, eligibility) values (1, 9, 'elderly', '老人号', 28, '00:00', '{"minAge": 60}') on conflict do nothing`.execute(owner)
    const kept = await aFullMorning(0.5, { units: { public: 3, elderly: 1 } })
    await sql`update capacity.allotment set taken = units where period_id = any (${kept.periodIds}::bigint[])`.execute(owner)
    expect(await adviceFor(kept.sessionId)).toMatchObject({ extra: 0, because: 'kept-for-elders' })
    const soon = await aFullMorning(0.5)
    server.clock.set(localTime(MONDAY, '07:30'))
    expect(await adviceFor(soon.sessionId)).toMatchObject({ extra: 0, because: 'over-soon' })
  })

  test('counts on those who confirmed', async () => {
    const { sessionId, ids } = await aFullMorning(0.4)
    await sql`insert into attendance.confirmation select institution_id, appointment_id, person_id, starts_at, 'confirmed', 'link', now() from attendance.watch where appointment_id = any (${ids}::uuid[])`.execute(owner)
    expect((await adviceFor(sessionId)).expected).toBeCloseTo(12 * (1 - 0.4 * 0.3), 3)
  })

  test('is for the office only', async () => {
    for (const as of [staff('nurse'), staff('physician'), patient(await somebody(owner))]) {
      expect((await server.request('GET', `/api/attendance/days/${MONDAY}/advice`, { as })).status).toBe(403)
    }
  })
})

describe('a manager\'s decision (P3)', () => {
  test('adds the units at once, open to everybody, each with a row that says why', async () => {
    const { sessionId } = await aFullMorning(0.4)
    const advice = await adviceFor(sessionId)
    expect(await decide(advice, 'accepted')).toMatchObject({ status: 200, body: { added: 1 } })
    expect(await unitsOf(sessionId)).toBe(13)
    const { rows } = await sql`select m.reason, m.units, m.actor_id, m.from_pool_id from capacity.pool_move m join capacity.period p on p.institution_id = m.institution_id and p.id = m.period_id where p.session_id = ${sessionId}`.execute(owner)
    expect(rows).toEqual([{ reason: 'advised overbooking', units: 1, actor_id: manager.kind === 'staff' && manager.accountId, from_pool_id: null }])
    const extra = advice.periods.find((one) => one.extra > 0)!
    await expect(book(db, { personId: await somebody(owner), periodId: extra.periodId, at: SUNDAY })).resolves.toBeTruthy()
    const { rows: told } = await sql`select from platform.event where type = 'attendance.overbooking-decided.v1' and payload ->> 'sessionId' = ${String(sessionId)}`.execute(owner)
    const { rows: noted } = await sql`select from platform.audit where action = 'attendance.advice-accepted' and subject = ${`session/${sessionId}`}`.execute(owner)
    expect([told.length, noted.length]).toEqual([1, 1])
    expect(await adviceFor(sessionId)).toMatchObject({ extra: 0, decided: { decision: 'accepted', added: 1 } })
  })

  test('is made once, however many press', async () => {
    const { sessionId } = await aFullMorning(0.4)
    const advice = await adviceFor(sessionId)
    const answers = await Promise.all(Array.from({ length: 5 }, () => decide(advice, 'accepted', staff('manager'))))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409, 409])
    expect(await unitsOf(sessionId)).toBe(13)
  })

  test('for more than is advised now is refused, and nothing is left behind', async () => {
    const { sessionId, ids } = await aFullMorning(0.4)
    const advice = await adviceFor(sessionId)
    await sql`update attendance.watch set likely = 0.01 where appointment_id = any (${ids}::uuid[])`.execute(owner)
    expect((await decide(advice, 'accepted')).body.code).toBe('attendance.advice-changed')
    expect((await decide(advice, 'accepted', manager, [{ periodId: advice.periods[0]!.periodId, units: 5 }])).body.code).toBe('attendance.advice-changed')
    expect(await unitsOf(sessionId)).toBe(12)
    expect((await sql`select from attendance.overbooking`.execute(owner)).rows).toEqual([])
  })

  test('not to add is kept and changes nothing; another hospital\'s clinic is not found', async () => {
    const { sessionId } = await aFullMorning(0.4)
    const advice = await adviceFor(sessionId)
    expect((await decide(advice, 'declined')).status).toBe(200)
    expect(await unitsOf(sessionId)).toBe(12)
    expect((await adviceFor(sessionId)).decided).toMatchObject({ decision: 'declined', added: 0 })
    expect((await decide(advice, 'accepted', staff('manager', 2))).body.code).toBe('attendance.session-not-found')
  })
})

describe('afterwards (P3)', () => {
  const WEDNESDAY = localTime('2026-11-25', '10:00')
  const settle = async () => {
    const at = asSystem(WEDNESDAY)
    for (const day of await inTransaction(db, at, (tx) => unsettledDays(tx, at.now))) await inTransaction(db, at, (tx) => settleDay(tx, at, day))
  }

  test('who came is noted, and whether anybody waited longer than promised', async () => {
    const morning = await aFullMorning(0.4)
    await decide(await adviceFor(morning.sessionId), 'accepted')
    await sql`update booking.appointment set status = case when id = any (${morning.ids.slice(0, 5)}::uuid[]) then 'no-show' else 'fulfilled' end where session_id = ${morning.sessionId}`.execute(owner)
    await settle()
    const { rows } = await sql`select missed, count(*)::integer as n from attendance.watch group by missed order by missed`.execute(owner)
    expect(rows).toEqual([{ missed: false, n: 7 }, { missed: true, n: 5 }])
    const { rows: measured } = await sql`select came, waited_longer from attendance.overbooking`.execute(owner)
    expect(measured).toEqual([{ came: 7, waited_longer: false }])
  })

  test('enough own outcomes replace the assumption, and change what the next booking is thought to be', async () => {
    const { ids } = await aFullMorning(0.4)
    await sql`update attendance.watch set missed = appointment_id = any (${ids.slice(0, 6)}::uuid[])`.execute(owner)
    const at = asSystem(WEDNESDAY)
    expect(await inTransaction(db, at, (tx) => learn(tx, at, 1))).toBe(false)
    await sql`insert into attendance.watch (institution_id, appointment_id, person_id, starts_at, booked_at, model, raw_score, likely, missed)
      select 1, gen_random_uuid(), gen_random_uuid(), ${SUNDAY}, ${SUNDAY}, model, -2 + (g % 10) * 0.3, 0.1, g % 10 >= 5 from generate_series(1, 600) g, unnest(${[MODEL, MODEL - 1]}::smallint[]) model`.execute(owner)
    expect(await inTransaction(db, at, (tx) => learn(tx, at, 1))).toBe(true)
    const { rows } = await sql<{ visits: number; better: boolean }>`select visits, brier_after < brier_before as better from attendance.calibration`.execute(owner)
    // Outcomes under the model before this one are not among them.
    expect(rows).toEqual([{ visits: 612, better: true }])
  })
})

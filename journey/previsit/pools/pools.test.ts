import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { flowBack } from '#engines/capacity/index.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { aClinic, faults, patient, people, registrar, SUNDAY } from '#journey/previsit/booking/testing/a-clinic.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { manager } from './testing/a-manager.ts'
import type { Fill, PoolRules, ReleaseFigures, ReleasedSession, SessionStory } from './contract.ts'
import { module } from './server.ts'
import { carryOutShares } from './tasks.ts'

const { url, db, owner } = await testDatabase()
const server = await testServer([booking, module], { url }, { now: SUNDAY })

const put = (institutionId: number, code: string, change: object) => server.request<PoolRules>('PUT', `/api/pools/rules/${code}`, {
  as: manager(institutionId), body: { opensDaysBefore: 19, opensAt: '07:00', closesMinutesBefore: 0, eligibility: {}, steps: [], ...change } })
const flow = (at: string) => {
  const context = systemContext('test', new Date(at))
  return inTransaction(db, context, (tx) => flowBack(tx, context))
}
const story = async (institutionId: number, sessionId: number) => (await server.request<SessionStory>('GET', `/api/pools/sessions/${sessionId}`, { as: manager(institutionId) })).body
const unitsOf = async (institutionId: number, pool: string) => (await sql<{ units: number }>`select coalesce(sum(a.units), 0)::integer as units from capacity.allotment a
  join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id where a.institution_id = ${institutionId} and l.code = ${pool}`.execute(owner)).rows[0]!.units
const soon = async <T>(ask: () => Promise<T>): Promise<T> => {
  await new Promise((go) => { setTimeout(go, 550) }) // the directory is read again half a second after it changed
  return ask()
}

describe('P3 pools and their release ladders', () => {
  test('a ladder of two steps: half of the unused flows first, evenly over the session, the rest at the deadline, each once for two workers', async () => {
    await aClinic(owner, { institutionId: 11, periods: 6, units: { 'family-doctor': 1, public: 1 }, day: '2026-11-27' })
    const steps = [{ flowsTo: 'public', daysBefore: 1, at: '00:00', sharePercent: 100 }, { flowsTo: 'public', daysBefore: 3, at: '12:00', sharePercent: 50 }]
    expect((await put(11, 'family-doctor', { steps })).body.pools.find((pool) => pool.code === 'family-doctor')!.steps.map((step) => step.daysBefore)).toEqual([3, 1])
    expect(await flow('2026-11-24T11:59:00+08:00')).toBe(0)
    const both = await Promise.all([flow('2026-11-24T12:00:00+08:00'), flow('2026-11-24T12:00:00+08:00'), flow('2026-11-24T12:00:01+08:00')])
    expect(both.reduce((sum, n) => sum + n)).toBe(3)
    expect(await flow('2026-11-25T12:00:00+08:00')).toBe(0)
    const rest = await Promise.all([flow('2026-11-26T00:00:00+08:00'), flow('2026-11-26T00:00:00+08:00')])
    expect(rest.reduce((sum, n) => sum + n)).toBe(3)
    expect([await unitsOf(11, 'family-doctor'), await unitsOf(11, 'public')]).toEqual([0, 12])
    const gone = await sql<{ at: number }>`select row_number() over (order by p.id) as at from capacity.period p where p.institution_id = 11`.execute(owner)
    expect(gone.rows).toHaveLength(6)
  })

  test('a ladder that would come back to where it began is refused, and what the platform fills by itself is left alone', async () => {
    await aClinic(owner, { institutionId: 12 })
    const step = (flowsTo: string) => ({ steps: [{ flowsTo, daysBefore: 1, at: '00:00', sharePercent: 100 }] })
    expect((await put(12, 'family-doctor', step('revisit'))).status).toBe(200)
    expect((await put(12, 'revisit', step('family-doctor'))).body).toMatchObject({ status: 422, code: 'pools.ladder-runs-back' })
    expect((await put(12, 'public', step('public'))).body).toMatchObject({ code: 'pools.ladder-runs-back' })
    expect((await put(12, 'revisit', step('waitlist'))).body).toMatchObject({ code: 'pools.looks-after-itself' })
    expect((await put(12, 'elderly', {})).body).toMatchObject({ status: 404, code: 'pools.pool-not-found' })
    expect((await server.request('GET', '/api/pools/rules', { as: registrar(12) })).status).toBe(403)
  })

  test('a manager borrows a free unit with a reason, nobody loses a time, and the story says who and why', async () => {
    const clinic = await aClinic(owner, { institutionId: 13, periods: 2, units: { 'family-doctor': 2, public: 1 } })
    const [personId] = await people(owner, 1)
    await server.request('POST', '/api/booking/appointments', { as: patient(personId!), body: { institutionId: 13, periodId: clinic.periodIds[0], personId } })
    const move = (body: object) => server.request('POST', '/api/pools/moves', { as: manager(13), body: { periodId: clinic.periodIds[0], from: 'family-doctor', to: 'public', units: 5, reason: '家医本周外出培训', ...body } })
    expect((await move({})).body).toEqual({ moved: 2 })
    expect((await move({})).body).toMatchObject({ status: 409, code: 'pools.nothing-free' })
    expect((await move({ to: 'rebooking' })).body).toMatchObject({ status: 409, code: 'pools.looks-after-itself' })
    const told = await story(13, clinic.sessionId)
    expect(told.periods[0]).toMatchObject({ began: [{ pool: 'family-doctor', units: 2 }, { pool: 'public', units: 1 }],
      movements: [{ from: 'family-doctor', to: 'public', units: 2, reason: '家医本周外出培训' }], pools: [{ pool: 'public', units: 3, taken: 1 }] })
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from platform.audit where institution_id = 13 and action = 'pools.move-units'`.execute(owner)
    expect(rows[0]!.n).toBe(1)
    expect(await faults(owner)).toEqual([])
  })

  test('30 percent of the expert units go to family doctors, once for each session, by two workers at once, and back when it is lowered', async () => {
    await aClinic(owner, { institutionId: 14, periods: 10, units: { public: 1 }, day: '2026-11-30' })
    const share = (percent: number) => server.request<PoolRules>('POST', '/api/pools/shares', { as: manager(14), body: { kind: 'expert', departmentId: null, serviceId: null, pool: 'family-doctor', percent } })
    await soon(() => share(30))
    const moved = await Promise.all([carryOutShares(server.services), carryOutShares(server.services)])
    expect(moved.reduce((sum, n) => sum + n)).toBe(3)
    expect(await unitsOf(14, 'family-doctor')).toBe(3)
    // What flowed back stays where it flowed.
    await sql`update capacity.pool set flows_to = 'public', flows_days_before = 60 where institution_id = 14 and code = 'family-doctor'`.execute(owner)
    await flow('2026-11-22T09:00:00+08:00')
    await carryOutShares(server.services)
    expect(await unitsOf(14, 'family-doctor')).toBe(0)
    await sql`update capacity.pool set flows_to = null, flows_days_before = null where institution_id = 14 and code = 'family-doctor'`.execute(owner)
    await share(50)
    expect(await carryOutShares(server.services)).toBe(2)
    await share(10)
    await carryOutShares(server.services)
    expect(await unitsOf(14, 'family-doctor')).toBe(0)
    expect((await server.request('POST', '/api/pools/shares', { as: manager(14), body: { kind: 'expert', departmentId: null, serviceId: null, pool: 'revisit', percent: 95 } })).body).toMatchObject({ code: 'pools.more-than-all' })
  })

  test('the page of a department shows units, what is taken, and a forecast with its range, or that there is not enough history', async () => {
    const clinic = await aClinic(owner, { institutionId: 15, periods: 4, units: { public: 2, 'on-site': 1 } })
    const ask = () => server.request<Fill>('GET', '/api/pools/fill?departmentId=1&from=2026-11-23&days=3', { as: manager(15) })
    const { body } = await soon(ask)
    expect(body.days).toEqual(['2026-11-23', '2026-11-24', '2026-11-25'])
    expect(body.services).toMatchObject([{ serviceId: clinic.serviceId, sessions: [{ units: 12, taken: 0, pools: [{ pool: 'public', units: 8 }, { pool: 'on-site', units: 4 }], forecast: { state: 'not-enough', sessions: 0 } }] }])
  })
})

describe('P3 indicator 2: the share of units open to primary care', () => {
  test('counts units that were open to primary care also after they flowed back, leaves out suspended sessions, and is — without units', async () => {
    const expert = await aClinic(owner, { institutionId: 16, periods: 10, units: { 'family-doctor': 1, public: 2 } })
    const stopped = await aClinic(owner, { institutionId: 16, periods: 4, units: { 'family-doctor': 1 }, from: '14:00' })
    await sql`update capacity.session set status = 'suspended' where institution_id = 16 and id = ${stopped.sessionId}`.execute(owner)
    await server.request('POST', '/api/pools/moves', { as: manager(16), body: { periodId: expert.periodIds[0], from: 'family-doctor', to: 'public', units: 1, reason: 'unused' } })
    const ask = () => server.request<ReleaseFigures>('GET', '/api/pools/released?from=2026-11-01&to=2026-12-31', { as: manager(16) })
    const { body } = await soon(ask)
    expect(body.rows).toEqual([
      { month: '2026-11', group: 'all', units: 30, released: 10, taken: 0, share: 1 / 3 },
      { month: '2026-11', group: 'expert', units: 30, released: 10, taken: 0, share: 1 / 3 },
      { month: '2026-11', group: 'general', units: 0, released: 0, taken: 0, share: null },
    ])
    expect(body.target).toMatchObject({ expertPercent: 30, verified: false })
    const behind = await server.request<ReleasedSession[]>('GET', '/api/pools/released/sessions?month=2026-11&group=expert', { as: manager(16) })
    expect(behind.body).toMatchObject([{ sessionId: expert.sessionId, units: 30, released: 10 }])
    const csv = await server.request<string>('GET', '/api/pools/released/file.csv?from=2026-11-01&to=2026-12-31', { as: manager(16) })
    expect(csv.body.split('\r\n')[3]).toBe('"2026-11","general","0","0","0","—"')
    const book = await server.request<string>('GET', '/api/pools/released/file.xlsx?from=2026-11-01&to=2026-12-31', { as: manager(16) })
    expect(book.headers.get('content-type')).toContain('spreadsheetml')
  })
})

import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { aClinic, anInstitution, people, SUNDAY } from '#journey/previsit/booking/testing/a-clinic.ts'
import { type Actor, type Context, type InstitutionId, type PersonId, systemContext } from '#platform/context/context.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { everybodyBeforeIsDone, testDatabase, testServer } from '#platform/testing/index.ts'
import { writeAttempts } from './attempts.ts'
import { module as fairness } from './server.ts'
import { lookAround } from './tasks.ts'

const HOSPITALS = [1, 2, 3] as const
/** Nobody is at two hospitals at one time. */
const FROM: Readonly<Record<number, string>> = { 1: '08:00', 2: '11:00', 3: '14:00', 4: '08:00' }
const { url, owner } = await testDatabase()
const server = await testServer([booking, fairness], { url }, { now: SUNDAY })
const { db } = server.services
const manager = (institutionId: number, staffId = 1): Actor => ({ kind: 'staff', accountId: newId(), staffId, institutionId: institutionId as InstitutionId, roles: ['manager'] })
const findings = async (institutionId: number) => (await server.request('GET', '/api/fairness/findings', { as: manager(institutionId) })).body
const spread = async (institutionId: number) => (await server.request('GET', '/api/fairness/spread', { as: manager(institutionId) })).body
/** The public places of 20 December open on 22 November at midnight. */
const RELEASE = new Date('2026-11-22T00:00:00+08:00').getTime()

interface Account { readonly actor: Actor; readonly accountId: string; readonly personId: string }

async function anAccount(): Promise<Account> {
  const [personId] = await people(owner, 1)
  const accountId = newId()
  await sql`insert into access.account (id, kind, person_id, phone_hash, phone_masked, created_at)
    values (${accountId}, 'patient', ${personId!}, ${Buffer.from(accountId)}, '100****0001', now())`.execute(owner)
  return { accountId, personId: personId!, actor: { kind: 'patient', accountId, personId: personId as PersonId, mayActFor: [personId as PersonId] } }
}

async function books({ actor, personId }: Account, institutionId: number, device: string, seconds: number, day = '2026-12-20') {
  const period = clinics.get(`${institutionId} ${day}`)!.shift()
  server.clock.set(new Date(RELEASE + seconds * 1000))
  const { status, body } = await server.request('POST', '/api/booking/appointments', { as: actor, body: { institutionId, periodId: period, personId }, headers: { cookie: `liuxin_device=${device.padEnd(43, 'x')}` } })
  if (status !== 201) throw new Error(JSON.stringify(body))
}

const clinics = new Map<string, number[]>()
const looksAround = async () => {
  await everybodyBeforeIsDone(server.services.pool)
  await lookAround(server.services)
}

beforeAll(async () => {
  for (const institutionId of [...HOSPITALS, 4]) {
    await anInstitution(owner, institutionId)
    for (const day of ['2026-12-20', '2026-12-19']) clinics.set(`${institutionId} ${day}`, (await aClinic(owner, { institutionId, day, periods: 12, units: { public: 1 }, from: FROM[institutionId]! })).periodIds)
  }
  // A family on its tablet: three accounts, one visit each at every hospital, over a morning.
  const family = await Promise.all(Array.from({ length: 3 }, anAccount))
  for (const [n, one] of family.entries()) for (const [at, institutionId] of HOSPITALS.entries()) await books(one, institutionId, 'tablet', 4000 + n * 2000 + at * 500, '2026-12-19')
  // Nine accounts on two devices, one of which an account carries to the other: three at each hospital, from the second of release.
  const sellers = await Promise.all(Array.from({ length: 9 }, anAccount))
  for (const [n, one] of sellers.entries()) await books(one, HOSPITALS[n % 3]!, n < 6 ? 'bot-a' : 'bot-b', 1 + n * 0.2)
  await books(sellers[0]!, 2, 'bot-b', 4)
  await writeAttempts(db, new Date(RELEASE), [{ accountId: sellers[4]!.accountId, device: '', hour: new Date(RELEASE), refused: 120 }])
  await looksAround()
}, 60_000)

describe('P3 resale spread over hospitals, each time under the threshold', () => {
  test('is found by all of them together, opens at each with its own part, and no family does', async () => {
    for (const institutionId of HOSPITALS) {
      const found = await findings(institutionId)
      expect(found).toMatchObject([{ state: 'open', elsewhere: { hospitals: 2 } }])
      expect(found[0].score).toBeLessThan(45)
      expect(found[0].elsewhere.score).toBeGreaterThanOrEqual(45)
      expect(found[0].bookings + found[0].elsewhere.bookings).toBe(10)
    }
    expect(await findings(4)).toEqual([])
  })

  test('a hospital learns of the others how many, and nothing else; its own bookings are the evidence', async () => {
    const [{ id }] = await findings(1)
    const { body } = await server.request('GET', `/api/fairness/findings/${id}`, { as: manager(1) })
    expect(body.elsewhere).toEqual({ hospitals: 2, bookings: 7, score: body.elsewhere.score })
    expect(body.timeline).toHaveLength(3)
    const own = new Set(body.timeline.map((one: { appointmentId: string }) => one.appointmentId))
    const evidence = body.signals.flatMap((one: { evidence: string[] }) => one.evidence)
    expect(evidence.length).toBeGreaterThan(0)
    expect(evidence.every((one: string) => own.has(one))).toBe(true)
    expect(await spread(1)).toEqual([])
  })

  test('the region sees the whole count by hospital, and no person, account or device', async () => {
    const [found, ...others] = await spread(0)
    expect(others).toEqual([])
    expect(found).toMatchObject({ bookings: 10, accounts: 9, devices: 2, hospitals: [{ bookings: 4, institutionId: 2 }, { bookings: 3 }, { bookings: 3 }] })
    const { rows } = await sql<{ known: string }>`select account_id::text as known from fairness.trace union select person_id::text from fairness.trace union select device from fairness.trace where device is not null
      union select account_mark from fairness.trace`.execute(owner)
    const text = JSON.stringify(found)
    expect(rows.filter(({ known }) => text.includes(known))).toEqual([])
  })

  test('what is compared is read by nobody at work, names nobody, and a hospital\'s own trail does not lead to it', async () => {
    for (const institutionId of [0, 1]) {
      const context: Context = { ...systemContext('test', SUNDAY), actor: manager(institutionId), institutionId: institutionId as InstitutionId }
      const seen = await inTransaction(db, context, async (tx) => (await sql<{ n: number }>`select ((select count(*) from fairness.echo) + (select count(*) from fairness.tie) + (select count(*) from fairness.spread_account))::integer as n`.execute(tx)).rows[0]!.n)
      expect(seen).toBe(0)
    }
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from fairness.echo e join fairness.trace t on e.account = t.account_id::text or e.account = t.person_id::text`.execute(owner)
    expect(rows[0]!.n).toBe(0)
    const { rows: devices } = await sql<{ n: number }>`select count(*)::integer as n from fairness.tie e join fairness.trace t on e.mark = t.device or e.mark = t.phone`.execute(owner)
    expect(devices[0]!.n).toBe(0)
  })

  test('looking again changes nothing; what one hospital lets be comes back only when the whole grew', async () => {
    const before = await findings(1)
    await sql`delete from fairness.reader`.execute(owner)
    await looksAround()
    expect((await findings(1)).map(({ changedAt: _, ...one }: { changedAt: string }) => one)).toEqual(before.map(({ changedAt: _, ...one }: { changedAt: string }) => one))
    expect(await spread(0)).toHaveLength(1)
    await server.request('POST', `/api/fairness/findings/${before[0].id}/decide`, { as: manager(1), body: { kind: 'watch', reason: '先看着', seenState: 'open' } })
    await sql`delete from fairness.reader`.execute(owner)
    await looksAround()
    expect((await findings(1))[0].state).toBe('watched')
    await sql`update fairness.finding set decided_score = decided_score - 25 where id = ${before[0].id}`.execute(owner)
    await sql`delete from fairness.reader`.execute(owner)
    await looksAround()
    expect((await findings(1))[0].state).toBe('open')
    expect((await findings(2))[0].state).toBe('open')
  })
})

import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { restrictionsOf } from '#journey/previsit/booking/index.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { aClinic, people, SUNDAY } from '#journey/previsit/booking/testing/a-clinic.ts'
import { type Actor, type InstitutionId, type PersonId, systemContext } from '#platform/context/context.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { everybodyBeforeIsDone, testDatabase, testServer } from '#platform/testing/index.ts'
import { writeAttempts } from './attempts.ts'
import { module as fairness } from './server.ts'
import { lookAround } from './tasks.ts'

const { url, owner } = await testDatabase()
const server = await testServer([booking, fairness], { url }, { now: SUNDAY })
const { db } = server.services
const context = () => systemContext('test', server.clock.now())
const manager = (staffId: number, institutionId = 1): Actor => ({ kind: 'staff', accountId: newId(), staffId, institutionId: institutionId as InstitutionId, roles: ['manager'] })
const [first, second] = [manager(1), manager(2)]
const list = async (as: Actor = first) => (await server.request('GET', '/api/fairness/findings', { as })).body
const read = async (id: string, as: Actor = first) => server.request('GET', `/api/fairness/findings/${id}`, { as })
const decide = (id: string, body: object, as: Actor = first) => server.request('POST', `/api/fairness/findings/${id}/decide`, { as, body: { reason: '同一设备连续抢号', ...body } })
const restricted = () => inTransaction(db, context(), (tx) => restrictionsOf(tx, context(), { institutionId: 1 }))
/** The public places of 20 December open on 22 November at midnight. */
const RELEASE = new Date('2026-11-22T00:00:00+08:00').getTime()

interface Account { readonly actor: Actor; readonly personId: string }

async function anAccount(): Promise<Account> {
  const [personId] = await people(owner, 1)
  const accountId = newId()
  await sql`insert into access.account (id, kind, person_id, phone_hash, phone_masked, created_at)
    values (${accountId}, 'patient', ${personId!}, ${Buffer.from(accountId)}, '100****0001', now())`.execute(owner)
  return { personId: personId!, actor: { kind: 'patient', accountId, personId: personId as PersonId, mayActFor: [personId as PersonId] } }
}

async function books({ actor, personId }: Account, device: string, periodId: number | undefined, seconds: number) {
  server.clock.set(new Date(RELEASE + seconds * 1000))
  const { status, body } = await server.request('POST', '/api/booking/appointments', { as: actor, body: { institutionId: 1, periodId, personId }, headers: { cookie: `liuxin_device=${device.padEnd(43, 'x')}` } })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.id as string
}

/** Seven accounts on one device, one a second from the moment of release; the first gives back, and the eighth has it at once. */
async function aBot(device: string): Promise<Account[]> {
  const accounts = await Promise.all(Array.from({ length: 8 }, anAccount))
  const clinic = await aClinic(owner, { day: '2026-12-20', periods: 8, units: { public: 1 } })
  const ids: string[] = []
  for (const [n, account] of accounts.slice(0, 7).entries()) ids.push(await books(account, device, clinic.periodIds[n], 1 + n))
  await server.request('POST', `/api/booking/appointments/1/${ids[0]}/cancel`, { as: accounts[0]!.actor, body: { reason: '' } })
  await books(accounts[7]!, device, clinic.periodIds[0], 20)
  await writeAttempts(db, context().now, [{ accountId: accounts[1]!.actor.kind === 'patient' ? accounts[1]!.actor.accountId : '', device: '', hour: new Date(RELEASE), refused: 90 }])
  return accounts
}

async function looksAround(): Promise<void> {
  await everybodyBeforeIsDone(server.services.pool)
  await lookAround(server.services)
}

let bot: Account[] = []
beforeAll(async () => {
  // A family: mother, father and two children's worth of bookings on one tablet, over a morning.
  for (let n = 0; n < 3; n++) {
    const clinic = await aClinic(owner, { day: '2026-12-19' })
    await books(await anAccount(), 'family-tablet', clinic.periodIds[0], 4000 + n * 900)
  }
  bot = await aBot('bot-device')
  await looksAround()
})

describe('findings about reselling (P3)', () => {
  test('a program with many accounts is found, the family on its tablet is not; looking again changes nothing', async () => {
    const found = await list()
    expect(found).toMatchObject([{ state: 'open', accounts: 8, devices: 1, persons: 8 }])
    expect(found[0].score).toBeGreaterThanOrEqual(45)
    await looksAround()
    expect(await list()).toEqual(found)
    expect(await restricted()).toEqual([])
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from platform.event where type = 'fairness.finding-opened.v1'`.execute(owner)
    expect(rows[0]!.n).toBe(1)
  })

  test('the evidence shows every number, people masked; a name is shown on asking, and who asked is on record', async () => {
    const [{ id }] = await list()
    // The hospital comes to know them; one who gave back at once it never did, and stays a number.
    while ((await server.runReactions()) > 0);
    const { body } = await read(id)
    expect(body.signals.filter((one: { points: number }) => one.points > 0).map((one: { code: string }) => one.code)).toEqual(
      expect.arrayContaining(['accounts-on-device', 'machine-rhythm', 'seconds-after-release', 'cancel-pass']))
    expect(body.timeline).toHaveLength(8)
    expect(body.timeline[0]).toMatchObject({ secondsAfterRelease: 1, status: 'cancelled' })
    expect(body.timeline[0].passedTo).not.toBeNull()
    expect(body.edges.some((edge: { kind: string }) => edge.kind === 'passes')).toBe(true)
    expect(JSON.stringify(body)).not.toContain('周桂兰')
    expect(body.nodes.find((one: { kind: string }) => one.kind === 'device').carries).toBe(true)
    const personId = body.nodes.find((one: { label: string }) => one.label === '周*兰').subject
    expect(await server.request('GET', `/api/fairness/findings/${id}/persons/${personId}`, { as: first })).toMatchObject({ status: 200, body: { name: '周桂兰' } })
    const { rows } = await sql`select from platform.audit where action = 'fairness.reveal-person' and person_id = ${personId}`.execute(owner)
    expect(rows).toHaveLength(1)
    expect((await server.request('GET', `/api/fairness/findings/${id}/persons/${newId()}`, { as: first })).status).toBe(404)
  })

  test('other hospitals, other roles and patients see none of it', async () => {
    const [{ id }] = await list()
    expect(await list(manager(3, 2))).toEqual([])
    expect((await read(id, manager(3, 2))).status).toBe(404)
    expect((await read(id, { ...first, roles: ['registrar'] } as Actor)).status).toBe(403)
    expect((await read(id, bot[0]!.actor)).status).toBe(403)
  })

  test('two decide at once: one decision stands, the other is asked to look again', async () => {
    const [{ id }] = await list()
    const [a, b] = await Promise.all([decide(id, { kind: 'dismiss', seenState: 'open' }), decide(id, { kind: 'watch', seenState: 'open' }, second)])
    expect([a.status, b.status].toSorted((a, b) => a - b)).toEqual([200, 409])
    expect([a, b].find((one) => one.status === 409)!.body.code).toBe('fairness.finding-decided')
    expect((await read(id)).body.decisions).toHaveLength(1)
    const { state } = (await list())[0]
    await decide(id, { kind: 'reopen', seenState: state })
    expect((await list())[0].state).toBe('open')
  })

  test('a pause closes accounts and devices, never the people; its account holders are told and may appeal; reopening lifts it', async () => {
    const [{ id }] = await list()
    const account = bot[1]!.actor.kind === 'patient' ? bot[1]!.actor.accountId : ''
    const device = (await read(id)).body.nodes.find((one: { kind: string }) => one.kind === 'device').subject
    expect(await decide(id, { kind: 'restrict', grade: 'month', subjects: [{ kind: 'account', subject: newId() }], seenState: 'open' })).toMatchObject({ status: 422, body: { code: 'fairness.not-a-member' } })
    expect((await decide(id, { kind: 'restrict', seenState: 'open' })).status).toBe(400)
    expect((await decide(id, { kind: 'restrict', grade: 'month', subjects: [{ kind: 'account', subject: account }, { kind: 'device', subject: device }], seenState: 'open' })).body).toEqual({ state: 'restricted' })
    expect((await restricted()).map((one) => one.subjectKind).toSorted()).toEqual(['account', 'device'])
    const [mine] = (await server.request('GET', '/api/fairness/standings', { as: bot[1]!.actor })).body
    expect(mine.restrictions).toMatchObject([{ subjectKind: 'account', reason: 'scalping' }])
    const other = await server.request('GET', '/api/fairness/standings', { as: bot[2]!.actor, headers: { cookie: `liuxin_device=${'bot-device'.padEnd(43, 'x')}` } })
    expect(other.body[0].restrictions).toMatchObject([{ subjectKind: 'device' }])
    const asked = await server.request('POST', '/api/fairness/appeals', { as: bot[1]!.actor, body: { institutionId: 1, restrictionId: mine.restrictions[0].id, reason: 'other', said: '手机借给了邻居。' } })
    expect(asked.status).toBe(201)
    await server.request('POST', `/api/fairness/appeals/${asked.body.id}/decide`, { as: second, body: { grant: true, answer: '已核实，恢复。' } })
    expect((await restricted()).map((one) => one.subjectKind)).toEqual(['device'])
    await decide(id, { kind: 'reopen', seenState: 'restricted' })
    expect(await restricted()).toEqual([])
  })

  test('the gravest grade waits for a second person, who is somebody else', async () => {
    const [{ id }] = await list()
    const account = bot[3]!.actor.kind === 'patient' ? bot[3]!.actor.accountId : ''
    const propose = () => decide(id, { kind: 'restrict', grade: 'half-year', subjects: [{ kind: 'account', subject: account }], seenState: 'open' })
    const answer = (confirm: boolean, as: Actor) => server.request('POST', `/api/fairness/findings/${id}/second`, { as, body: { confirm } })
    expect((await propose()).body).toEqual({ state: 'proposed' })
    expect(await restricted()).toEqual([])
    expect(await answer(true, first)).toMatchObject({ status: 403, body: { code: 'fairness.second-person-needed' } })
    expect((await answer(false, second)).body).toEqual({ state: 'open' })
    await propose()
    const both = await Promise.all([answer(true, second), answer(true, manager(4))])
    expect(both.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect(await restricted()).toHaveLength(1)
    await decide(id, { kind: 'reopen', seenState: 'restricted' })
  })

  test('what was let be comes back only when it grew well beyond', async () => {
    const [{ id }] = await list()
    await decide(id, { kind: 'dismiss', seenState: 'open' })
    await writeAttempts(db, context().now, [{ accountId: bot[1]!.actor.kind === 'patient' ? bot[1]!.actor.accountId : '', device: '', hour: new Date(RELEASE), refused: 4 }])
    await sql`delete from fairness.reader`.execute(owner)
    await looksAround()
    expect((await list()).map((one: { state: string }) => one.state)).toEqual(['dismissed'])
    await writeAttempts(db, context().now, [{ accountId: bot[1]!.actor.kind === 'patient' ? bot[1]!.actor.accountId : '', device: '', hour: new Date(RELEASE), refused: 500 }])
    await sql`update fairness.finding set decided_score = score - 10`.execute(owner)
    await sql`delete from fairness.reader`.execute(owner)
    await looksAround()
    expect((await list()).map((one: { state: string }) => one.state)).toEqual(['open'])
  })

  test('a helper named by the office books under the caps of helpers, until they are taken off the list', async () => {
    const add = () => server.request('POST', '/api/fairness/helpers', { as: first, body: { phone: '10000000042', organisation: '城东敬老院', until: '2027-11-22' } })
    const { body } = await add()
    expect(await add()).toMatchObject({ status: 409, body: { code: 'fairness.helper-known' } })
    expect((await server.request('GET', '/api/fairness/helpers', { as: first })).body).toMatchObject([{ organisation: '城东敬老院', phoneMasked: '100****0042' }])
    const inBooking = async () => (await sql<{ ended: boolean }>`select ended_at is not null as ended from booking.helper where id = ${body.id}`.execute(owner)).rows
    expect(await inBooking()).toEqual([{ ended: false }])
    expect((await server.request('DELETE', `/api/fairness/helpers/${body.id}`, { as: first })).status).toBe(200)
    expect(await inBooking()).toEqual([{ ended: true }])
    expect(await server.request('DELETE', `/api/fairness/helpers/${body.id}`, { as: first })).toMatchObject({ status: 404, body: { code: 'fairness.helper-not-found' } })
  })

  test('refused attempts are counted without a write for each', async () => {
    const account = await anAccount()
    const clinic = await aClinic(owner, { day: '2026-12-18', periods: 1 })
    await books(await anAccount(), 'somebody', clinic.periodIds[0], 30)
    for (let n = 0; n < 3; n++) {
      await server.request('POST', '/api/booking/appointments', { as: account.actor, body: { institutionId: 1, periodId: clinic.periodIds[0], personId: account.personId } })
    }
    const counted = async () => (await sql<{ refused: number }>`select refused from fairness.attempt where account_id = ${account.actor.kind === 'patient' ? account.actor.accountId : ''}`.execute(owner)).rows
    await expect.poll(counted, { timeout: 9000 }).toMatchObject([{ refused: 3 }])
  }, 15_000)
})

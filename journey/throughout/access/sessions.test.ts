import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { FastifyRequest } from 'fastify'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module as messaging } from '#journey/throughout/messaging/server.ts'
import { module as people } from '#journey/throughout/people/server.ts'
import { aPerson, someDetails } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext } from '#platform/context/context.ts'
import { sessionsOf } from './authenticate.ts'
import { makePatientAccount } from './operations/make-account.ts'
import { openSession } from './operations/session.ts'
import { authenticate, module as access } from './server.ts'
import { aBrowser } from './testing/a-browser.ts'

const { url, db, owner } = await testDatabase()
const server = await testServer([messaging, people, access], { url }, { authenticate })
const elsewhere = await testServer([messaging, people, access], { url }, { authenticate })
const region = systemContext('test', new Date())

async function aSignedInPatient() {
  const person = await aPerson(db)
  const opened = await inTransaction(db, region, async (tx) => {
    const { accountId } = await makePatientAccount(tx, region, { personId: person.personId, phone: person.phone })
    return { accountId, ...(await openSession(tx, { ...region, now: new Date() }, { accountId, kind: 'patient', stage: 'full', device: 'test' })) }
  })
  const browser = aBrowser(server)
  browser.useCookie(`liuxin_session=${opened.token}`)
  return { person, browser, ...opened }
}
const stageOf = async (browser: ReturnType<typeof aBrowser>) => (await browser.get('/api/access/session')).body.stage
const mayRead = async (browser: ReturnType<typeof aBrowser>) => (await browser.get('/api/people/family')).status

describe('a session', () => {
  test('is kept as a hash: the database does not hold what would sign anybody in', async () => {
    const { token } = await aSignedInPatient()
    const { rows } = await sql<{ text: string }>`select string_agg(row_to_json(s)::text, '') as text from access.session s`.execute(owner)
    expect(rows[0]?.text).not.toContain(token)
    expect(rows[0]?.text).not.toContain(Buffer.from(token).toString('hex'))
  })

  test('replaces its token after a day; the old one works a minute for the other tab, then shown again it ends everything', async () => {
    const { browser, token } = await aSignedInPatient()
    await sql`update access.session set issued_at = now() - interval '2 days'`.execute(owner)
    expect(await stageOf(browser)).toBe('full')
    const fresh = browser.cookie()
    expect(fresh).not.toContain(token)
    const otherTab = aBrowser(server)
    otherTab.useCookie(`liuxin_session=${token}`)
    expect(await stageOf(otherTab)).toBe('full')
    expect(otherTab.cookie()).toContain(token)
    await sql`update access.session set rotated_at = now() - interval '2 minutes' where rotated_at is not null`.execute(owner)
    expect(await stageOf(otherTab)).toBe('none')
    expect(await stageOf(browser)).toBe('none')
  })

  test('of thirty that come at the same moment each is who they are: one who acts for others, one whose token was replaced, one unknown', async () => {
    const everyone = await Promise.all(Array.from({ length: 28 }, () => aSignedInPatient()))
    const [parent, child, replaced, ended] = everyone as [typeof everyone[0], typeof everyone[0], typeof everyone[0], typeof everyone[0]]
    await sql`insert into people.relation (person_id, proxy_id, kind, status, asked_at, active_from)
      values (${child.person.personId}, ${parent.person.personId}, 'guardian', 'active', now(), now() - interval '1 minute')`.execute(owner)
    await sql`update access.session set rotated_at = now() - interval '1 hour' where account_id = ${replaced.accountId}`.execute(owner)
    await sql`update access.session set ended_at = now() where account_id = ${ended.accountId}`.execute(owner)
    await sql`update access.session set last_used_at = now() - interval '5 minutes' where account_id = ${child.accountId}`.execute(owner)
    const sessions = sessionsOf(server.services)
    const found = await Promise.all([...everyone.map(({ token }) => sessions.byToken(token)), sessions.byToken('nobody'), sessions.byToken(parent.token)])
    expect(found[0]?.actor).toMatchObject({ kind: 'patient', mayActFor: expect.arrayContaining([parent.person.personId, child.person.personId]) })
    expect(found[2]).toBeNull()
    expect(found[3]).toBeNull()
    for (const [n, one] of everyone.entries()) {
      if (n === 2 || n === 3) continue
      expect(found[n]?.actor).toMatchObject({ kind: 'patient', personId: one.person.personId })
      if (n > 0) expect(found[n]?.actor).toMatchObject({ mayActFor: [one.person.personId] })
    }
    expect(found[28]).toBeNull()
    expect(found[29]?.accountId).toBe(parent.accountId)
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from access.session where account_id = ${child.accountId} and last_used_at > now() - interval '1 minute'`.execute(owner)
    expect(rows[0]!.n).toBe(1)
  })

  test('of two tabs that replace it at once, one does and both go on', async () => {
    const { browser, token } = await aSignedInPatient()
    await sql`update access.session set issued_at = now() - interval '2 days'`.execute(owner)
    const tabs = Array.from({ length: 6 }, () => {
      const tab = aBrowser(server)
      tab.useCookie(browser.cookie())
      return tab
    })
    expect(await Promise.all(tabs.map(stageOf))).toEqual(Array(6).fill('full'))
    expect(tabs.filter((tab) => !tab.cookie().includes(token))).toHaveLength(1)
  })

  test('ends when nobody used it for long, and in any case one day', async () => {
    const one = await aSignedInPatient()
    await sql`update access.session set last_used_at = now() - interval '31 days'`.execute(owner)
    expect(await stageOf(one.browser)).toBe('none')
    const two = await aSignedInPatient()
    await sql`update access.session set expires_at = now()`.execute(owner)
    expect(await stageOf(two.browser)).toBe('none')
  })

  test('notes its use at most once a minute', async () => {
    const { browser } = await aSignedInPatient()
    const lastUse = async () => (await sql<{ at: Date }>`select max(last_used_at) as at from access.session`.execute(owner)).rows[0]!.at.getTime()
    const first = await lastUse()
    await stageOf(browser)
    expect(await lastUse()).toBe(first)
    await sql`update access.session set last_used_at = now() - interval '2 minutes'`.execute(owner)
    await stageOf(browser)
    expect(await lastUse()).toBeGreaterThan(Date.now() - 30_000)
  })
})

describe('signing out', () => {
  test('here ends this device only; everywhere ends all, at once, also where the answer was remembered', async () => {
    const { person, accountId, browser } = await aSignedInPatient()
    const second = aBrowser(elsewhere)
    const opened = await inTransaction(db, region, (tx) => openSession(tx, { ...region, now: new Date() }, { accountId, kind: 'patient', stage: 'full', device: 'Firefox, Linux' }))
    second.useCookie(`liuxin_session=${opened.token}`)
    expect(await mayRead(second)).toBe(200)
    expect((await browser.get('/api/access/sessions')).body).toMatchObject([{ isThis: true, device: 'test' }, { isThis: false, device: 'Firefox, Linux' }])

    const third = aBrowser(server)
    const another = await inTransaction(db, region, (tx) => openSession(tx, { ...region, now: new Date() }, { accountId, kind: 'patient', stage: 'full', device: 'x' }))
    third.useCookie(`liuxin_session=${another.token}`)
    expect(await mayRead(third)).toBe(200)
    const kept = third.cookie()
    expect((await third.delete('/api/access/session')).status).toBe(204)
    expect(third.cookie()).toBe('')
    third.useCookie(kept)
    expect(await mayRead(third)).toBe(401)
    expect(await mayRead(second)).toBe(200)

    expect((await browser.delete('/api/access/sessions')).status).toBe(204)
    await expect.poll(() => mayRead(second), { timeout: 1000, interval: 20 }).toBe(401)
    expect(person.personId).toBeDefined()
  })

  test('one device from the list, and no device of anybody else', async () => {
    const one = await aSignedInPatient()
    const two = await aSignedInPatient()
    const [mine] = (await one.browser.get('/api/access/sessions')).body as { familyId: string }[]
    expect((await two.browser.delete(`/api/access/sessions/${mine!.familyId}`)).body.code).toBe('access.session-not-found')
    expect(await mayRead(one.browser)).toBe(200)
    expect((await one.browser.delete(`/api/access/sessions/${mine!.familyId}`)).status).toBe(204)
    expect(await mayRead(one.browser)).toBe(401)
  })
})

describe('who may act for whom', () => {
  test('is known to the other process within a second of a relation beginning or ending', async () => {
    const { browser } = await aSignedInPatient()
    const other = aBrowser(elsewhere)
    other.useCookie(browser.cookie())
    expect(await mayRead(other)).toBe(200)
    const child = someDetails({ birthDate: '2020-01-01' })
    const added = await browser.post('/api/people/family', { ...child, kind: 'guardian' })
    expect(added.status).toBe(201)
    const codeFor = () => other.post(`/api/people/persons/${added.body.personId}/health-code`).then(({ status }) => status)
    await expect.poll(codeFor, { timeout: 1000, interval: 20 }).toBe(200)
  })
})

describe('asking who it is for every request', () => {
  beforeEach(() => sql`delete from access.attempt`.execute(owner))

  test('costs less than 20 µs when remembered, and one question of the database when many ask at once', async () => {
    const { token } = await aSignedInPatient()
    const { pool } = server.services
    let questions = 0
    const counting = { query: (...args: Parameters<typeof pool.query>) => { questions++; return pool.query(...args) } } as unknown as typeof pool
    const sessions = sessionsOf({ ...server.services, pool: counting })
    const request = { headers: {}, cookies: { liuxin_session: token } } as unknown as FastifyRequest
    const actors = await Promise.all(Array.from({ length: 100 }, () => sessions.authenticate(request)))
    expect(new Set(actors.map((actor) => actor.kind))).toEqual(new Set(['patient']))
    expect(questions).toBe(1)
    const rounds = 50_000
    const begun = performance.now()
    for (let i = 0; i < rounds; i++) await sessions.authenticate(request)
    const microseconds = ((performance.now() - begun) / rounds) * 1000
    expect(questions).toBe(1)
    expect(microseconds).toBeLessThan(20)
  })

  test('a token nobody gave out is nobody, and costs no memory', async () => {
    const stranger = aBrowser(server)
    stranger.useCookie(`liuxin_session=${'x'.repeat(43)}`)
    expect(await mayRead(stranger)).toBe(401)
    stranger.useCookie('liuxin_session=short')
    expect(await mayRead(stranger)).toBe(401)
  })
})

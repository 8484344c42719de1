import { generateSync } from 'otplib'
import { beforeEach, describe, expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module as messaging } from '#journey/throughout/messaging/server.ts'
import { module as people } from '#journey/throughout/people/server.ts'
import type { StaffRole } from './contract.ts'
import { demoCode, demoTotpSecret } from './demo.ts'
import { makeStaffAccount } from './operations/make-account.ts'
import { hashPassword, isRightPassword } from './operations/sign-in-with-password.ts'
import { authenticate, module as access } from './server.ts'
import { aBrowser } from './testing/a-browser.ts'

const { url, db, owner } = await testDatabase()
const server = await testServer([messaging, people, access], { url }, { authenticate })
const closed = await testServer([messaging, people, access], { url }, { authenticate, env: { DEMO: 'off' } })
const region = systemContext('test', new Date())
const password = 'a long and quiet phrase'
const passwordHash = await hashPassword(password)

async function aColleague({ enrolled = true, at = [3], roles = ['registrar'] as StaffRole[] } = {}) {
  const username = `user-${newId().slice(-8)}`
  const workplaces = at.map((institutionId) => ({ institutionId, staffId: 7, displayName: '顾清', roles }))
  await inTransaction(db, region, (tx) => makeStaffAccount(tx, region, { username, passwordHash, workplaces, ...(enrolled ? { totpSecret: demoTotpSecret } : {}) }))
  return { username, browser: aBrowser(server, 'Mozilla/5.0 (Windows NT 10.0) Edg/140.0') }
}
const now = () => Math.floor(Date.now() / 1000)

beforeEach(async () => {
  await owner.deleteFrom('access.attempt').execute()
})

describe('signing in at a desk', () => {
  test('takes the password and then a code; between the two one is nobody', async () => {
    const { username, browser } = await aColleague()
    const first = await browser.post('/api/access/staff/sign-in', { username: username.toUpperCase(), password })
    expect(first.body).toMatchObject({ stage: 'second-factor', kind: 'staff', staff: null, workplaces: [] })
    expect(first.setCookie).not.toContain('Max-Age')
    expect((await browser.get('/api/people/merges')).status).toBe(401)
    const second = await browser.post('/api/access/staff/second-factor', { code: demoCode(new Date()).code })
    expect(second.body).toMatchObject({ stage: 'full', staff: { institutionId: 3, staffId: 7, displayName: '顾清', roles: ['registrar'] } })
    expect((await browser.get('/api/people/merges')).status).toBe(200)
  })

  test('a code is good once, also for two who send it at the same moment', async () => {
    const { username } = await aColleague()
    const browsers = await Promise.all(Array.from({ length: 4 }, async () => {
      const browser = aBrowser(server)
      await owner.deleteFrom('access.attempt').execute()
      await browser.post('/api/access/staff/sign-in', { username, password })
      return browser
    }))
    const { code } = demoCode(new Date())
    const answers = await Promise.all(browsers.map((browser) => browser.post('/api/access/staff/second-factor', { code })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'access.second-factor-wrong')).toHaveLength(3)
  })

  test('the first time sets the second factor up; until it is confirmed the square stays the same', async () => {
    const { username, browser } = await aColleague({ enrolled: false })
    expect((await browser.post('/api/access/staff/sign-in', { username, password })).body.stage).toBe('enrol')
    const first = await browser.get('/api/access/staff/enrolment')
    const again = await browser.get('/api/access/staff/enrolment')
    expect(again.body.secret).toBe(first.body.secret)
    expect(first.body.uri).toMatch(/^otpauth:\/\/totp\//)
    const done = await browser.post('/api/access/staff/second-factor', { code: generateSync({ secret: first.body.secret, epoch: now() }) })
    expect(done.body.stage).toBe('full')
    const later = aBrowser(server)
    expect((await later.post('/api/access/staff/sign-in', { username, password })).body.stage).toBe('second-factor')
    expect((await later.get('/api/access/staff/enrolment')).body.code).toBe('access.step-not-due')
  })

  test('with several workplaces one chooses, gets that place\'s roles, and can change', async () => {
    const { username, browser } = await aColleague({ at: [3, 4] })
    await browser.post('/api/access/staff/sign-in', { username, password })
    const chosen = await browser.post('/api/access/staff/second-factor', { code: demoCode(new Date()).code })
    expect(chosen.body).toMatchObject({ stage: 'institution', staff: null, workplaces: [{ institutionId: 3 }, { institutionId: 4 }] })
    expect((await browser.get('/api/people/merges')).status).toBe(401)
    expect((await browser.post('/api/access/staff/institution', { institutionId: 5 })).body.code).toBe('access.workplace-not-yours')
    expect((await browser.post('/api/access/staff/institution', { institutionId: 4 })).body).toMatchObject({ stage: 'full', staff: { institutionId: 4 } })
    expect((await browser.post('/api/access/staff/institution', { institutionId: 3 })).body).toMatchObject({ stage: 'full', staff: { institutionId: 3 } })
  })

  test('stands beside a patient\'s sign-in in the same browser: each page uses its own', async () => {
    const { username, browser } = await aColleague()
    await browser.post('/api/access/staff/sign-in', { username, password })
    await browser.post('/api/access/staff/second-factor', { code: demoCode(new Date()).code })
    const stageOn = async (page: string) => {
      const response = await fetch(`${server.url}/api/access/session`, { headers: { cookie: browser.cookie(), referer: `${server.url}${page}` } })
      return ((await response.json()) as { stage: string }).stage
    }
    expect(browser.cookie()).toMatch(/^liuxin_desk=/)
    expect([await stageOn('/staff/people'), await stageOn('/board/3/1'), await stageOn('/me'), await stageOn('/staffing')]).toEqual(['full', 'full', 'none', 'none'])
  })

  test('a role opens its own doors only', async () => {
    const { username, browser } = await aColleague({ roles: ['physician'] })
    await browser.post('/api/access/staff/sign-in', { username, password })
    await browser.post('/api/access/staff/second-factor', { code: demoCode(new Date()).code })
    expect((await browser.get('/api/people/merges')).body.code).toBe('platform.not-allowed')
  })
})

describe('guessing', () => {
  test('locks after five tries, longer each time, for known and unknown names alike', async () => {
    const { username } = await aColleague()
    const historyOf = async (name: string) => {
      const seen: unknown[] = []
      for (let i = 0; i < 7; i++) {
        const { status, body } = await aBrowser(server).post('/api/access/staff/sign-in', { username: name, password: 'wrong' })
        seen.push([status, body.code, body.title])
      }
      return seen
    }
    const known = await historyOf(username)
    expect(known.map((one) => (one as unknown[])[0])).toEqual([401, 401, 401, 401, 401, 429, 429])
    const unknown = await historyOf('nobody-here')
    expect(unknown.map((one) => (one as unknown[]).slice(0, 2))).toEqual(known.map((one) => (one as unknown[]).slice(0, 2)))
    expect((await aBrowser(server).post('/api/access/staff/sign-in', { username, password })).body.code).toBe('access.sign-in-locked')
    const waits: number[] = []
    for (let i = 0; i < 7; i++) {
      await owner.updateTable('access.attempt').set({ locked_until: null }).execute()
      await aBrowser(server).post('/api/access/staff/sign-in', { username, password: 'wrong' })
      waits.push((await aBrowser(server).post('/api/access/staff/sign-in', { username, password })).body.details.retryAfterSeconds)
    }
    expect(waits).toEqual([60, 120, 240, 480, 900, 900, 900])
  })

  test('of two hundred guesses at once no more than five are looked at', async () => {
    const { username } = await aColleague()
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => aBrowser(server).post('/api/access/staff/sign-in', { username, password: `guess ${i}` })))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(195)
  })

  test('the second factor locks the same way', async () => {
    const { username, browser } = await aColleague()
    await browser.post('/api/access/staff/sign-in', { username, password })
    const statuses: number[] = []
    for (let i = 0; i < 6; i++) statuses.push((await browser.post('/api/access/staff/second-factor', { code: '000000' })).status)
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429])
  })

  test('takes as long for a name nobody has', async () => {
    const took = async (hash: string | null) => {
      const begun = performance.now()
      expect(await isRightPassword(hash, 'wrong')).toBe(false)
      return performance.now() - begun
    }
    await took(null)
    // In turns, so that whatever else the machine does falls on both alike. Without the work it would be a thousand times faster.
    const known: number[] = []
    const unknown: number[] = []
    for (let i = 0; i < 25; i++) {
      known.push(await took(passwordHash))
      unknown.push(await took(null))
    }
    const median = (all: number[]) => all.toSorted((a, b) => a - b)[12]!
    expect(median(unknown)).toBeGreaterThan(median(known) / 5)
  })
})

test('the demonstration shows its code, and only the demonstration does', async () => {
  const shown = await aBrowser(server).get('/api/access/demo/code')
  expect(shown.body.code).toMatch(/^\d{6}$/)
  expect((await aBrowser(closed).get('/api/access/demo/code')).status).toBe(404)
  expect((await closed.request('GET', '/simulator/sms/outbox')).status).toBe(404)
  expect((await aBrowser(closed).post('/api/access/codes', { phone: '10000000001' })).body.code).toBe('access.message-not-sent')
})

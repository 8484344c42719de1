import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module as messaging } from '#journey/throughout/messaging/server.ts'
import { module as people } from '#journey/throughout/people/server.ts'
import { aPerson, aPhone, someDetails } from '#journey/throughout/people/testing/a-person.ts'
import { authenticate, module as access } from './server.ts'
import { aBrowser, codeOn } from './testing/a-browser.ts'

const { url, db, owner } = await testDatabase()
const server = await testServer([messaging, people, access], { url }, { authenticate })

async function signIn(phone = aPhone(), browser = aBrowser(server)) {
  await owner.deleteFrom('access.attempt').execute()
  await browser.post('/api/access/codes', { phone })
  const state = await browser.post('/api/access/sign-in', { phone, code: await codeOn(server, phone) })
  return { browser, phone, state }
}
async function signInAs(details: ReturnType<typeof someDetails>, phone = aPhone()) {
  const { browser } = await signIn(phone)
  return { browser, phone, state: await browser.post('/api/access/details', details) }
}

describe('signing in by phone (P1)', () => {
  test('the first time: code, then who you are, and you are in', async () => {
    const { browser, phone, state } = await signIn()
    expect(state.body).toMatchObject({ stage: 'details', kind: 'patient', person: null, demo: true })
    expect(state.setCookie).toMatch(/^liuxin_session=[\w-]{43}; .*HttpOnly; SameSite=Lax$/)
    expect((await browser.get('/api/people/family')).status).toBe(401)
    const details = someDetails({ name: '林小满' })
    const done = await browser.post('/api/access/details', details)
    expect(done.body).toMatchObject({ stage: 'full', person: { name: '林小满', sex: 'female', verified: true }, phoneMasked: `${phone.slice(0, 3)}****${phone.slice(-4)}` })
    expect((await browser.get('/api/people/family')).body.members).toMatchObject([{ kind: 'self', name: '林小满' }])
    expect((await browser.get('/api/access/session')).body.stage).toBe('full')
  })

  test('the second time, from another device, no questions', async () => {
    const { phone } = await signInAs(someDetails())
    expect((await signIn(phone)).state.body).toMatchObject({ stage: 'full' })
  })

  test('every step takes a new token, and the half signed-in one is dead at once', async () => {
    const { browser } = await signIn()
    const half = browser.cookie()
    await browser.post('/api/access/details', someDetails())
    const thief = aBrowser(server)
    thief.useCookie(half)
    expect((await thief.get('/api/access/session')).body.stage).toBe('none')
    expect((await thief.post('/api/access/details', someDetails())).body.code).toBe('access.step-not-due')
  })

  test('a cookie planted before signing in is not the one that is signed in', async () => {
    const browser = aBrowser(server)
    browser.useCookie(`liuxin_session=${'A'.repeat(43)}`)
    const { state } = await signIn(aPhone(), browser)
    expect(state.setCookie).not.toContain('A'.repeat(43))
  })

  test('a known and an unknown phone get the same answers, step by step', async () => {
    const { phone: known } = await signInAs(someDetails())
    await owner.deleteFrom('access.attempt').execute()
    const answers = await Promise.all([known, aPhone()].map(async (phone) => {
      const browser = aBrowser(server)
      const asked = await browser.post('/api/access/codes', { phone })
      const wrong = await browser.post('/api/access/sign-in', { phone, code: (await codeOn(server, phone)) === '000000' ? '000001' : '000000' })
      return [asked.status, asked.body, wrong.status, { ...wrong.body, instance: '' }]
    }))
    expect(answers[0]).toEqual(answers[1])
  })
})

describe('the code', () => {
  test('has five tries, even for fifty who guess at once, and says how many are left', async () => {
    const phone = aPhone()
    await aBrowser(server).post('/api/access/codes', { phone })
    const code = await codeOn(server, phone)
    const wrong = code === '111111' ? '222222' : '111111'
    const guesses = await Promise.all(Array.from({ length: 50 }, () => aBrowser(server).post('/api/access/sign-in', { phone, code: wrong })))
    const told = guesses.filter(({ body }) => body.code === 'access.code-wrong').map(({ body }) => body.details.triesLeft)
    expect(new Set(told)).toEqual(new Set([1, 2, 3, 4]))
    expect(told).toHaveLength(4)
    expect(guesses.filter(({ body }) => body.code === 'access.code-over')).toHaveLength(46)
    expect((await aBrowser(server).post('/api/access/sign-in', { phone, code })).body.code).toBe('access.code-over')
  })

  test('opens one session only, however often it is sent', async () => {
    const phone = aPhone()
    await aBrowser(server).post('/api/access/codes', { phone })
    const code = await codeOn(server, phone)
    const answers = await Promise.all(Array.from({ length: 4 }, () => aBrowser(server).post('/api/access/sign-in', { phone, code })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('is over after five minutes, and when a newer one was asked for', async () => {
    const phone = aPhone()
    await aBrowser(server).post('/api/access/codes', { phone })
    const first = await codeOn(server, phone)
    await owner.deleteFrom('access.attempt').execute()
    await aBrowser(server).post('/api/access/codes', { phone })
    const second = await codeOn(server, phone)
    if (first !== second) expect((await aBrowser(server).post('/api/access/sign-in', { phone, code: first })).body.code).toBe('access.code-wrong')
    await sql`update access.sign_in_code set expires_at = now() - interval '1 second'`.execute(owner)
    expect((await aBrowser(server).post('/api/access/sign-in', { phone, code: second })).body.code).toBe('access.code-over')
  })

  test('cannot be used to flood a phone: one a minute, five an hour, ten a day, also when asked for at once', async () => {
    const phone = aPhone()
    const at_once = await Promise.all(Array.from({ length: 8 }, () => aBrowser(server).post('/api/access/codes', { phone })))
    expect(at_once.filter(({ status }) => status === 202)).toHaveLength(1)
    const refused = at_once.find(({ status }) => status === 429)
    expect(refused?.body).toMatchObject({ code: 'access.asked-too-often' })
    expect(refused?.body.details.retryAfterSeconds).toBeGreaterThan(0)
    let sent = 1
    for (let i = 0; i < 12; i++) {
      await sql`update access.attempt set window_start = now() - interval '2 minutes' where bucket = 'code-minute'`.execute(owner)
      if (i === 6) await sql`update access.attempt set window_start = now() - interval '2 hours' where bucket = 'code-hour'`.execute(owner)
      sent += Number((await aBrowser(server).post('/api/access/codes', { phone })).status === 202)
    }
    expect(sent).toBe(10)
  })

  test('is stored as a hash, and reaches a phone by a signed request only', async () => {
    const phone = aPhone()
    await aBrowser(server).post('/api/access/codes', { phone })
    const code = await codeOn(server, phone)
    const { rows } = await sql<{ text: string }>`select string_agg(row_to_json(c)::text, '') as text from access.sign_in_code c`.execute(owner)
    expect(rows[0]?.text).not.toContain(`"${code}"`)
    const forged = await fetch(`${server.url}/simulator/sms`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-tc-timestamp': String(Math.floor(Date.now() / 1000)) }, body: '{}' })
    expect(await forged.json()).toMatchObject({ Response: { Error: { Code: 'AuthFailure.SignatureFailure' } } })
  })
})

describe('becoming somebody (O13)', () => {
  test('a person the desk entered with this phone is found, not doubled', async () => {
    const known = await aPerson(db, { name: '钱多多' })
    const { state } = await signInAs(known.details, known.phone)
    expect(state.body.person.personId).toBe(known.personId)
  })

  test('the wrong name on a known document is refused, whatever the register of names says', async () => {
    const known = await aPerson(db, { name: '钱多多' })
    const { state } = await signInAs({ ...known.details, name: '钱少少' })
    expect(state.body.code).toBe('people.not-confirmed-yet')
  })

  test('name and number that do not belong together are refused', async () => {
    const { state } = await signInAs(someDetails({ name: '林不符' }))
    expect(state.body.code).toBe('people.name-differs')
  })

  test('when the register does not answer in time, a new person is in and unconfirmed, and it can be asked again', async () => {
    const { browser, state } = await signInAs(someDetails({ name: '林超时' }))
    expect(state.body).toMatchObject({ stage: 'full', person: { verified: false } })
    const { personId } = state.body.person
    expect((await browser.get(`/api/people/persons/${personId}`)).body.realName).toMatchObject({ result: 'unknown' })
    const again = await browser.post(`/api/people/persons/${personId}/real-name-checks`)
    expect(again.body).toMatchObject({ result: 'same' })
    expect((await browser.get(`/api/people/persons/${personId}`)).body).toMatchObject({ verified: true, realName: { result: 'same' } })
  })

  test('when it does not answer, nobody takes over a known person by knowing their card', async () => {
    const known = await aPerson(db, { name: '周超时' })
    const { state } = await signInAs(known.details)
    expect(state.body.code).toBe('people.not-confirmed-yet')
  })

  test('a new phone closes the account under the old one, and the old phone is told', async () => {
    const details = someDetails()
    const old = await signInAs(details)
    const fresh = await signInAs(details)
    expect(fresh.state.body.person.personId).toBe(old.state.body.person.personId)
    expect((await old.browser.get('/api/access/session')).body.stage).toBe('none')
    const told = await fetch(`${server.url}/simulator/sms/outbox?format=json&phone=${old.phone}`)
    expect(((await told.json()) as { text: string }[])[0]?.text).toContain(fresh.phone.slice(-4))
    expect((await signIn(old.phone)).state.body.stage).toBe('details')
  })

  test('a child cannot be entered as oneself with a number that disagrees, and faults are said by code', async () => {
    const { browser } = await signIn()
    const bad = await browser.post('/api/access/details', { name: '林小满', document: { kind: 'resident-id', number: '11010519491231002Y' } })
    expect(bad).toMatchObject({ status: 422, body: { code: 'people.document-invalid', details: { fault: 'shape' } } })
    const passport = await browser.post('/api/access/details', { name: 'Jane Smith', document: { kind: 'passport', number: 'X12345678' } })
    expect(passport.body.code).toBe('people.birth-date-needed')
  })
})

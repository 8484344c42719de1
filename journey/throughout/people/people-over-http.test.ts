import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { module as messaging } from '#journey/throughout/messaging/server.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { realNameClient } from './real-name/ask-real-name.ts'
import { simulatorKey, simulatorPath } from './real-name/settings.ts'
import { module as people } from './server.ts'
import { aPerson, aPhone, aResidentId, noon, someDetails, staffAt } from './testing/a-person.ts'
import { newId } from '#platform/database/index.ts'

const { url, db, owner } = await testDatabase()
const server = await testServer([messaging, people], { url }, { now: noon })
const closed = await testServer([messaging, people], { url }, { now: noon, env: { DEMO: 'off' } })
const desk = (institutionId: number, ...roles: string[]) => staffAt(institutionId, ...roles)

describe('the registration desk (O13)', () => {
  test('enters somebody new once, finds them by what they show, and shows them in full', async () => {
    const details = someDetails({ name: '高山' })
    const phone = aPhone()
    const entered = await server.request('POST', '/api/people/persons', { as: desk(3), body: { ...details, phone, insuranceKind: 'resident' } })
    expect(entered).toMatchObject({ status: 201, body: { hospitalNumber: '00000001', summary: { name: '高山', verified: true, insuranceKind: 'resident' } } })
    const again = await server.request('POST', '/api/people/persons', { as: desk(3), body: details })
    expect(again.body).toMatchObject({ personId: entered.body.personId, hospitalNumber: '00000001' })
    for (const search of [{ by: 'document', document: details.document }, { by: 'phone', phone }, { by: 'hospital-number', number: '1' }, { by: 'name', name: '高山' }]) {
      const found = await server.request('POST', '/api/people/search', { as: desk(3), body: search })
      expect(found.body).toMatchObject([{ personId: entered.body.personId, nameMasked: '高*', hospitalNumber: '00000001' }])
    }
  })

  test('of another hospital finds them by their document, masked, and by name not at all', async () => {
    const person = await aPerson(db, { name: '高水' })
    const found = await server.request('POST', '/api/people/search', { as: desk(4), body: { by: 'document', document: person.details.document } })
    expect(found.body).toEqual([{ personId: person.personId, nameMasked: '高*', sex: 'female', birthDate: '1980-05-06', hospitalNumber: null }])
    expect((await server.request('POST', '/api/people/search', { as: desk(4), body: { by: 'name', name: '高水' } })).body).toEqual([])
    expect((await server.request('GET', `/api/people/persons/${person.personId}`, { as: desk(4) })).status).toBe(404)
    const registered = await server.request('POST', `/api/people/persons/${person.personId}/registrations`, { as: desk(4) })
    expect(registered.body.summary.name).toBe('高水')
    expect((await server.request('GET', `/api/people/persons/${person.personId}`, { as: desk(4) })).status).toBe(200)
  })

  test('of ten windows that enter the same new person at once, all end with the same one', async () => {
    const details = someDetails()
    const answers = await Promise.all(Array.from({ length: 10 }, () => server.request('POST', '/api/people/persons', { as: desk(5), body: details })))
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0)
    for (const { status, body } of answers) if (status !== 201) expect(body.code).toBe('people.document-taken')
    const { rows } = await sql<{ people: number; numbers: number }>`select (select count(*) from people.identity_document) as people,
      (select count(*) from people.hospital_number where institution_id = 5) as numbers`.execute(owner)
    expect(rows[0]?.numbers).toBe(1)
  })

  test('does not take a document under another name, and gives no hint whose it is', async () => {
    const person = await aPerson(db, { name: '高原' })
    const refused = await server.request('POST', '/api/people/persons', { as: desk(3), body: { ...person.details, name: '高源' } })
    expect(refused).toMatchObject({ status: 422, body: { code: 'people.name-differs' } })
    expect(JSON.stringify(refused.body)).not.toContain(person.personId)
  })

  test('is closed to patients and to roles that do not register', async () => {
    const person = await aPerson(db)
    const body = { by: 'phone', phone: person.phone }
    expect((await server.request('POST', '/api/people/search', { as: person.actor, body })).status).toBe(403)
    expect((await server.request('POST', '/api/people/search', { as: desk(3, 'auditor'), body })).status).toBe(403)
    expect((await server.request('POST', '/api/people/merges', { as: desk(3, 'nurse'), body: { remainsId: newId(), joinsId: newId(), reason: 'a guess' } })).status).toBe(403)
    expect((await server.request('POST', '/api/people/search', { body })).status).toBe(401)
  })

  test('leaves a trace of a search that found nobody', async () => {
    await server.request('POST', '/api/people/search', { as: desk(6), body: { by: 'document', document: { kind: 'resident-id', number: aResidentId() } } })
    const { rows } = await sql`select action from platform.audit where institution_id = 6 and action = 'people.find-by-document' and subject = 'person/none'`.execute(owner)
    expect(rows).toHaveLength(1)
  })
})

describe('a stranger', () => {
  test('gets one answer for somebody else and for nobody, at every door', async () => {
    const [person, stranger] = [await aPerson(db), await aPerson(db)]
    const doors: [string, (id: string) => string, unknown?][] = [
      ['GET', (id) => `/api/people/persons/${id}`],
      ['POST', (id) => `/api/people/persons/${id}/health-code`],
      ['POST', (id) => `/api/people/persons/${id}/real-name-checks`],
      ['POST', (id) => `/api/people/persons/${id}/documents`, { kind: 'passport', number: 'X1234567' }],
    ]
    for (const [method, path, body] of doors) {
      const [known, unknown] = await Promise.all([person.personId, newId()].map((id) => server.request(method, path(id), { as: stranger.actor, ...(body ? { body } : {}) })))
      expect(known?.status).toBe(404)
      expect({ ...known?.body, instance: '' }).toEqual({ ...unknown?.body, instance: '' })
    }
  })

  test('cannot follow what happens to somebody else', async () => {
    const [person, stranger] = [await aPerson(db), await aPerson(db)]
    const follow = (actor: typeof person.actor) => server.request('GET', `/api/realtime?topics=person:${person.personId}`, { as: actor, headers: { accept: 'text/event-stream' } })
    expect((await follow(stranger.actor)).status).toBe(403)
  })
})

describe('consent by text message (P1)', () => {
  test('goes from request to relation over the wire, and the code is in no answer and no log of answers', async () => {
    const [asker, other] = [await aPerson(db), await aPerson(db)]
    const asked = await server.request('POST', '/api/people/family', { as: asker.actor, body: { ...other.details, kind: 'spouse' } })
    expect(asked.body.status).toBe('asked')
    const { body: messages } = await server.request('GET', `/simulator/sms/outbox?format=json&phone=${other.phone}`)
    const { code } = messages[0]
    expect(JSON.stringify(asked.body)).not.toContain(code)
    const { rows } = await sql<{ text: string }>`select string_agg(body::text, '') as text from platform.idempotency`.execute(owner)
    expect(rows[0]?.text).not.toContain(`"${code}"`)
    const path = `/api/people/family/requests/${asked.body.requestId}/code`
    const wrong = await server.request('POST', path, { as: asker.actor, body: { code: code === '000000' ? '000001' : '000000' } })
    expect(wrong).toMatchObject({ status: 422, body: { code: 'people.consent-code-wrong', details: { triesLeft: 4 }, title: 'That code is not right. Tries left: 4.' } })
    const done = await server.request('POST', path, { as: asker.actor, body: { code } })
    expect(done).toMatchObject({ status: 200, body: { status: 'active', personId: other.personId } })
    expect((await server.request('GET', '/api/people/family', { as: asker.actor })).body.members).toHaveLength(2)
  })

  test('a request sent twice with one key asks once', async () => {
    const [asker, other] = [await aPerson(db), await aPerson(db)]
    const key = newId()
    const send = () => server.request('POST', '/api/people/family', { as: asker.actor, key, body: { ...other.details, kind: 'spouse' } })
    const [first, second] = [await send(), await send()]
    expect(second.body).toEqual(first.body)
    expect((await server.request('GET', `/simulator/sms/outbox?format=json&phone=${other.phone}`)).body).toHaveLength(1)
  })
})

describe('the register of names', () => {
  const ask = (name: string, service: Partial<Parameters<typeof realNameClient>[0]> = {}) =>
    realNameClient({ url: server.url + simulatorPath, ...simulatorKey, timeoutMs: 1000, ...service })({ checkId: newId(), name, kind: 'resident-id', number: aResidentId() })

  test('answers same or different; anything that is not a signed, timely answer is unknown', async () => {
    expect(await ask('林小满')).toMatchObject({ result: 'same' })
    expect(await ask('林不符')).toMatchObject({ result: 'different' })
    expect(await ask('林超时')).toMatchObject({ result: 'unknown', reference: 'no-answer-in-time' })
    expect(await ask('林小满', { key: 'a-wrong-key-of-some-length' })).toMatchObject({ result: 'unknown', reference: 'status-401' })
    expect(await ask('林小满', { url: 'http://127.0.0.1:9' })).toMatchObject({ result: 'unknown', reference: 'not-reachable' })
  })

  test('answers the same question again, in time, and asks for no second one', async () => {
    const question = { checkId: newId(), name: '林超时', kind: 'resident-id' as const, number: aResidentId() }
    const client = realNameClient({ url: server.url + simulatorPath, ...simulatorKey, timeoutMs: 1000 })
    expect((await client(question)).result).toBe('unknown')
    expect((await client(question)).result).toBe('same')
  })
})

test('outside a demonstration the area kept for made-up people is refused, and no simulator answers', async () => {
  const refused = await closed.request('POST', '/api/people/persons', { as: desk(3), body: someDetails() })
  expect(refused.body).toMatchObject({ code: 'people.document-invalid', details: { fault: 'region' } })
  expect((await closed.request('POST', `${simulatorPath}/checks`, { body: {} })).status).toBe(404)
})

import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Actor, InstitutionId, PersonId } from '#platform/context/context.ts'
import { newId } from '#platform/database/index.ts'
import { domainError } from '#platform/errors/domain-error.ts'
import { announce } from '#platform/events/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'

const Full = domainError('sample.full', 409, 'This is full.')
const NotYours = domainError('sample.not-yours', 403, 'This is not yours.')

const routes: Routes = (app) => {
  const config = { access: allow('patient', 'registrar'), purpose: 'test', outcomes: [Full, NotYours] }
  app.post('/api/sample/things', {
    schema: { operationId: 'makeThing', body: z.object({ what: z.string().min(1), wait: z.number().default(0) }), response: { 201: z.object({ id: z.string() }) } },
    config,
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    const id = newId()
    await announce(tx, context, { type: 'sample.thing-made.v1', payload: { id } })
    if (request.body.wait > 0) await sql`select pg_sleep(${request.body.wait})`.execute(tx)
    if (request.body.what === 'full') throw new Full({ nextFree: '10:00' })
    if (request.body.what === 'theirs') throw new NotYours()
    if (request.body.what === 'cut off') {
      const { pid } = (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)).rows[0]!
      await sql`select pg_terminate_backend(${pid})`.execute(owner)
      // The driver hears of it in its own time: on the wire, or by the next statement.
      if (request.body.wait === 0) await new Promise((resolve) => setTimeout(resolve, 200))
      await sql`select 1`.execute(tx)
    }
    if (request.body.what === 'bug') throw new Error('secret table name')
    return { id }
  }))
  app.get('/api/sample/scope', { schema: { operationId: 'scope' }, config }, (request) =>
    query(request, async (tx) => (await sql<{ scope: string }>`select platform.scope() as scope`.execute(tx)).rows[0]!))
  app.get('/api/sample/forgotten', { schema: { operationId: 'forgotten' } }, () => ({}))
}

const { db, owner, url } = await testDatabase()
const server = await testServer([{ name: 'sample', routes }], { url })
const patient: Actor = { kind: 'patient', accountId: newId(), personId: newId() as PersonId, mayActFor: [] }
const nurse: Actor = { kind: 'staff', accountId: newId(), staffId: 1, institutionId: 1 as InstitutionId, roles: ['nurse'] }
const events = async () => Number((await sql<{ n: number }>`select count(*) as n from platform.event`.execute(db)).rows[0]!.n)
const make = (options: object) => server.request('POST', '/api/sample/things', { as: patient, body: { what: 'a' }, ...options })

test('a command sent twice with one key is done once and answered the same', async () => {
  const before = await events()
  const [first, second] = [await make({ key: 'key-repeated' }), await make({ key: 'key-repeated' })]
  expect([first.status, second.status]).toEqual([201, 201])
  expect(second.body).toEqual(first.body)
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect(await events()).toBe(before + 1)
})

test.each([0, 0.01])('a database that goes away in the middle of a command is told as away, to be asked again, and nothing is left (%s)', async (wait) => {
  const before = await events()
  const { status, body, headers } = await make({ body: { what: 'cut off', wait } })
  expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'platform.unavailable', '5'])
  expect(await events()).toBe(before)
})

test('ten copies of a command at once are one command', async () => {
  const before = await events()
  const replies = await Promise.all(Array.from({ length: 10 }, () => make({ key: 'key-at-once', body: { what: 'a', wait: 0.05 } })))
  expect(new Set(replies.map((reply) => `${reply.status} ${reply.body.id}`)).size).toBe(1)
  expect(await events()).toBe(before + 1)
})

test('a key used for another request is refused, and one person’s key is not another’s', async () => {
  await make({ key: 'key-reused-1' })
  expect(await make({ key: 'key-reused-1', body: { what: 'b' } })).toMatchObject({ status: 422, body: { code: 'platform.idempotency-key-reused' } })
  const other: Actor = { ...patient, accountId: newId() }
  expect((await make({ key: 'key-reused-1', as: other, body: { what: 'b' } })).status).toBe(201)
})

test('a write without a key is refused before anything happens', async () => {
  const before = await events()
  expect(await make({ key: null })).toMatchObject({ status: 400, body: { code: 'platform.idempotency-key-missing' } })
  expect(await events()).toBe(before)
})

test('a refusal is a problem document that leaves nothing behind, and the key may be used again', async () => {
  const before = await events()
  const refused = await make({ key: 'key-refused-1', body: { what: 'full' } })
  expect(refused.headers.get('content-type')).toContain('application/problem+json')
  expect(refused).toMatchObject({ status: 409, body: { code: 'sample.full', title: 'This is full.', details: { nextFree: '10:00' } } })
  expect(await events()).toBe(before)
  expect((await make({ key: 'key-refused-1', body: { what: 'full' } })).status).toBe(409)
})

test('bad input is a 400 that names the field', async () => {
  const reply = await make({ body: { what: '' } })
  expect(reply).toMatchObject({ status: 400, body: { code: 'platform.invalid-request' } })
  expect(reply.body.errors[0].path).toContain('what')
})

test('a body that is not JSON is the caller’s fault, not ours, and so is an address that does not exist', async () => {
  const headers = { 'content-type': 'application/json', 'x-test-actor': encodeURIComponent(JSON.stringify(patient)) }
  const reply = await fetch(`${server.url}/api/sample/things`, { method: 'POST', body: '{"what":', headers })
  expect(reply.status).toBe(400)
  expect(await reply.json()).toMatchObject({ code: 'platform.invalid-request' })
  expect(await server.request('GET', '/api/sample/nothing')).toMatchObject({ status: 404, body: { code: 'platform.not-found' } })
})

test('a bug tells the caller nothing about our insides', async () => {
  const reply = await make({ body: { what: 'bug' } })
  expect(reply).toMatchObject({ status: 500, body: { code: 'platform.internal' } })
  expect(JSON.stringify(reply.body)).not.toContain('secret')
})

test('messages come in the reader’s language', async () => {
  const reply = await make({ key: null, headers: { 'accept-language': 'zh-CN,zh;q=0.9' } })
  expect(reply.body.title).toMatch(/没有办理/)
})

test('nobody is let in unnoticed: signed out 401, wrong role 403 with an audit row, no rule at all refused', async () => {
  expect(await server.request('GET', '/api/sample/scope')).toMatchObject({ status: 401, body: { code: 'platform.sign-in-needed' } })
  expect(await server.request('GET', '/api/sample/scope', { as: nurse })).toMatchObject({ status: 403, body: { code: 'platform.not-allowed' } })
  expect((await server.request('GET', '/api/sample/forgotten', { as: patient })).status).toBe(403)
  const refusals = async () =>
    (await sql<{ action: string }>`select action from platform.audit where result = 'refused' and actor_id = ${nurse.accountId}`.execute(owner)).rows
  await expect.poll(refusals).toEqual([{ action: 'platform.not-allowed' }])
})

test('the database knows who asks', async () => {
  expect((await server.request('GET', '/api/sample/scope', { as: patient })).body).toEqual({ scope: 'patient' })
})

test('the OpenAPI document names every operation and its refusals', async () => {
  const { body } = await server.request('GET', '/api/openapi.json')
  expect(body.openapi).toBe('3.1.0')
  const operation = body.paths['/api/sample/things'].post
  expect(operation.operationId).toBe('makeThing')
  expect(operation.responses['409'].description).toBe('sample.full')
  expect(operation.responses['403'].content['application/problem+json']).toBeDefined()
})

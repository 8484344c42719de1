import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { module as directory } from '#journey/throughout/directory/server.ts'
import type { Actor, InstitutionId } from '#platform/context/context.ts'
import { systemContext } from '#platform/context/context.ts'
import { newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { withClients } from './authenticate.ts'
import { addClient, checkKeyAddress } from './operations/add-client.ts'
import { module as integration } from './server.ts'

const { url, db } = await testDatabase()
const open = await testServer([directory, integration], { url }, { authenticate: (services) => withClients(services, () => Promise.resolve({ kind: 'anonymous' })) })
const desk = await testServer([integration], { url })
const admin: Actor = { kind: 'staff', accountId: newId(), staffId: 1, institutionId: 7 as InstitutionId, roles: ['admin'] }
const tokenUrl = `${open.url}/oauth2/token`

async function keysOf(alg: 'RS384' | 'ES384'): Promise<{ privateJwk: JWK; publicJwk: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { privateJwk: { ...(await exportJWK(privateKey)), alg }, publicJwk: { ...(await exportJWK(publicKey)), alg, kid: 'one' } }
}

const { privateJwk, publicJwk } = await keysOf('ES384')
const rsa = await keysOf('RS384')
const scopes = ['system/Organization.rs', 'system/Location.r']
for (const [clientId, keys] of [['app', publicJwk], ['app-rsa', rsa.publicJwk]] as const) {
  await db.transaction().execute((tx) => addClient(tx, systemContext('test', new Date()), { clientId, name: clientId, contact: '', scopes, jwks: { keys: [keys as never] }, institutionId: 7, institutions: [7], demo: true }))
}

interface Asked {
  readonly claims?: Record<string, unknown>
  readonly key?: JWK
  readonly alg?: string
  readonly scope?: string
  readonly assertion?: string
}

async function sign({ claims = {}, key = privateJwk, alg = 'ES384' }: Asked): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({ iss: 'app', sub: 'app', aud: tokenUrl, jti: newId(), exp: now + 240, ...claims }).setProtectedHeader({ alg, kid: 'one' }).sign(await importJWK(key, alg))
}

async function ask(asked: Asked = {}): Promise<{ status: number; body: { access_token: string; error?: string; scope?: string; expires_in?: number } }> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: asked.assertion ?? (await sign(asked)) })
  if (asked.scope) form.set('scope', asked.scope)
  const reply = await fetch(tokenUrl, { method: 'POST', body: form })
  return { status: reply.status, body: (await reply.json()) as never }
}
const read = (token: string, path = 'Organization') => fetch(`${open.url}/fhir/R4/${path}`, { headers: { authorization: `Bearer ${token}` } })

test('a program gets leave for five minutes by its own key, ES384 or RS384, and comes in with it', async () => {
  const given = await ask()
  expect(given).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 300, scope: scopes.join(' ') } })
  expect((await read(given.body.access_token)).status).toBe(200)
  expect((await ask({ key: rsa.privateJwk, alg: 'RS384', claims: { iss: 'app-rsa', sub: 'app-rsa' } })).status).toBe(200)
})

test.each<[string, Asked]>([
  ['for another server', { claims: { aud: 'https://elsewhere.example/token' } }],
  ['longer than five minutes ahead', { claims: { exp: Math.floor(Date.now() / 1000) + 3600 } }],
  ['over', { claims: { exp: Math.floor(Date.now() / 1000) - 60 } }],
  ['without a jti', { claims: { jti: undefined } }],
  ['of somebody unknown', { claims: { iss: 'nobody', sub: 'nobody' } }],
  ['in whose name another speaks', { claims: { sub: 'app-rsa' } }],
  ['that is no JWT', { assertion: 'abc' }],
  ['of which the algorithm is none', { assertion: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"iss":"app","sub":"app"}').toString('base64url')}.` }],
])('a signed request %s is refused as invalid_client', async (_what, asked) => {
  expect(await ask(asked)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
})

test('a request signed by another key is refused, and so is one shown a second time', async () => {
  expect((await ask({ key: (await keysOf('ES384')).privateJwk })).status).toBe(401)
  const assertion = await sign({})
  expect((await ask({ assertion })).status).toBe(200)
  expect(await ask({ assertion })).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  const twice = await sign({})
  const answers = await Promise.all([1, 2, 3, 4].map(() => ask({ assertion: twice })))
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401, 401, 401])
})

test('a program gets no more than it was granted: of what it asks, the granted part; of nothing granted, nothing', async () => {
  expect((await ask({ scope: 'system/Organization.s system/Location.cruds system/Patient.rs' })).body.scope).toBe('system/Organization.s')
  expect(await ask({ scope: 'system/Patient.rs' })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
  const { access_token: token } = (await ask()).body
  expect((await read(token, 'Location/7-1')).status).toBe(404)
  expect((await read(token, 'Location')).status).toBe(403)
  expect((await read('made-up-token')).status).toBe(401)
})

test('an administrator lets a program in and stops it, and within the same second it can do nothing more', async () => {
  const { publicJwk: jwk, privateJwk: key } = await keysOf('ES384')
  const body = { clientId: 'second', name: '市健康云', scopes: ['system/Organization.rs'], jwks: { keys: [jwk] } }
  const made = await desk.request('POST', '/api/integration/clients', { as: admin, body })
  expect(made).toMatchObject({ status: 201, body: { clientId: 'second', institutions: [7], mine: true, keyIds: ['one'] } })
  expect((await desk.request('POST', '/api/integration/clients', { as: admin, body })).body.code).toBe('integration.client-id-taken')
  const claims = { iss: 'second', sub: 'second' }
  const { access_token: token } = (await ask({ key, claims })).body
  const stopped = await desk.request('POST', '/api/integration/clients/second/active', { as: admin, body: { active: false } })
  expect(stopped.body.active).toBe(false)
  expect((await read(token)).status).toBe(401)
  expect((await ask({ key, claims })).status).toBe(401)
  const { rows } = await sql<{ action: string }>`select action from platform.audit where subject = 'client/second' order by id`.execute(desk.services.db)
  expect(rows.length).toBe(0) // seen by auditors only; row-level security says so
})

test('others neither see nor change them, and a pasted private key is refused', async () => {
  const elsewhere: Actor = { ...admin, institutionId: 8 as InstitutionId }
  expect((await desk.request('GET', '/api/integration/clients', { as: elsewhere })).body.clients).toEqual([])
  expect((await desk.request('POST', '/api/integration/clients/app/active', { as: elsewhere, body: { active: false } })).status).toBe(404)
  expect((await desk.request('GET', '/api/integration/clients', { as: { ...admin, roles: ['nurse'] } as Actor })).status).toBe(403)
  const refused = await desk.request('POST', '/api/integration/clients', { as: admin, body: { clientId: 'third', name: 'x', scopes: ['system/Slot.rs'], jwks: { keys: [privateJwk] } } })
  expect([refused.status, JSON.stringify(refused.body.errors)]).toEqual([400, expect.stringContaining('private')])
})

test('keys are fetched from public https addresses only; in a demonstration from this machine only', () => {
  for (const address of ['http://keys.example.com/jwks', 'https://127.0.0.1/jwks', 'https://10.0.0.8/jwks', 'https://169.254.169.254/', 'https://localhost/jwks', 'https://[::1]/jwks', 'https://intranet/jwks']) {
    expect(() => checkKeyAddress(address, false)).toThrow()
  }
  expect(() => checkKeyAddress('https://keys.example.com/jwks', false)).not.toThrow()
  expect(() => checkKeyAddress('http://127.0.0.1:9999/jwks', true)).not.toThrow()
  expect(() => checkKeyAddress('https://keys.example.com/jwks', true)).toThrow()
})

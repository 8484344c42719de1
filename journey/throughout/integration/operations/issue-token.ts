import { createHash, randomBytes } from 'node:crypto'
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { coveredScopes, isScope } from '#platform/fhir/index.ts'
import type { Services } from '#platform/services.ts'
import { findClient, type StoredClient } from '../client-row.ts'
import { checkKeyAddress } from './add-client.ts'

export const TOKEN_SECONDS = 300
const LONGEST_ASSERTION_SECONDS = 300
/** How far two machines' clocks may lie apart. */
const CLOCKS_APART_SECONDS = 10
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** A refusal in the words of OAuth. */
export class OAuthError extends Error {
  readonly code: string
  readonly status: number
  constructor(code: string, description: string, status = 400) {
    super(description)
    this.code = code
    this.status = status
  }
}

export interface Token {
  readonly access_token: string
  readonly token_type: 'bearer'
  readonly expires_in: number
  readonly scope: string
}

interface Asked {
  /** What the signed request must be for. */
  readonly tokenUrl: string
  /** The real time: security never runs on a demonstration's moved clock. */
  readonly now: Date
}

/**
 * SMART backend services: a client proves by a signed request, good once and for five minutes at most, that it is who it says,
 * and gets leave for five minutes. It gets what it asked for as far as it was granted; nothing of it granted is a refusal.
 */
export async function issueToken(services: Services, form: URLSearchParams, { tokenUrl, now }: Asked): Promise<Token> {
  if (form.get('grant_type') !== 'client_credentials') throw new OAuthError('unsupported_grant_type', 'grant_type must be client_credentials')
  const assertion = form.get('client_assertion')
  if (form.get('client_assertion_type') !== ASSERTION_TYPE || !assertion || assertion.length > 8000) {
    throw new OAuthError('invalid_request', `client_assertion is a JWT, client_assertion_type is ${ASSERTION_TYPE}`)
  }
  const client = await named(services, assertion, now)
  const claims = await verified(services, client, assertion, { tokenUrl, now })
  const scopes = scopesFor(client, form.get('scope'))
  const token = randomBytes(32).toString('base64url')
  const context = systemContext('integration', now)
  await inTransaction(services.db, context, async (tx) => {
    await spend(tx, client.clientId, claims)
    await sql`insert into integration.access_token (token_hash, client_id, scopes, expires_at)
      values (${tokenHash(token)}, ${client.clientId}, ${scopes}, ${new Date(now.getTime() + TOKEN_SECONDS * 1000)})`.execute(tx)
    await sql`update integration.client set last_used_at = ${services.clock.now()} where client_id = ${client.clientId}`.execute(tx)
    await audit(tx, context, { action: 'integration.issue-token', subject: `client/${client.clientId}`, institutionId: client.institutionId, detail: { scopes } })
  })
  return { access_token: token, token_type: 'bearer', expires_in: TOKEN_SECONDS, scope: scopes.join(' ') }
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

async function named(services: Services, assertion: string, now: Date): Promise<StoredClient> {
  const claims = unread(() => decodeJwt(assertion))
  if (typeof claims.iss !== 'string' || claims.iss !== claims.sub) throw notThisClient('iss and sub must both be the client id')
  const context = systemContext('integration', now)
  const client = await inTransaction(services.db, context, (tx) => findClient(tx, claims.iss!))
  if (!client?.active) throw notThisClient('this client is not known, or not let in')
  return client
}

function unread<T>(work: () => T): T {
  try {
    return work()
  } catch {
    throw notThisClient('the assertion is no JWT')
  }
}

function notThisClient(description: string): OAuthError {
  return new OAuthError('invalid_client', description, 401)
}

async function verified({ config }: Services, client: StoredClient, assertion: string, { tokenUrl, now }: Asked): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(assertion, keysOf(client, config.demo), {
      issuer: client.clientId, subject: client.clientId, audience: tokenUrl, algorithms: ['RS384', 'ES384'], requiredClaims: ['exp', 'jti'],
      clockTolerance: CLOCKS_APART_SECONDS, currentDate: now,
    })
    const seconds = payload.exp! - now.getTime() / 1000
    if (seconds > LONGEST_ASSERTION_SECONDS + CLOCKS_APART_SECONDS) throw notThisClient('exp lies more than five minutes ahead')
    if (typeof payload.jti !== 'string' || payload.jti.length === 0 || payload.jti.length > 200) throw notThisClient('jti is a text of at most 200 letters')
    return payload
  } catch (error) {
    if (error instanceof OAuthError) throw error
    throw notThisClient(error instanceof Error ? error.message : 'the assertion could not be verified')
  }
}

const remote = new Map<string, JWTVerifyGetKey>()

function keysOf(client: StoredClient, demo: boolean): JWTVerifyGetKey {
  if (client.jwks) return createLocalJWKSet(client.jwks)
  const address = client.jwksUrl!
  checkKeyAddress(address, demo)
  const known = remote.get(address) ?? createRemoteJWKSet(new URL(address), { timeoutDuration: 3000, cooldownDuration: 30_000, cacheMaxAge: 600_000 })
  remote.set(address, known)
  return known
}

/** A signed request is good once, whichever process it comes to. */
async function spend(tx: Tx, clientId: string, { jti, exp }: JWTPayload): Promise<void> {
  const { rows } = await sql`insert into integration.assertion (client_id, jti, expires_at) values (${clientId}, ${jti!}, ${new Date(exp! * 1000 + CLOCKS_APART_SECONDS * 1000)})
    on conflict do nothing returning jti`.execute(tx)
  if (rows.length === 0) throw notThisClient('this jti was used before')
}

function scopesFor(client: StoredClient, asked: string | null): string[] {
  const wanted = asked?.split(' ').filter(Boolean) ?? [...client.scopes]
  const scopes = coveredScopes(client.scopes, wanted.filter(isScope))
  if (scopes.length === 0) throw new OAuthError('invalid_scope', 'none of these scopes was granted to this client')
  return scopes
}

import { sql } from 'kysely'
import type { JSONWebKeySet } from 'jose'
import type { Tx } from '#platform/database/index.ts'
import type { Client } from './contract.ts'

export interface StoredClient {
  readonly clientId: string
  readonly institutionId: number
  readonly institutions: readonly number[]
  readonly name: string
  readonly contact: string
  readonly scopes: readonly string[]
  readonly jwks: JSONWebKeySet | null
  readonly jwksUrl: string | null
  readonly requestsPerMinute: number
  readonly active: boolean
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

export async function clientsWhere(tx: Tx, where: ReturnType<typeof sql>): Promise<StoredClient[]> {
  const { rows } = await sql<StoredClient>`select client_id as "clientId", institution_id as "institutionId", institutions, name, contact, scopes, jwks,
    jwks_url as "jwksUrl", requests_per_minute as "requestsPerMinute", active, created_at as "createdAt", last_used_at as "lastUsedAt"
    from integration.client where ${where} order by created_at, client_id`.execute(tx)
  return rows
}

export async function findClient(tx: Tx, clientId: string): Promise<StoredClient | undefined> {
  return (await clientsWhere(tx, sql`client_id = ${clientId}`))[0]
}

export function asShown(one: StoredClient, institutionId: number | null): Client {
  return {
    clientId: one.clientId, name: one.name, contact: one.contact, scopes: [...one.scopes], institutions: [...one.institutions],
    keys: one.jwks ? 'jwks' : 'url', jwksUrl: one.jwksUrl, keyIds: (one.jwks?.keys ?? []).map((key) => String(key.kid ?? key.kty)),
    active: one.active, createdAt: one.createdAt.toISOString(), lastUsedAt: one.lastUsedAt?.toISOString() ?? null, mine: one.institutionId === institutionId,
  }
}

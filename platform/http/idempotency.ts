import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Pool } from 'pg'
import { actorId } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { domainError } from '#platform/errors/domain-error.ts'

export const KeyMissing = domainError('platform.idempotency-key-missing', 400, 'Send an Idempotency-Key header, so that a repeated request is done once.')
export const KeyReused = domainError('platform.idempotency-key-reused', 422, 'This Idempotency-Key was used for another request.')

/** What makes a repeated command recognisable: who sent it, under which key, and what it said. */
export interface Idempotency {
  readonly actorId: string
  readonly key: string
  readonly requestHash: Buffer
}

const KEY = /^[\x21-\x7e]{8,128}$/

export function idempotencyOf(request: FastifyRequest, context: Context): Idempotency {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !KEY.test(key)) throw new KeyMissing()
  const who = context.actor.kind === 'anonymous' ? `anonymous ${request.ip}` : actorId(context.actor)
  const requestHash = createHash('sha256').update(`${request.method} ${request.url} ${JSON.stringify(request.body ?? null)}`).digest()
  return { actorId: who, key, requestHash }
}

/** Which of these keys have an answer stored: looked up for many at once, without claiming any. */
export async function knownKeys(pool: Pick<Pool, 'query'>, asked: readonly Pick<Idempotency, 'actorId' | 'key'>[]): Promise<boolean[]> {
  const { rows } = await pool.query<{ ord: number }>({
    name: 'platform.known-keys',
    text: `select u.ord::integer as ord from unnest($1::text[], $2::text[]) with ordinality u(actor_id, key, ord)
      where exists (select from platform.idempotency i where i.actor_id = u.actor_id and i.key = u.key)`,
    values: [asked.map((one) => one.actorId), asked.map((one) => one.key)],
  })
  const found = new Set(rows.map((row) => row.ord))
  return asked.map((_, i) => found.has(i + 1))
}

export interface StoredReply {
  readonly status: number
  readonly body: unknown
}

/**
 * Claims the key within the command's transaction. A second request with the key waits for the first to end, then gets
 * its answer; when the first was refused and left nothing behind, the second does the work.
 */
export async function claimKey(tx: Tx, given: Idempotency, now: Date): Promise<StoredReply | null> {
  const claimed = await sql`insert into platform.idempotency (actor_id, key, request_hash, status, body, created_at)
    values (${given.actorId}, ${given.key}, ${given.requestHash}, 0, 'null', ${now}) on conflict do nothing returning key`.execute(tx)
  if (claimed.rows.length > 0) return null
  const { rows } = await sql<{ request_hash: Buffer; status: number; body: unknown }>`
    select request_hash, status, body from platform.idempotency where actor_id = ${given.actorId} and key = ${given.key}`.execute(tx)
  const stored = rows[0]!
  if (!stored.request_hash.equals(given.requestHash)) throw new KeyReused()
  return stored
}

export async function keepReply(tx: Tx, given: Idempotency, reply: StoredReply): Promise<void> {
  await sql`update platform.idempotency set status = ${reply.status}, body = ${JSON.stringify(reply.body ?? null)}
    where actor_id = ${given.actorId} and key = ${given.key}`.execute(tx)
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { claimKey, idempotencyOf, keepReply } from './idempotency.ts'
import { contextOf } from './request-context.ts'

/**
 * Runs what changes something: one transaction with row-level security, done once per Idempotency-Key however often it
 * is sent, from whichever process. A thrown outcome rolls everything back, the key included.
 */
export async function command<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  work: (tx: Tx, context: Context) => Promise<T>,
): Promise<T> {
  const context = contextOf(request)
  const given = idempotencyOf(request, context)
  const done = await inTransaction(request.server.services.db, context, async (tx) => {
    const stored = await claimKey(tx, given, context.now)
    if (stored) return { status: stored.status, body: stored.body as T, replayed: true }
    const body = await work(tx, context)
    await keepReply(tx, given, { status, body })
    return { status, body, replayed: false }
  })
  if (done.replayed) void reply.header('idempotent-replayed', 'true')
  void reply.code(done.status)
  return done.body
}

/** Runs what asks something: one transaction with row-level security, so that reads can leave their audit row. */
export async function query<T>(request: FastifyRequest, work: (tx: Tx, context: Context) => Promise<T>): Promise<T> {
  const context = contextOf(request)
  return inTransaction(request.server.services.db, context, (tx) => work(tx, context))
}

/** Sends a reply that is JSON already, as it is stored with its key: the first asker and whoever repeats it get the same bytes. */
export function sendStored(reply: FastifyReply, status: number, body: string, replayed: boolean): FastifyReply {
  if (replayed) void reply.header('idempotent-replayed', 'true')
  return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(body)
}

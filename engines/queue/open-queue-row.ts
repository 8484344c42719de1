import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { QueueClosed, QueueNotFound } from './errors.ts'

export interface OpenQueueRow {
  readonly zoneId: string
  readonly prefix: string
}

/**
 * A queue that takes people now, shared until the transaction ends: who closes it waits for those who are joining, and
 * who joins after that is refused with {@link QueueClosed}, until when and why.
 */
export async function openQueueToJoin(tx: Tx, context: Context, institutionId: number, queueId: number): Promise<OpenQueueRow> {
  const { rows } = await sql<OpenQueueRow & { closedUntil: Date | null; closedReason: string; name: string }>`
    select zone_id as "zoneId", prefix, name, closed_until as "closedUntil", closed_reason as "closedReason" from queue.queue
    where institution_id = ${institutionId} and id = ${queueId} for share`.execute(tx)
  const queue = rows[0]
  if (!queue) throw new QueueNotFound()
  if (queue.closedUntil && queue.closedUntil > context.now) {
    throw new QueueClosed({ until: queue.closedUntil.toISOString(), reason: queue.closedReason, queue: queue.name })
  }
  return queue
}

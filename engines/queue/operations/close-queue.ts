import { sql } from 'kysely'
import { actorId } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { QueueNotFound } from '../errors.ts'
import { announceLine } from '../events.ts'

interface QueueRef {
  readonly institutionId: number
  readonly queueId: number
}

export interface Closing extends QueueRef {
  /** Absent: for the rest of the day. */
  readonly until?: Date
  /** In words a patient understands: they read it when they are refused. */
  readonly reason: string
}

/**
 * From now on nobody new gets a place; everybody inside is served, and who was passed or sent away may come back.
 * Waits for those who are joining in the same moment; whoever comes after is refused with {@link QueueClosed}.
 */
export async function closeQueue(tx: Tx, context: Context, { institutionId, queueId, until, reason }: Closing): Promise<void> {
  await setClosed(tx, context, { institutionId, queueId }, { until: until ?? endOfDay(context.now), reason })
}

/** Takes people again. */
export async function reopenQueue(tx: Tx, context: Context, queue: QueueRef): Promise<void> {
  await setClosed(tx, context, queue, null)
}

async function setClosed(tx: Tx, context: Context, { institutionId, queueId }: QueueRef, closed: { until: Date; reason: string } | null): Promise<void> {
  const { rows } = await sql<{ zone_id: string }>`
    update queue.queue set closed_until = ${closed?.until ?? null}, closed_reason = ${closed?.reason ?? ''}
    where institution_id = ${institutionId} and id = ${queueId} returning zone_id`.execute(tx)
  if (!rows[0]) throw new QueueNotFound()
  await recordQueueStep(tx, context, { institutionId, queueId, verb: closed ? 'close' : 'open', reason: closed?.reason ?? '' })
  await announceLine(tx, context, { institutionId, queueId, zoneId: rows[0].zone_id })
}

export async function recordQueueStep(
  tx: Tx,
  context: Context,
  step: QueueRef & { readonly verb: 'close' | 'open' | 'merge'; readonly reason: string; readonly intoQueueId?: number; readonly moved?: number },
): Promise<void> {
  await sql`
    insert into queue.queue_step (institution_id, queue_id, verb, at, actor, reason, into_queue_id, moved)
    values (${step.institutionId}, ${step.queueId}, ${step.verb}, ${context.now}, ${actorId(context.actor)}, ${step.reason},
      ${step.intoQueueId ?? null}, ${step.moved ?? 0})`.execute(tx)
}

const HOUR = 3_600_000
/** Local midnight, eight hours ahead of the world's. */
function endOfDay(now: Date): Date {
  const local = now.getTime() + 8 * HOUR
  return new Date((Math.floor(local / (24 * HOUR)) + 1) * 24 * HOUR - 8 * HOUR)
}

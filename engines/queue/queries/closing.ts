import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/** Until when a queue takes nobody new, and why; nulls while it is open. */
export async function closingOf(tx: Tx, context: Context, institutionId: number, queueId: number): Promise<{ until: string | null; reason: string }> {
  const { rows } = await sql<{ until: Date; reason: string }>`
    select closed_until as until, closed_reason as reason from queue.queue
    where institution_id = ${institutionId} and id = ${queueId} and closed_until > ${context.now}`.execute(tx)
  return rows[0] ? { until: rows[0].until.toISOString(), reason: rows[0].reason } : { until: null, reason: '' }
}

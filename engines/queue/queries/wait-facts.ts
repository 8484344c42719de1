import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Server } from '../wait-range.ts'

/** The points at work for a queue, and how long they took with people lately: all that a forecast needs, without names. */
export async function waitFacts(
  tx: Tx,
  institutionId: number,
  queueId: number,
  now: Date,
): Promise<{ servers: Server[]; durations: number[] }> {
  const points = await sql<{ state: string; late_until: Date | null; busy_since: Date | null }>`
    select state, late_until, busy_since from queue.busy_points(${institutionId}, ${queueId})`.execute(tx)
  const recent = await sql<{ seconds: number }>`
    select seconds from queue.recent_durations(${institutionId}, ${queueId}, ${now})`.execute(tx)
  return {
    servers: points.rows.map((row) => ({ open: row.state === 'open', lateUntil: row.late_until, busySince: row.busy_since })),
    durations: recent.rows.map((row) => row.seconds),
  }
}

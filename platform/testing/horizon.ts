import type { Pool } from 'pg'
import { expect } from 'vitest'

/**
 * Waits until no transaction of this server, another test's perhaps, could still precede what is committed now. Readers in
 * the order of commits (the outbox, the audit's sealer) see everything from then on.
 */
export async function everybodyBeforeIsDone(pool: Pick<Pool, 'query'>): Promise<void> {
  const { rows: [{ xid }] } = await pool.query<{ xid: string }>('select pg_current_xact_id()::text as xid') as { rows: [{ xid: string }] }
  await expect.poll(async () => {
    const { rows } = await pool.query<{ past: boolean }>('select $1::xid8 < pg_snapshot_xmin(pg_current_snapshot()) as past', [xid])
    return rows[0]!.past
  }, { timeout: 30_000 }).toBe(true)
}

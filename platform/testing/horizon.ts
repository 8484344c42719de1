import type { Pool } from 'pg'
import { vi } from 'vitest'

/**
 * Waits until no transaction of this server, another test's perhaps, could still precede what is committed now. Readers in
 * the order of commits (the outbox, the audit's sealer) see everything from then on.
 */
export async function everybodyBeforeIsDone(pool: Pick<Pool, 'query'>): Promise<void> {
  const { rows: taken } = await pool.query<{ xid: string }>('select pg_current_xact_id()::text as xid')
  await vi.waitFor(async () => {
    const { rows } = await pool.query<{ past: boolean }>('select $1::xid8 < pg_snapshot_xmin(pg_current_snapshot()) as past', [taken[0]!.xid])
    if (!rows[0]!.past) throw new Error('somebody who began before is still at it')
  }, { timeout: 30_000, interval: 30 })
}

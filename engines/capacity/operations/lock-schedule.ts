import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** Whoever changes an institution's schedule waits here for whoever is changing it; held until the transaction ends. */
export async function lockSchedule(tx: Tx, institutionId: number): Promise<void> {
  await sql`select capacity.lock_schedule(${institutionId})`.execute(tx)
}

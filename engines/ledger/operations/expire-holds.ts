import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/** Releases the holds whose time is over. A hold past its time cannot be posted even before this has run. Returns how many. */
export async function expireHolds(tx: Tx, context: Context): Promise<number> {
  const { rows } = await sql<{ count: number }>`select ledger.expire_holds(${context.now}) as count`.execute(tx)
  return rows[0]!.count
}

import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { accountId, type AccountName } from '../accounts.ts'
import type { Balance } from './balance-of.ts'

/**
 * What a person's purse in the region's books holds, also for staff of any hospital who are asked to take money from it;
 * the caller has made sure of the person and audits the look. `balanceOf` shows staff their own institution only.
 */
export async function purseOf(tx: Tx, purse: AccountName): Promise<Balance> {
  const { rows } = await sql<Balance>`select balance_cents as cents, held_out_cents as "heldOutCents", held_in_cents as "heldInCents"
    from ledger.purse(${accountId(purse)})`.execute(tx)
  return rows[0] ?? { cents: 0, heldOutCents: 0, heldInCents: 0 }
}

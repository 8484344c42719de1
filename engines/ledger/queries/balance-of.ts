import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { accountId, type AccountName } from '../accounts.ts'

export interface Balance {
  readonly cents: number
  /** Promised away by holds: what can be spent is `cents - heldOutCents`. */
  readonly heldOutCents: number
  readonly heldInCents: number
}

/** What an account holds now. An account that was never opened, or that the caller may not see, holds nothing. */
export async function balanceOf(tx: Tx, name: AccountName): Promise<Balance> {
  const { rows } = await sql<Balance>`select balance_cents as cents, held_out_cents as "heldOutCents", held_in_cents as "heldInCents"
    from ledger.balance where institution_id = ${name.institutionId} and account_id = ${accountId(name)}`.execute(tx)
  return rows[0] ?? { cents: 0, heldOutCents: 0, heldInCents: 0 }
}

import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface Unexplained {
  readonly institutionId: number
  /** An account, or a transfer; null for the whole institution. */
  readonly id: string | null
  readonly what: string
  readonly expectedCents: number
  readonly foundCents: number
}

/** Every figure that its entries do not explain: balances, holds, transfers, whole institutions. Sound books give none. */
export async function unexplained(tx: Tx): Promise<Unexplained[]> {
  const { rows } = await sql<Unexplained>`select institution_id as "institutionId", id, what, expected_cents as "expectedCents", found_cents as "foundCents"
    from ledger.unexplained()`.execute(tx)
  return rows
}

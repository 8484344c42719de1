import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface EntryOfTransfer {
  readonly transferId: string
  readonly transferKind: string
  readonly reference: string
  readonly at: Date
  readonly accountKind: string
  readonly ownerRef: string
  readonly cents: number
}

/** Everything some transfers did, entry by entry: where a figure ends when one asks on. */
export async function entriesOfTransfers(tx: Tx, institutionId: number, transferIds: readonly string[]): Promise<EntryOfTransfer[]> {
  if (transferIds.length === 0) return []
  const { rows } = await sql<EntryOfTransfer>`
    select e.transfer_id as "transferId", t.kind as "transferKind", t.reference, e.at, a.kind as "accountKind", a.owner_ref as "ownerRef", e.amount_cents as cents
    from ledger.entry e join ledger.transfer t on t.institution_id = e.institution_id and t.id = e.transfer_id
    join ledger.account a on a.institution_id = e.institution_id and a.id = e.account_id
    where e.institution_id = ${institutionId} and e.transfer_id = any (${transferIds}::uuid[]) order by e.at, e.transfer_id, e.line`.execute(tx)
  return rows
}

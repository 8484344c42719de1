import { sql } from 'kysely'
import type { AccountName } from '#engines/ledger/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { debtAccount } from './books.ts'

export interface BroughtDown {
  readonly cents: number
  /** Which accounts of the region's books it comes off. */
  readonly accounts: readonly (readonly [AccountName, number])[]
}

export interface ToBringDown {
  readonly id: string
  readonly personId: string
  readonly kind: 'repaid' | 'returned'
  readonly cents: number
  /** Only what is owed for this. */
  readonly reference?: string
}

/** Takes as much off the debts as there is, the one due first before the others. The books follow from the answer. */
export async function bringDown(tx: Tx, context: Context, { id, personId, kind, cents, reference }: ToBringDown): Promise<BroughtDown> {
  const { rows } = await sql<{ personId: string; emergency: boolean; cents: number }>`
    select person_id as "personId", emergency, sum(cents)::bigint as cents
    from credit.bring_down(${await entriesOf(tx, personId)}::uuid[], ${id}, ${kind}, ${cents}, ${context.now}, ${reference ?? null}) group by 1, 2 order by 1, 2`.execute(tx)
  return {
    cents: rows.reduce((sum, row) => sum + row.cents, 0),
    accounts: rows.map((row) => [debtAccount(row.personId, row.emergency), -row.cents] as const),
  }
}

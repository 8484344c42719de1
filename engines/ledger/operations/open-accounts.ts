import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { accountId, type AccountName } from '../accounts.ts'

export interface NewAccount extends AccountName {
  /** Who may see it beside the institution's staff. */
  readonly personId?: string
  /** Everybody's money passes here: sixteen rows take turns. Such an account has no limits. */
  readonly busy?: boolean
  readonly floorCents?: number
  readonly ceilingCents?: number
}

/** Makes sure that these accounts of one institution exist. Opening one twice, or twice at once, changes nothing. */
export async function openAccounts(tx: Tx, context: Context, accounts: readonly NewAccount[]): Promise<void> {
  const [first] = accounts
  if (!first) return
  await sql`select ledger.open_accounts(${first.institutionId}, ${accounts.map((a) => accountId(a))}::uuid[], ${accounts.map((a) => a.kind)}::text[],
    ${accounts.map((a) => a.ownerRef ?? '')}::text[], ${accounts.map((a) => a.personId ?? null)}::uuid[], ${accounts.map((a) => a.busy ?? false)}::boolean[],
    ${accounts.map((a) => a.floorCents ?? null)}::bigint[], ${accounts.map((a) => a.ceilingCents ?? null)}::bigint[], ${context.now})`.execute(tx)
}

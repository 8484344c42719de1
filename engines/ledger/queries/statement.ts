import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { accountId, type AccountName } from '../accounts.ts'

export interface StatementLine {
  readonly transferId: string
  readonly kind: string
  readonly reference: string
  readonly at: Date
  readonly cents: number
  /** What the account held after this line. */
  readonly balanceCents: number
}

export interface Statement {
  readonly openingCents: number
  readonly lines: readonly StatementLine[]
  readonly closingCents: number
}

/** An account between two moments (from inclusive, until exclusive), each line with the balance after it. */
export async function statement(tx: Tx, name: AccountName, { from, until }: { from: Date; until: Date }): Promise<Statement> {
  const id = accountId(name)
  const opening = await sql<{ cents: number }>`select coalesce(sum(amount_cents), 0)::bigint as cents from ledger.entry
    where institution_id = ${name.institutionId} and account_id = ${id} and at < ${from}`.execute(tx)
  const openingCents = opening.rows[0]!.cents
  const { rows: lines } = await sql<StatementLine>`
    select e.transfer_id as "transferId", t.kind, t.reference, e.at, e.amount_cents as cents,
      (${openingCents}::bigint + sum(e.amount_cents) over (order by e.at, e.transfer_id, e.line))::bigint as "balanceCents"
    from ledger.entry e join ledger.transfer t on t.institution_id = e.institution_id and t.id = e.transfer_id
    where e.institution_id = ${name.institutionId} and e.account_id = ${id} and e.at >= ${from} and e.at < ${until}
    order by e.at, e.transfer_id, e.line`.execute(tx)
  return { openingCents, lines, closingCents: lines.at(-1)?.balanceCents ?? openingCents }
}

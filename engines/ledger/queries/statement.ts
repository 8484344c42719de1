import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { accountId, type AccountName } from '../accounts.ts'

export interface StatementLine {
  readonly transferId: string
  readonly line: number
  readonly kind: string
  readonly reference: string
  readonly at: Date
  readonly cents: number
  /** What the account held after this line. */
  readonly balanceCents: number
}

export interface Statement {
  /** What it held before `from`. */
  readonly openingCents: number
  readonly lines: readonly StatementLine[]
  /** What it held before `until`, whether or not every line is on this page. */
  readonly closingCents: number
}

export interface Period {
  readonly from: Date
  readonly until: Date
  /** A page of so many lines; absent: all of them. */
  readonly most?: number
  /** Goes on behind the last line of the page before. */
  readonly after?: Pick<StatementLine, 'at' | 'transferId' | 'line'>
}

/**
 * An account between two moments (from inclusive, until exclusive), each line with the balance after it.
 * Any past moment is as near as yesterday: closings of days are kept. Who may not see the account gets an empty one.
 */
export async function statement(tx: Tx, name: AccountName, { from, until, most, after }: Period): Promise<Statement> {
  const id = accountId(name)
  const ends = await sql<{ opening: number; closing: number }>`select ledger.balance_at(${name.institutionId}, ${id}, ${from}) as opening,
    ledger.balance_at(${name.institutionId}, ${id}, ${until}) as closing`.execute(tx)
  const { rows: lines } = await sql<StatementLine>`
    select transfer_id as "transferId", line, kind, reference, at, amount_cents as cents, balance_cents as "balanceCents"
    from ledger.statement_lines(${name.institutionId}, ${id}, ${from}, ${until}, ${most ?? null}, ${after?.at ?? null}, ${after?.transferId ?? null}, ${after?.line ?? null}::smallint)`.execute(tx)
  return { openingCents: ends.rows[0]!.opening, lines, closingCents: ends.rows[0]!.closing }
}

/** What an account held just before a moment. */
export async function balanceAt(tx: Tx, name: AccountName, moment: Date): Promise<number> {
  const { rows } = await sql<{ cents: number }>`select ledger.balance_at(${name.institutionId}, ${accountId(name)}, ${moment}) as cents`.execute(tx)
  return rows[0]!.cents
}

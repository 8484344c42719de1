import { sql } from 'kysely'
import { purseOf } from '#engines/ledger/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { debtAccount } from './books.ts'
import type { Owed } from './contract.ts'
import { termsAt } from './rules.ts'

export interface CreditLine {
  /** The entry under which they agreed: the account's owner. */
  readonly personId: string
  readonly limitCents: number
  readonly days: number
  readonly overdue: boolean
}

/** The line of a person, locked: two who ask at once ask one after the other. Undefined: never agreed, or stopped. */
export async function lockedLine(tx: Tx, context: Context, personId: string): Promise<CreditLine | undefined> {
  const { rows } = await sql<CreditLine>`select person_id as "personId", limit_cents as "limitCents", days, overdue
    from credit.lock_line(${await entriesOf(tx, personId)}::uuid[], ${localDay(context.now)}::date)`.execute(tx)
  const line = rows[0]
  if (!line) return undefined
  // A rule that became stricter holds at once; one that became more generous is agreed to first.
  return { ...line, limitCents: Math.min(line.limitCents, (await termsAt(tx, context.now)).limitCents) }
}

/** The same for reading only: nobody waits, and nothing may be built on the answer. */
export async function readLine(tx: Tx, context: Context, personId: string): Promise<Pick<CreditLine, 'personId' | 'limitCents'> & { readonly agreedAt: Date } | undefined> {
  const { rows } = await sql<{ personId: string; limitCents: number; agreedAt: Date }>`select person_id as "personId", limit_cents as "limitCents", agreed_at as "agreedAt"
    from credit.line where person_id = any (${await entriesOf(tx, personId)}::uuid[]) and stopped_at is null order by agreed_at limit 1`.execute(tx)
  const line = rows[0]
  return line && { ...line, limitCents: Math.min(line.limitCents, (await termsAt(tx, context.now)).limitCents) }
}

/** What may still be put off: the limit without what is owed and what is kept. */
export async function roomOf(tx: Tx, { personId, limitCents }: Pick<CreditLine, 'personId' | 'limitCents'>): Promise<number> {
  const { cents, heldInCents } = await purseOf(tx, debtAccount(personId, false))
  return Math.max(0, limitCents - cents - heldInCents)
}

/** What somebody owes in all, everywhere: the sum, for whoever pays it. */
export async function owedBy(tx: Tx, context: Context, personId: string): Promise<Owed> {
  const { rows } = await sql<Owed>`select owed_cents as "owedCents", overdue_cents as "overdueCents", next_due_on::text as "nextDueOn"
    from credit.owed_by(${await entriesOf(tx, personId)}::uuid[], ${localDay(context.now)}::date)`.execute(tx)
  return rows[0]!
}

import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** What is still to be paid of a bill, and what the person pays in all; null while there is no bill. Whoever asks has said why already. */
export async function dueOfBill(tx: Tx, institutionId: number, billId: string): Promise<{ selfCents: number; dueCents: number } | null> {
  const { rows } = await sql<{ selfCents: number; dueCents: number }>`
    select self_cents as "selfCents", due_cents as "dueCents" from billing.bill where institution_id = ${institutionId} and id = ${billId}`.execute(tx)
  return rows[0] ?? null
}

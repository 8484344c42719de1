import { sql } from 'kysely'
import { openAccounts, REGION } from '#engines/ledger/index.ts'
import { personSummary, registerAt } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { book, commonAccounts } from '../books.ts'
import type { BillKind } from '../contract.ts'

export interface NewBill {
  readonly institutionId: number
  /** The visit's id. */
  readonly billId: string
  readonly personId: string
  readonly title: string
  /** Absent: a visit. */
  readonly kind?: BillKind
}

/**
 * Opens the one bill of a visit; everything the visit costs is put on it. Opening it again, from wherever, changes nothing.
 * How the person is insured is noted now, so that the bill does not change under their hands.
 */
export async function openBill(tx: Tx, context: Context, { institutionId, billId, personId, title, kind = 'visit' }: NewBill): Promise<void> {
  const known = await sql`select from billing.bill where institution_id = ${institutionId} and id = ${billId}`.execute(tx)
  if (known.rows.length > 0) return
  // Who has a bill here is known here: the windows of this institution may see whom they ask for money.
  if (institutionId !== REGION) await registerAt(tx, context, institutionId, personId)
  const { insuranceKind } = await personSummary(tx, context, personId)
  await sql`insert into billing.bill (institution_id, id, person_id, title, kind, insurance_kind, opened_at, changed_at)
    values (${institutionId}, ${billId}, ${personId}, ${title}, ${kind}, ${insuranceKind}, ${context.now}, ${context.now})
    on conflict do nothing`.execute(tx)
  await openAccounts(tx, context, [...commonAccounts(institutionId), { ...book.bill(institutionId, billId), personId }])
}

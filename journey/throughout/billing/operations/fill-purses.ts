import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { book, followingId } from '../books.ts'
import { purse, purseBought } from '../purses.ts'
import type { BillRow } from '../queries/locked-bill.ts'

/** What was bought for a purse and is paid now goes into it, in the same moment. */
export async function fillPurses(tx: Tx, context: Context, bill: BillRow, paymentId: string): Promise<void> {
  const { institutionId, id: billId, personId, title } = bill
  const kind = purseBought(bill.kind)
  if (!kind) return
  const { rows } = await sql<{ id: string; cents: number }>`select id, self_cents as cents from billing.charge_item
    where institution_id = ${institutionId} and bill_id = ${billId} and paid_by = ${paymentId} and status = 'paid' and source = ${bill.kind} order by id`.execute(tx)
  for (const item of rows) {
    await purse(kind).fill(tx, context, {
      transferId: followingId('fill', item.id), institutionId, personId, cents: item.cents, reference: `bill/${billId}`, title, from: book.bought(institutionId),
    })
  }
}

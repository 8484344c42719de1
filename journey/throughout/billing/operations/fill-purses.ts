import { sql } from 'kysely'
import { postTransfer } from '#engines/ledger/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { book, followingId, lines } from '../books.ts'
import { purse, purseBought } from '../purses.ts'
import type { BillRow } from '../queries/locked-bill.ts'

/**
 * What was bought for a purse and is paid now goes into it, in the same moment. Answers what it did not take: of two who
 * repay the same debt at once, the second finds less of it. That much was never owed, and is taken off the bill.
 */
export async function fillPurses(tx: Tx, context: Context, bill: BillRow, paymentId: string): Promise<number> {
  const { institutionId, id: billId, personId, title } = bill
  const kind = purseBought(bill.kind)
  if (!kind) return 0
  let notTaken = 0
  const { rows } = await sql<{ id: string; cents: number }>`select id, self_cents as cents from billing.charge_item
    where institution_id = ${institutionId} and bill_id = ${billId} and paid_by = ${paymentId} and status = 'paid' and source = ${bill.kind} order by id`.execute(tx)
  for (const item of rows) {
    const taken = await purse(kind).fill(tx, context, {
      transferId: followingId('fill', item.id), institutionId, personId, cents: item.cents, reference: `bill/${billId}`, title, from: book.bought(institutionId),
    })
    if (taken === item.cents) continue
    notTaken += item.cents - taken
    await postTransfer(tx, context, {
      institutionId, id: followingId('not-owed', item.id), kind: 'charge', reference: `bill/${billId}`,
      lines: lines([book.bought(institutionId), item.cents - taken], [book.bill(institutionId, billId), taken - item.cents]),
    })
  }
  return notTaken
}

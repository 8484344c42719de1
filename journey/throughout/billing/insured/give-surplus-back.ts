import { shareOut } from '#journey/throughout/insurance/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { followingId } from '../books.ts'
import { startRefund } from '../operations/start-refund.ts'
import type { BillRow } from '../queries/locked-bill.ts'
import { waysOf } from '../queries/ways-of.ts'
import type { ItemRow } from './claims-of-items.ts'

/** The insurer bears more than the person had been told: that part of each item goes back the way it came, while the item stands. */
export async function giveSurplusBack(tx: Tx, context: Context, { institutionId, id: billId, personId }: BillRow, parts: readonly { item: ItemRow; cents: number }[]): Promise<void> {
  for (const { item, cents } of parts) {
    if (cents === 0 || !item.paidBy) continue
    const ways = await waysOf(tx, institutionId, item.paidBy, [item.itemId])
    const most = ways.map((way) => way.cents)
    const back = shareOut(cents, most, most)
    await startRefund(tx, context, {
      institutionId, billId, personId, paymentId: item.paidBy, itemId: item.itemId, about: followingId(`surplus-${item.selfCents}`, item.itemId),
      ways: ways.map((way, i) => ({ key: way.key, cents: back[i]! })), cause: 'surplus', reason: 'the insurer bears more',
    })
  }
}

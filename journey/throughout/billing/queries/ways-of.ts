import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PaymentChannel } from '../contract.ts'
import { sharesOf, type Portion } from '../shares.ts'
import { paymentRow } from './payments.ts'

export type WayPaid = Portion<PaymentChannel>

/** How some items of a payment were paid: how much of their money came which way, and goes back the same. */
export async function waysOf(tx: Tx, institutionId: number, paymentId: string, itemIds: readonly string[]): Promise<WayPaid[]> {
  const payment = await paymentRow(tx, institutionId, paymentId)
  const { rows: items } = await sql<Portion>`select item_id as key, amount_cents as cents from billing.payment_item
    where institution_id = ${institutionId} and payment_id = ${paymentId} order by item_id`.execute(tx)
  const parts = payment.parts.filter((part) => part.state === 'taken').map((part) => ({ key: part.purse, cents: part.cents }))
  const shares = sharesOf<PaymentChannel>(items, payment.channelCents > 0 ? [...parts, { key: payment.channel, cents: payment.channelCents }] : parts)
  const sums = new Map<PaymentChannel, number>()
  for (const share of itemIds.flatMap((id) => shares.get(id) ?? [])) sums.set(share.key, (sums.get(share.key) ?? 0) + share.cents)
  // A part that went back while the item stood, because the insurer bears more than was told, does not go back again.
  const { rows: returned } = await sql<WayPaid>`select channel as key, sum(amount_cents)::bigint as cents from billing.refund
    where institution_id = ${institutionId} and payment_id = ${paymentId} and item_id = any (${itemIds}::uuid[]) and cause = 'surplus' group by channel`.execute(tx)
  for (const part of returned) sums.set(part.key, (sums.get(part.key) ?? 0) - part.cents)
  return [...sums].map(([key, cents]) => ({ key, cents }))
}

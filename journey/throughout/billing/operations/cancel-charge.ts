import { sql } from 'kysely'
import { reverseTransfer } from '#engines/ledger/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { followingId } from '../books.ts'
import type { ChargeSource } from '../contract.ts'
import { billChanged } from '../events.ts'
import { leaveClaims } from '../insured/ask-insurer.ts'
import { bringBack } from '../insured/put-shares.ts'
import { lockedBill } from '../queries/locked-bill.ts'
import { waysOf } from '../queries/ways-of.ts'
import { startRefund } from './start-refund.ts'
import { sumUp } from './sum-up.ts'

export interface CancelledCharge {
  readonly institutionId: number
  readonly billId: string
  readonly source: ChargeSource
  readonly sourceId: string
  readonly reason: string
}

interface ItemRow {
  readonly id: string
  readonly status: string
  readonly paidBy: string | null
}

/**
 * Takes one thing off the bill; if it was paid, the money goes back the way it came, by itself.
 *
 * Doing it twice changes nothing. When the person pays at the same moment, either the payment sees the bill without the item,
 * or the item's money is sent back as soon as the payment has succeeded. What was never charged is no error: booking may
 * cancel before it charged.
 */
export async function cancelCharge(tx: Tx, context: Context, charge: CancelledCharge): Promise<void> {
  const { institutionId, billId } = charge
  const bill = await lockedBill(tx, institutionId, billId)
  const { rows } = await sql<ItemRow>`select id, status, paid_by as "paidBy" from billing.charge_item
    where institution_id = ${institutionId} and bill_id = ${billId} and source = ${charge.source} and source_id = ${charge.sourceId}`.execute(tx)
  const item = rows[0]
  if (!item || item.status === 'cancelled') return
  await takeOff(tx, context, institutionId, billId, item.id)
  if (item.status === 'paid') {
    await startRefund(tx, context, {
      institutionId, billId, personId: bill.personId, paymentId: item.paidBy!, itemId: item.id, ways: await waysOf(tx, institutionId, item.paidBy!, [item.id]), cause: 'cancelled', reason: charge.reason,
    })
  }
  await sumUp(tx, context, institutionId, billId)
  await audit(tx, context, { action: 'billing.cancel-charge', personId: bill.personId, subject: `bill/${billId}`, institutionId, detail: { itemId: item.id, reason: charge.reason } })
  await announce(tx, context, billChanged({ institutionId, billId, personId: bill.personId }))
}

/** Marks the item and takes its booking back. The caller holds the bill's lock. */
export async function takeOff(tx: Tx, context: Context, institutionId: number, billId: string, itemId: string): Promise<void> {
  await sql`update billing.charge_item set status = 'cancelled', cancelled_at = ${context.now}
    where institution_id = ${institutionId} and id = ${itemId}`.execute(tx)
  await bringBack(tx, context, institutionId, billId, itemId)
  await leaveClaims(tx, context, institutionId, billId, itemId)
  await reverseTransfer(tx, context, { institutionId, id: followingId('take-off', itemId), reverses: itemId, reference: `bill/${billId}` })
}

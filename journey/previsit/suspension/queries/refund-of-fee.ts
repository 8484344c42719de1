import { BillNotFound, billOf } from '#journey/throughout/billing/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { RefundOfFee } from '../contract.ts'

/** How far the money of a suspended appointment is on its way back. Its bill has the appointment's id. */
export async function refundOfFee(tx: Tx, context: Context, institutionId: number, appointmentId: string): Promise<RefundOfFee> {
  try {
    const bill = await billOf(tx, context, institutionId, appointmentId)
    const refunds = bill.refunds.filter((refund) => refund.cause === 'cancelled' && refund.state !== 'refused')
    const amountCents = refunds.reduce((sum, refund) => sum + refund.amountCents, 0)
    if (refunds.length === 0) {
      const paid = bill.items.filter((item) => item.source === 'registration' && item.status === 'paid').reduce((sum, item) => sum + item.selfCents, 0)
      return paid > 0 ? { state: 'on-its-way', amountCents: paid } : { state: 'nothing-paid', amountCents: 0 }
    }
    if (refunds.some((refund) => refund.state === 'failed')) return { state: 'looked-after', amountCents }
    if (refunds.every((refund) => refund.state === 'succeeded')) return { state: 'refunded', amountCents }
    const atWindow = refunds.some((refund) => refund.channel === 'cash' && refund.state === 'created')
    return { state: atWindow ? 'at-window' : 'on-its-way', amountCents }
  } catch (error) {
    if (error instanceof BillNotFound) return { state: 'nothing-paid', amountCents: 0 }
    throw error
  }
}

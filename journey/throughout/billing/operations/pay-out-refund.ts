import { NotEnough } from '#engines/ledger/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { NotEnoughInDrawer, RefundDecided } from '../errors.ts'
import { refuseWhileWaiting } from '../insured/hold-back.ts'
import { refundRow } from '../queries/refunds.ts'
import { cashier, lockedShift } from '../queries/shifts.ts'
import { finishRefund } from './finish-refund.ts'

/** Hands out the cash that is owed, from this cashier's drawer. Done once: the second window gets {@link RefundDecided}. */
export async function payOutRefund(tx: Tx, context: Context, refundId: string): Promise<void> {
  const { institutionId } = cashier(context)
  const shift = await lockedShift(tx, context)
  const refund = await refundRow(tx, institutionId, refundId)
  if (refund.channel !== 'cash' || refund.state !== 'created') throw new RefundDecided()
  await refuseWhileWaiting(tx, institutionId, refundId)
  const done = await finishRefund(tx, context, { institutionId, refundId, shiftId: shift.id }).catch((error: unknown) => {
    throw error instanceof NotEnough ? new NotEnoughInDrawer() : error
  })
  if (!done) throw new RefundDecided()
}

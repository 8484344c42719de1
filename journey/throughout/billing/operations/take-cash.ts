import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { PaymentUnderWay, TooLittleCash } from '../errors.ts'
import type { TakeCash } from '../contract.ts'
import { lockedBill } from '../queries/locked-bill.ts'
import { openPayment, paymentRow, type PaymentRow } from '../queries/payments.ts'
import { cashier, lockedShift } from '../queries/shifts.ts'
import { restFor } from './part-payment.ts'
import { settlePayment } from './settle-payment.ts'
import { amountOf, dueItems, recordPayment } from './start-payment.ts'

/**
 * Takes cash at a window for everything that is due on the bill, or for what purses leave of it, and says to the cent what to give back.
 *
 * While a payment by phone is under way it throws {@link PaymentUnderWay}: that one is closed or finished first, so nobody
 * pays twice. Also throws {@link NoShift}, {@link AmountChanged}, {@link NothingDue}, {@link TooLittleCash}.
 */
export async function takeCash(tx: Tx, context: Context, { billId, expectedCents, receivedCents, parts }: TakeCash): Promise<PaymentRow> {
  const { institutionId } = cashier(context)
  const shift = await lockedShift(tx, context)
  const bill = await lockedBill(tx, institutionId, billId)
  const open = await openPayment(tx, institutionId, billId)
  if (open) throw new PaymentUnderWay({ paymentId: open.id, state: open.state })
  const items = await dueItems(tx, institutionId, billId)
  const amountCents = amountOf(items, expectedCents)
  const rest = restFor(bill, parts, amountCents)
  if (receivedCents < rest) throw new TooLittleCash({ missingCents: rest - receivedCents })
  const paymentId = await recordPayment(tx, context, bill, { channel: 'cash', amountCents, items, parts, cash: { shiftId: shift.id, receivedCents } })
  await settlePayment(tx, context, { institutionId, paymentId, shiftId: shift.id })
  return paymentRow(tx, institutionId, paymentId)
}

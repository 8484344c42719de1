import { checkTopUp, mayUse, WalletNotYours } from '#journey/throughout/wallet/index.ts'
import { custodian } from '#journey/throughout/wallet/contract.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { StartTopUp, TakeTopUp } from '../contract.ts'
import type { PaymentRow } from '../queries/payments.ts'
import { addCharge } from './add-charge.ts'
import { openBill } from './open-bill.ts'
import { startPayment } from './start-payment.ts'
import { takeCash } from './take-cash.ts'

/**
 * Starts to put money aside by phone or code: a bill with one thing on it, at the hospital where the person stands or at the
 * region itself. Paid, it is in the balance in the same moment; not paid, nothing was ever owed. For oneself and for those one
 * may pay for ({@link WalletNotYours}). Throws what the limits say.
 */
export async function startTopUp(tx: Tx, context: Context, { personId, cents, channel }: StartTopUp): Promise<PaymentRow> {
  if (context.actor.kind === 'patient' && !(await mayUse(tx, context, personId))) throw new WalletNotYours()
  const bill = await topUpBill(tx, context, personId, cents)
  return startPayment(tx, context, { ...bill, channel, expectedCents: cents, parts: [] })
}

/** Takes cash at a window for somebody's balance, whoever brings it. Throws {@link NoShift}, {@link TooLittleCash} and what the limits say. */
export async function takeTopUp(tx: Tx, context: Context, { personId, cents, receivedCents }: TakeTopUp): Promise<PaymentRow> {
  const { billId } = await topUpBill(tx, context, personId, cents)
  return takeCash(tx, context, { billId, expectedCents: cents, receivedCents, parts: [] })
}

async function topUpBill(tx: Tx, context: Context, personId: string, cents: number): Promise<{ institutionId: number; billId: string }> {
  await checkTopUp(tx, context, personId, cents)
  return billForTopUp(tx, context, { institutionId: context.actor.kind === 'staff' ? context.actor.institutionId : custodian.institutionId, personId, cents })
}

/** Without a look at the limits: money that came is never refused. */
export async function billForTopUp(tx: Tx, context: Context, { institutionId, personId, cents }: { institutionId: number; personId: string; cents: number }): Promise<{ institutionId: number; billId: string }> {
  const billId = newId()
  await openBill(tx, context, { institutionId, billId, personId, title: '余额充值', kind: 'top-up' })
  await addCharge(tx, context, { institutionId, billId, source: 'top-up', sourceId: billId, code: 'TOP-UP', name: '余额充值', quantity: 1, unitCents: cents, insuranceShareBp: 0, kind: 'top-up' })
  return { institutionId, billId }
}

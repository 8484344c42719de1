import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { placeOrder } from '../channels/check-payment.ts'
import { BillNotFound, PaymentNotFound } from '../errors.ts'
import { lockedBill } from '../queries/locked-bill.ts'
import { ownerOfBill } from '../queries/owner-of-bill.ts'
import { paymentRow, type PaymentRow } from '../queries/payments.ts'
import { startPayment } from './start-payment.ts'

export interface PayForAnother {
  readonly institutionId: number
  readonly billId: string
  /** Whose bill the payer was let to pay; another's does not exist. */
  readonly personId: string
  /** Under which name it stands in the audit and on the payment. */
  readonly payer: string
  /** What the payer saw. */
  readonly cents: number
  readonly clientIp: string
  readonly returnUrl: string
}

/** As much of a payment as whoever pays for another is told. */
export interface PaymentForAnother {
  readonly id: string
  readonly state: PaymentRow['state']
  readonly amountCents: number
  readonly payUrl: string | null
}

/**
 * Pays what is due on a bill for somebody who gave leave for it; the caller has looked at the leave. The region itself acts, the
 * payer's name stays on the payment. It speaks with the channel, so it is not one transaction; it may be asked again.
 */
export async function payForAnother(services: Services, wish: PayForAnother): Promise<PaymentForAnother> {
  const context = systemContext(wish.payer, services.clock.now())
  const started = await inTransaction(services.db, context, async (tx) => {
    if ((await lockedBill(tx, wish.institutionId, wish.billId)).personId !== wish.personId) throw new BillNotFound({ billId: wish.billId })
    return startPayment(tx, context, { institutionId: wish.institutionId, billId: wish.billId, channel: 'wechatpay', expectedCents: wish.cents })
  })
  const title = await inTransaction(services.db, context, async (tx) => (await ownerOfBill(tx, wish.institutionId))?.name ?? '')
  await placeOrder(services, { institutionId: wish.institutionId, paymentId: started.id }, { title, product: 'phone', clientIp: wish.clientIp, returnUrl: wish.returnUrl })
  return told(await inTransaction(services.db, context, (tx) => paymentRow(tx, wish.institutionId, started.id)), wish.returnUrl)
}

/** What became of it: for the bills of this person only. Throws {@link PaymentNotFound}. */
export async function paymentForAnother(services: Services, { institutionId, paymentId, personId, payer }: Pick<PayForAnother, 'institutionId' | 'personId' | 'payer'> & { readonly paymentId: string }): Promise<PaymentForAnother> {
  const row = await inTransaction(services.db, systemContext(payer, services.clock.now()), (tx) => paymentRow(tx, institutionId, paymentId))
  if (row.personId !== personId) throw new PaymentNotFound()
  return told(row, null)
}

function told({ id, institutionId, state, amountCents, payUrl }: PaymentRow, returnUrl: string | null): PaymentForAnother {
  if (!payUrl || !returnUrl) return { id, state, amountCents, payUrl }
  const address = new URL(payUrl)
  address.searchParams.set('redirect_url', `${returnUrl}?paid=${institutionId}.${id}`)
  return { id, state, amountCents, payUrl: address.href }
}

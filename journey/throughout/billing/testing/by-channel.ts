import { systemContext } from '#platform/context/context.ts'
import { type Db, inTransaction } from '#platform/database/index.ts'
import { billOf, cancelCharge } from '../index.ts'
import { finishRefund } from '../operations/finish-refund.ts'
import { settlePayment } from '../operations/settle-payment.ts'
import { startPayment } from '../operations/start-payment.ts'
import type { ABill } from './a-bill.ts'

// Money that travels through WeChat Pay at a moment of one's choice, without the channel itself.

export async function startedByPhone(db: Db, bill: ABill, cents: number, at: Date): Promise<string> {
  const context = systemContext('test', at)
  const { institutionId, billId } = bill
  const { id } = await inTransaction(db, context, (tx) => startPayment(tx, context, { institutionId, billId, channel: 'wechatpay', expectedCents: cents }))
  return id
}

export async function settledByChannel(db: Db, { institutionId }: ABill, paymentId: string, providerNo: string, at: Date): Promise<void> {
  const context = systemContext('test', at)
  await inTransaction(db, context, (tx) => settlePayment(tx, context, { institutionId, paymentId, providerNo }))
}

/** The item is taken off and its money has gone back. */
export async function refundedByChannel(db: Db, bill: ABill, sourceId: string, providerNo: string, at: Date): Promise<{ id: string; amountCents: number }> {
  const context = systemContext('test', at)
  const { institutionId, billId } = bill
  await inTransaction(db, context, (tx) => cancelCharge(tx, context, { institutionId, billId, source: 'order', sourceId, reason: 'test' }))
  const { refunds } = await inTransaction(db, context, (tx) => billOf(tx, context, institutionId, billId))
  await inTransaction(db, context, (tx) => finishRefund(tx, context, { institutionId, refundId: refunds[0]!.id, providerNo }))
  return refunds[0]!
}

import { settlePayment } from '#journey/throughout/billing/operations/settle-payment.ts'
import { startPayment } from '#journey/throughout/billing/operations/start-payment.ts'
import { finishRefund } from '#journey/throughout/billing/operations/finish-refund.ts'
import { cancelCharge } from '#journey/throughout/billing/index.ts'
import { billOf } from '#journey/throughout/billing/index.ts'
import { aBill, aHospital, type ABill } from '#journey/throughout/billing/testing/a-bill.ts'
import { systemContext } from '#platform/context/context.ts'
import { type Db, inTransaction } from '#platform/database/index.ts'
import type { StatementLine } from '../matching/types.ts'

export interface Paid {
  readonly id: string
  readonly bill: ABill
  readonly sourceId: string
  readonly line: StatementLine
}

/** A hospital at which people pay by phone, with the lines the channel would write about it. */
export async function aHospitalDay(db: Db, owner: Db) {
  const institutionId = await aHospital(owner)
  let number = 0
  const payOf = async (cents: number, at: Date, settled: boolean): Promise<Paid> => {
    const bill = await aBill(db, owner, { at: institutionId })
    const { sourceId } = await bill.charge(cents)
    const context = systemContext('test', at)
    const { id } = await inTransaction(db, context, (tx) => startPayment(tx, context, { institutionId, billId: bill.billId, channel: 'wechatpay', expectedCents: cents }))
    const providerNo = `42000${String(++number).padStart(23, '0')}`
    if (settled) await inTransaction(db, context, (tx) => settlePayment(tx, context, { institutionId, paymentId: id, providerNo }))
    return { id, bill, sourceId, line: { line: 0, kind: 'payment', channelNumber: providerNo, ourNumber: id.replaceAll('-', ''), cents, feeCents: 0, status: 'done', at } }
  }
  return {
    institutionId,
    pay: (cents: number, at: Date) => payOf(cents, at, true),
    /** The channel was asked, and nobody knows yet. */
    start: (cents: number, at: Date) => payOf(cents, at, false),
    settle: async (paid: Paid, at: Date) => {
      const context = systemContext('test', at)
      await inTransaction(db, context, (tx) => settlePayment(tx, context, { institutionId, paymentId: paid.id, providerNo: paid.line.channelNumber }))
    },
    async refund(paid: Paid, at: Date): Promise<StatementLine> {
      const context = systemContext('test', at)
      await inTransaction(db, context, (tx) => cancelCharge(tx, context, { institutionId, billId: paid.bill.billId, source: 'order', sourceId: paid.sourceId, reason: 'test' }))
      const { refunds } = await inTransaction(db, context, (tx) => billOf(tx, context, institutionId, paid.bill.billId))
      const { id, amountCents } = refunds[0]!
      const providerNo = `50300${String(++number).padStart(23, '0')}`
      await inTransaction(db, context, (tx) => finishRefund(tx, context, { institutionId, refundId: id, providerNo }))
      return { line: 0, kind: 'refund', channelNumber: providerNo, ourNumber: id.replaceAll('-', ''), cents: amountCents, feeCents: 0, status: 'done', at }
    },
  }
}

import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { openPaymentStates } from '../contract.ts'
import { noteOutcome, type Outcome } from '../operations/note-outcome.ts'
import { settlePayment } from '../operations/settle-payment.ts'
import { paymentRow, type PaymentRow } from '../queries/payments.ts'
import { openChannel, tradeNo } from './open-channel.ts'
import { ChannelRefused, ChannelSilent, type Order, type Trade, type WechatPay } from './wechatpay/client.ts'

export interface PaymentKey {
  readonly institutionId: number
  readonly paymentId: string
}

// What happens with the channel happens between transactions, never inside one: a crash at any point leaves an open payment,
// and an open payment is asked about until the channel has said what became of it.

const at = ({ clock }: Services) => systemContext('billing.channel', clock.now())

function read(services: Services, { institutionId, paymentId }: PaymentKey): Promise<PaymentRow> {
  return inTransaction(services.db, at(services), (tx) => paymentRow(tx, institutionId, paymentId))
}

function note(services: Services, payment: PaymentRow, outcome: Outcome): Promise<boolean> {
  return inTransaction(services.db, at(services), (tx) => noteOutcome(tx, at(services), payment, outcome))
}

function isStillOpen(payment: PaymentRow): boolean {
  return payment.channel === 'wechatpay' && openPaymentStates.includes(payment.state)
}

/**
 * Gives the channel the order and keeps the address where it can be paid. Trying again is the same order.
 * No answer makes the payment unknown; a payment that was closed meanwhile is closed at the channel too.
 */
export async function placeOrder(services: Services, key: PaymentKey, { title, product, clientIp }: { title: string } & Pick<Order, 'product' | 'clientIp'>): Promise<void> {
  const payment = await read(services, key)
  if (!isStillOpen(payment) || payment.payUrl) return
  const channel = await openChannel(services)
  const order = {
    tradeNo: tradeNo(payment.id), description: title.slice(0, 40), attach: String(payment.institutionId), cents: payment.amountCents,
    expiresAt: payment.expiresAt, product, ...(clientIp ? { clientIp } : {}),
  }
  const outcome = await outcomeOf(channel.placeOrder(order).then(({ payUrl }): Outcome => ({ state: 'confirming', payUrl })))
  // Paid or used already: the order is there from an earlier try, and asking about it tells the rest.
  if (outcome.reason === 'OUT_TRADE_NO_USED' || outcome.reason === 'ORDERPAID') return checkPayment(services, key)
  const noted = await note(services, payment, outcome)
  if (!noted && outcome.state === 'confirming') await closeAt(channel, payment)
}

/** Asks the channel what became of a payment, and acts on the answer. */
export async function checkPayment(services: Services, key: PaymentKey): Promise<void> {
  const payment = await read(services, key)
  if (!isStillOpen(payment)) return
  const channel = await openChannel(services)
  const trade = await answerOf(channel.queryOrder(tradeNo(payment.id)))
  if ('fault' in trade) {
    if (trade.fault !== 'ORDER_NOT_EXIST' && trade.fault !== 'ORDERNOTEXIST') return void (await note(services, payment, { state: 'unknown', reason: trade.fault }))
    return isOver(services, payment) ? endUnpaid(services, channel, payment) : void (await note(services, payment, { state: 'created' }))
  }
  await believe(services, channel, payment, trade)
}

/** Acts on what the channel says about a payment, asked or unasked. */
export async function believe(services: Services, channel: WechatPay, payment: PaymentRow, trade: Trade): Promise<void> {
  if (trade.trade_state === 'SUCCESS' || trade.trade_state === 'REFUND') return paid(services, channel, payment, trade)
  if (!isStillOpen(payment)) return
  if (trade.trade_state === 'CLOSED' || trade.trade_state === 'REVOKED') return void (await note(services, payment, { state: 'closed', reason: trade.trade_state }))
  if (isOver(services, payment)) return endUnpaid(services, channel, payment)
  await note(services, payment, { state: 'confirming' })
}

async function paid(services: Services, channel: WechatPay, payment: PaymentRow, trade: Trade): Promise<void> {
  if (trade.mchid !== channel.account.merchantId || trade.amount?.total !== payment.amountCents || trade.out_trade_no !== tradeNo(payment.id)) {
    // Another amount than we asked for is nothing a program should decide; it stays open, and a person sees it.
    services.log.error({ paymentId: payment.id, trade }, 'the channel reports a payment that is not what was ordered')
    return void (await note(services, payment, { state: 'unknown', reason: 'differs' }))
  }
  const key = { institutionId: payment.institutionId, paymentId: payment.id }
  await inTransaction(services.db, at(services), (tx) => settlePayment(tx, at(services), { ...key, ...(trade.transaction_id ? { providerNo: trade.transaction_id } : {}) }))
}

/** The payer wants another way, or the time is over: nobody shall be able to pay this any more. */
export async function closePayment(services: Services, key: PaymentKey): Promise<void> {
  const payment = await read(services, key)
  if (isStillOpen(payment)) await endUnpaid(services, await openChannel(services), payment)
}

async function endUnpaid(services: Services, channel: WechatPay, payment: PaymentRow): Promise<void> {
  const fault = await closeAt(channel, payment)
  if (fault === 'ORDERPAID' || fault === 'ORDER_PAID') {
    const trade = await answerOf(channel.queryOrder(tradeNo(payment.id)))
    return 'fault' in trade ? void (await note(services, payment, { state: 'unknown', reason: trade.fault })) : believe(services, channel, payment, trade)
  }
  // An order the channel never had cannot be paid either.
  const gone = fault === undefined || ['ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'ORDER_CLOSED', 'ORDERCLOSED'].includes(fault)
  await note(services, payment, gone ? { state: 'closed', reason: 'not paid' } : { state: 'unknown', reason: fault })
}

async function closeAt(channel: WechatPay, payment: PaymentRow): Promise<string | undefined> {
  const answer = await answerOf(channel.closeOrder(tradeNo(payment.id)).then(() => ({ closed: true })))
  return 'fault' in answer ? answer.fault : undefined
}

function isOver({ clock }: Services, payment: PaymentRow): boolean {
  return clock.now() >= payment.expiresAt
}

/** The channel's answer, or why there is none; what is neither is a bug and passes through. */
export async function answerOf<T extends object>(asked: Promise<T>): Promise<T | { fault: string; silent: boolean }> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ChannelSilent) return { fault: error.message, silent: true }
    if (error instanceof ChannelRefused) return { fault: error.code, silent: false }
    throw error
  }
}

async function outcomeOf(asked: Promise<Outcome>): Promise<Outcome> {
  const answer = await answerOf(asked)
  if (!('fault' in answer)) return answer
  if (answer.silent || answer.fault === 'SYSTEM_ERROR' || answer.fault === 'FREQUENCY_LIMITED') return { state: 'unknown', reason: answer.fault }
  return answer.fault === 'OUT_TRADE_NO_USED' || answer.fault === 'ORDERPAID' ? { state: 'unknown', reason: answer.fault } : { state: 'failed', reason: answer.fault }
}

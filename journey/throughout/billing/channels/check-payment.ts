import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { isChannelName, openPaymentStates, type ChannelName } from '../contract.ts'
import { noteOutcome, type Outcome } from '../operations/note-outcome.ts'
import { settlePayment } from '../operations/settle-payment.ts'
import { paymentRow, type PaymentRow } from '../queries/payments.ts'
import { ChannelRefused, ChannelSilent, tradeNo, type Channel, type Order, type OrderKey, type Trade } from './channel.ts'
import { openChannel } from './open-channel.ts'

export interface PaymentKey {
  readonly institutionId: number
  readonly paymentId: string
}

// What happens with the channel happens between transactions, never inside one: a crash at any point leaves an open payment,
// and an open payment is asked about until the channel has said what became of it.

/** A code that was shown works until it expires; how long after that moment it is safe to say that it did not. */
const LOOK_AGAIN_MS = 60_000

type ByChannel = PaymentRow & { readonly channel: ChannelName }

const at = ({ clock }: Services) => systemContext('billing.channel', clock.now())

function read(services: Services, { institutionId, paymentId }: PaymentKey): Promise<PaymentRow> {
  return inTransaction(services.db, at(services), (tx) => paymentRow(tx, institutionId, paymentId))
}

function note(services: Services, payment: PaymentRow, outcome: Outcome): Promise<boolean> {
  return inTransaction(services.db, at(services), (tx) => noteOutcome(tx, at(services), payment, outcome))
}

const key = (payment: PaymentRow): OrderKey => ({ institutionId: payment.institutionId, orderNo: tradeNo(payment.id) })

function goesByChannel(payment: PaymentRow): payment is ByChannel {
  return isChannelName(payment.channel)
}

function isStillOpen(payment: PaymentRow): payment is ByChannel {
  return goesByChannel(payment) && openPaymentStates.includes(payment.state)
}

export type Wanted = { readonly title: string } & Pick<Order, 'product' | 'clientIp' | 'returnUrl' | 'terminalId'>

/**
 * Gives the channel the order and keeps the address where it can be paid. Trying again is the same order.
 * No answer makes the payment unknown; a payment that was closed meanwhile is closed at the channel too.
 */
export async function placeOrder(services: Services, paymentKey: PaymentKey, { title, ...wanted }: Wanted): Promise<void> {
  const payment = await read(services, paymentKey)
  if (!isStillOpen(payment) || payment.payUrl) return
  const channel = await openChannel(services, payment.channel)
  const answer = await answerOf(channel.placeOrder({ ...key(payment), description: title, cents: payment.channelCents, expiresAt: payment.expiresAt, ...wanted }).then((placed) => ({ placed })))
  if ('placed' in answer && answer.placed === 'exists') return checkPayment(services, paymentKey)
  const outcome: Outcome = 'placed' in answer && answer.placed !== 'exists'
    ? { state: 'confirming', ...(answer.placed.payUrl ? { payUrl: answer.placed.payUrl } : {}) }
    : { state: 'fault' in answer && !answer.mayPass ? 'failed' : 'unknown', reason: 'fault' in answer ? answer.fault : '' }
  const noted = await note(services, payment, outcome)
  if (!noted && outcome.state === 'confirming') await answerOf(channel.close(key(payment)).then((closed) => ({ closed })))
}

/** Asks the channel what became of a payment, and acts on the answer. One that was closed is looked at once more, when nobody can pay it any longer. */
export async function checkPayment(services: Services, paymentKey: PaymentKey): Promise<void> {
  const payment = await read(services, paymentKey)
  if (!goesByChannel(payment) || !(openPaymentStates.includes(payment.state) || payment.isLookedAtAgain)) return
  const channel = await openChannel(services, payment.channel)
  const trade = await answerOf(channel.query(key(payment)))
  if ('fault' in trade) return nobodyKnows(services, payment, trade.fault)
  await believe(services, channel, payment, trade)
}

/** An open payment is unknown; one that was closed stays so, and is looked at again a minute later. */
async function nobodyKnows(services: Services, payment: PaymentRow, reason: string): Promise<void> {
  const lookAgainAt = new Date(services.clock.now().getTime() + LOOK_AGAIN_MS)
  await note(services, payment, payment.isLookedAtAgain ? { state: 'closed', reason, lookAgainAt } : { state: 'unknown', reason })
}

/** Acts on what the channel says about a payment, asked or unasked. */
export async function believe(services: Services, channel: Channel, payment: PaymentRow, trade: Trade): Promise<void> {
  if (trade.state === 'paid') return paid(services, payment, trade)
  if (!isStillOpen(payment)) return void (payment.isLookedAtAgain && isOver(services, payment) && (await note(services, payment, { state: 'closed', reason: 'not paid' })))
  if (trade.state === 'gone') return void (await note(services, payment, { state: 'closed', reason: trade.reason }))
  if (isOver(services, payment)) return endUnpaid(services, channel, payment)
  if (trade.state === 'absent') return void (await note(services, payment, { state: payment.payUrl ? 'confirming' : 'created' }))
  await note(services, payment, { state: 'confirming', step: trade.step ?? '' })
}

async function paid(services: Services, payment: PaymentRow, trade: Trade & { state: 'paid' }): Promise<void> {
  if (!trade.isForUs || trade.cents !== payment.channelCents || trade.orderNo !== tradeNo(payment.id)) {
    // Another amount than we asked for is nothing a program should decide; it stays open, and a person sees it.
    services.log.error({ paymentId: payment.id, trade }, 'the channel reports a payment that is not what was ordered')
    return nobodyKnows(services, payment, 'differs')
  }
  await inTransaction(services.db, at(services), (tx) => settlePayment(tx, at(services), {
    institutionId: payment.institutionId, paymentId: payment.id, ...(trade.providerNo ? { providerNo: trade.providerNo } : {}),
  }))
}

/** The payer wants another way, or the time is over: nobody shall be able to pay this any more. */
export async function closePayment(services: Services, paymentKey: PaymentKey): Promise<void> {
  const payment = await read(services, paymentKey)
  if (isStillOpen(payment)) await endUnpaid(services, await openChannel(services, payment.channel), payment)
}

async function endUnpaid(services: Services, channel: Channel, payment: PaymentRow): Promise<void> {
  const answer = await answerOf(channel.close(key(payment)).then((closed) => ({ closed })))
  if ('fault' in answer) return nobodyKnows(services, payment, answer.fault)
  if (answer.closed === 'paid') {
    const trade = await answerOf(channel.query(key(payment)))
    return 'fault' in trade ? nobodyKnows(services, payment, trade.fault) : believe(services, channel, payment, trade)
  }
  const lookAgainAt = new Date(payment.expiresAt.getTime() + LOOK_AGAIN_MS)
  await note(services, payment, { state: 'closed', reason: 'not paid', ...(answer.closed === 'until-expiry' && lookAgainAt > services.clock.now() ? { lookAgainAt } : {}) })
}

function isOver({ clock }: Services, payment: PaymentRow): boolean {
  return clock.now() >= payment.expiresAt
}

/** The channel's answer, or why there is none; what is neither is a bug and passes through. */
export async function answerOf<T extends object>(asked: Promise<T>): Promise<T | { fault: string; mayPass: boolean }> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ChannelSilent) return { fault: error.message, mayPass: true }
    if (error instanceof ChannelRefused) return { fault: error.code, mayPass: error.isPassing }
    throw error
  }
}

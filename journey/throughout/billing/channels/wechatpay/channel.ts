import { ChannelRefused, type Channel, type ChannelMessage, type RefundOutcome, type Trade as HeardTrade } from '../channel.ts'
import type { WechatPayAccount } from './account.ts'
import { readCallback, type WechatPayMessage } from './callback.ts'
import { wechatPay, type RefundAnswer, type Trade } from './client.ts'

/** WeChat Pay in the words all channels share. */
export function wechatPayChannel(account: WechatPayAccount, now: () => Date): Channel {
  const client = wechatPay(account, now)
  return {
    name: 'wechatpay',
    placeOrder: ({ orderNo, institutionId, description, cents, expiresAt, product, clientIp }) => unless(client.placeOrder({
      tradeNo: orderNo, description: description.slice(0, 40), attach: String(institutionId), cents, expiresAt,
      product: product === 'phone' ? 'h5' : 'native', ...(clientIp ? { clientIp } : {}),
    }), ['OUT_TRADE_NO_USED', 'ORDERPAID'], 'exists' as const),
    query: ({ orderNo }) => unless(client.queryOrder(orderNo).then((trade) => heard(account, trade)), NEVER_THERE, { state: 'absent' as const }),
    close: ({ orderNo }) => unless(
      // An order the channel never had cannot be paid either.
      unless(client.closeOrder(orderNo).then(() => 'closed' as const), [...NEVER_THERE, 'ORDER_CLOSED', 'ORDERCLOSED'], 'closed' as const),
      ['ORDERPAID', 'ORDER_PAID'], 'paid' as const),
    refund: ({ orderNo, ...refund }) => client.refund({ ...refund, tradeNo: orderNo }).then(refundHeard),
    queryRefund: ({ refundNo }) => unless(client.queryRefund(refundNo).then(refundHeard), ['RESOURCE_NOT_EXISTS'], { state: 'absent' as const }),
    readCallback({ headers, body, addressedTo }) {
      const message = readCallback(account, headers, body, now())
      return message && toMessage(account, message, addressedTo)
    },
    statement: (day) => client.statement(day),
  }
}

const NEVER_THERE = ['ORDER_NOT_EXIST', 'ORDERNOTEXIST']

/** A refusal that says something about the order is an answer. */
async function unless<T, U>(asked: Promise<T>, codes: readonly string[], answer: U): Promise<T | U> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ChannelRefused && codes.includes(error.code)) return answer
    throw error
  }
}

function heard(account: WechatPayAccount, trade: Trade): HeardTrade {
  if (trade.trade_state === 'SUCCESS' || trade.trade_state === 'REFUND') {
    return { state: 'paid', orderNo: trade.out_trade_no, cents: trade.amount?.total, isForUs: trade.mchid === account.merchantId, providerNo: trade.transaction_id }
  }
  if (trade.trade_state === 'CLOSED' || trade.trade_state === 'REVOKED') return { state: 'gone', reason: trade.trade_state }
  return { state: 'waiting' }
}

function refundHeard(answer: RefundAnswer): RefundOutcome {
  if (answer.status === 'SUCCESS') return { state: 'done', cents: answer.amount.refund, providerNo: answer.refund_id }
  return answer.status === 'PROCESSING' ? { state: 'processing' } : { state: 'refused', reason: answer.status }
}

/** A payment carries our hospital with it; a refund's message came to an address of its own. What is not there is not ours. */
function toMessage(account: WechatPayAccount, message: WechatPayMessage, addressedTo: number | undefined): ChannelMessage | undefined {
  const { id } = message
  if (message.kind === 'other') return { id, kind: 'other' }
  if (message.kind === 'payment') {
    const { trade } = message
    if (!/^\d{1,9}$/.test(trade.attach ?? '')) return undefined
    return { id, kind: 'payment', institutionId: Number(trade.attach), orderNo: trade.out_trade_no, trade: heard(account, trade) }
  }
  const { out_trade_no, out_refund_no, refund_id, refund_status, amount } = message.refund
  if (addressedTo === undefined) return undefined
  const outcome: RefundOutcome = refund_status === 'SUCCESS' ? { state: 'done', cents: amount.refund, providerNo: refund_id } : { state: 'refused', reason: refund_status }
  return { id, kind: 'refund', institutionId: addressedTo, orderNo: out_trade_no, refundNo: out_refund_no, outcome }
}

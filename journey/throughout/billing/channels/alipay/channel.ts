import { z } from 'zod'
import { centsOfYuan, ChannelRefused, ChannelSilent, yuan, type Channel, type ChannelMessage, type Received, type RefundKey, type RefundOrder, type RefundOutcome, type Trade } from '../channel.ts'
import type { AlipayAccount } from './account.ts'
import { ask, bytesOf, chinaTime, pageAddress } from './client.ts'
import { readBill } from './read-bill.ts'
import { isSignedNotice } from './signing.ts'

const QueryAnswer = z.object({
  out_trade_no: z.string(), trade_no: z.string(), total_amount: z.string(), send_pay_date: z.string().optional(),
  trade_status: z.enum(['WAIT_BUYER_PAY', 'TRADE_CLOSED', 'TRADE_SUCCESS', 'TRADE_FINISHED']),
})
const RefundAnswer = z.object({ out_trade_no: z.string(), trade_no: z.string(), fund_change: z.string(), refund_fee: z.string() })
const RefundQueryAnswer = z.object({
  out_trade_no: z.string().optional(), out_request_no: z.string().optional(), trade_no: z.string().optional(), refund_amount: z.string().optional(), refund_status: z.string().optional(),
})

/** An earlier try arrived, whatever became of it. */
const PLACED_BEFORE = ['ACQ.TRADE_HAS_SUCCESS', 'ACQ.TRADE_HAS_CLOSE', 'ACQ.CONTEXT_INCONSISTENT']
const NOT_THERE = ['ACQ.TRADE_NOT_EXIST']

/** Alipay in the words all channels share. */
export function alipayChannel(account: AlipayAccount, now: () => Date): Channel {
  const say = <T>(schema: z.ZodType<T>, method: string, content: object, notifyUrl?: string) => ask(account, now(), schema, { method, content, ...(notifyUrl ? { notifyUrl } : {}) })
  const queryRefund = ({ orderNo, refundNo }: RefundKey): Promise<RefundOutcome> =>
    unless(say(RefundQueryAnswer, 'alipay.trade.fastpay.refund.query', { out_trade_no: orderNo, out_request_no: refundNo }).then((answer) => refundQueried(refundNo, answer)), NOT_THERE, { state: 'absent' })
  return {
    name: 'alipay',
    async placeOrder({ orderNo, institutionId, description, cents, expiresAt, product, returnUrl }) {
      const notifyUrl = `${account.notifyUrl}/${institutionId}`
      const content = {
        out_trade_no: orderNo, total_amount: yuan(cents), subject: description.replaceAll(/[/=&]/g, ' ').slice(0, 80), store_id: String(institutionId), time_expire: chinaTime(expiresAt),
      }
      if (product === 'phone') {
        return { payUrl: pageAddress(account, now(), { method: 'alipay.trade.wap.pay', content: { ...content, product_code: 'QUICK_WAP_WAY' }, notifyUrl, ...(returnUrl ? { returnUrl } : {}) }) }
      }
      const placed = say(z.object({ qr_code: z.string() }), 'alipay.trade.precreate', content, notifyUrl).then(({ qr_code }) => ({ payUrl: qr_code }))
      return unless(placed, PLACED_BEFORE, 'exists' as const)
    },
    query: ({ orderNo }) => unless(say(QueryAnswer, 'alipay.trade.query', { out_trade_no: orderNo }).then(queried), NOT_THERE, { state: 'absent' }),
    close: ({ orderNo }) => unless(
      // A trade begins when the payer opens it. Before that there is nothing to close, and the code goes on working until it expires.
      unless(say(z.unknown(), 'alipay.trade.close', { out_trade_no: orderNo }).then(() => 'closed' as const), NOT_THERE, 'until-expiry' as const),
      // Paid or closed already: asking about it tells which.
      ['ACQ.TRADE_STATUS_ERROR', 'ACQ.REASON_TRADE_STATUS_INVALID'], 'paid' as const),
    async refund(refund) {
      const answer = await say(RefundAnswer, 'alipay.trade.refund', {
        out_trade_no: refund.orderNo, out_request_no: refund.refundNo, refund_amount: yuan(refund.cents), refund_reason: refund.reason.slice(0, 80),
      })
      // N: it was done before, or is not done yet; only asking tells.
      return answer.fund_change === 'Y' ? refunded(refund, answer) : queryRefund(refund)
    },
    queryRefund,
    readCallback: (received) => readNotice(account, received),
    async statement(day) {
      const { bill_download_url } = await say(z.object({ bill_download_url: z.url() }), 'alipay.data.dataservice.bill.downloadurl.query', { bill_type: 'trade', bill_date: day })
      return { name: `alipay-${account.sellerId}-${day}.csv`, text: readBill(await bytesOf(bill_download_url)) }
    },
  }
}

async function unless<T, U>(asked: Promise<T>, codes: readonly string[], answer: U): Promise<T | U> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ChannelRefused && codes.includes(error.code)) return answer
    throw error
  }
}

function queried({ out_trade_no, trade_no, total_amount, send_pay_date, trade_status }: z.infer<typeof QueryAnswer>): Trade {
  // A trade whose whole amount went back is closed too; the date on which it was paid tells it from one nobody paid.
  const isPaid = trade_status === 'TRADE_SUCCESS' || trade_status === 'TRADE_FINISHED' || (trade_status === 'TRADE_CLOSED' && send_pay_date !== undefined)
  if (isPaid) return { state: 'paid', orderNo: out_trade_no, cents: centsOfYuan(total_amount), isForUs: true, providerNo: trade_no }
  return trade_status === 'TRADE_CLOSED' ? { state: 'gone', reason: trade_status } : { state: 'waiting' }
}

/** The answer names the sum of all that went back, not this refund's amount: less than this refund, or more than was paid, is no sense. */
function refunded(refund: RefundOrder, answer: z.infer<typeof RefundAnswer>): RefundOutcome {
  const sum = centsOfYuan(answer.refund_fee)
  if (sum === undefined || sum < refund.cents || sum > refund.totalCents || answer.out_trade_no !== refund.orderNo) throw new ChannelSilent('a refund that is not what was asked for')
  return { state: 'done', cents: refund.cents, providerNo: `${answer.trade_no}/${refund.refundNo}` }
}

function refundQueried(refundNo: string, { trade_no, out_request_no, refund_amount, refund_status }: z.infer<typeof RefundQueryAnswer>): RefundOutcome {
  const cents = centsOfYuan(refund_amount)
  if (!cents || !trade_no || out_request_no !== refundNo) return { state: 'absent' }
  return refund_status === undefined || refund_status === 'REFUND_SUCCESS' ? { state: 'done', cents, providerNo: `${trade_no}/${refundNo}` } : { state: 'processing' }
}

const Notice = z.object({
  notify_id: z.string().min(1).max(128), app_id: z.string(), seller_id: z.string(), out_trade_no: z.string(), trade_no: z.string(), total_amount: z.string(),
  trade_status: z.enum(['WAIT_BUYER_PAY', 'TRADE_CLOSED', 'TRADE_SUCCESS', 'TRADE_FINISHED']), out_biz_no: z.string().optional(), gmt_refund: z.string().optional(), gmt_payment: z.string().optional(),
})

/** A notice is a form. It counts when Alipay signed it and it speaks of our app and our money; amounts are compared with what was ordered. */
function readNotice(account: AlipayAccount, { body, addressedTo }: Received): ChannelMessage | undefined {
  const parameters = Object.fromEntries(new URLSearchParams(body))
  if (addressedTo === undefined || !isSignedNotice(account.alipayKey, parameters)) return undefined
  const notice = Notice.safeParse(parameters).data
  if (notice?.app_id !== account.appId || notice.seller_id !== account.sellerId) return undefined
  const common = { id: notice.notify_id, institutionId: addressedTo, orderNo: notice.out_trade_no }
  // Of a refund it tells the sum of all refunds: a hint that this one may be done, and a reason to ask.
  if (notice.out_biz_no && notice.gmt_refund) return { ...common, kind: 'refund', refundNo: notice.out_biz_no, outcome: { state: 'processing' } }
  return { ...common, kind: 'payment', trade: queried({ ...notice, send_pay_date: notice.gmt_payment }) }
}

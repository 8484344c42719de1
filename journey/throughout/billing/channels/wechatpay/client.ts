import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ChannelRefused, ChannelSilent, type StatementFile } from '../channel.ts'
import type { WechatPayAccount } from './account.ts'
import { authorization, isFromPlatform } from './signing.ts'

const PATIENCE_MS = 6_000

/** Refusals that time may cure: the platform is busy, or waits for money of its own. */
const PASSING = new Set(['SYSTEM_ERROR', 'FREQUENCY_LIMITED', 'NOT_ENOUGH', 'USER_ACCOUNT_ABNORMAL'])

export interface Order {
  readonly tradeNo: string
  readonly description: string
  /** Comes back with every answer: our key to the payment. */
  readonly attach: string
  readonly cents: number
  readonly expiresAt: Date
  /** A phone opens an address; anybody else is shown a code. */
  readonly product: 'h5' | 'native'
  readonly clientIp?: string
}

export const Trade = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string().optional(),
  trade_state: z.enum(['SUCCESS', 'REFUND', 'NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR', 'ACCEPT']),
  attach: z.string().optional(),
  amount: z.object({ total: z.int() }).optional(),
})
export type Trade = z.infer<typeof Trade>

const RefundAnswer = z.object({
  refund_id: z.string(),
  out_refund_no: z.string(),
  out_trade_no: z.string(),
  status: z.enum(['SUCCESS', 'CLOSED', 'PROCESSING', 'ABNORMAL']),
  amount: z.object({ refund: z.int(), total: z.int() }),
})
export type RefundAnswer = z.infer<typeof RefundAnswer>

export interface RefundOrder {
  readonly institutionId: number
  readonly tradeNo: string
  readonly refundNo: string
  readonly reason: string
  readonly cents: number
  readonly totalCents: number
}

export interface WechatPay {
  readonly account: WechatPayAccount
  placeOrder(order: Order): Promise<{ payUrl: string }>
  queryOrder(tradeNo: string): Promise<Trade>
  /** Afterwards nobody can pay it. Refused with ORDERPAID when somebody has. */
  closeOrder(tradeNo: string): Promise<void>
  refund(refund: RefundOrder): Promise<RefundAnswer>
  queryRefund(refundNo: string): Promise<RefundAnswer>
  statement(day: string): Promise<StatementFile>
}

/** The provider's interface as this platform uses it. Every answer's signature is checked before a word of it is believed. */
export function wechatPay(account: WechatPayAccount, now: () => Date): WechatPay {
  const ask = <T>(schema: z.ZodType<T>, method: 'GET' | 'POST', path: string, content?: object) => call(account, now, schema, { method, path, content })
  const common = { appid: account.appId, mchid: account.merchantId }
  return {
    account,
    async placeOrder(order) {
      const answer = await ask(z.object({ code_url: z.string().optional(), h5_url: z.string().optional() }), 'POST', `/v3/pay/transactions/${order.product}`, {
        ...common, description: order.description, out_trade_no: order.tradeNo, attach: order.attach, notify_url: account.notifyUrl,
        time_expire: rfc3339(order.expiresAt), amount: { total: order.cents, currency: 'CNY' },
        ...(order.product === 'h5' ? { scene_info: { payer_client_ip: order.clientIp ?? '127.0.0.1', h5_info: { type: 'Wap' } } } : {}),
      })
      const payUrl = answer.h5_url ?? answer.code_url
      if (!payUrl) throw new ChannelSilent('an order without an address')
      return { payUrl }
    },
    queryOrder: (tradeNo) => ask(Trade, 'GET', `/v3/pay/transactions/out-trade-no/${tradeNo}?mchid=${account.merchantId}`),
    async closeOrder(tradeNo) {
      await ask(z.unknown(), 'POST', `/v3/pay/transactions/out-trade-no/${tradeNo}/close`, { mchid: account.merchantId })
    },
    refund: (refund) => ask(RefundAnswer, 'POST', '/v3/refund/domestic/refunds', {
      out_trade_no: refund.tradeNo, out_refund_no: refund.refundNo, reason: refund.reason.slice(0, 80),
      // A refund's message carries nothing of ours, so its address says whose it is.
      notify_url: `${account.notifyUrl}/${refund.institutionId}`,
      amount: { refund: refund.cents, total: refund.totalCents, currency: 'CNY' },
    }),
    queryRefund: (refundNo) => ask(RefundAnswer, 'GET', `/v3/refund/domestic/refunds/${refundNo}`),
    async statement(day) {
      const bill = await ask(z.object({ hash_type: z.literal('SHA1'), hash_value: z.string(), download_url: z.url() }), 'GET', `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`)
      return { name: `wechatpay-${account.merchantId}-${day}.csv`, text: await download(account, now, bill) }
    },
  }
}

/** 2018-06-08T10:34:56+08:00, the only form the interface accepts. */
function rfc3339(at: Date): string {
  return `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}

interface Call {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly content?: object | undefined
}

async function call<T>(account: WechatPayAccount, now: () => Date, schema: z.ZodType<T>, { method, path, content }: Call): Promise<T> {
  const body = content ? JSON.stringify(content) : ''
  const address = new URL(account.url + path)
  const { response, text } = await reach(address, {
    method,
    headers: {
      accept: 'application/json',
      authorization: authorization(account, { method, path: address.pathname + address.search, body }, now()),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body } : {}),
  })
  if (response.status >= 500 || response.status === 429) throw new ChannelSilent(`answered ${response.status}`)
  if (!isFromPlatform(account.platformKey, (name) => response.headers.get(name) ?? undefined, text, now())) throw new ChannelSilent('an answer without the platform’s signature')
  const said = text === '' ? null : readJson(text)
  if (!response.ok) {
    const code = z.object({ code: z.string() }).safeParse(said).data?.code ?? 'UNKNOWN'
    throw new ChannelRefused(code, PASSING.has(code))
  }
  const read = schema.safeParse(said)
  if (!read.success) throw new ChannelSilent('an answer in another form')
  return read.data
}

/** The file itself is not signed: the signed answer before it carries its hash. */
async function download(account: WechatPayAccount, now: () => Date, bill: { download_url: string; hash_value: string }): Promise<string> {
  const address = new URL(bill.download_url)
  const { response, text } = await reach(address, {
    method: 'GET', headers: { accept: 'text/plain', authorization: authorization(account, { method: 'GET', path: address.pathname + address.search, body: '' }, now()) },
  })
  if (!response.ok) throw new ChannelSilent(`answered ${response.status}`)
  if (createHash('sha1').update(text).digest('hex') !== bill.hash_value.toLowerCase()) throw new ChannelSilent('a statement that is not what was announced')
  return text
}

async function reach(address: URL, init: RequestInit): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(address, { ...init, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) })
    return { response, text: await response.text() }
  } catch (error) {
    throw new ChannelSilent('no answer', { cause: error })
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ChannelSilent('an answer that cannot be read', { cause: error })
  }
}

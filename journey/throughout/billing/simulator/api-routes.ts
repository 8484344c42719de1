import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { readAuthorization, signBody, verifyLines } from '../channels/wechatpay/signing.ts'
import { behaviourOf } from './behaviour.ts'
import { simulatedSides } from './keys.ts'
import { wechatPayDay } from './statements/day.ts'
import { closeOrder, findOrder, findRefund, placeOrder, refundOrder, trade, type RefundRow } from './orders.ts'

const OrderBody = z.object({
  out_trade_no: z.string().regex(/^[\w|*-]{6,32}$/), description: z.string().min(1).max(127), attach: z.string().max(128).optional(),
  notify_url: z.url(), time_expire: z.iso.datetime({ offset: true }), amount: z.object({ total: z.int().positive() }),
})
const RefundBody = z.object({
  out_trade_no: z.string(), out_refund_no: z.string().min(1).max(64), notify_url: z.url().optional(),
  amount: z.object({ refund: z.int().positive(), total: z.int().positive() }),
})

interface Answer {
  readonly status: number
  readonly body?: object
}
const refuse = (status: number, code: string): Answer => ({ status, body: { code, message: code } })

/** The provider's side of the interface: checks the merchant's signature, signs its own answers. */
export function simulatorApi(app: App, services: Services): void {
  const route = (method: 'GET' | 'POST', url: string, answer: (request: FastifyRequest) => Promise<Answer>) =>
    app.route({ method, url: `/simulator/wechatpay/v3${url}`, schema: { hide: true }, handler: (request, reply) => respond(services, request, reply, answer) })

  for (const product of ['native', 'h5'] as const) {
    route('POST', `/pay/transactions/${product}`, async (request) => {
      const order = await placeOrder(services, OrderBody.parse(readBody(request)))
      if (order === 'OUT_TRADE_NO_USED') return refuse(403, order)
      const address = `${services.config.publicUrl}/simulator/wechatpay/pay/${order.code}`
      return { status: 200, body: product === 'h5' ? { h5_url: address } : { code_url: address } }
    })
  }
  route('GET', '/pay/transactions/out-trade-no/:no', async (request) => {
    const order = await findOrder(services, 'out_trade_no', (request.params as { no: string }).no)
    return order ? { status: 200, body: trade(order, await behaviourOf(services.pool)) } : refuse(404, 'ORDER_NOT_EXIST')
  })
  route('POST', '/pay/transactions/out-trade-no/:no/close', async (request) => {
    const { no } = request.params as { no: string }
    if (!(await findOrder(services, 'out_trade_no', no))) return refuse(404, 'ORDER_NOT_EXIST')
    return (await closeOrder(services, no)) ? { status: 204 } : refuse(400, 'ORDERPAID')
  })
  route('POST', '/refund/domestic/refunds', async (request) => {
    const refund = await refundOrder(services, RefundBody.parse(readBody(request)))
    if (refund === 'NOT_ENOUGH') return refuse(403, refund)
    if (refund === 'RESOURCE_NOT_EXISTS') return refuse(404, refund)
    return { status: 200, body: await refundBody(services, refund) }
  })
  route('GET', '/refund/domestic/refunds/:no', async (request) => {
    const refund = await findRefund(services, (request.params as { no: string }).no)
    return refund ? { status: 200, body: await refundBody(services, refund) } : refuse(404, 'RESOURCE_NOT_EXISTS')
  })
  route('GET', '/bill/tradebill', async (request) => {
    const { bill_date: day } = z.object({ bill_date: z.iso.date() }).parse(request.query)
    const { text } = await wechatPayDay(services, day)
    const address = new URL(`/simulator/wechatpay/v3/billdownload/file?day=${day}`, (await simulatedSides(services)).account.url)
    return { status: 200, body: { hash_type: 'SHA1', hash_value: createHash('sha1').update(text).digest('hex'), download_url: address.href } }
  })
  app.get('/simulator/wechatpay/v3/billdownload/file', { schema: { hide: true } }, async (request, reply) => {
    const { merchantPublicKey } = await simulatedSides(services)
    if (!isFromMerchant(merchantPublicKey, request)) return reply.code(401).send('')
    return reply.type('text/plain; charset=utf-8').send((await wechatPayDay(services, z.object({ day: z.iso.date() }).parse(request.query).day)).text)
  })
}

async function refundBody(services: Services, { refund_id, out_refund_no, out_trade_no, amount_cents, status }: RefundRow): Promise<object> {
  const order = await findOrder(services, 'out_trade_no', out_trade_no)
  const { lie } = await behaviourOf(services.pool)
  return { refund_id, out_refund_no, out_trade_no, status, amount: { refund: amount_cents + (lie === 'amount' ? 1 : 0), total: order?.amount_cents ?? amount_cents, currency: 'CNY' } }
}

function readBody(request: FastifyRequest): unknown {
  return JSON.parse(String(request.body))
}

async function respond(services: Services, request: FastifyRequest, reply: FastifyReply, answer: (request: FastifyRequest) => Promise<Answer>) {
  const sides = await simulatedSides(services)
  const { answersFail, requestsLost, lie } = await behaviourOf(services.pool)
  if (requestsLost) return reply.code(502).send('')
  const { status, body } = isFromMerchant(sides.merchantPublicKey, request)
    ? await answer(request).catch((error: unknown) => {
        if (error instanceof z.ZodError) return refuse(400, 'PARAM_ERROR')
        throw error
      })
    : refuse(401, 'SIGN_ERROR')
  // The act was done, but nobody hears of it: the worst a channel can do.
  if (answersFail) return reply.code(502).send('')
  const text = body ? JSON.stringify(body) : ''
  return reply.code(status).headers(signBody(lie === 'signature' ? sides.strangersKey : sides.platformKey, sides.platformSerial, text, services.clock.now())).type('application/json').send(text)
}

function isFromMerchant(key: Parameters<typeof verifyLines>[0], request: FastifyRequest): boolean {
  const given = readAuthorization(request.headers.authorization)
  if (!given) return false
  // What was signed is the path as the merchant asked for it.
  const body = typeof request.body === 'string' ? request.body : ''
  return verifyLines(key, given.signature, request.method, request.url, given.timestamp, given.nonce_str, body)
}

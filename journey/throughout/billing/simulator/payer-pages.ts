import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { dayOf } from './asked-day.ts'
import { behave, behaviourOf, BehaviourChange } from './behaviour.ts'
import { findOrder, payOrder } from './orders.ts'
import { backOf, payerPage } from './payer-page.ts'
import { wechatPayDay } from './statements/day.ts'

/** What the payer would see in the provider's own app. Server-rendered, without a script. */
export function payerPages(app: App, services: Services): void {
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    const order = await findOrder(services, 'code', (request.params as { code: string }).code)
    return reply.code(order ? 200 : 404).type('text/html; charset=utf-8').send(payerPage({
      brand: '微信支付 WeChat Pay', colour: '#0b6b3a', back: backOf(services, (request.query as { redirect_url?: unknown }).redirect_url),
      order: order && { amountCents: order.amount_cents, what: order.description, isPaid: order.paid_at !== null, isClosed: order.state === 'CLOSED' },
    }))
  }
  app.get('/simulator/wechatpay/pay/:code', { schema: { hide: true } }, show)
  // Pressing twice, or reloading what the press answered, pays once.
  app.post('/simulator/wechatpay/pay/:code', { schema: { hide: true } }, async (request, reply) => {
    await payOrder(services, (request.params as { code: string }).code)
    return show(request, reply)
  })
  app.get('/simulator/wechatpay/behaviour', { schema: { hide: true } }, () => behaviourOf(services.pool))
  app.post('/simulator/wechatpay/behaviour', { schema: { hide: true } }, (request) =>
    behave(services.pool, BehaviourChange.parse(JSON.parse(String(request.body)))))
  app.get('/simulator/wechatpay/planted', { schema: { hide: true } }, async (request) => (await wechatPayDay(services, dayOf(request.query))).planted)
}

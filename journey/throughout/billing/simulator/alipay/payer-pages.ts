import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { dayOf } from '../asked-day.ts'
import { behave, behaviourOf, BehaviourChange } from '../behaviour.ts'
import { backOf, payerPage } from '../payer-page.ts'
import { alipayDay } from '../statements/day.ts'
import { findTrade, openTrade, payTrade } from './trades.ts'

/** What the payer would see in Alipay. Opening the page begins the trade. */
export function alipayPages(app: App, services: Services): void {
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    const { code } = request.params as { code: string }
    await openTrade(services, code)
    const trade = await findTrade(services, 'code', code)
    return reply.code(trade ? 200 : 404).type('text/html; charset=utf-8').send(payerPage({
      brand: '支付宝 Alipay', colour: '#1450a8', back: backOf(services, trade?.return_url),
      order: trade && { amountCents: trade.amount_cents, what: trade.subject, isPaid: trade.paid_at !== null, isClosed: trade.state === 'TRADE_CLOSED' },
    }))
  }
  app.get('/simulator/alipay/pay/:code', { schema: { hide: true } }, show)
  // Pressing twice, or reloading what the press answered, pays once.
  app.post('/simulator/alipay/pay/:code', { schema: { hide: true } }, async (request, reply) => {
    await payTrade(services, (request.params as { code: string }).code)
    return show(request, reply)
  })
  app.get('/simulator/alipay/behaviour', { schema: { hide: true } }, () => behaviourOf(services.pool, 'alipay'))
  app.post('/simulator/alipay/behaviour', { schema: { hide: true } }, (request) => behave(services.pool, BehaviourChange.parse(JSON.parse(String(request.body))), 'alipay'))
  app.get('/simulator/alipay/planted', { schema: { hide: true } }, async (request) => (await alipayDay(services, dayOf(request.query))).planted)
}

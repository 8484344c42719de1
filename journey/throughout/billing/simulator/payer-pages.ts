import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { behave, behaviourOf, BehaviourChange } from './behaviour.ts'
import { findOrder, payOrder, type OrderRow } from './orders.ts'

/** What the payer would see in the provider's own app. Server-rendered, without a script. */
export function payerPages(app: App, services: Services): void {
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    const order = await findOrder(services, 'code', (request.params as { code: string }).code)
    return reply.code(order ? 200 : 404).type('text/html; charset=utf-8').send(page(order, backOf(services, request.query)))
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
}

/** Only back to where the platform itself lives. */
function backOf({ config }: Services, query: unknown): string | undefined {
  const given = z.object({ redirect_url: z.url() }).safeParse(query).data?.redirect_url
  if (!given) return undefined
  const { protocol, hostname } = new URL(given)
  const known = [new URL(config.publicUrl).hostname, 'localhost', '127.0.0.1', '[::1]']
  return /^https?:$/.test(protocol) && known.includes(hostname) ? given : undefined
}

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

function page(order: OrderRow | undefined, back: string | undefined): string {
  const paid = order?.paid_at != null
  const amount = order ? `<p class="amount">¥${(order.amount_cents / 100).toFixed(2)}</p><p class="what">${escape(order.description)}</p>` : ''
  const link = back ? `<a class="button quiet" href="${escape(back)}">返回六心 Back to Liuxin</a>` : ''
  const act = !order ? '<p>没有这个订单。 There is no such order.</p>'
    : paid ? `<p class="done" role="status">付好了 Paid</p>${link}`
    : order.state === 'CLOSED' ? `<p role="status">这个订单已经关闭，不能再付。 This order is closed.</p>${link}`
    : `<form method="post"><button class="button" autofocus>付款 Pay</button></form>${link}`
  const onward = paid && back ? `<meta http-equiv="refresh" content="1;url=${escape(back)}">` : ''
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${onward}
<title>付款 · 模拟微信支付</title><style>
body{margin:0;background:#f4f5f4;color:#161a18;font:18px/1.55 system-ui,"PingFang SC","Noto Sans SC",sans-serif}
main{max-width:420px;margin:0 auto;padding:32px 20px;text-align:center}h1{font-size:18px;font-weight:600;margin:0 0 4px}
.note{font-size:15px;color:#4d5651;margin:0 0 40px}.amount{font-size:52px;font-weight:600;margin:0;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.what{color:#4d5651;margin:0 0 40px}.button{display:block;box-sizing:border-box;width:100%;min-height:54px;padding:13px;border:0;border-radius:27px;background:#0b6b3a;color:#fff;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.quiet{background:#fff;color:#161a18;border:1px solid #6f7772;margin-top:14px}.done{font-size:24px;font-weight:600;color:#0b6b3a;margin:0 0 28px}
:focus-visible{outline:3px solid #1b5fc1;outline-offset:3px}</style></head>
<body><main><h1>模拟微信支付 Simulated WeChat Pay</h1><p class="note">演示用，不会真的扣钱。 For demonstration; no money moves.</p>${amount}${act}</main></body></html>`
}

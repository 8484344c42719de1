import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { dayOf } from '../asked-day.ts'
import { behave, behaviourOf, BehaviourChange } from '../behaviour.ts'
import { bankcardDay } from '../statements/day.ts'
import { atReader, touchReader, type OperationRow } from './operations.ts'

const WORDS = {
  '': '请稍候 Please wait', 'insert-card': '请插卡 Please insert the card', 'enter-pin': '请输密码 Please enter the PIN', authorising: '正在联系银行 Asking the bank',
} as const

/** The reader's own little screen. Server-rendered, without a script. */
export function readerPages(app: App, services: Services): void {
  const show = async (request: FastifyRequest, reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').send(page(await atReader(services, (request.params as { terminal: string }).terminal)))
  app.get('/simulator/bankcard/reader/:terminal', { schema: { hide: true } }, show)
  for (const what of ['go-on', 'decline'] as const) {
    app.post(`/simulator/bankcard/reader/:terminal/${what}`, { schema: { hide: true } }, async (request, reply) => {
      const { terminal } = request.params as { terminal: string }
      await touchReader(services, terminal, what)
      return reply.redirect(`/simulator/bankcard/reader/${encodeURIComponent(terminal)}`, 303)
    })
  }
  app.get('/simulator/bankcard/behaviour', { schema: { hide: true } }, () => behaviourOf(services.pool, 'bankcard'))
  app.post('/simulator/bankcard/behaviour', { schema: { hide: true } }, (request) => behave(services.pool, BehaviourChange.parse(JSON.parse(String(request.body))), 'bankcard'))
  app.get('/simulator/bankcard/planted', { schema: { hide: true } }, async (request) => (await bankcardDay(services, dayOf(request.query))).planted)
}

function page(sale: OperationRow | undefined): string {
  const terminal = sale ? encodeURIComponent(sale.terminal_id) : ''
  const button = sale?.step === 'insert-card' ? '插卡 Insert the card' : '确认密码 Confirm the PIN'
  const act = !sale ? '<p class="say" role="status">欢迎 Welcome</p>'
    : `<p class="amount">¥${(sale.amount_cents / 100).toFixed(2)}</p><p class="say" role="status">${WORDS[sale.step]}</p>`
      + (sale.step === 'authorising' ? '' : `<form method="post" action="/simulator/bankcard/reader/${terminal}/go-on"><button class="button" autofocus>${button}</button></form>
<form method="post" action="/simulator/bankcard/reader/${terminal}/decline"><button class="button quiet">卡不能用 The card is not accepted</button></form>`)
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3"><title>刷卡机 · 模拟</title><style>
body{margin:0;background:#20262c;color:#f3f5f7;font:18px/1.5 system-ui,"PingFang SC","Noto Sans SC",sans-serif}
main{max-width:380px;margin:0 auto;padding:32px 20px;text-align:center}h1{font-size:16px;font-weight:600;margin:0;color:#b9c2cb}
.note{font-size:14px;color:#b9c2cb;margin:0 0 32px}.amount{font-size:46px;font-weight:600;margin:0;font-variant-numeric:tabular-nums}.say{font-size:22px;margin:12px 0 32px}
.button{display:block;box-sizing:border-box;width:100%;min-height:54px;padding:13px;margin:0 0 14px;border:0;border-radius:12px;background:#ffd166;color:#20262c;font:inherit;font-weight:600;cursor:pointer}
.quiet{background:transparent;color:#f3f5f7;border:1px solid #7d8891}:focus-visible{outline:3px solid #fff;outline-offset:3px}</style></head>
<body><main><h1>模拟刷卡机 Simulated card reader</h1><p class="note">演示用，不会真的扣钱。 For demonstration; no money moves.</p>${act}</main></body></html>`
}

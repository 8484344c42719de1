import type { Services } from '#platform/services.ts'

/** Only back to where the platform itself lives. */
export function backOf({ config }: Pick<Services, 'config'>, given: unknown): string | undefined {
  if (typeof given !== 'string' || !URL.canParse(given)) return undefined
  const { protocol, hostname } = new URL(given)
  const known = [new URL(config.publicUrl).hostname, 'localhost', '127.0.0.1', '[::1]']
  return /^https?:$/.test(protocol) && known.includes(hostname) ? given : undefined
}

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

export interface PayerView {
  /** 微信支付 WeChat Pay */
  readonly brand: string
  readonly colour: string
  readonly order: { readonly amountCents: number; readonly what: string; readonly isPaid: boolean; readonly isClosed: boolean } | undefined
  readonly back: string | undefined
}

export function payerPage({ brand, colour, order, back }: PayerView): string {
  const paid = order?.isPaid === true
  const amount = order ? `<p class="amount">¥${(order.amountCents / 100).toFixed(2)}</p><p class="what">${escape(order.what)}</p>` : ''
  const link = back ? `<a class="button quiet" href="${escape(back)}">返回六心 Back to Liuxin</a>` : ''
  const act = !order ? '<p>没有这个订单。 There is no such order.</p>'
    : paid ? `<p class="done" role="status">付好了 Paid</p>${link}`
    : order.isClosed ? `<p role="status">这个订单已经关闭，不能再付。 This order is closed.</p>${link}`
    : `<form method="post"><button class="button" autofocus>付款 Pay</button></form>${link}`
  const onward = paid && back ? `<meta http-equiv="refresh" content="1;url=${escape(back)}">` : ''
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${onward}
<title>付款 · 模拟${brand}</title><style>
body{margin:0;background:#f4f5f4;color:#161a18;font:18px/1.55 system-ui,"PingFang SC","Noto Sans SC",sans-serif}
main{max-width:420px;margin:0 auto;padding:32px 20px;text-align:center}h1{font-size:18px;font-weight:600;margin:0 0 4px}
.note{font-size:15px;color:#4d5651;margin:0 0 40px}.amount{font-size:52px;font-weight:600;margin:0;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.what{color:#4d5651;margin:0 0 40px}.button{display:block;box-sizing:border-box;width:100%;min-height:54px;padding:13px;border:0;border-radius:27px;background:${colour};color:#fff;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.quiet{background:#fff;color:#161a18;border:1px solid #6f7772;margin-top:14px}.done{font-size:24px;font-weight:600;color:${colour};margin:0 0 28px}
:focus-visible{outline:3px solid #1b5fc1;outline-offset:3px}</style></head>
<body><main><h1>模拟${brand} Simulated</h1><p class="note">演示用，不会真的扣钱。 For demonstration; no money moves.</p>${amount}${act}</main></body></html>`
}

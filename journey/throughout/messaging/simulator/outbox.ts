import { sql } from 'kysely'
import { z } from 'zod'
import type { App } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import type { OutboxMessage, SmsTemplate } from '../contract.ts'
import { type OutboxTexts, outboxTexts } from './outbox-texts.ts'
import { simulatorAccount, simulatorPath } from '../tencent/settings.ts'

const Asked = z.object({ phone: z.string().regex(/^\d{11}$/).optional(), format: z.enum(['json', 'html']).optional() })

// The page renews what it lists without being loaded again, so nobody loses their place.
const renew = `setInterval(async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location.href, { headers: { accept: 'text/html' } })).text(), 'text/html')
  const [now, then] = [page.querySelector('main'), document.querySelector('main')]
  if (now && then && now.innerHTML !== then.innerHTML) then.innerHTML = now.innerHTML
}, 3000)`

/** What the demonstration's phones received, newest first: a page for people, JSON for programs. */
export function showOutbox(app: App, services: Services): void {
  app.get(`${simulatorPath}/outbox.js`, { schema: { hide: true } }, (_request, reply) => reply.type('text/javascript').send(renew))
  app.get(`${simulatorPath}/outbox`, { schema: { hide: true, querystring: Asked } }, async (request, reply) => {
    const { phone, format } = request.query
    const texts = outboxTexts(request.headers)
    const messages = await newest(services, texts, phone)
    void reply.header('cache-control', 'no-store')
    if (format === 'json' || (format === undefined && !(request.headers.accept ?? '').includes('text/html'))) return messages
    return reply.type('text/html; charset=utf-8').send(page(texts, messages))
  })
}

async function newest(services: Services, texts: OutboxTexts, phone: string | undefined): Promise<OutboxMessage[]> {
  const { rows } = await sql<{ id: number; phone: string; sign_name: string; template_id: string; params: string[]; received_at: Date }>`
    select id, phone, sign_name, template_id, params, received_at from simulator.sms
    where ${phone ?? null}::text is null or phone = ${phone ?? null} order by id desc limit 50`.execute(services.db)
  return rows.map((row) => {
    const template = Object.entries(simulatorAccount.templates).find(([, id]) => id === row.template_id)?.[0] as SmsTemplate
    return {
      id: row.id,
      phone: row.phone,
      text: `【${row.sign_name}】${texts.message(template, row.params)}`,
      code: row.params.find((param) => /^\d{6}$/.test(param)) ?? null,
      receivedAt: row.received_at.toISOString(),
    }
  })
}

function page(texts: OutboxTexts, messages: readonly OutboxMessage[]): string {
  const items = messages.map(
    (message) => `<li><p class="to"><b>${escape(message.phone)}</b> <time>${escape(texts.time(new Date(message.receivedAt)))}</time></p>
      <p>${withLinks(escape(message.text))}</p></li>`,
  )
  return `<!doctype html><html lang="${texts.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<script src="${simulatorPath}/outbox.js" defer></script><title>${escape(texts.title)}</title><style>
body{margin:0;background:#f6f3ec;color:#22302e;font:17px/1.6 system-ui,"PingFang SC","Noto Sans SC",sans-serif}
main{max-width:560px;margin:0 auto;padding:24px 16px}h1{font-size:22px;margin:0 0 4px}p{margin:0}.note{color:#56635f;margin-bottom:16px}
ul{list-style:none;margin:0;padding:0;display:grid;gap:12px}li{background:#fff;border:1px solid #dcd8cd;border-radius:16px;padding:12px 16px;overflow-wrap:anywhere}
.to{display:flex;justify-content:space-between;gap:12px;font-size:14px;color:#56635f}</style></head><body><main>
<h1>${escape(texts.title)}</h1><p class="note">${escape(texts.note)}</p>
${items.length > 0 ? `<ul>${items.join('')}</ul>` : `<p>${escape(texts.empty)}</p>`}</main></body></html>`
}

/** Addresses can be tapped, as on a phone; the text is escaped before. */
function withLinks(text: string): string {
  return text.replace(/https?:\/\/[\w.:/-]+[\w/-]/g, (address) => `<a href="${address}">${address}</a>`)
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

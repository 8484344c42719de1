import type { Services } from '#platform/services.ts'
import { sealResource, signBody } from '../channels/wechatpay/signing.ts'
import { behaviourOf } from './behaviour.ts'
import { simulatedSides } from './keys.ts'

interface Due {
  readonly id: string
  readonly notify_url: string
  readonly tries: number
  readonly body: { readonly id: string; readonly create_time: string; readonly event_type: string; readonly content: object }
}

const MOST_TRIES = 8

/** Sends what is due, sealed and signed at the moment of sending; what is not accepted is tried again, ever later. */
export async function sendDueCallbacks(services: Services): Promise<number> {
  const { pool, clock } = services
  // Taking one puts its next try off, so that two processes do not send the same one at the same time.
  const { rows } = await pool.query<Due>(
    `update simulator.wechatpay_callback c set tries = tries + 1, due_at = $1::timestamptz + (tries + 1) * interval '5 seconds'
     from (select id from simulator.wechatpay_callback where done_at is null and due_at <= $1 and tries < $2 order by due_at limit 20 for update skip locked) d
     where c.id = d.id returning c.id, c.notify_url, c.tries, c.body`,
    [clock.now(), MOST_TRIES],
  )
  const { shuffleCallbacks } = await behaviourOf(pool)
  // Out of order: what is newest leaves first.
  for (const due of shuffleCallbacks ? rows.toReversed() : rows) {
    if (await send(services, due)) await pool.query('update simulator.wechatpay_callback set done_at = $2 where id = $1', [due.id, clock.now()])
  }
  return rows.length
}

async function send(services: Services, { notify_url, body: { content, ...envelope } }: Due): Promise<boolean> {
  const { account, platformKey, platformSerial, strangersKey } = await simulatedSides(services)
  const { lie } = await behaviourOf(services.pool)
  const body = JSON.stringify({ ...envelope, resource_type: 'encrypt-resource', summary: '', resource: sealResource(account.apiKey, content, envelope.event_type.toLowerCase()) })
  try {
    const response = await fetch(notify_url, {
      method: 'POST', body, signal: AbortSignal.timeout(5_000),
      headers: { 'content-type': 'application/json', ...signBody(lie === 'signature' ? strangersKey : platformKey, platformSerial, body, services.clock.now()) },
    })
    return response.ok
  } catch {
    return false
  }
}

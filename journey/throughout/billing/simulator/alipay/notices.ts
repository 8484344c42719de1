import type { Services } from '#platform/services.ts'
import { signNotice } from '../../channels/alipay/signing.ts'
import { behaviourOf } from '../behaviour.ts'
import { alipaySides } from './keys.ts'

interface Due {
  readonly id: string
  readonly notify_url: string
  readonly body: Readonly<Record<string, string>>
}

const MOST_TRIES = 8

/** Sends what is due, signed at the moment of sending; what is not answered with "success" is sent again, ever later. */
export async function sendDueNotices(services: Services): Promise<number> {
  const { pool, clock } = services
  const { shuffleCallbacks } = await behaviourOf(pool, 'alipay')
  // Taking one puts its next try off, so that two processes do not send the same one at the same time.
  const { rows } = await pool.query<Due>(
    `update simulator.alipay_notice n set tries = tries + 1, due_at = $1::timestamptz + (tries + 1) * interval '5 seconds'
     from (select id from simulator.alipay_notice where done_at is null and due_at <= $1 and tries < $2 order by due_at limit 20 for update skip locked) d
     where n.id = d.id returning n.id, n.notify_url, n.body`, [clock.now(), MOST_TRIES])
  for (const due of shuffleCallbacks ? rows.toReversed() : rows) {
    if (await send(services, due)) await pool.query('update simulator.alipay_notice set done_at = $2 where id = $1', [due.id, clock.now()])
  }
  return rows.length
}

async function send(services: Services, { notify_url, body }: Due): Promise<boolean> {
  const { alipayKey, strangersKey } = await alipaySides(services)
  const { lie } = await behaviourOf(services.pool, 'alipay')
  try {
    const response = await fetch(notify_url, {
      method: 'POST', body: new URLSearchParams(signNotice(lie === 'signature' ? strangersKey : alipayKey, body)).toString(), signal: AbortSignal.timeout(5_000),
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    })
    return response.ok && (await response.text()) === 'success'
  } catch {
    return false
  }
}

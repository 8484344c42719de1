import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import type { Services } from '#platform/services.ts'
import type { SmsTemplate } from './contract.ts'
import { type SendSms, type SmsResult, tencentSms } from './tencent/send-sms.ts'
import { smsAccount } from './tencent/settings.ts'

const AT_ONCE = 100
const MOST_TRIES = 5
const FIRST_PAUSE_SECONDS = 30

interface Due {
  readonly personId: string
  readonly id: string
  readonly phone: Buffer
  readonly template: SmsTemplate
  readonly params: string[]
  readonly tries: number
  readonly over: boolean
}

/** Sends what is due, one after the other; a carrier that does not answer is asked again with growing pauses. */
export async function sendDue(services: Services, send: SendSms): Promise<number> {
  const at = systemContext('messaging.send', services.clock.now())
  const { rows } = await inTransaction(services.db, at, (tx) => sql<Due>`
    select person_id as "personId", id, phone_sealed as phone, template, params, tries, not_after < ${at.now} as over
    from messaging.message where next_try_at <= ${at.now} order by next_try_at limit ${AT_ONCE}`.execute(tx))
  for (const due of rows) {
    const outcome = due.over ? null : await send({ phone: unseal(due.phone), template: due.template, params: due.params })
    await inTransaction(services.db, at, (tx) => sql`update messaging.message set ${after(due, outcome, at.now)}
      where person_id = ${due.personId} and id = ${due.id}`.execute(tx))
  }
  return rows.length
}

/** Unknown may have arrived: asked once more it may come twice, which is better than not at all. */
function after({ tries }: Due, outcome: SmsResult | null, now: Date) {
  if (outcome === null) return sql`result = 'too-late', next_try_at = null`
  if (outcome.result === 'sent') return sql`result = 'sent', sent_at = ${now}, tries = tries + 1, next_try_at = null`
  const again = outcome.result === 'unknown' && tries + 1 < MOST_TRIES
  const pause = new Date(now.getTime() + FIRST_PAUSE_SECONDS * 1000 * 2 ** tries)
  return sql`result = ${again ? 'waiting' : outcome.result}, tries = tries + 1, next_try_at = ${again ? pause : null}`
}

export const tasks: readonly Task[] = [
  {
    name: 'messaging.send',
    everySeconds: 2,
    async run(services) {
      // The worker has no address of its own: the demonstration's simulator lives in the server beside it.
      const account = smsAccount(services.config, () => `http://127.0.0.1:${services.config.port}`)
      if (!account) return
      while ((await sendDue(services, tencentSms(account))) === AT_ONCE);
    },
  },
]

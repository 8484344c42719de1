import { sql } from 'kysely'
import { actorId } from '#platform/audit/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { type Db, inTransaction } from '#platform/database/index.ts'
import type { App } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'

const FLUSH_MS = 5000
const HOUR_MS = 3_600_000
/** A flood from very many accounts is counted as far as this; the limits answer it, not the counting. */
const MOST_KEPT = 20_000
const WATCHED = new Set(['/api/booking/holds', '/api/booking/appointments'])
const REFUSED = new Set([403, 409, 429])

interface Attempt {
  readonly accountId: string
  readonly device: string
  readonly hour: Date
  refused: number
}

/** Counts refused bookings in memory and writes them down every few seconds, so that being refused costs nobody a write. */
export function countRefused(app: App, services: Services): void {
  const waiting = new Map<string, Attempt>()
  app.addHook('onResponse', async (request, reply) => {
    if (!REFUSED.has(reply.statusCode) || request.method !== 'POST' || !WATCHED.has(request.routeOptions.url ?? '') || request.context?.actor.kind !== 'patient') return
    const { actor, device = '', now } = request.context
    const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
    const key = `${actorId(actor)} ${device} ${hour.getTime()}`
    const known = waiting.get(key)
    if (known) known.refused++
    else if (waiting.size < MOST_KEPT) waiting.set(key, { accountId: actorId(actor), device, hour, refused: 1 })
  })
  const flush = async () => {
    if (waiting.size === 0) return
    const attempts = [...waiting.values()]
    waiting.clear()
    await writeAttempts(services.db, services.clock.now(), attempts).catch((error: unknown) => services.log.warn({ err: error }, 'refused attempts could not be written down'))
  }
  const timer = setInterval(() => void flush(), FLUSH_MS)
  timer.unref()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await flush()
  })
}

export async function writeAttempts(db: Db, now: Date, attempts: readonly Attempt[]): Promise<void> {
  await inTransaction(db, systemContext('fairness.attempts', now), (tx) => sql`
    insert into fairness.attempt (account_id, device, hour, refused)
    select * from unnest(${attempts.map((one) => one.accountId)}::uuid[], ${attempts.map((one) => one.device)}::text[], ${attempts.map((one) => one.hour)}::timestamptz[],
      ${attempts.map((one) => one.refused)}::integer[])
    on conflict (institution_id, account_id, device, hour) do update set refused = fairness.attempt.refused + excluded.refused`.execute(tx))
}

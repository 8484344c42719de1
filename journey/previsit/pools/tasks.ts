import { sql } from 'kysely'
import { addDays, poolsOfSessions } from '#engines/capacity/index.ts'
import { directory } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import type { Services } from '#platform/services.ts'
import { shareOut, sharesFor, sharesOf } from './operations/share-out.ts'

/** Sessions exist this far ahead. */
const HORIZON_DAYS = 60

/** Carries every hospital's shares out for its sessions from tomorrow on, each session in a transaction of its own. */
export async function carryOutShares(services: Pick<Services, 'db' | 'clock'>): Promise<number> {
  const context = systemContext('pools.share-out', services.clock.now())
  const { snapshot } = await directory(services)
  const { rows } = await inTransaction(services.db, context, (tx) => sql<{ id: number }>`select distinct institution_id as id from pools.share where ended_at is null`.execute(tx))
  const from = addDays(localDay(context.now), 1)
  let moved = 0
  for (const { id } of rows) {
    const [shares, sessions, done] = await inTransaction(services.db, context, async (tx) => [
      await sharesOf(tx, id), await poolsOfSessions(tx, id, { from, to: addDays(from, HORIZON_DAYS) }),
      (await sql<{ key: string }>`select session_id || '/' || pool || '/' || percent as key from pools.shared_out where institution_id = ${id}`.execute(tx)).rows,
    ] as const)
    const known = new Set(done.map((one) => one.key))
    for (const session of sessions) {
      const service = session.status === 'open' ? snapshot.services.get(`${id}/${session.serviceId}`) : undefined
      const due = service ? sharesFor(shares, session.serviceId, service).filter((share) => !known.has(`${session.sessionId}/${share.pool}/${share.percent}`)) : []
      if (due.length > 0) moved += await inTransaction(services.db, context, (tx) => shareOut(tx, context, id, session, due))
    }
  }
  return moved
}

export const tasks: readonly Task[] = [
  {
    name: 'pools.share-out',
    everySeconds: 60,
    async run(services) {
      const moved = await carryOutShares(services)
      if (moved > 0) services.log.info({ units: moved }, 'units were shared out among pools')
    },
  },
]

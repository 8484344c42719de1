import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { eventsAfter, type Position } from '#platform/events/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import type { Services } from '#platform/services.ts'
import { lookAcross } from './operations/look-across.ts'
import { lookAtGroup } from './operations/look-at-group.ts'
import { readTraces, type Touched } from './operations/read-traces.ts'

const READER = 'fairness.traces'
const AT_ONCE = 2000
/** Twice the window of the rule: what nobody can count any more is forgotten. */
const KEPT_DAYS = 60

/** Takes in what happened since the last time, and looks at the groups that it touched. Returns how many groups. */
export async function lookAround(services: Pick<Services, 'db' | 'pool' | 'clock'>): Promise<number> {
  const context = systemContext('fairness.look-around', services.clock.now())
  let groups = 0
  for (;;) {
    const from = await inTransaction(services.db, context, async (tx) => (await sql<Position>`select xid, id from fairness.reader where name = ${READER}`.execute(tx)).rows[0])
    const events = await eventsAfter(services.pool, from ?? { xid: '0', id: 0 }, AT_ONCE)
    const last = events.at(-1)
    if (!last) return groups
    const touched = await inTransaction(services.db, context, (tx) => readTraces(tx, events))
    groups += await lookAtEach(services, touched)
    // Only now: what broke in between is taken in again, which changes nothing.
    await inTransaction(services.db, context, (tx) => sql`insert into fairness.reader (name, xid, id) values (${READER}, ${last.position.xid}, ${last.position.id})
      on conflict (name) do update set xid = excluded.xid, id = excluded.id`.execute(tx))
    if (events.length < AT_ONCE) return groups
  }
}

async function lookAtEach({ db, clock }: Pick<Services, 'db' | 'clock'>, touched: readonly Touched[]): Promise<number> {
  const done = new Set<string>()
  let groups = 0
  for (const one of touched) {
    if (done.has(`${one.institutionId}/${one.accountId}`)) continue
    const context = systemContext('fairness.look-around', clock.now())
    const accounts = await inTransaction(db, context, (tx) => lookAtGroup(tx, context, one))
    const across = systemContext('fairness.look-across', clock.now())
    await inTransaction(db, across, (tx) => lookAcross(tx, across, [...accounts]))
    for (const accountId of accounts) done.add(`${one.institutionId}/${accountId}`)
    groups++
  }
  return groups
}

async function forget({ db, clock }: Services): Promise<void> {
  const context = systemContext('fairness.forget', clock.now())
  const before = new Date(context.now.getTime() - KEPT_DAYS * 86_400_000)
  await inTransaction(db, context, async (tx) => {
    await sql`delete from fairness.trace where booked_at < ${before}`.execute(tx)
    await sql`delete from fairness.attempt where hour < ${before}`.execute(tx)
    await sql`delete from fairness.echo where day < ${localDay(before)}::date`.execute(tx)
    await sql`delete from fairness.tie where day < ${localDay(before)}::date`.execute(tx)
    await sql`delete from fairness.spread_account a where not exists (select from fairness.echo e where e.account = a.account)`.execute(tx)
  })
}

export const tasks: readonly Task[] = [
  { name: 'fairness.look-around', everySeconds: 30, run: async (services) => void (await lookAround(services)) },
  { name: 'fairness.forget', everySeconds: 86_400, run: forget },
]

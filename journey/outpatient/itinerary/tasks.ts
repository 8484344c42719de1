import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import type { Services } from '#platform/services.ts'
import { learnFromPromises } from './operations/learn-from-promises.ts'
import { workOutDay } from './operations/work-out-day.ts'

/** So many days are worked out side by side. */
const LANES = 3
const BATCH = 120

export const tasks: readonly Task[] = [
  { name: 'itinerary.work-out', everySeconds: 1, run: async (services) => { await workOutDirty(services) } },
  {
    name: 'itinerary.learn',
    everySeconds: 3600,
    async run({ db, clock }) {
      const context = systemContext('itinerary.learn', clock.now())
      await inTransaction(db, context, (tx) => learnFromPromises(tx, context))
    },
  },
  {
    name: 'itinerary.sweep',
    everySeconds: 3600,
    async run({ db, clock }) {
      const context = systemContext('itinerary.sweep', clock.now())
      await inTransaction(db, context, (tx) => sql`delete from itinerary.watched_line where day < ${localDay(clock.now())}::date`.execute(tx))
    },
  },
]

/** Works out every day that changed or is due for another look, oldest news first. */
export async function workOutDirty({ db, clock, log }: Pick<Services, 'db' | 'clock' | 'log'>): Promise<number> {
  const context = () => systemContext('itinerary.work-out', clock.now())
  const due = await inTransaction(db, context(), async (tx) => (await sql<{ personId: string; day: string }>`
    (select person_id as "personId", day::text from itinerary.day where dirty_at is not null order by dirty_at limit ${BATCH})
    union all
    (select person_id, day::text from itinerary.day where dirty_at is null and look_at <= ${clock.now()} order by look_at limit ${BATCH})`.execute(tx)).rows)
  let count = 0
  const lane = async () => {
    for (let next = due.shift(); next; next = due.shift()) {
      const { personId, day } = next
      try {
        const now = context()
        if ((await inTransaction(db, now, (tx) => workOutDay(tx, now, personId, day))) !== null) count++
      } catch (error) {
        // One day that cannot be worked out keeps no other waiting; it comes again in a minute.
        log.error({ err: error, day }, 'a day could not be worked out')
        const later = context()
        await inTransaction(db, later, (tx) => sql`update itinerary.day set dirty_at = null, look_at = ${new Date(later.now.getTime() + 60_000)} where person_id = ${personId} and day = ${day}::date`.execute(tx))
      }
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return count
}

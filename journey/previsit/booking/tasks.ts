import { sql } from 'kysely'
import { addDays } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { publishAll } from './fhir/publish.ts'
import { markNoShow } from './operations/mark-appointment.ts'

const AT_ONCE = 500
/** Longer ago nobody waits for the mark; a bound keeps the search to a few pages of the index of days. */
const REACH_DAYS = 31

/** Lets go of holds whose time is over. Returns how many; run it until it returns none. */
export async function expireHolds(tx: Tx, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`select booking.expire_holds(${now}, ${AT_ONCE}) as count`.execute(tx)
  return rows[0]!.count
}

export const tasks: readonly Task[] = [
  {
    // What everybody may fetch in bulk: places, clinics and free times, as files.
    name: 'booking.publish',
    everySeconds: 600,
    async run(services) {
      await publishAll(services)
    },
  },
  {
    name: 'booking.expire-holds',
    everySeconds: 5,
    async run({ db, clock }) {
      const context = systemContext('booking.expire-holds', clock.now())
      while ((await inTransaction(db, context, (tx) => expireHolds(tx, context.now))) === AT_ONCE);
    },
  },
  {
    // Whoever was booked on a day that is over and never arrived did not come.
    name: 'booking.mark-no-shows',
    everySeconds: 900,
    async run({ db, clock }) {
      const context = systemContext('booking.mark-no-shows', clock.now())
      for (;;) {
        const { rows } = await inTransaction(db, context, (tx) => sql<{ institutionId: number; id: string }>`
          select institution_id as "institutionId", id from booking.appointment
          where status = 'booked' and day between ${addDays(localDay(context.now), -REACH_DAYS)} and ${addDays(localDay(context.now), -1)} limit ${AT_ONCE}`.execute(tx))
        for (const ref of rows) {
          // One at a time: one that changes at the same moment must not undo the others.
          await inTransaction(db, context, (tx) => markNoShow(tx, context, ref)).catch(() => {})
        }
        if (rows.length < AT_ONCE) return
      }
    },
  },
]

import { sql } from 'kysely'
import { adoptFreedUnits, claimStates, type OpenFreedUnit, openFreedUnits } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import type { Services } from '#platform/services.ts'
import { entriesWhere } from './entry-row.ts'
import { offersWhere } from './offer-row.ts'
import { endEntry } from './operations/end-entry.ts'
import { fillUnit } from './operations/fill-unit.ts'
import { tellOffer } from './tell.ts'

const AT_ONCE = 1000

/** Looks at every freed unit nobody has: what ran out, what an event missed, what waited for the morning. Answers how many. */
export async function lookAfterUnits({ db, clock, log }: Pick<Services, 'db' | 'clock' | 'log'>): Promise<number> {
  const context = systemContext('waitlist.look-after', clock.now())
  await inTransaction(db, context, (tx) => adoptFreedUnits(tx, context))
  const open = await inTransaction(db, context, async (tx) => needingCare(tx, context.now, await openFreedUnits(tx, AT_ONCE)))
  for (const { institutionId, unitId } of open) {
    // One that cannot be looked after must not leave the others waiting.
    await inTransaction(db, context, (tx) => fillUnit(tx, context, { institutionId, unitId })).catch((error: unknown) => log.error({ err: error, institutionId, unitId }, 'a freed unit could not be looked after'))
  }
  return open.length
}

/** Not those somebody is still thinking about: an offer that runs, and whose time is still kept. */
async function needingCare(tx: Tx, now: Date, open: readonly OpenFreedUnit[]): Promise<OpenFreedUnit[]> {
  const running = await offersWhere(tx, sql`status = 'open' and answer_by > ${now} and (institution_id, unit_id) in (
    select i, u from unnest(${open.map((one) => one.institutionId)}::integer[], ${open.map((one) => one.unitId)}::bigint[]) x(i, u))`)
  const held = running.filter((one) => one.appointmentId !== null).map((one) => ({ institutionId: one.institutionId, claimId: one.appointmentId! }))
  const kept = new Set((await claimStates(tx, held)).filter((one) => one.status === 'held').map((one) => one.claimId))
  const thinking = new Set(running.filter((one) => one.mode === 'group' || kept.has(one.appointmentId ?? '')).map((one) => `${one.institutionId}/${one.unitId}`))
  return open.filter((one) => !one.sessionOpen || !thinking.has(`${one.institutionId}/${one.unitId}`))
}

/** Ends what waits for days that are over. */
export async function endPastEntries({ db, clock }: Pick<Services, 'db' | 'clock'>): Promise<number> {
  const context = systemContext('waitlist.end-past', clock.now())
  const past = await inTransaction(db, context, (tx) => entriesWhere(tx, sql`status = 'waiting' and to_day < ${localDay(context.now)}::date limit ${AT_ONCE}`))
  for (const { id } of past) await inTransaction(db, context, (tx) => endEntry(tx, context, id, { status: 'over', reason: 'last-day-over' }))
  return past.length
}

/** Messages about new offers go out within seconds; the address in them is this deployment's own. */
export async function tellNewOffers({ db, clock, config }: Pick<Services, 'db' | 'clock' | 'config'>): Promise<number> {
  const context = systemContext('waitlist.tell-offers', clock.now())
  return inTransaction(db, context, async (tx) => {
    const untold = await offersWhere(tx, sql`status = 'open' and told_at is null and contact = 'message' order by made_at limit 100 for update skip locked`)
    for (const offer of untold) await tellOffer(tx, context, offer, config.publicUrl)
    return untold.length
  })
}

export const tasks: readonly Task[] = [
  { name: 'waitlist.look-after', everySeconds: 10, run: async (services) => void (await lookAfterUnits(services)) },
  { name: 'waitlist.tell-offers', everySeconds: 2, run: async (services) => void (await tellNewOffers(services)) },
  { name: 'waitlist.end-past-entries', everySeconds: 600, run: async (services) => void (await endPastEntries(services)) },
]

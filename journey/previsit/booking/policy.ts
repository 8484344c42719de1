import { sql } from 'kysely'
import { eligibilityOf, type PoolCode } from '#engines/capacity/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { type Context, mayActFor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { NotYourInstitution, NotYourPerson, PoolNotForYou } from './errors.ts'

interface Asked {
  readonly institutionId: number
  readonly personId: string
  readonly pool: PoolCode
  readonly channel?: 'window' | 'phone' | undefined
}

/** How the booking came. Only staff can say that it was by telephone or at their window. */
export function channelOf({ actor, channel }: Context, asked: Pick<Asked, 'channel'>): string {
  return actor.kind === 'staff' && asked.channel ? asked.channel : channel
}

/** Patients book for whom they may act for; staff at their own institution. Costs nothing: it is asked before every booking. */
export function checkMayBook({ actor }: Context, { institutionId, personId }: Asked): void {
  if (!mayActFor(actor, personId)) throw new NotYourPerson()
  if (actor.kind === 'staff' && actor.institutionId !== institutionId) throw new NotYourInstitution()
}

/**
 * A pool that is not public says in its eligibility whose it is: `channels` (how the booking came), `minAge`,
 * `seenWithinDays` (a visit to this institution not longer ago). One that says nothing is given out by staff only.
 */
export async function checkPoolIsForThem(tx: Tx, context: Context, asked: Asked): Promise<void> {
  const { institutionId, personId, pool } = asked
  const terms = await eligibilityOf(tx, institutionId, pool)
  if (!terms) return // the engine will say that there are no such units
  const { channels, minAge, seenWithinDays } = terms as { channels?: string[]; minAge?: number; seenWithinDays?: number }
  const isStaff = context.actor.kind === 'staff' || context.actor.kind === 'system'
  if (channels && !channels.includes(channelOf(context, asked))) throw new PoolNotForYou({ pool })
  if (minAge !== undefined && (await personSummary(tx, context, personId)).age < minAge) throw new PoolNotForYou({ pool })
  if (seenWithinDays !== undefined && !(await wasSeen(tx, institutionId, personId, context.now, seenWithinDays))) throw new PoolNotForYou({ pool })
  const saysNothing = channels === undefined && minAge === undefined && seenWithinDays === undefined
  if (saysNothing && !isStaff) throw new PoolNotForYou({ pool })
}

async function wasSeen(tx: Tx, institutionId: number, personId: string, now: Date, days: number): Promise<boolean> {
  const { rows } = await sql`select from booking.appointment where person_id = ${personId} and institution_id = ${institutionId}
    and status = 'fulfilled' and starts_at > ${now}::timestamptz - make_interval(days => ${days}) limit 1`.execute(tx)
  return rows.length > 0
}

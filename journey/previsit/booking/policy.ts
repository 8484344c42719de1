import { sql } from 'kysely'
import { eligibilityOf, periodById, type PoolCode } from '#engines/capacity/index.ts'
import { serviceById } from '#journey/throughout/directory/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { type Context, hasRole, mayActFor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import { NotAPartner, NotYourInstitution, NotYourPerson, PoolNotForYou } from './errors.ts'
import { hasPartners, partnerTerms } from './queries/partners.ts'
import { isTeamMate } from './queries/teams.ts'
import { overrideRule } from './rules.ts'

interface Asked {
  readonly institutionId: number
  readonly personId: string
  readonly pool: PoolCode
  readonly periodId: number
  readonly channel?: 'window' | 'phone' | undefined
  /** The visit in which staff book it. */
  readonly revisitOf?: string | undefined
  readonly override?: { readonly reason: string } | undefined
}

/** How the booking came. Only staff can say that it was by telephone or at their window. */
export function channelOf({ actor, channel }: Context, asked: Pick<Asked, 'channel'>): string {
  return actor.kind === 'staff' && asked.channel ? asked.channel : channel
}

/** Patients book for whom they may act for; staff at their own institution. Costs nothing: it is asked before every booking. */
export function checkMayBook({ actor }: Context, { institutionId, personId }: Pick<Asked, 'institutionId' | 'personId'>): void {
  if (!mayActFor(actor, personId)) throw new NotYourPerson()
  if (actor.kind === 'staff' && actor.institutionId !== institutionId) throw new NotYourInstitution()
  if (actor.kind === 'client' && !actor.institutions.includes(institutionId)) throw new NotYourInstitution()
}

/**
 * A pool that is not public says in its eligibility whose it is: `channels` (how the booking came), `minAge`,
 * `seenWithinDays` (a visit to this institution not longer ago). One that says nothing is given out by staff only.
 * The team's places are for its members; what is kept for primary care is booked from there, not by the hospital itself.
 * Whoever a rule lets judge it may open a pool with a stated reason; that is on record.
 */
export async function checkPoolIsForThem(tx: Tx, context: Context, asked: Asked): Promise<void> {
  const { institutionId, personId, pool } = asked
  if (await isForThem(tx, context, asked)) return
  if (!asked.override || !(await mayOpen(tx, context, institutionId, pool))) throw new PoolNotForYou({ pool })
  await audit(tx, context, { action: 'booking.open-pool', personId, subject: `period/${asked.periodId}`, institutionId, detail: { pool, reason: asked.override.reason } })
}

async function isForThem(tx: Tx, context: Context, asked: Asked): Promise<boolean> {
  const { institutionId, personId, pool } = asked
  const terms = await eligibilityOf(tx, institutionId, pool)
  if (!terms) return true // the engine will say that there are no such units
  const isStaff = context.actor.kind === 'staff' || context.actor.kind === 'system'
  const { channels, minAge, seenWithinDays } = terms as { channels?: string[]; minAge?: number; seenWithinDays?: number }
  if (pool === 'team' && !(await isOfTheTeam(tx, context, asked))) return false
  if ((pool === 'family-doctor' || pool === 'consortium') && context.actor.kind === 'staff' && context.actor.institutionId === institutionId && (await hasPartners(tx, institutionId, context.now))) return false
  if (channels && !channels.includes(channelOf(context, asked))) return false
  if (minAge !== undefined && (await personSummary(tx, context, personId)).age < minAge) return false
  if (seenWithinDays !== undefined && !(isStaff && asked.revisitOf) && !(await wasSeen(tx, institutionId, personId, context.now, seenWithinDays))) return false
  const saysNothing = channels === undefined && minAge === undefined && seenWithinDays === undefined
  return !saysNothing || isStaff
}

async function mayOpen(tx: Tx, context: Context, institutionId: number, pool: PoolCode): Promise<boolean> {
  if (context.actor.kind !== 'staff') return false
  const byRole = await ruleAt(tx, overrideRule, institutionId, context.now)
  return Object.entries(byRole).some(([role, pools]) => pools.includes(pool) && hasRole(context.actor, role))
}

/** Members book from the team's places of every member; whose period it is, its service says. */
async function isOfTheTeam(tx: Tx, { actor, now }: Context, { institutionId, periodId }: Asked): Promise<boolean> {
  if (actor.kind === 'system') return true
  if (actor.kind !== 'staff' || actor.institutionId !== institutionId) return false
  const period = await periodById(tx, institutionId, periodId)
  const service = period && (await serviceById(tx, institutionId, period.serviceId, now))
  return service?.practitionerId != null && isTeamMate(tx, institutionId, actor.staffId, service.practitionerId)
}

/** Staff of another institution book here only as partners, only from the pools open to them. */
export async function checkMaySend(tx: Tx, { actor, now }: Context, { institutionId, pool }: Pick<Asked, 'institutionId' | 'pool'>): Promise<void> {
  if (actor.kind !== 'staff' || actor.institutionId === institutionId) throw new NotAPartner()
  const pools = await partnerTerms(tx, institutionId, actor.institutionId, now)
  if (!pools) throw new NotAPartner()
  if (!pools.includes(pool)) throw new PoolNotForYou({ pool })
}

/** Taking another time: as booking it; whoever sent a patient as a partner also moves them, within the pools open to partners. */
export async function checkMayMove(tx: Tx, context: Context, asked: Asked, samePool: boolean): Promise<void> {
  const { actor } = context
  // Row-level security shows a partner only whom they sent themselves.
  if (actor.kind === 'staff' && actor.institutionId !== asked.institutionId) return checkMaySend(tx, context, asked)
  checkMayBook(context, asked)
  if (asked.pool !== 'public' && !samePool) await checkPoolIsForThem(tx, context, asked)
}

async function wasSeen(tx: Tx, institutionId: number, personId: string, now: Date, days: number): Promise<boolean> {
  const { rows } = await sql`select from booking.appointment where person_id = ${personId} and institution_id = ${institutionId}
    and status = 'fulfilled' and starts_at > ${now}::timestamptz - make_interval(days => ${days}) limit 1`.execute(tx)
  return rows.length > 0
}

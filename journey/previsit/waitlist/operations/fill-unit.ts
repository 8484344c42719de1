import { sql } from 'kysely'
import { claimStates, type FreedUnit, type FreedUnitRef, freedUnitForUpdate, returnFreedUnit, settleFreedUnit } from '#engines/capacity/index.ts'
import { serviceById } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { OFFER_ACCEPTED, offerEvent } from '../events.ts'
import { type OfferRow, offersWhere } from '../offer-row.ts'
import { offerRules, preparationMinutes } from '../rules.ts'
import { isQuiet, lastMoment } from '../terms.ts'
import { closeOffer } from './close-offer.ts'
import { makeOffers } from './make-offers.ts'

export type Filling = 'over' | 'asked' | 'offered' | 'booked' | 'waiting' | 'returned' | 'gone'

/**
 * Looks after one freed unit: ends the offers that ran out, asks the next in order, and sends the unit back to its pool when nobody
 * who waits can have it any more. Runs for the system, as often as one likes: whoever comes second finds it done.
 *
 * One at a time decides about a unit; a unit is promised to one person at a time, or plainly told to a few of whom the first has it.
 */
export async function fillUnit(tx: Tx, context: Context, ref: FreedUnitRef): Promise<Filling> {
  const unit = await freedUnitForUpdate(tx, ref)
  if (!unit || unit.status !== 'open') return 'over'
  const open = await offersWhere(tx, sql`institution_id = ${ref.institutionId} and unit_id = ${ref.unitId} and status = 'open'`)
  const standing = await lookAtOffers(tx, context, unit, open)
  if (standing) return standing
  if (unit.sessionStatus !== 'open') return returnFreedUnit(tx, context, ref, 'the session does not take place')
  const rules = await offerRules(tx, ref.institutionId, context.now)
  const kind = (await serviceById(tx, ref.institutionId, unit.serviceId, context.now))?.kind ?? ''
  const preparation = await preparationMinutes(tx, ref.institutionId, kind, context.now)
  const last = lastMoment(unit.startsAt, rules, preparation)
  if (last <= context.now) return returnFreedUnit(tx, context, ref, 'nobody who waits took it in time')
  const isNight = isQuiet(context.now, rules)
  const outcome = await makeOffers(tx, context, { ref, unit, rules, preparation, onlyAuto: isNight })
  if (outcome !== 'nobody' && outcome !== 'gone') return outcome
  return returnFreedUnit(tx, context, ref, open.length > 0 || (await wasOffered(tx, ref)) ? 'nobody who waits took it' : 'nobody who waits could come')
}

/** Ends what is over. Answers when somebody still has the word, or has booked it. */
async function lookAtOffers(tx: Tx, context: Context, unit: FreedUnit, offers: readonly OfferRow[]): Promise<Filling | undefined> {
  const held = offers.filter((one) => one.appointmentId !== null)
  const states = new Map((await claimStates(tx, held.map((one) => ({ institutionId: one.institutionId, claimId: one.appointmentId! })))).map((one) => [one.claimId, one]))
  for (const offer of offers) {
    const claim = offer.appointmentId ? states.get(offer.appointmentId) : undefined
    // Confirmed among the person's appointments instead of at the offer: just as good.
    if ((claim?.status === 'booked' || claim?.status === 'done') && (await settleFreedUnit(tx, context, offer, claim.claimId))) {
      await sql`update waitlist.offer set status = 'accepted', answered_at = ${context.now}, answered_by = 'booking', answered_how = 'booking'
        where institution_id = ${offer.institutionId} and id = ${offer.id}`.execute(tx)
      await announce(tx, context, offerEvent(OFFER_ACCEPTED, offer, 'accepted'))
      return 'booked'
    }
    const isKept = offer.mode === 'group' || (claim?.status === 'held' && claim.periodId === unit.periodId)
    if (isKept && offer.answerBy > context.now && unit.sessionStatus === 'open') continue
    await closeOffer(tx, context, offer, unit.sessionStatus !== 'open' ? 'gone' : offer.answerBy <= context.now ? 'expired' : 'declined')
  }
  const running = await offersWhere(tx, sql`institution_id = ${offers[0]?.institutionId ?? 0} and unit_id = ${offers[0]?.unitId ?? 0} and status = 'open'`)
  return running.length > 0 ? 'asked' : undefined
}

async function wasOffered(tx: Tx, { institutionId, unitId }: FreedUnitRef): Promise<boolean> {
  return (await sql`select from waitlist.offer where institution_id = ${institutionId} and unit_id = ${unitId} limit 1`.execute(tx)).rows.length > 0
}

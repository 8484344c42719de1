import { sql } from 'kysely'
import { freedUnitForUpdate, settleFreedUnit } from '#engines/capacity/index.ts'
import { bookAppointment, confirmHold, HoldExpired } from '#journey/previsit/booking/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { ConsentMissing, OfferNotFound, OfferOver, OfferTaken, SessionSuspended } from '../errors.ts'
import { OFFER_ACCEPTED, offerEvent } from '../events.ts'
import { findOffer, type OfferRow } from '../offer-row.ts'
import { closeOffer } from './close-offer.ts'

interface Ref {
  readonly institutionId: number
  readonly id: string
}

/** The offer behind its unit's lock: from here on nobody else decides about it. */
async function standing(tx: Tx, { institutionId, id }: Ref) {
  const seen = await findOffer(tx, institutionId, id)
  if (!seen) throw new OfferNotFound()
  const unit = await freedUnitForUpdate(tx, seen)
  return { unit, offer: (await findOffer(tx, institutionId, id))! }
}

/**
 * The person takes the time they were offered; it is theirs, as any appointment.
 *
 * A time kept for one is confirmed as long as it is kept; of a group whoever is first has it, and the others hear so kindly and keep
 * their place. Of accepting and running out, withdrawing, the clinic being suspended, one wins. Accepting twice is one booking.
 */
export async function acceptOffer(tx: Tx, context: Context, ref: Ref, how: 'link' | 'code' | 'call'): Promise<OfferRow> {
  const { offer, unit } = await standing(tx, ref)
  if (offer.status === 'accepted') return offer
  if (unit?.status === 'taken') throw new OfferTaken()
  if (offer.status !== 'open' || unit?.status !== 'open') throw new OfferOver({ status: offer.status })
  if (unit.sessionStatus !== 'open') throw new SessionSuspended()
  if (offer.answerBy <= context.now) throw new OfferOver({ status: 'expired' })
  const appointmentId = await take(tx, context, offer)
  if (!(await settleFreedUnit(tx, context, offer, appointmentId))) throw new OfferTaken()
  await sql`update waitlist.offer set status = 'accepted', appointment_id = ${appointmentId}, answered_at = ${context.now}, answered_by = ${actorId(context.actor)},
      answered_how = ${how} where institution_id = ${ref.institutionId} and id = ${ref.id} and status = 'open'`.execute(tx)
  await audit(tx, context, { action: 'waitlist.accept-offer', personId: offer.personId, subject: `offer/${offer.id}`, institutionId: offer.institutionId, detail: { how, appointmentId } })
  await announce(tx, context, offerEvent(OFFER_ACCEPTED, offer, 'accepted'))
  return { ...offer, status: 'accepted', appointmentId }
}

async function take(tx: Tx, context: Context, { mode, institutionId, appointmentId, periodId, personId }: OfferRow): Promise<string> {
  if (mode !== 'hold' || !appointmentId) {
    return (await bookAppointment(tx, { ...context, channel: 'waitlist' }, { institutionId, periodId, pool: 'waitlist', personId, note: '' })).id
  }
  try {
    return (await confirmHold(tx, context, { institutionId, id: appointmentId })).id
  } catch (error) {
    if (error instanceof HoldExpired) throw new OfferOver({ status: 'expired' })
    throw error
  }
}

/** Not this time: it goes on to the next at once, and the place on the waitlist stays. Declining twice changes nothing. */
export async function declineOffer(tx: Tx, context: Context, ref: Ref, how: 'link' | 'code' | 'call'): Promise<OfferRow> {
  const { offer } = await standing(tx, ref)
  if (offer.status === 'accepted') throw new OfferOver({ status: offer.status })
  if (!(await closeOffer(tx, context, offer, 'declined', how))) return offer
  await audit(tx, context, { action: 'waitlist.decline-offer', personId: offer.personId, subject: `offer/${offer.id}`, institutionId: offer.institutionId, detail: { how } })
  return { ...offer, status: 'declined' }
}

export interface CallResult {
  readonly outcome: 'accepted' | 'declined' | 'no-answer'
  readonly consent: boolean
  readonly reason: string
}

/** What came of calling somebody without a smartphone. Nothing is booked without their spoken yes; no answer: the next one's turn. */
export async function noteCall(tx: Tx, context: Context, ref: Ref, { outcome, consent, reason }: CallResult, callsBeforeNext: number): Promise<OfferRow> {
  if (outcome === 'accepted' && !consent) throw new ConsentMissing()
  const { offer } = await standing(tx, ref)
  if (offer.status === 'open') {
    await sql`update waitlist.offer set calls = calls + 1, last_call_at = ${context.now} where institution_id = ${ref.institutionId} and id = ${ref.id}`.execute(tx)
  }
  await audit(tx, context, { action: 'waitlist.call', personId: offer.personId, subject: `offer/${offer.id}`, institutionId: offer.institutionId, detail: { outcome, consent, reason } })
  if (outcome === 'accepted') return acceptOffer(tx, { ...context, channel: 'phone' }, ref, 'call')
  if (outcome === 'declined') return declineOffer(tx, context, ref, 'call')
  if (offer.status === 'open' && offer.calls + 1 >= callsBeforeNext) await closeOffer(tx, context, offer, 'expired', 'call')
  return (await findOffer(tx, ref.institutionId, ref.id))!
}

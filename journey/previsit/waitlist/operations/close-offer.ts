import { sql } from 'kysely'
import { AlreadyEnded, cancelAppointment } from '#journey/previsit/booking/index.ts'
import { actorId } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { OfferStatus } from '../contract.ts'
import { OFFER_CLOSED, offerEvent } from '../events.ts'
import type { OfferRow } from '../offer-row.ts'

/**
 * Ends an open offer without a booking and lets go of what was kept for it; the unit is then free for the next in order. The caller
 * holds the freed unit. The entry keeps its place.
 */
export async function closeOffer(tx: Tx, context: Context, offer: OfferRow, status: Exclude<OfferStatus, 'open' | 'accepted'>, how: string | null = null): Promise<boolean> {
  const done = await sql`update waitlist.offer set status = ${status}, answered_at = ${context.now}, answered_by = ${actorId(context.actor)}, answered_how = ${how}
    where institution_id = ${offer.institutionId} and id = ${offer.id} and status = 'open'`.execute(tx)
  if (done.numAffectedRows === 0n) return false
  if (offer.mode === 'hold' && offer.appointmentId) {
    // It may have run out, or been let go, at this very moment: then there is nothing left to let go of.
    await cancelAppointment(tx, asWaitlist(context), { institutionId: offer.institutionId, id: offer.appointmentId, reason: `offer-${status}` }).catch((error: unknown) => {
      if (!(error instanceof AlreadyEnded)) throw error
    })
  }
  await announce(tx, context, offerEvent(OFFER_CLOSED, offer, status))
  return true
}

/** Letting go of an offer, or of the later time one no longer needs, never counts as a late cancellation. */
export function asWaitlist(context: Context): Context {
  return { ...context, actor: { kind: 'system', name: 'waitlist' }, channel: 'waitlist', purpose: 'booking' }
}

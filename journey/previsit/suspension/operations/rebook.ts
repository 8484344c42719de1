import { sql } from 'kysely'
import { type Appointment, appointmentById, bookAppointment } from '#journey/previsit/booking/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { AlreadyAnswered, OfferOver, SuspensionNotFound } from '../errors.ts'
import { personEvent } from '../events.ts'
import { type AffectedRow, affectedWhere, openOffersWhere } from '../suspension-row.ts'
import { endOffers } from './end-offers.ts'

export interface AffectedRef {
  readonly institutionId: number
  readonly appointmentId: string
}

/** What was done last with this appointment, which nobody else changes until the transaction ends. */
export async function lockedAffected(tx: Tx, { institutionId, appointmentId }: AffectedRef): Promise<AffectedRow> {
  const found = await affectedWhere(tx, sql`institution_id = ${institutionId} and appointment_id = ${appointmentId} order by suspension_id for update`)
  const last = found.at(-1) // ids are in the order of time
  if (!last) throw new SuspensionNotFound()
  return last
}

/**
 * Takes one of the times that were kept for somebody whose clinic was cancelled. The unit goes from the offer to the person in one
 * step: nobody else can come between, and the other offers are free for everybody again. Chosen twice, it is one appointment.
 * Throws {@link OfferOver}, {@link AlreadyAnswered}, and what booking throws; then nothing has changed.
 */
export async function rebook(tx: Tx, context: Context, ref: AffectedRef & { readonly offerId: string }): Promise<Appointment> {
  const affected = await lockedAffected(tx, ref)
  const { institutionId, suspensionId, appointmentId, personId } = affected
  if (affected.state === 'rebooked' && (await wasTaken(tx, ref.offerId, appointmentId))) {
    const known = await appointmentById(tx, context, affected.newInstitutionId!, affected.newAppointmentId!)
    if (known) return known
  }
  if (affected.state === 'rebooked' || affected.state === 'reinstated') throw new AlreadyAnswered({ state: affected.state })
  const offers = await openOffersWhere(tx, sql`home_institution_id = ${institutionId} and suspension_id = ${suspensionId} and appointment_id = ${appointmentId}`)
  const wanted = offers.find((offer) => offer.id === ref.offerId)
  if (!wanted || wanted.expiresAt <= context.now) throw new OfferOver()
  await endOffers(tx, context, offers, (offer) => (offer === wanted ? 'taken' : 'released'))
  const channel = context.actor.kind === 'staff' ? { channel: 'phone' as const } : {}
  const booked = await bookAppointment(tx, context, { institutionId: wanted.institutionId, periodId: wanted.periodId, pool: wanted.pool, personId, note: '', ...channel })
  await sql`update suspension.affected set state = 'rebooked', new_institution_id = ${booked.institutionId}, new_appointment_id = ${booked.id},
      answered_at = ${context.now}, answered_by = ${actorId(context.actor)}, offered_until = null
    where institution_id = ${institutionId} and suspension_id = ${suspensionId} and appointment_id = ${appointmentId}`.execute(tx)
  await audit(tx, context, { action: 'suspension.rebook', personId, subject: `appointment/${appointmentId}`, institutionId, detail: { offerId: wanted.id, newAppointmentId: booked.id } })
  await announce(tx, context, personEvent('rebooked', { institutionId, suspensionId, appointmentId, personId, newInstitutionId: booked.institutionId, newAppointmentId: booked.id }))
  return booked
}

async function wasTaken(tx: Tx, offerId: string, appointmentId: string): Promise<boolean> {
  const { rows } = await sql`select from suspension.offer where id = ${offerId} and appointment_id = ${appointmentId} and state = 'taken'`.execute(tx)
  return rows.length > 0
}

/** Wants none of the times: they are free for everybody again, the refund stays. Saying it twice changes nothing. Throws {@link AlreadyAnswered}. */
export async function decline(tx: Tx, context: Context, ref: AffectedRef): Promise<void> {
  const affected = await lockedAffected(tx, ref)
  const { institutionId, suspensionId, appointmentId, personId } = affected
  if (affected.state === 'declined') return
  if (affected.state !== 'open') throw new AlreadyAnswered({ state: affected.state })
  const offers = await openOffersWhere(tx, sql`home_institution_id = ${institutionId} and suspension_id = ${suspensionId} and appointment_id = ${appointmentId}`)
  await endOffers(tx, context, offers, () => 'released')
  await sql`update suspension.affected set state = 'declined', answered_at = ${context.now}, answered_by = ${actorId(context.actor)}, offered_until = null
    where institution_id = ${institutionId} and suspension_id = ${suspensionId} and appointment_id = ${appointmentId}`.execute(tx)
  await audit(tx, context, { action: 'suspension.decline', personId, subject: `appointment/${appointmentId}`, institutionId })
  await announce(tx, context, personEvent('declined', { institutionId, suspensionId, appointmentId, personId }))
}

import { sql } from 'kysely'
import { confirmClaim } from '#engines/capacity/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { findAppointment, type StoredAppointment } from '../appointment-row.ts'
import { AlreadyEnded, AppointmentNotFound, HoldExpired } from '../errors.ts'
import { appointmentBooked } from '../events.ts'

/**
 * Makes the time that was kept for the patient theirs.
 *
 * Of a confirmation and the end of the hold at the same moment one wins: whoever is confirmed keeps the place. Confirming twice
 * is answered the same. Throws {@link HoldExpired} when the time was over, {@link AlreadyEnded} when it was given back.
 */
export async function confirmHold(tx: Tx, context: Context, { institutionId, id }: { institutionId: number; id: string }): Promise<StoredAppointment> {
  const seen = await findAppointment(tx, institutionId, id)
  if (!seen) throw new AppointmentNotFound()
  const outcome = await confirmClaim(tx, context, institutionId, id)
  if (outcome === 'expired') throw new HoldExpired()
  if (outcome === 'gone') throw new AlreadyEnded({ status: seen.status })
  if (outcome === 'booked') return (await findAppointment(tx, institutionId, id))!
  await sql`update booking.appointment set status = 'booked', expires_at = null where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  const booked: StoredAppointment = { ...seen, status: 'booked', expiresAt: null }
  await audit(tx, context, { action: 'booking.book-appointment', personId: seen.personId, subject: `appointment/${id}`, institutionId, detail: { fromHold: true } })
  await announce(tx, context, appointmentBooked(booked))
  return booked
}

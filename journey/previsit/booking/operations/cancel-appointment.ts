import { sql } from 'kysely'
import { releaseClaim } from '#engines/capacity/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { findAppointment, type StoredAppointment } from '../appointment-row.ts'
import { AlreadyEnded, AppointmentNotFound, PeriodPast, TooLateToCancel } from '../errors.ts'
import { appointmentCancelled } from '../events.ts'
import { bookingRules } from '../rules.ts'

export interface CancelAppointment {
  readonly institutionId: number
  readonly id: string
  readonly reason: string
  /** Only while it is held: a time that was booked for good at this very moment stays. */
  readonly onlyIfHeld?: boolean
}

/**
 * Gives a patient's time back, so that somebody else can have it; what was paid for it is refunded by itself.
 *
 * The unit is handed back exactly once, however many press at once; the others get the appointment as it then is. After the
 * deadline it is still better to say so than not to come: it is noted as late, or refused, as the hospital's rule says.
 * Throws {@link PeriodPast}, {@link TooLateToCancel}, {@link AlreadyEnded}.
 */
export async function cancelAppointment(tx: Tx, context: Context, { institutionId, id, reason, onlyIfHeld = false }: CancelAppointment): Promise<StoredAppointment> {
  const seen = await findAppointment(tx, institutionId, id)
  if (!seen) throw new AppointmentNotFound()
  if (seen.status === 'cancelled') return seen
  if (seen.status !== 'held' && seen.status !== 'booked') throw new AlreadyEnded({ status: seen.status })
  const isLate = await checkDeadline(tx, context, seen)
  if (!(await releaseClaim(tx, context, institutionId, id))) return alreadyOver(tx, institutionId, id)
  // Read again behind the claim: it may have been confirmed or moved while we waited.
  const { rows } = await sql<{ wasHeld: boolean }>`
    update booking.appointment a set status = 'cancelled', expires_at = null, ended_at = ${context.now}, end_reason = ${reason},
      cancelled_late = ${isLate} and b.status <> 'held'
    from booking.appointment b
    where a.institution_id = ${institutionId} and a.id = ${id} and a.status in ('held', 'booked') and b.institution_id = a.institution_id and b.id = a.id
    returning b.status = 'held' as "wasHeld"`.execute(tx)
  // They checked in at this very moment: then they are here, and the unit stays theirs.
  if (!rows[0]) throw new AlreadyEnded({ status: 'arrived' })
  if (onlyIfHeld && !rows[0].wasHeld) throw new AlreadyEnded({ status: 'booked' })
  const cancelled = (await findAppointment(tx, institutionId, id))!
  await audit(tx, context, { action: 'booking.cancel-appointment', personId: seen.personId, subject: `appointment/${id}`, institutionId, detail: { reason, late: isLate } })
  if (!rows[0].wasHeld) await announce(tx, context, appointmentCancelled(cancelled, isLate))
  return cancelled
}

/** Somebody else ended it first: cancelled is what was wanted, anything else is not. */
async function alreadyOver(tx: Tx, institutionId: number, id: string): Promise<StoredAppointment> {
  const now = (await findAppointment(tx, institutionId, id))!
  if (now.status === 'cancelled') return now
  throw new AlreadyEnded({ status: now.status })
}

/** True when it is late. Staff decide for themselves; a hold costs nothing to let go. */
export async function checkDeadline(tx: Tx, context: Context, appointment: StoredAppointment): Promise<boolean> {
  if (appointment.status === 'held' || context.actor.kind === 'staff' || context.actor.kind === 'system') return false
  if (Date.parse(appointment.startsAt) <= context.now.getTime()) throw new PeriodPast()
  if (context.now.getTime() < Date.parse(appointment.cancelBy)) return false
  const { late } = await bookingRules(tx, appointment.institutionId, context.now)
  if (late === 'refused') throw new TooLateToCancel({ cancelBy: appointment.cancelBy })
  return true
}

import { sql } from 'kysely'
import { moveClaim } from '#engines/capacity/index.ts'
import { priceOf, serviceById } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { findAppointment, type StoredAppointment } from '../appointment-row.ts'
import type { MoveRequest } from '../contract.ts'
import { AlreadyEnded, AppointmentNotFound, ServiceNotFound } from '../errors.ts'
import { appointmentMoved } from '../events.ts'
import { checkMayMove } from '../policy.ts'
import { alternativeTo, obstacles, refusal } from '../refusal.ts'
import { bookingRules } from '../rules.ts'
import { checkDeadline } from './cancel-appointment.ts'

export interface MoveAppointment extends MoveRequest {
  readonly institutionId: number
  readonly id: string
}

/**
 * Gives a patient another time of the same hospital without ever leaving them without one: the new place is taken before the old
 * one is freed, in one step. When it is refused, with every reason, the old time is untouched.
 * Throws what booking throws, and what cancelling throws about deadlines.
 */
export async function moveAppointment(tx: Tx, context: Context, { institutionId, id, periodId, pool }: MoveAppointment): Promise<StoredAppointment> {
  const from = await findAppointment(tx, institutionId, id)
  if (!from) throw new AppointmentNotFound()
  if (from.status !== 'held' && from.status !== 'booked') throw new AlreadyEnded({ status: from.status })
  await checkMayMove(tx, context, { institutionId, personId: from.personId, pool, periodId }, pool === from.pool)
  if (from.periodId === periodId && from.pool === pool) return from
  await checkDeadline(tx, context, from)
  const moved = await moveClaim(tx, context, { institutionId, claimId: id }, { periodId, pool })
  if (moved.outcome === 'gone') throw new AlreadyEnded({ status: from.status })
  if (moved.outcome === 'refused') {
    const inTheWay = await obstacles(tx, context, { institutionId, periodId, personId: from.personId, except: id })
    throw refusal(moved.reasons, inTheWay, await alternativeTo(tx, institutionId, periodId, context.now))
  }
  const service = await serviceById(tx, institutionId, moved.serviceId, moved.startsAt)
  if (!service) throw new ServiceNotFound()
  const price = await priceOf(tx, institutionId, service.feeCode, moved.startsAt)
  const rules = await bookingRules(tx, institutionId, context.now)
  const done = await sql`update booking.appointment set session_id = ${moved.sessionId}, period_id = ${periodId}, pool = ${pool}, service_id = ${moved.serviceId},
      department_id = ${service.departmentId}, practitioner_id = ${service.practitionerId}, day = ${moved.day}, starts_at = ${moved.startsAt},
      ends_at = ${moved.endsAt}, room = ${moved.room}, fee_code = ${service.feeCode}, fee_cents = ${price?.priceCents ?? 0},
      insurance_share_bp = ${price?.insuranceShareBp ?? 0}, moved_from = ${from.startsAt},
      cancel_by = capacity.local_time(${moved.day}::date - ${rules.cancelDaysBefore}::integer, ${rules.cancelAt}::time)
    where institution_id = ${institutionId} and id = ${id} and status in ('held', 'booked')`.execute(tx)
  if (done.numAffectedRows === 0n) throw new AlreadyEnded({ status: 'arrived' })
  const appointment = (await findAppointment(tx, institutionId, id))!
  await audit(tx, context, { action: 'booking.move-appointment', personId: from.personId, subject: `appointment/${id}`, institutionId, detail: { from: from.startsAt, to: appointment.startsAt } })
  if (appointment.status === 'booked') await announce(tx, context, appointmentMoved(appointment, from))
  return appointment
}

import { sql } from 'kysely'
import { finishClaim } from '#engines/capacity/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce, type DomainEvent } from '#platform/events/index.ts'
import { findAppointment, type StoredAppointment } from '../appointment-row.ts'
import type { AppointmentStatus } from '../contract.ts'
import { AlreadyEnded, AppointmentNotFound } from '../errors.ts'
import { appointmentMissed } from '../events.ts'

interface Ref {
  readonly institutionId: number
  readonly id: string
}

/** The patient is here. Saying it twice changes nothing. */
export async function markArrived(tx: Tx, context: Context, ref: Ref): Promise<StoredAppointment> {
  return mark(tx, context, ref, { to: 'arrived', from: ['booked'], stamp: sql`arrived_at` })
}

/** The visit took place. The unit stays used. Saying it twice changes nothing. */
export async function markFulfilled(tx: Tx, context: Context, ref: Ref): Promise<StoredAppointment> {
  const appointment = await mark(tx, context, ref, { to: 'fulfilled', from: ['booked', 'arrived'], stamp: sql`fulfilled_at` })
  await finishClaim(tx, ref.institutionId, ref.id)
  return appointment
}

/** The patient did not come. The unit stays used. Saying it twice changes nothing. */
export async function markNoShow(tx: Tx, context: Context, ref: Ref): Promise<StoredAppointment> {
  const appointment = await mark(tx, context, ref, { to: 'no-show', from: ['booked'], stamp: sql`ended_at`, tell: appointmentMissed })
  await finishClaim(tx, ref.institutionId, ref.id)
  return appointment
}

interface Step {
  readonly to: AppointmentStatus
  readonly from: readonly AppointmentStatus[]
  readonly stamp: ReturnType<typeof sql>
  readonly tell?: (appointment: StoredAppointment) => DomainEvent
}

async function mark(tx: Tx, context: Context, { institutionId, id }: Ref, { to, from, stamp, tell }: Step): Promise<StoredAppointment> {
  const done = await sql`update booking.appointment set status = ${to}, ${stamp} = ${context.now}
    where institution_id = ${institutionId} and id = ${id} and status = any (${from})`.execute(tx)
  const appointment = await findAppointment(tx, institutionId, id)
  if (!appointment) throw new AppointmentNotFound()
  if (Number(done.numAffectedRows ?? 0n) === 0) {
    if (appointment.status !== to) throw new AlreadyEnded({ status: appointment.status })
    return appointment
  }
  await audit(tx, context, { action: `booking.mark-${to}`, personId: appointment.personId, subject: `appointment/${id}`, institutionId })
  if (tell) await announce(tx, context, tell(appointment))
  return appointment
}

import { sql } from 'kysely'
import { appointmentById, appointmentTraces } from '#journey/previsit/booking/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { IncidentKind } from '../contract.ts'
import { incidentNoted } from '../events.ts'
import { countRule } from '../rules.ts'
import { reckon } from './reckon.ts'

export interface NewIncident {
  readonly institutionId: number
  readonly appointmentId: string
  readonly kind: IncidentKind
  /** When a late cancellation was made; a missed appointment was missed at its time. */
  readonly at: Date
}

/**
 * Puts on record that an appointment was not kept, once, and draws the consequence. Clinics that were cancelled by the hospital
 * never count: only what still stands as missed, or was cancelled late by the patient, is noted.
 */
export async function noteIncident(tx: Tx, context: Context, { institutionId, appointmentId, kind, at }: NewIncident): Promise<void> {
  const appointment = await appointmentById(tx, context, institutionId, appointmentId)
  if (!appointment) return
  const stands = kind === 'no-show' ? appointment.status === 'no-show' : appointment.status === 'cancelled' && appointment.cancelledLate
  if (!stands) return
  if (kind === 'late-cancel' && (await wasGivenBackAtOnce(tx, context, { institutionId, appointmentId, kind, at }))) return
  const { personId, startsAt, departmentId, practitionerId } = appointment
  const { numAffectedRows } = await sql`insert into fairness.incident (institution_id, appointment_id, person_id, kind, happened_at, starts_at, department_id, practitioner_id)
    values (${institutionId}, ${appointmentId}, ${personId}, ${kind}, ${kind === 'no-show' ? new Date(startsAt) : at}, ${new Date(startsAt)}, ${departmentId}, ${practitionerId})
    on conflict do nothing`.execute(tx)
  if (!numAffectedRows) return
  await audit(tx, context, { action: 'fairness.note-incident', personId, subject: `appointment/${appointmentId}`, institutionId, detail: { kind } })
  await announce(tx, context, incidentNoted({ institutionId, personId, appointmentId, kind }))
  await reckon(tx, context, { institutionId, personId, kind })
}

/** Pressed by mistake, or thought better of at once. */
async function wasGivenBackAtOnce(tx: Tx, context: Context, { institutionId, appointmentId, kind, at }: NewIncident): Promise<boolean> {
  const { graceMinutes = 0 } = await countRule(tx, kind, institutionId, context.now)
  const [trace] = await appointmentTraces(tx, [{ institutionId, id: appointmentId }])
  return trace !== undefined && at.getTime() - trace.bookedAt.getTime() <= graceMinutes * 60_000
}

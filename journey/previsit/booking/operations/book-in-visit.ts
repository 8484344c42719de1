import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Appointment, PoolCode } from '../contract.ts'
import { noteOrigin } from '../origin.ts'
import { bookAppointment } from './book-appointment.ts'

export interface BookInVisit {
  readonly institutionId: number
  readonly visitId: string
  readonly personId: string
  readonly periodId: number
  readonly pool: PoolCode
  /** Coming back to the same clinic, to a colleague of the team, or to another department of the hospital. */
  readonly kind: 'revisit' | 'team' | 'cross-department'
  readonly reason: string
}

/**
 * The physician books for the patient who sits before them, within the caller's transaction: the patient reads who booked it and
 * why, the other department sees from which visit they come. The guards and refusals of every booking.
 */
export async function bookInVisit(tx: Tx, context: Context, { visitId, kind, reason, ...period }: BookInVisit): Promise<Appointment> {
  // Only coming back is a return visit: another department's places for those are for its own patients.
  const back = kind === 'cross-department' ? {} : { revisitOf: visitId }
  const appointment = await bookAppointment(tx, { ...context, channel: 'desk' }, { ...period, ...back, note: reason })
  await noteOrigin(tx, context, appointment, { kind, reason, referringVisit: visitId, consented: true })
  return appointment
}

export interface BookedInVisit {
  readonly appointmentId: string
  readonly kind: string
  readonly reason: string
  readonly startsAt: string
  readonly departmentId: number
  readonly practitionerId: number | null
}

/** What was booked in a visit and still stands. */
export async function bookedInVisit(tx: Tx, institutionId: number, visitId: string): Promise<BookedInVisit[]> {
  const { rows } = await sql<Omit<BookedInVisit, 'startsAt'> & { startsAt: Date }>`
    select o.id as "appointmentId", o.kind, o.reason, a.starts_at as "startsAt", a.department_id as "departmentId", a.practitioner_id as "practitionerId"
    from booking.origin o join booking.appointment a on a.institution_id = o.institution_id and a.id = o.id
    where o.institution_id = ${institutionId} and o.referring_visit = ${visitId} and a.status in ('held', 'booked', 'arrived', 'fulfilled')
    order by a.starts_at`.execute(tx)
  return rows.map((row) => ({ ...row, startsAt: row.startsAt.toISOString() }))
}

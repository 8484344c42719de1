import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { AppointmentStatus } from '../contract.ts'

/** How a booking was made, without who it is for beyond an id: what can be told about patterns of booking. */
export interface AppointmentTrace {
  readonly institutionId: number
  readonly appointmentId: string
  readonly personId: string
  /** The account, desk or job that booked. */
  readonly bookedBy: string
  /** Keyed hash of the device, in hex. */
  readonly device: string | null
  readonly channel: string
  readonly periodId: number
  readonly pool: string
  readonly departmentId: number
  readonly practitionerId: number | null
  readonly bookedAt: Date
  readonly status: AppointmentStatus
  readonly endedAt: Date | null
}

/** The traces of these appointments, for jobs that look at patterns over many. */
export async function appointmentTraces(tx: Tx, refs: readonly { readonly institutionId: number; readonly id: string }[]): Promise<AppointmentTrace[]> {
  if (refs.length === 0) return []
  const { rows } = await sql<AppointmentTrace>`
    select a.institution_id as "institutionId", a.id as "appointmentId", a.person_id as "personId", a.booked_by as "bookedBy", encode(a.device, 'hex') as device,
      a.channel, a.period_id as "periodId", a.pool, a.department_id as "departmentId", a.practitioner_id as "practitionerId", a.created_at as "bookedAt",
      a.status, a.ended_at as "endedAt"
    from unnest(${refs.map((ref) => ref.institutionId)}::integer[], ${refs.map((ref) => ref.id)}::uuid[]) r(institution_id, id)
    join booking.appointment a on a.institution_id = r.institution_id and a.id = r.id`.execute(tx)
  return rows
}

import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Appointment, AppointmentStatus, PoolCode } from './contract.ts'

export interface Row extends Omit<Appointment, 'startsAt' | 'endsAt' | 'expiresAt' | 'cancelBy' | 'status' | 'pool'> {
  readonly status: AppointmentStatus
  readonly pool: PoolCode
  readonly startsAt: Date
  readonly endsAt: Date
  readonly expiresAt: Date | null
  readonly cancelBy: Date
  readonly cancelledLate: boolean
  readonly movedFrom: Date | null
  readonly endedAt: Date | null
}

export interface StoredAppointment extends Appointment {
  readonly cancelledLate: boolean
  readonly movedFrom: string | null
  readonly endedAt: string | null
}

export const columns = sql`institution_id as "institutionId", id, person_id as "personId", session_id as "sessionId", period_id as "periodId", pool,
  service_id as "serviceId", department_id as "departmentId", practitioner_id as "practitionerId", day, starts_at as "startsAt", ends_at as "endsAt",
  room, fee_code as "feeCode", fee_cents as "feeCents", insurance_share_bp as "insuranceShareBp", status, expires_at as "expiresAt",
  cancel_by as "cancelBy", channel, note, revisit_of as "revisitOf", cancelled_late as "cancelledLate", moved_from as "movedFrom", ended_at as "endedAt"`

export function asAppointment(row: Row): StoredAppointment {
  return {
    ...row,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    cancelBy: row.cancelBy.toISOString(),
    movedFrom: row.movedFrom?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}

/** Appointments that the one who asks may see, by a condition on the table. Row-level security decides which. */
export async function appointmentsWhere(tx: Tx, condition: ReturnType<typeof sql>): Promise<StoredAppointment[]> {
  const { rows } = await sql<Row>`select ${columns} from booking.appointment where ${condition}`.execute(tx)
  return rows.map(asAppointment)
}

export async function findAppointment(tx: Tx, institutionId: number, id: string): Promise<StoredAppointment | undefined> {
  return (await appointmentsWhere(tx, sql`institution_id = ${institutionId} and id = ${id}`))[0]
}

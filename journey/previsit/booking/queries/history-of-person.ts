import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { AppointmentStatus } from '../contract.ts'

export interface PastBooking {
  readonly id: string
  readonly bookedAt: Date
  readonly startsAt: Date
  readonly status: AppointmentStatus
}

const MOST = 200

/** What a person booked at one institution and what came of it, newest first; holds are not bookings. */
export async function historyOfPerson(tx: Tx, context: Context, institutionId: number, personId: string): Promise<PastBooking[]> {
  const { rows } = await sql<PastBooking>`select id, created_at as "bookedAt", starts_at as "startsAt", status from booking.appointment
    where person_id = ${personId} and institution_id = ${institutionId} and status not in ('held', 'expired')
    order by starts_at desc limit ${MOST}`.execute(tx)
  await audit(tx, context, { action: 'booking.read-history', personId, subject: `person/${personId}`, institutionId })
  return rows
}

import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** How many are booked for one period of a doctor's or a service's clinic. */
export interface BookedPeriod {
  readonly practitionerId: number | null
  readonly serviceId: number
  readonly startsAt: Date
  readonly endsAt: Date
  readonly booked: number
}

/** The booked periods of a day and how many each has; numbers only. Whoever comes without a booking is not among them. */
export async function bookedPeriods(tx: Tx, institutionId: number, day: string): Promise<BookedPeriod[]> {
  const { rows } = await sql<BookedPeriod>`
    select practitioner_id as "practitionerId", service_id as "serviceId", starts_at as "startsAt", ends_at as "endsAt", count(*)::integer as booked
    from booking.appointment where institution_id = ${institutionId} and day = ${day}::date and pool <> 'on-site'
      and status in ('booked', 'arrived', 'fulfilled', 'no-show')
    group by practitioner_id, service_id, starts_at, ends_at order by starts_at`.execute(tx)
  return rows
}

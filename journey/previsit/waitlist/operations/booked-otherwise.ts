import { sql } from 'kysely'
import type { AppointmentFacts } from '#journey/previsit/booking/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { entriesWhere } from '../entry-row.ts'
import { offersWhere } from '../offer-row.ts'
import { endEntry } from './end-entry.ts'

/** Whoever has booked by themselves what they waited for need not wait any more. What they would give back is not meant. */
export async function bookedOtherwise(tx: Tx, context: Context, { institutionId, appointmentId, personId, serviceId, startsAt }: AppointmentFacts): Promise<void> {
  const day = localDay(new Date(startsAt))
  const satisfied = await entriesWhere(tx, sql`person_id = ${personId} and status = 'waiting' and ${day}::date between from_day and to_day
    and services @> ${JSON.stringify([[institutionId, serviceId]])}::jsonb and instead_of is distinct from ${appointmentId}::uuid`)
  for (const entry of satisfied) {
    // What the offer brought is the offer's to end.
    const byOffer = await offersWhere(tx, sql`entry_id = ${entry.id} and institution_id = ${institutionId} and appointment_id = ${appointmentId}`)
    if (byOffer.length === 0) await endEntry(tx, context, entry.id, { status: 'booked', reason: 'booked-otherwise', booked: { institutionId, appointmentId, day } })
  }
}

import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Reaction } from '#platform/events/index.ts'

/** What we need of a booking; the module above announces it. */
interface Booked {
  readonly institutionId: number
  readonly personId: string
  readonly serviceId: number
  readonly departmentId: number
  readonly startsAt: string
}

export const reactions: readonly Reaction[] = [
  {
    // Whoever has booked has no more need of the room inside: the next is called sooner.
    name: 'release.end-turn',
    on: ['booking.appointment-booked.v1'],
    async run(tx, _context, event) {
      const { institutionId, personId, serviceId, departmentId, startsAt } = event.payload as unknown as Booked
      await sql`update release.ticket t set ended_at = ${event.occurredAt}, outcome = 'booked'
        from release.opening o
        where t.person_id = ${personId} and t.ended_at is null and t.entered_at is not null
          and o.institution_id = t.institution_id and o.id = t.opening_id and o.institution_id = ${institutionId} and o.day = ${localDay(new Date(startsAt))}
          and (o.service_id is null or o.service_id = ${serviceId}) and (o.department_id is null or o.department_id = ${departmentId})`.execute(tx)
    },
  },
]

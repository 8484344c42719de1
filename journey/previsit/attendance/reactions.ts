import { sql } from 'kysely'
import { APPOINTMENT_BOOKED, APPOINTMENT_CANCELLED, APPOINTMENT_MOVED, type AppointmentFacts } from '#journey/previsit/booking/index.ts'
import type { Reaction, StoredEvent } from '#platform/events/index.ts'
import type { Answer } from './contract.ts'
import { VISIT_ANSWERED, type VisitRef } from './events.ts'
import { unwatch, watchAppointment } from './operations/watch-appointment.ts'

const factsOf = (event: StoredEvent) => event.payload as unknown as AppointmentFacts

export const reactions: readonly Reaction[] = [
  {
    name: 'attendance.watch',
    on: [APPOINTMENT_BOOKED, APPOINTMENT_MOVED],
    run: (tx, context, event) => watchAppointment(tx, context, factsOf(event), event.occurredAt),
  },
  {
    name: 'attendance.unwatch',
    on: [APPOINTMENT_CANCELLED],
    run: (tx, _context, event) => unwatch(tx, factsOf(event)),
  },
  {
    // Who has answered need not be rung any more.
    name: 'attendance.close-call',
    on: [VISIT_ANSWERED],
    async run(tx, _context, event) {
      const { institutionId, appointmentId, answer } = event.payload as unknown as VisitRef & { answer: Answer }
      await sql`update attendance.call set closed = true, result = ${answer === 'cancelled' ? 'cancelled' : 'confirmed'}
        where institution_id = ${institutionId} and appointment_id = ${appointmentId} and not closed`.execute(tx)
    },
  },
]

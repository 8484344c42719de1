import { LINE_CHANGED, TICKET_CALLED } from '#engines/queue/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Reaction } from '#platform/events/index.ts'
import { markDay, markHospital, markWatchers } from './operations/mark-days.ts'

interface Told {
  readonly personId?: string
  readonly startsAt?: string
  readonly fromStartsAt?: string
  readonly institutionId?: number
  readonly queueId?: number
  readonly remainsId?: string
  readonly joinsId?: string
}

const reaction = (name: string, on: readonly string[], run: (tx: Tx, context: Context, told: Told) => Promise<void>): Reaction =>
  ({ name: `itinerary.${name}`, on, run: (tx, context, event) => run(tx, context, event.payload) })

/** Nobody tells us what a day is like; we hear what happened and look. */
export const reactions: readonly Reaction[] = [
  reaction('appointment-changed', [
    'booking.appointment-booked.v1', 'booking.appointment-cancelled.v1', 'booking.appointment-moved.v1', 'booking.appointment-suspended.v1', 'booking.appointment-reinstated.v1', 'booking.appointment-missed.v1',
  ], async (tx, context, { personId, startsAt, fromStartsAt }) => {
    const days = [startsAt, fromStartsAt].flatMap((at) => (at ? [localDay(new Date(at))] : []))
    for (const day of [...new Set(days)].sort()) if (personId && day >= localDay(context.now)) await markDay(tx, context, personId, day)
  }),
  reaction('person-moved-on', [
    'arrival.patient-checked-in.v1', 'consulting.visit-started.v1', 'consulting.visit-finished.v1', 'consulting.visit-reopened.v1', 'consulting.order-placed.v1', 'consulting.order-cancelled.v1',
    'billing.bill-changed.v1', 'billing.bill-paid.v1', 'billing.refunded.v1', 'counters.stop-changed.v1', 'counters.result-ready.v1',
  ], async (tx, context, { personId }) => {
    if (personId) await markDay(tx, context, personId, localDay(context.now))
  }),
  reaction('line-moved', [LINE_CHANGED, TICKET_CALLED], async (tx, context, { institutionId, queueId }) => {
    if (institutionId !== undefined && queueId !== undefined) await markWatchers(tx, context, institutionId, queueId, localDay(context.now))
  }),
  reaction('way-changed', ['guidance.closure-changed.v1', 'guidance.plan-published.v1'], async (tx, context, { institutionId }) => {
    if (institutionId !== undefined) await markHospital(tx, context, institutionId, localDay(context.now))
  }),
  reaction('entries-merged', ['people.persons-merged.v1', 'people.merge-undone.v1'], async (tx, context, { remainsId, joinsId }) => {
    for (const personId of [remainsId, joinsId]) if (personId) await markDay(tx, context, personId, localDay(context.now))
  }),
]

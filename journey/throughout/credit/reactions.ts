import type { Reaction } from '#platform/events/index.ts'
import { type ArrivedVisit, keepForVisit } from './operations/keep-for-visit.ts'

export const reactions: readonly Reaction[] = [
  {
    // Check-in happens in a later stage, which this one does not know; it only hears of it.
    name: 'credit.keep-for-visit',
    on: ['arrival.patient-checked-in.v1'],
    async run(tx, context, event) {
      await keepForVisit(tx, context, event.payload as unknown as ArrivedVisit)
    },
  },
]

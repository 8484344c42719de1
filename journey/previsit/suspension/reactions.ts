import { carryOut } from './operations/carry-out.ts'
import { SUSPENSION_ORDERED, type SuspensionFacts } from './events.ts'
import type { Reaction } from '#platform/events/index.ts'

export const reactions: readonly Reaction[] = [
  {
    // Each session of a doctor's days off in a transaction of its own.
    name: 'suspension.carry-out',
    on: [SUSPENSION_ORDERED],
    async run(tx, context, event) {
      const { institutionId, suspensionId } = event.payload as unknown as SuspensionFacts
      await carryOut(tx, context, institutionId, suspensionId)
    },
  },
]

import type { Reaction } from '#platform/events/index.ts'
import { insurerReactions } from './insured/reactions.ts'
import { payAtExit } from './operations/pay-at-exit.ts'

export const reactions: readonly Reaction[] = [
  {
    // The consulting room lies in a later stage, which this one does not know; it only hears of it.
    name: 'billing.pay-at-exit',
    on: ['consulting.visit-finished.v1'],
    async run(tx, context, event) {
      await payAtExit(tx, context, event.payload as unknown as Parameters<typeof payAtExit>[2])
    },
  },
  ...insurerReactions,
]

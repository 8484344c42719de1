import type { Reaction } from '#platform/events/index.ts'
import { LINE_CHANGED } from './events.ts'
import { tellNear } from './operations/tell-near.ts'

/** Whoever comes near is told when the line has moved, not when somebody happens to look. */
export const reactions: readonly Reaction[] = [
  {
    name: 'queue.tell-near',
    on: [LINE_CHANGED],
    async run(tx, context, { payload }) {
      const { institutionId, queueId } = payload as { institutionId: number; queueId: number }
      await tellNear(tx, context, institutionId, queueId)
    },
  },
]

import type { Reaction } from '#platform/events/index.ts'
import { carriedOut, type CarriedOut } from './operations/carried-out.ts'

export const reactions: readonly Reaction[] = [
  {
    // Where it was carried out is a later room, which this one does not know; it only hears of it.
    name: 'consulting.order-carried-out',
    on: ['counters.stop-changed.v1', 'counters.result-ready.v1'],
    async run(tx, context, event) {
      const { institutionId, orderIds, status } = event.payload as { institutionId: number; orderIds: string[]; status?: string }
      const how: CarriedOut = event.type === 'counters.result-ready.v1' ? 'result' : status === 'done' || status === 'awaiting-result' ? 'done' : 'not-yet'
      await carriedOut(tx, context, institutionId, orderIds, how, event.occurredAt)
    },
  },
]

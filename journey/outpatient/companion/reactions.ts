import { RESULT_READY } from '#journey/outpatient/counters/index.ts'
import type { DayChanged } from '#journey/outpatient/itinerary/contract.ts'
import { DAY_CHANGED } from '#journey/outpatient/itinerary/index.ts'
import type { Reaction } from '#platform/events/index.ts'
import { LEAVE_MADE } from './events.ts'
import { noteMilestones, noteNews, noteResult } from './operations/tell-companions.ts'

export const reactions: readonly Reaction[] = [
  {
    name: 'companion.invite',
    on: [LEAVE_MADE],
    async run(tx, context, event) {
      const { personId, leaveId } = event.payload as { personId: string; leaveId: string }
      await noteNews(tx, context, personId, leaveId, 'invited')
    },
  },
  {
    name: 'companion.note-milestones',
    on: [DAY_CHANGED],
    async run(tx, context, event) {
      const { personId, milestones } = event.payload as unknown as DayChanged
      await noteMilestones(tx, context, personId, milestones)
    },
  },
  {
    name: 'companion.note-result',
    on: [RESULT_READY],
    async run(tx, context, event) {
      await noteResult(tx, context, event.payload as unknown as Parameters<typeof noteResult>[2])
    },
  },
]

import { PATIENT_CHECKED_IN } from '#journey/outpatient/arrival/index.ts'
import type { Reaction } from '#platform/events/index.ts'
import { countArrival } from './operations/count-arrival.ts'

export const reactions: readonly Reaction[] = [
  {
    name: 'operations.count-arrival',
    on: [PATIENT_CHECKED_IN],
    run(tx, context, event) {
      const { institutionId, departmentId } = event.payload as unknown as { institutionId: number; departmentId: number }
      return countArrival(tx, context, { institutionId, departmentId, at: event.occurredAt })
    },
  },
]

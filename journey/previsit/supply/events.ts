import type { DomainEvent } from '#platform/events/index.ts'

export const SCHEDULE_CHANGED = 'supply.schedule-changed.v1'

export interface ScheduleFacts {
  readonly institutionId: number
  readonly changeId: string
  /** Freed units of the engine: new ones that are kept for those who wait. Older events say nothing of them. */
  readonly unitsForWaiters?: readonly number[]
}

/** Sessions, patterns or units of an institution changed; the change's row says what. */
export function scheduleChanged(facts: ScheduleFacts): DomainEvent {
  return { type: SCHEDULE_CHANGED, institutionId: facts.institutionId, topics: [`supply:${facts.institutionId}`], payload: { ...facts } }
}

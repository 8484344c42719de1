import type { DomainEvent } from '#platform/events/index.ts'

export const SCHEDULE_CHANGED = 'supply.schedule-changed.v1'

/** Sessions, patterns or units of an institution changed; the change's row says what. */
export function scheduleChanged(institutionId: number, changeId: string): DomainEvent {
  return { type: SCHEDULE_CHANGED, institutionId, topics: [`supply:${institutionId}`], payload: { institutionId, changeId } }
}

import type { DomainEvent } from '#platform/events/index.ts'
import type { DayChanged } from './contract.ts'

export const DAY_CHANGED = 'itinerary.day-changed.v1'

export function dayChanged({ personId, day, version, milestones }: DayChanged): DomainEvent {
  return { type: DAY_CHANGED, payload: { personId, day, version, milestones }, topics: [`person:${personId}`] }
}

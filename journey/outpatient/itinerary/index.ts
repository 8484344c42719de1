export { DAY_CHANGED } from './events.ts'
export { itineraryOf } from './queries/itinerary-of.ts'
export type { Change, Itinerary, Milestone, Step } from './contract.ts'

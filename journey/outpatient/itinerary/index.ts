export { DAY_CHANGED } from './events.ts'
export { itineraryOf } from './queries/itinerary-of.ts'
export type { Change, Itinerary, Milestone, Step } from './contract.ts'
// The solver itself is pure; what measures it comes in here too, and what is believed of a visit before it begins.
export { AFTER_TIME, WITH_DOCTOR } from './gather/visits.ts'
export { type Facts, plainThing, type PlanRules, type Thing } from './solve/facts.ts'
export { deal } from './solve/play.ts'
export { beam, everyOrder, improved } from './solve/search.ts'
export { solve } from './solve/solve.ts'

export type { Stop, StationKind, StopStatus } from './contract.ts'
export { RESULT_READY, STOP_CHANGED } from './events.ts'
export { joinStation } from './operations/join-station.ts'
export { stopsOfPersonDay, stopsOfVisit } from './queries/stops.ts'

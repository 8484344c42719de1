export { announce, type DomainEvent, type Reaction, type StoredEvent } from './announce.ts'
export { eventsAfter, eventsBetween, eventsUpTo, isAfter, newestPosition, type Position, type TailedEvent } from './tail.ts'

export { announce, type DomainEvent, type Reaction, type StoredEvent } from './announce.ts'
export { eventsAfter, newestPosition, type Position, type TailedEvent } from './tail.ts'

export { placeOfRoom } from './queries/place-of-room.ts'
export { walkBetween } from './queries/walk-between.ts'

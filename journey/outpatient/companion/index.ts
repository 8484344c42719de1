export { LEAVE_ENDED, LEAVE_MADE } from './events.ts'
export type { Followed, Leave } from './contract.ts'

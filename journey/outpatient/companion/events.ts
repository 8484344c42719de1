import type { DomainEvent } from '#platform/events/index.ts'

interface OfLeave {
  readonly personId: string
  readonly leaveId: string
}

export const LEAVE_MADE = 'companion.leave-made.v1'
export const LEAVE_ENDED = 'companion.leave-ended.v1'

/** The patient's pages, and those of the one who follows: that page knows the leave and nothing else. */
const topicsOf = ({ personId, leaveId }: OfLeave) => [`person:${personId}`, `companion:${leaveId}`]

export const leaveMade = (of: OfLeave): DomainEvent => ({ type: LEAVE_MADE, payload: of, topics: topicsOf(of) })
export const leaveEnded = (of: OfLeave): DomainEvent => ({ type: LEAVE_ENDED, payload: of, topics: topicsOf(of) })
/** Read the day again. Says nothing of whose it is. */
export const dayMoved = (leaveId: string): DomainEvent => ({ type: 'companion.day-moved.v1', payload: { leaveId }, topics: [`companion:${leaveId}`] })

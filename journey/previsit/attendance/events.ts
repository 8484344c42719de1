import type { DomainEvent } from '#platform/events/index.ts'
import type { Answer } from './contract.ts'

export const VISIT_ANSWERED = 'attendance.visit-answered.v1'
export const OVERBOOKING_DECIDED = 'attendance.overbooking-decided.v1'

export interface VisitRef {
  readonly institutionId: number
  readonly appointmentId: string
  readonly personId: string
}

export function visitAnswered({ institutionId, appointmentId, personId }: VisitRef, answer: Answer, day: string): DomainEvent {
  return {
    type: VISIT_ANSWERED, institutionId, topics: [`person:${personId}`, `booking:${institutionId}:${day}`],
    payload: { institutionId, appointmentId, personId, answer },
  }
}

export function overbookingDecided(institutionId: number, sessionId: number, decision: string, added: number): DomainEvent {
  return { type: OVERBOOKING_DECIDED, institutionId, payload: { institutionId, sessionId, decision, added } }
}

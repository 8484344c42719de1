import type { DomainEvent } from '#platform/events/index.ts'

export const ARRIVAL_COUNTED = 'operations.arrival-counted.v1'
export const ADVICE_DECIDED = 'operations.advice-decided.v1'
/** An extra session was taken back: the advice is open again. */
export const ADVICE_REOPENED = 'operations.advice-reopened.v1'

const topic = (institutionId: number) => [`operations:${institutionId}`]

/** The figures of a hospital moved: whoever looks at them reads again. */
export const arrivalCounted = (institutionId: number, departmentId: number): DomainEvent => ({ type: ARRIVAL_COUNTED, institutionId, payload: { institutionId, departmentId }, topics: topic(institutionId) })

export interface AdviceFacts {
  readonly institutionId: number
  readonly adviceId: string
  readonly decision: string
  /** The session that accepting made. */
  readonly sessionId: number | null
  readonly practitionerId: number | null
}

export const adviceDecided = (advice: AdviceFacts): DomainEvent => ({ type: ADVICE_DECIDED, institutionId: advice.institutionId, payload: { ...advice }, topics: topic(advice.institutionId) })
export const adviceReopened = (advice: Omit<AdviceFacts, 'decision'>): DomainEvent => ({ type: ADVICE_REOPENED, institutionId: advice.institutionId, payload: { ...advice }, topics: topic(advice.institutionId) })

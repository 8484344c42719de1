import type { DomainEvent } from '#platform/events/index.ts'

export const ARRIVAL_COUNTED = 'operations.arrival-counted.v1'
export const ADVICE_DECIDED = 'operations.advice-decided.v1'

const topic = (institutionId: number) => [`operations:${institutionId}`]

/** The figures of a hospital moved: whoever looks at them reads again. */
export const arrivalCounted = (institutionId: number, departmentId: number): DomainEvent => ({ type: ARRIVAL_COUNTED, institutionId, payload: { institutionId, departmentId }, topics: topic(institutionId) })

export const adviceDecided = (advice: { readonly institutionId: number; readonly adviceId: string; readonly decision: string }): DomainEvent => ({
  type: ADVICE_DECIDED, institutionId: advice.institutionId, payload: { ...advice }, topics: topic(advice.institutionId),
})

import type { DomainEvent } from '#platform/events/index.ts'
import type { StopStatus } from './contract.ts'

export const STOP_CHANGED = 'counters.stop-changed.v1'
export const RESULT_READY = 'counters.result-ready.v1'

export interface StopFacts {
  readonly institutionId: number
  readonly visitId: string
  readonly personId: string
  readonly stopId: string
}

/** A stop came, moved on or fell away. Says which orders it is about, never what they are. */
export function stopChanged(facts: StopFacts & { readonly status: StopStatus; readonly orderIds: readonly string[] }, queueId: number | null): DomainEvent {
  const { institutionId, personId } = facts
  return {
    type: STOP_CHANGED, institutionId, payload: facts,
    topics: [`person:${personId}`, ...(queueId === null ? [] : [`queue:${institutionId}:${queueId}`])],
  }
}

/** The result of a stop is there. */
export function resultReady(facts: StopFacts & { readonly orderIds: readonly string[] }): DomainEvent {
  return { type: RESULT_READY, institutionId: facts.institutionId, payload: facts, topics: [`person:${facts.personId}`] }
}

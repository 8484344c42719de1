import type { DomainEvent } from '#platform/events/index.ts'

/** A pool's terms, a share, or where a unit stands was changed by a person or a rule. */
export function poolsEvent(what: 'pool-changed' | 'share-changed' | 'units-moved' | 'shared-out', institutionId: number, payload: object): DomainEvent {
  return { type: `pools.${what}.v1`, institutionId, topics: [`pools:${institutionId}`], payload: { institutionId, ...payload } }
}

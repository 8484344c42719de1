import type { DomainEvent } from '#platform/events/index.ts'

/** People announce ids only. Who changed what about them is told to themselves, on their own topic. */
const topicOf = (...personIds: readonly string[]) => personIds.map((personId) => `person:${personId}`)

export function personEntered(personId: string): DomainEvent {
  return { type: 'people.person-entered.v1', payload: { personId }, topics: topicOf(personId) }
}

export function personRegistered(institutionId: number, personId: string): DomainEvent {
  return { type: 'people.person-registered.v1', institutionId, payload: { institutionId, personId } }
}

export function consentAsked(proxyId: string, requestId: string, personId: string | null): DomainEvent {
  return { type: 'people.consent-asked.v1', payload: { proxyId, requestId }, topics: topicOf(proxyId, ...(personId ? [personId] : [])) }
}

export function consentRefused(proxyId: string, requestId: string): DomainEvent {
  return { type: 'people.consent-refused.v1', payload: { proxyId, requestId }, topics: topicOf(proxyId) }
}

export function relationBegan(personId: string, proxyId: string): DomainEvent {
  return { type: 'people.relation-began.v1', payload: { personId, proxyId }, topics: topicOf(personId, proxyId) }
}

export function relationEnded(personId: string, proxyId: string): DomainEvent {
  return { type: 'people.relation-ended.v1', payload: { personId, proxyId }, topics: topicOf(personId, proxyId) }
}

export function personsMerged(remainsId: string, joinsId: string): DomainEvent {
  return { type: 'people.persons-merged.v1', payload: { remainsId, joinsId }, topics: topicOf(remainsId, joinsId) }
}

export function mergeUndone(remainsId: string, joinsId: string): DomainEvent {
  return { type: 'people.merge-undone.v1', payload: { remainsId, joinsId }, topics: topicOf(remainsId, joinsId) }
}

/** After any of these, who may act for whom can be different. */
export const changesWhoActsForWhom = [
  'people.relation-began.v1',
  'people.relation-ended.v1',
  'people.persons-merged.v1',
  'people.merge-undone.v1',
] as const

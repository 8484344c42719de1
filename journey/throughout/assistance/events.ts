import type { DomainEvent } from '#platform/events/index.ts'

/** Ids only; what a page shows is read by those who may. */
const about = (sessionId: string, type: string, payload: object): DomainEvent => ({ type: `assistance.${type}.v1`, payload: { sessionId, ...payload }, topics: [`assistance:${sessionId}`] })

export const sessionChanged = (sessionId: string, status: string): DomainEvent => about(sessionId, 'session-changed', { status })
export const frameSent = (sessionId: string, sequence: number): DomainEvent => about(sessionId, 'frame-sent', { sequence })
export const pointed = (sessionId: string, target: number): DomainEvent => about(sessionId, 'pointed', { target })
export const proposed = (sessionId: string, proposalId: string): DomainEvent => about(sessionId, 'proposed', { proposalId })
export const answered = (sessionId: string, proposalId: string, outcome: string): DomainEvent => about(sessionId, 'answered', { proposalId, outcome })

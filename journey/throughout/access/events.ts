import type { DomainEvent } from '#platform/events/index.ts'

export function signedIn(accountId: string): DomainEvent {
  return { type: 'access.signed-in.v1', payload: { accountId } }
}

export function sessionEnded(accountId: string, familyId: string | null): DomainEvent {
  return { type: 'access.session-ended.v1', payload: { accountId, familyId } }
}

export function accountChanged(accountId: string): DomainEvent {
  return { type: 'access.account-changed.v1', payload: { accountId } }
}

/** After these a remembered answer about an account's sessions is stale, in every process. */
export const changesOfSessions = ['access.session-ended.v1', 'access.account-changed.v1'] as const

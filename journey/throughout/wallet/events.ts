import type { DomainEvent } from '#platform/events/index.ts'
import type { MovementKind } from './contract.ts'

export interface WalletChanged {
  readonly personId: string
  readonly institutionId: number
  readonly transferId: string
  readonly kind: MovementKind
}

/** Money came into a purse or went out of it. */
export function walletChanged(payload: WalletChanged): DomainEvent {
  return { type: 'wallet.balance-changed.v1', payload, institutionId: payload.institutionId, topics: [`person:${payload.personId}`] }
}

/** Money is kept aside, or is free again. */
export function walletKept(payload: { personId: string; institutionId: number; promiseId: string }): DomainEvent {
  return { type: 'wallet.money-kept.v1', payload, institutionId: payload.institutionId, topics: [`person:${payload.personId}`] }
}

import type { DomainEvent } from '#platform/events/index.ts'
import type { BankAccountState } from './contract.ts'

export const BANK_ACCOUNT_CHANGED = 'settlement.bank-account-changed.v1'
export const BANK_ANSWERED = 'settlement.bank-answered.v1'

/** Somebody proposed where a hospital's money goes, or decided on it. */
export const bankAccountChanged = (payload: { readonly institutionId: number; readonly accountId: string; readonly state: BankAccountState }): DomainEvent =>
  ({ type: BANK_ACCOUNT_CHANGED, payload, institutionId: payload.institutionId })

/** The bank said of some instructions of a day what became of them. */
export const bankAnswered = (payload: { readonly day: string; readonly executed: number; readonly refused: number }): DomainEvent =>
  ({ type: BANK_ANSWERED, payload, institutionId: 0 })

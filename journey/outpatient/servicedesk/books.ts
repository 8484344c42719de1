import { createHash } from 'node:crypto'
import { accountId, type AccountName, type Line, type NewAccount } from '#engines/ledger/index.ts'

/** Which accounts of a hospital's books the deposits of lent things pass through. */
export const deskBook = {
  /** Notes and coins at the desk: never less than nothing. */
  cash: (institutionId: number): AccountName => ({ institutionId, kind: 'desk-cash' }),
  /** What is owed to whoever borrowed: below zero, and never above. */
  deposit: (institutionId: number, loanId: string): AccountName => ({ institutionId, kind: 'loan-deposit', ownerRef: loanId }),
  /** What was kept for damage and loss. */
  kept: (institutionId: number): AccountName => ({ institutionId, kind: 'loan-kept' }),
  difference: (institutionId: number): AccountName => ({ institutionId, kind: 'desk-cash-difference' }),
} as const

export function deskAccounts(institutionId: number): NewAccount[] {
  return [{ ...deskBook.cash(institutionId), floorCents: 0 }, { ...deskBook.kept(institutionId), busy: true }, { ...deskBook.difference(institutionId), busy: true }]
}

export const moves = (...pairs: readonly (readonly [AccountName, number])[]): Line[] => pairs.map(([name, cents]) => ({ accountId: accountId(name), cents }))

/** An id that follows from another (UUID version 8): the same act tried again is the same transfer. */
export function actId(act: string, id: string): string {
  const hex = createHash('md5').update(`${act}|${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

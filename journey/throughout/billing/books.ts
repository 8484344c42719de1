import { createHash } from 'node:crypto'
import { accountId, type Line, type NewAccount } from '#engines/ledger/index.ts'
import { channelNames } from './contract.ts'

/** Which accounts a hospital's outpatient money passes through. What a person owes is positive on their bill's account. */
export const book = {
  bill: (institutionId: number, billId: string) => ({ institutionId, kind: 'bill', ownerRef: billId }),
  income: (institutionId: number) => ({ institutionId, kind: 'income' }),
  insurance: (institutionId: number) => ({ institutionId, kind: 'insurance-claim' }),
  clearing: (institutionId: number, channel: string) => ({ institutionId, kind: `clearing-${channel}` }),
  /** What people bought for a purse and have not paid yet, or what is on its way into it. */
  bought: (institutionId: number) => ({ institutionId, kind: 'bought-for-purses' }),
  refunds: (institutionId: number) => ({ institutionId, kind: 'refund-payable' }),
  drawer: (institutionId: number, shiftId: string) => ({ institutionId, kind: 'drawer', ownerRef: shiftId }),
  safe: (institutionId: number) => ({ institutionId, kind: 'safe' }),
  /** What lies in the box of a machine that takes notes, and in one that was taken out to be counted. */
  box: (institutionId: number, machine: string) => ({ institutionId, kind: 'cash-box', ownerRef: machine }),
  takenOut: (institutionId: number, countId: string) => ({ institutionId, kind: 'cash-box-out', ownerRef: countId }),
  /** Notes somebody put in that have not paid anything yet: below zero, we owe it to them. */
  intake: (institutionId: number, intakeId: string) => ({ institutionId, kind: 'cash-intake', ownerRef: intakeId }),
  /** Notes a machine took that nobody can be found for. */
  unclaimed: (institutionId: number) => ({ institutionId, kind: 'notes-unclaimed' }),
  cashDifference: (institutionId: number) => ({ institutionId, kind: 'cash-difference' }),
} as const

/** The accounts every hospital has. Everybody passes through them, so they take turns. */
export function commonAccounts(institutionId: number): NewAccount[] {
  return [
    book.income(institutionId), book.insurance(institutionId), ...channelNames.map((name) => book.clearing(institutionId, name)),
    book.refunds(institutionId), book.bought(institutionId), book.safe(institutionId), book.cashDifference(institutionId),
  ].map((name) => ({ ...name, busy: true }))
}

/** The lines of a transfer from pairs of account and cents. */
export function lines(...pairs: readonly (readonly [Parameters<typeof accountId>[0], number])[]): Line[] {
  return pairs.map(([name, cents]) => ({ accountId: accountId(name), cents }))
}

/** An id that follows from another (UUID version 8): the second try of the same act finds what the first one did. */
export function followingId(act: string, id: string): string {
  const hex = createHash('md5').update(`${act}|${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

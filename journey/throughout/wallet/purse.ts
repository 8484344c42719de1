import type { AccountName } from '#engines/ledger/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

export interface Promised {
  /** Chosen by the caller, kept for every further try. It is the hold's id in the ledger. */
  readonly id: string
  /** The hospital it is promised to; 0: the region itself. */
  readonly institutionId: number
  readonly personId: string
  readonly cents: number
  /** `bill/<id>`. */
  readonly reference: string
  /** What it is for, as a person would say it. */
  readonly title?: string
  /** Absent: it stays until it is taken or let go. */
  readonly expiresAt?: Date
  readonly purpose?: 'spend' | 'withdrawal'
  /** At a window: what the person agreed to is one act in several promises, under this id. Absent: this promise is all of it. */
  readonly consentFor?: string
}

export interface Taking {
  readonly id: string
  readonly transferId: string
  /** Absent: all of it. Given: this much, and the rest is released. */
  readonly cents?: number
  /** The account of the hospital's own books that gives for what it gets: the bill's. */
  readonly against: AccountName
}

export interface Pouring {
  readonly transferId: string
  readonly institutionId: number
  readonly personId: string
  readonly cents: number
  readonly reference: string
  readonly title?: string
  /** The account of the hospital's own books that the money comes from. */
  readonly from: AccountName
}

/**
 * Something people pay from that lies in the region's books. Billing asks every purse the same; the same id twice is one
 * effect. Each verb moves the region's side and the hospital's side together, or neither.
 */
export interface Purse {
  /** Keeps money aside. Throws a declared error when there is not enough. */
  promise(tx: Tx, context: Context, promised: Promised): Promise<void>
  /** Takes what was kept aside, wholly or in part. Answers how much. */
  take(tx: Tx, context: Context, taking: Taking): Promise<number>
  /** What was kept aside is the person's again. */
  letGo(tx: Tx, context: Context, id: string): Promise<void>
  /** What was paid from the purse comes back into it. */
  giveBack(tx: Tx, context: Context, pouring: Pouring): Promise<void>
  /** What was bought for the purse goes into it: a top-up, a repayment. Answers how much it took; the rest never entered it. */
  fill(tx: Tx, context: Context, pouring: Pouring): Promise<number>
}

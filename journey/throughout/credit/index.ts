import type { Purse } from '#journey/throughout/wallet/index.ts'
import { giveBack } from './operations/give-back.ts'
import { letGo } from './operations/let-go.ts'
import { promise } from './operations/promise.ts'
import { repay } from './operations/repay.ts'
import { take } from './operations/take.ts'

export { linkOf } from './operations/make-link.ts'
export { owedBy } from './line.ts'
export { refuseStrangers } from './mine.ts'
export { atExit, nothingLeftToPay } from './operations/at-exit.ts'
export { LinkOver, NotAgreed, NotEnoughCredit, NothingOwed, NotYourPerson, Overdue, OwedChanged } from './errors.ts'

/** Paying after treatment, as billing asks it. Filling it is repaying. */
export const credit: Purse = { promise, take, letGo, giveBack, fill: repay }

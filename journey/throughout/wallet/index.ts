import { letGo } from './operations/let-go.ts'
import { fill, giveBack } from './operations/pour.ts'
import { promise } from './operations/promise.ts'
import { take } from './operations/take.ts'
import type { Purse } from './purse.ts'

export type { Pouring, Promised, Purse, Taking } from './purse.ts'
export { ConsentNeeded, BalanceFull, NotEnoughBalance, PromiseOver, TopUpTooMuch, TopUpTooSmall, WalletNotYours } from './errors.ts'
export { balanceFor } from './queries/balance.ts'
export { checkTopUp, roomInBalance } from './queries/room-for-top-up.ts'
export { withdrawalRule } from './rules.ts'
export { consentByDocument } from './operations/consent.ts'
export { mayUse } from './queries/may-use.ts'

/** A person's prepaid balance, as billing asks it. */
export const wallet: Purse = { promise, take, letGo, giveBack, fill }

import { credit } from '#journey/throughout/credit/index.ts'
import { wallet, type Purse } from '#journey/throughout/wallet/index.ts'
import type { PurseKind } from './contract.ts'

/** What people pay from beside a channel. Each lies below billing and knows nothing of bills. */
const purses: Readonly<Record<PurseKind, Purse>> = { prepaid: wallet, credit }

export function purse(kind: PurseKind): Purse {
  return purses[kind]
}

/** Into which purse money goes that was bought for it. */
export function purseBought(source: string): PurseKind | undefined {
  if (source === 'top-up') return 'prepaid'
  return source === 'repayment' ? 'credit' : undefined
}

import { wallet, type Purse } from '#journey/throughout/wallet/index.ts'
import type { PurseKind } from './contract.ts'
import { ChannelClosed } from './errors.ts'

/** What people pay from beside a channel. Each lies below billing and knows nothing of bills. */
const purses: Partial<Record<PurseKind, Purse>> = { prepaid: wallet }

/** Throws {@link ChannelClosed} where this installation has no such purse. */
export function purse(kind: PurseKind): Purse {
  const found = purses[kind]
  if (!found) throw new ChannelClosed()
  return found
}

/** Into which purse money goes that was bought for it. */
export function purseBought(source: string): PurseKind | undefined {
  if (source === 'top-up') return 'prepaid'
  return source === 'repayment' ? 'credit' : undefined
}

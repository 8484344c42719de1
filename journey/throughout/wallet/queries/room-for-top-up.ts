import { entriesOf } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { BalanceFull, TopUpTooMuch, TopUpTooSmall } from '../errors.ts'
import { limitsAt } from '../rules.ts'
import { sumOf } from './balance.ts'

/**
 * Whether this much may be topped up now. Judged before money is taken; money that came is never refused.
 * Throws {@link TopUpTooSmall}, {@link TopUpTooMuch}, {@link BalanceFull}.
 */
export async function checkTopUp(tx: Tx, context: Context, personId: string, cents: number): Promise<void> {
  const limits = await limitsAt(tx, context.now)
  if (cents < limits.leastTopUpCents) throw new TopUpTooSmall({ leastCents: limits.leastTopUpCents })
  if (cents > limits.mostTopUpCents) throw new TopUpTooMuch({ mostCents: limits.mostTopUpCents })
  const { balanceCents } = await sumOf(tx, await entriesOf(tx, personId))
  if (balanceCents + cents > limits.mostBalanceCents) throw new BalanceFull({ mostCents: limits.mostBalanceCents })
}

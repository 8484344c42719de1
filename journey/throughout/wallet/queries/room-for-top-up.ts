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
  if (cents > (await roomInBalance(tx, context, personId))) throw new BalanceFull({ mostCents: limits.mostBalanceCents })
}

/** How much more a balance may hold: for money that comes piece by piece. */
export async function roomInBalance(tx: Tx, context: Context, personId: string): Promise<number> {
  const limits = await limitsAt(tx, context.now)
  const { balanceCents } = await sumOf(tx, await entriesOf(tx, personId))
  return limits.mostBalanceCents - balanceCents
}

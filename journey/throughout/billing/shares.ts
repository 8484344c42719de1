/** Something of an amount: an item of a payment, or one of the ways it was paid. */
export interface Portion<Key extends string = string> {
  readonly key: Key
  readonly cents: number
}

/**
 * Which item was paid from where, to the cent: every way's money is spread over the items by their amounts, and cents that
 * do not divide go to the largest remainders. Both sums are exact: an item's shares are its amount, and a way's shares over
 * all items are what it brought. The same payment always gives the same shares, whatever is refunded first.
 */
export function sharesOf<Way extends string>(items: readonly Portion[], ways: readonly Portion<Way>[]): Map<string, Portion<Way>[]> {
  const shares = new Map<string, Portion<Way>[]>(items.map((item) => [item.key, []]))
  let rest: readonly Portion[] = items
  for (const [at, way] of ways.entries()) {
    // The last way pays what is left of each item, which is exactly what it brought.
    const spread = at === ways.length - 1 ? rest : spreadOver(rest, way.cents)
    for (const share of spread) if (share.cents > 0) shares.get(share.key)!.push({ key: way.key, cents: share.cents })
    rest = rest.map((item, i) => ({ key: item.key, cents: item.cents - spread[i]!.cents }))
  }
  return shares
}

function spreadOver(items: readonly Portion[], cents: number): Portion[] {
  const whole = items.reduce((sum, item) => sum + item.cents, 0)
  if (whole === 0) return items.map((item) => ({ key: item.key, cents: 0 }))
  // Cents by cents can be more than a number holds exactly.
  const exact = items.map((item) => BigInt(item.cents) * BigInt(cents))
  const floors = exact.map((product) => Number(product / BigInt(whole)))
  let left = cents - floors.reduce((sum, floor) => sum + floor, 0)
  const byRemainder = items.map((item, i) => ({ i, key: item.key, remainder: exact[i]! % BigInt(whole) }))
    .toSorted((a, b) => (a.remainder === b.remainder ? (a.key < b.key ? -1 : 1) : a.remainder > b.remainder ? -1 : 1))
  for (const { i } of byRemainder) {
    if (left === 0) break
    floors[i] = floors[i]! + 1
    left--
  }
  return items.map((item, i) => ({ key: item.key, cents: floors[i]! }))
}

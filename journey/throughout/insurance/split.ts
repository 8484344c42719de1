/** Parts of a whole that add up to it exactly: what is left over after rounding down goes to the largest remainders, none above its most. */
export function shareOut(cents: number, weights: readonly number[], most: readonly number[]): number[] {
  const room = weights.map((weight, i) => (weight > 0 ? Math.max(0, most[i] ?? 0) : 0))
  const target = Math.min(cents, room.reduce((sum, one) => sum + one, 0))
  const parts = weights.map(() => 0)
  let left = target
  // Each turn fills what has room in proportion; an item that is full leaves its rest to the others.
  while (left > 0) {
    const open = weights.map((weight, i) => (parts[i]! < room[i]! ? weight : 0))
    const sum = open.reduce((total, weight) => total + weight, 0)
    const wished = open.map((weight, i) => Math.min(room[i]! - parts[i]!, Math.floor((left * weight) / sum)))
    const given = wished.reduce((total, one) => total + one, 0)
    wished.forEach((one, i) => (parts[i]! += one))
    left -= given
    if (given === 0) {
      const remainder = (i: number) => (target * open[i]!) / sum - Math.floor((target * open[i]!) / sum)
      const next = open.map((_, i) => i).filter((i) => open[i]! > 0).toSorted((a, b) => remainder(b) - remainder(a) || a - b)
      for (const i of next) {
        if (left === 0) break
        parts[i]! += 1
        left -= 1
      }
    }
  }
  return parts
}

export interface Recognised {
  readonly totalCents: number
  /** What the insurer's rules of payment apply to; the rest of the item is never the fund's. */
  readonly scopeCents: number
}

export interface Borne {
  readonly fundCents: number
  readonly accountCents: number
}

/**
 * The insurer says what it pays of the whole batch; a bill says it of each item. The fund's part follows what was recognised of
 * an item, the personal account pays what is left to the person. Undefined when the insurer pays more than there is.
 */
export function splitAmongItems(items: readonly Recognised[], fundCents: number, accountCents: number): Borne[] | undefined {
  const total = items.reduce((sum, item) => sum + item.totalCents, 0)
  if (fundCents < 0 || accountCents < 0 || fundCents + accountCents > total) return undefined
  const most = items.map((item) => item.totalCents)
  const within = shareOut(fundCents, items.map((item) => item.scopeCents), items.map((item) => Math.min(item.scopeCents, item.totalCents)))
  // More than was recognised as payable at all: spread over what the items cost, so that no cent is lost.
  const beyond = shareOut(fundCents - within.reduce((sum, one) => sum + one, 0), most, most.map((cents, i) => cents - within[i]!))
  const fund = within.map((cents, i) => cents + beyond[i]!)
  const rest = most.map((cents, i) => cents - fund[i]!)
  const account = shareOut(accountCents, rest, rest)
  return items.map((_, i) => ({ fundCents: fund[i]!, accountCents: account[i]! }))
}

export interface Terms {
  readonly shareBp: number
  readonly ceilingCents: number
}

/** What a further payer takes of what is left to the person, item by item, up to its ceiling for the whole bill. */
export function furtherPart(terms: Terms, bases: readonly number[]): number[] {
  const base = bases.reduce((sum, one) => sum + one, 0)
  return shareOut(Math.min(terms.ceilingCents, Math.floor((base * terms.shareBp) / 10_000)), bases, bases)
}

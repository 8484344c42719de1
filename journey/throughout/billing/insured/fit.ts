import { furtherPart, shareOut } from '#journey/throughout/insurance/index.ts'

/** Who bears what of one item. The five always add up to what it costs. */
export interface Shares {
  readonly fundCents: number
  readonly accountCents: number
  readonly commercialCents: number
  readonly reliefCents: number
  readonly selfCents: number
}

/** What the insurer said of an item. */
export interface Said {
  readonly totalCents: number
  readonly ownPayCents: number
  readonly overCents: number
  readonly fundCents: number
  readonly accountCents: number
}

/** What a hospital's rule lets a further payer bear; null: this person has none. */
export interface Further {
  readonly commercial: { readonly shareBp: number; readonly ceilingCents: number } | null
  readonly relief: { readonly shareBp: number; readonly ceilingCents: number } | null
}

const none = { shareBp: 0, ceilingCents: 0 }
const sumOf = (parts: readonly number[]) => parts.reduce((sum, one) => sum + one, 0)

/** After the insurer come the further payers, each of what is left: a policy within what the insurer recognises, relief of everything. */
export function sharesAfter(items: readonly Said[], further: Further): Shares[] {
  const left = items.map((item) => item.totalCents - item.fundCents - item.accountCents)
  const commercial = furtherPart(further.commercial ?? none, items.map((item, i) => Math.max(0, left[i]! - item.ownPayCents - item.overCents)))
  const after = left.map((cents, i) => cents - commercial[i]!)
  const relief = furtherPart(further.relief ?? none, after)
  return items.map((item, i) => ({
    fundCents: item.fundCents, accountCents: item.accountCents, commercialCents: commercial[i]!, reliefCents: relief[i]!, selfCents: after[i]! - relief[i]!,
  }))
}

/**
 * The same for items that were paid already. What a person paid stays what they paid: what the insurer bears less than they were
 * told is the hospital's to bear (`shortCents`), what it bears more is given back to them (`surplus`, item by item).
 */
export function fitToPaid(totals: readonly number[], shares: readonly Shares[], paid: readonly number[]): { shares: Shares[]; shortCents: number; surplus: number[] } {
  const change = sumOf(shares.map((one) => one.selfCents)) - sumOf(paid)
  const surplus = change < 0 ? shareOut(-change, paid, paid) : paid.map(() => 0)
  const self = paid.map((cents, i) => cents - surplus[i]!)
  let room = totals.map((cents, i) => cents - self[i]!)
  const fill = (wished: readonly number[]): number[] => {
    const first = wished.map((cents, i) => Math.min(cents, room[i]!))
    const rest = shareOut(sumOf(wished) - sumOf(first), room.map((cents, i) => cents - first[i]!), room.map((cents, i) => cents - first[i]!))
    const filled = first.map((cents, i) => cents + rest[i]!)
    room = room.map((cents, i) => cents - filled[i]!)
    return filled
  }
  const fund = fill(shares.map((one) => one.fundCents))
  const account = fill(shares.map((one) => one.accountCents))
  const commercial = fill(shares.map((one) => one.commercialCents))
  return {
    shares: totals.map((_, i) => ({ fundCents: fund[i]!, accountCents: account[i]!, commercialCents: commercial[i]!, reliefCents: room[i]!, selfCents: self[i]! })),
    shortCents: Math.max(0, change), surplus,
  }
}

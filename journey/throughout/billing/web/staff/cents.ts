/** What was typed as an amount, in cents: 68, 68.3 or 68.37; undefined for anything else. */
export function centsOf(typed: string): number | undefined {
  const parts = /^(\d{1,7})(?:[.。](\d{0,2}))?$/.exec(typed.trim().replace(/^[¥￥]/, '').replaceAll(/[,，]/g, ''))
  if (!parts) return undefined
  return Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'))
}

/** What people usually hand over for this amount: the next notes above it, without the amount itself. */
export function likelyNotes(cents: number): number[] {
  const above = [1000, 2000, 5000, 10_000].map((note) => Math.ceil(cents / note) * note)
  return [...new Set(above)].filter((sum) => sum > cents).toSorted((a, b) => a - b).slice(0, 3)
}

/** Notes and coins in use, in cents, largest first. */
export const denominations = [10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 2, 1] as const

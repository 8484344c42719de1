/** The value below which this share lies; 0 of nothing. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return 0
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
}

export const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((sum, each) => sum + each, 0) / values.length)

/** 0: everybody waits the same; 1: one person waits for all. */
export function gini(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const total = sorted.reduce((sum, each) => sum + each, 0)
  if (total === 0) return 0
  const weighted = sorted.reduce((sum, each, i) => sum + (i + 1) * each, 0)
  return (2 * weighted) / (sorted.length * total) - (sorted.length + 1) / sorted.length
}

export const share = (part: number, of: number): number => (of === 0 ? 0 : part / of)

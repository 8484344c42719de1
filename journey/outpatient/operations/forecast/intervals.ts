/** What was expected once, and what came. */
export interface Residual {
  readonly expected: number
  readonly came: number
}

export const LEVELS = [50, 80, 95] as const

export interface Band {
  readonly expected: number
  /** By level: 80 means that 80 of 100 times it lies inside. */
  readonly low: Readonly<Record<(typeof LEVELS)[number], number>>
  readonly high: Readonly<Record<(typeof LEVELS)[number], number>>
}

export interface Calibration {
  /** Beyond chance: the part of the error that grows with the number itself. */
  readonly spread: number
  /** Scaled errors of the past in order. */
  readonly scores: readonly number[]
}

const scaleOf = (expected: number, spread: number) => Math.sqrt(Math.max(expected, 0.25) + (spread * expected) ** 2)

/** Learns from forecasts that were made before and what then came: nothing is assumed but that errors go on as they were. */
export function calibrate(residuals: readonly Residual[]): Calibration {
  const over = residuals.reduce((sum, one) => sum + (one.came - one.expected) ** 2 - one.expected, 0)
  const square = residuals.reduce((sum, one) => sum + one.expected ** 2, 0)
  // Where next to nothing was ever expected, the quotient says nothing.
  const spread = square > 1 ? Math.min(3, Math.sqrt(Math.max(0, over / square))) : 0
  return { spread, scores: residuals.map((one) => (one.came - one.expected) / scaleOf(one.expected, spread)).toSorted((a, b) => a - b) }
}

/** Split-conformal: the quantile of n scores is taken at rank (n + 1) q, so that a new one falls inside as often as promised. */
export function quantileOf({ scores, spread }: Calibration, expected: number, q: number): number {
  if (scores.length === 0) return Math.max(0, expected + normal(q) * Math.sqrt(Math.max(expected, 0.25)))
  const rank = q < 0.5 ? Math.floor((scores.length + 1) * q) : Math.ceil((scores.length + 1) * q)
  const score = scores[Math.max(0, Math.min(scores.length - 1, rank - 1))]!
  return Math.max(0, expected + score * scaleOf(expected, spread))
}

/** Around what is expected, each band inside the next. */
export function bandOf(calibration: Calibration, expected: number): Band {
  const low = { 50: 0, 80: 0, 95: 0 }
  const high = { 50: 0, 80: 0, 95: 0 }
  for (const level of LEVELS) {
    const tail = (1 - level / 100) / 2
    low[level] = Math.min(expected, quantileOf(calibration, expected, tail))
    high[level] = Math.max(expected, quantileOf(calibration, expected, 1 - tail))
  }
  return { expected, low, high }
}

/** The normal quantile where nothing was seen yet (three constants of Tukey's lambda are near enough here). */
function normal(q: number): number {
  return (q ** 0.135 - (1 - q) ** 0.135) / 0.1975
}

import { likelyBroken, type Pace, type PeriodLoad } from './waiting.ts'

export interface PeriodToFill {
  readonly minutes: number
  /** Places by the plan, without what was advised before. */
  readonly planned: number
  /** How likely each who is booked comes; free places count as taken by somebody who comes for certain. */
  readonly coming: readonly number[]
  /** Extra places cannot be here: kept for people who should not wait. */
  readonly closed: boolean
}

export interface Limits {
  readonly breakingAtMost: number
  readonly mostPerPeriod: number
  readonly mostInAll: number
}

export interface Advised {
  /** Extra units of each period. */
  readonly extra: readonly number[]
  readonly breakingNow: number
  readonly breakingThen: number
}

/**
 * How many units more can be given out without breaking the promise to those who wait. One at a time where it costs least,
 * as long as the likelihood of anybody waiting too long stays within the limit. Whoever takes one is taken to come for certain.
 */
export function advise(periods: readonly PeriodToFill[], pace: Pace, limits: Limits): Advised {
  const extra = periods.map(() => 0)
  const breakingNow = likelyBroken(loads(periods, extra), pace)
  let breakingThen = breakingNow
  // More people never make anybody wait less: what is broken as it is needs no search.
  while (breakingThen <= limits.breakingAtMost && extra.reduce((sum, count) => sum + count, 0) < limits.mostInAll) {
    let best: { at: number; breaking: number } | undefined
    for (const [at, period] of periods.entries()) {
      if (period.closed || extra[at]! >= limits.mostPerPeriod) continue
      const limit = Math.min(limits.breakingAtMost, best?.breaking ?? Infinity)
      const breaking = likelyBroken(loads(periods, extra.with(at, extra[at]! + 1)), pace, limit)
      if (breaking <= limit && breaking < (best?.breaking ?? Infinity)) best = { at, breaking }
    }
    if (!best) break
    extra[best.at]!++
    breakingThen = best.breaking
  }
  return { extra, breakingNow, breakingThen }
}

/** So many people who come for certain. */
export function certain(count: number): number[] {
  return Array.from({ length: count }, () => 1)
}

function loads(periods: readonly PeriodToFill[], extra: readonly number[]): PeriodLoad[] {
  return periods.map(({ minutes, planned, coming }, at) => ({ minutes, planned, coming: [...coming, ...certain(extra[at]!)] }))
}

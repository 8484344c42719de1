import type { Half, FreedThen } from '#engines/capacity/index.ts'
import type { Odds } from './contract.ts'

const WEEK = 7 * 86_400_000
const MOST = 95

export interface ToEstimate {
  readonly freed: readonly Pick<FreedThen, 'freedAt' | 'half'>[]
  readonly halves: readonly Half[]
  /** Weeks of history that count, and how many freed times are the fewest to say anything from. */
  readonly weeks: number
  readonly fewestFreed: number
  /** Share of offers people accept: few, many. */
  readonly accept: readonly [number, number]
  readonly ahead: number
  readonly equal: number
  readonly now: Date
  readonly until: Date
}

/**
 * How likely it is that a time comes to somebody before their last day, as a range to the nearest tenth, or null when too little is
 * known. Times are freed at random at the rate of the last weeks (Poisson). The low end: everybody before them, and every equal,
 * takes what comes, and the rate was lucky. The high end: those before take as few as were ever measured, and the rate was unlucky.
 */
export function oddsOf({ freed, halves, weeks, fewestFreed, accept, ahead, equal, now, until }: ToEstimate): Odds {
  const counted = freed.filter((one) => halves.includes(one.half) && now.getTime() - one.freedAt.getTime() <= weeks * WEEK)
  if (counted.length < fewestFreed) return null
  const since = Math.min(...counted.map((one) => one.freedAt.getTime()))
  // History shorter than a week says little about a week.
  const span = Math.max(1, Math.min(weeks, (now.getTime() - since) / WEEK))
  const perWeek = counted.length / span
  const left = Math.max(0, (until.getTime() - now.getTime()) / WEEK)
  const wobble = 1 / Math.sqrt(counted.length)
  const low = atLeast(ahead + equal + 1, perWeek * (1 - wobble) * left)
  const high = atLeast(Math.ceil(ahead * accept[0]) + 1, perWeek * (1 + wobble) * left)
  return { lowPercent: tenth(low), highPercent: Math.max(tenth(low), tenth(high)), freedPerWeek: Math.round(perWeek * 10) / 10, weeks: Math.round(span) }
}

/** The chance of at least so many, where so many are expected. */
function atLeast(count: number, expected: number): number {
  let term = Math.exp(-expected)
  let fewer = 0
  for (let i = 0; i < count; i++) {
    fewer += term
    term = (term * expected) / (i + 1)
  }
  return Math.max(0, 1 - fewer)
}

function tenth(share: number): number {
  return Math.min(MOST, Math.round(share * 10) * 10)
}

import { type Correction, uncorrected } from './wait-range.ts'

/** What one queue learned, and from how many promises; queue 0 is the whole institution. */
export interface Learned extends Correction {
  readonly queueId: number
  readonly samples: number
}

/** A promise that came true: seconds from when it was shown. */
export interface Kept {
  readonly from: number
  readonly middle: number
  readonly to: number
  readonly real: number
}

/** Promises it takes until what a queue learned weighs as much as what was believed before. */
const WEIGHT = 60
const PACE = [0.7, 1.5] as const
const SPREAD = [0.6, 2] as const
const INSIDE = 0.8
/** Shorter waits say more about rounding than about pace. */
const SHORTEST_SECONDS = 240
/** A minute each way: the range is shown in whole minutes, outwards. */
const ROUNDING_SECONDS = 30

const bounded = (value: number, [least, most]: readonly [number, number]) => Math.min(most, Math.max(least, value))

/**
 * Learns from what came true. `pace`: the middle of real against said, so that half come before. `spread`: how much wider or
 * narrower the range must be for four in five to fall inside. `weight`: how many promises these are worth, where they share a
 * day's luck. Both lean towards `believed` while promises are few, and are
 * bounded: a broken clock in one room must not make the figures of a hospital absurd.
 */
export function learn(kept: readonly Kept[], believed: Correction = uncorrected, weight: number = kept.length): Correction & { readonly samples: number } {
  const telling = kept.filter((each) => each.middle >= SHORTEST_SECONDS)
  const pace = lean(Math.exp(middle(telling.map((each) => Math.log(Math.max(60, each.real) / each.middle)))), believed.pace, Math.min(weight, telling.length), PACE)
  const needed = kept.map((each) => widthNeeded(each, pace)).sort((a, b) => a - b)
  const measured = needed[Math.min(needed.length - 1, Math.ceil(INSIDE * needed.length) - 1)] ?? believed.spread
  return { samples: kept.length, pace, spread: lean(measured, believed.spread, weight, SPREAD) }
}

/** How many times its width the range would have had to have, to hold this one. */
function widthNeeded({ from, middle: said, to, real }: Kept, pace: number): number {
  const off = real - said * pace
  const side = off < 0 ? said - from : to - said
  return Math.max(0, Math.abs(off) - ROUNDING_SECONDS) / Math.max(30, side * pace)
}

function lean(measured: number, believed: number, samples: number, bounds: readonly [number, number]): number {
  if (samples === 0) return bounded(believed, bounds)
  return bounded(Math.exp((samples * Math.log(Math.max(0.05, measured)) + WEIGHT * Math.log(believed)) / (samples + WEIGHT)), bounds)
}

function middle(values: readonly number[]): number {
  if (values.length === 0) return 0
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

/** The correction of a queue: its own, which leans on its institution's. */
export function correctionOf(learned: readonly Learned[]): Correction {
  return learned.find((one) => one.queueId !== 0) ?? learned.find((one) => one.queueId === 0) ?? uncorrected
}

import { type Ends, type Facts, MINUTE, type Thing } from './facts.ts'

/** What kept promises teach: where the range begins and ends, in times its own lower and upper half, seen from the middle. */
export interface Lesson {
  readonly low: number
  readonly high: number
}

/** A promise that came true: what was worked out, and when it was. */
export interface Kept extends Ends {
  readonly real: number
}

/** What kind of day is promised: a doctor alone, several, counters besides, or a result to wait for. */
export const shapes = ['doctor', 'visits', 'counters', 'results'] as const
export type Shape = (typeof shapes)[number]

/** Nothing learned: as it was worked out. */
export const asWorkedOut: Lesson = { low: -1, high: 1 }

/** A little less than a tenth: the next day is never quite like those learned from, and four in five shall hold on it too. */
const OUTSIDE_EACH_SIDE = 0.085
/** So many promises weigh as much as what was believed before. */
const WEIGHT = 60
/** Learned only within this: a day on which nobody pressed "finish" must not make the figures absurd. */
const LOW = [-4, 0.6] as const
const HIGH = [-0.6, 4] as const
const NARROWEST = 0.4
const SHOWN = 5 * MINUTE
/** What rounding outwards to five minutes adds on either side, on average. */
const ROUNDING = SHOWN / 2
const LEAST_SIDE = MINUTE

/**
 * Split-conformal: of promises that came true, how many lower or upper halves away from the middle all but a few stayed on
 * either side. Whatever is wrong with how ends are worked out, four in five of the next days fall inside, as long as they are like those
 * learned from. While there are few it leans on what was `believed`; `weight` is how many they are worth, where they share a day.
 */
export function learn(kept: readonly Kept[], believed: Lesson = asWorkedOut, weight: number = kept.length): Lesson & { readonly samples: number } {
  const scores = kept.map(scoreOf).sort((a, b) => a - b)
  const at = (place: number) => scores[Math.min(scores.length - 1, Math.max(0, place - 1))] ?? 0
  const low = lean(at(Math.floor(OUTSIDE_EACH_SIDE * (scores.length + 1))), believed.low, weight, LOW)
  const high = lean(at(Math.ceil((1 - OUTSIDE_EACH_SIDE) * (scores.length + 1))), believed.high, weight, HIGH)
  return { samples: kept.length, low: Math.min(low, high - NARROWEST), high }
}

function scoreOf({ from, middle, to, real }: Kept): number {
  const off = real - middle
  const beyond = Math.sign(off) * Math.max(0, Math.abs(off) - ROUNDING)
  return beyond / side(off, { from, middle, to })
}

const side = (off: number, { from, middle, to }: Ends): number => Math.max(LEAST_SIDE, off < 0 ? middle - from : to - middle)

function lean(measured: number, believed: number, samples: number, [least, most]: readonly [number, number]): number {
  return Math.min(most, Math.max(least, (samples * measured + WEIGHT * believed) / (samples + WEIGHT)))
}

/** The end as it is said: by what was learned, to five minutes outwards, never narrower than ten, and not in the past. */
export function said(worked: Ends, { low, high }: Lesson = asWorkedOut, now = -Infinity): Ends {
  const place = (times: number) => worked.middle + times * side(times, worked)
  const from = Math.floor(Math.max(now, place(low)) / SHOWN) * SHOWN
  return { from, middle: Math.max(from, Math.min(worked.middle, place(high))), to: Math.max(Math.ceil(place(high) / SHOWN) * SHOWN, from + 2 * SHOWN) }
}

/** Which kind of day this is, by what is still to do. */
export function shapeOf({ things }: Pick<Facts, 'things'>): Shape {
  const open = things.filter(isPromised)
  if (open.some((one) => one.after.some((need) => need.lag[1] >= 10))) return 'results'
  if (open.some((one) => one.kind === 'stop')) return 'counters'
  return open.filter((one) => one.kind === 'visit').length > 1 ? 'visits' : 'doctor'
}

/** What a promise is about: what one is there for. */
export const isPromised = (one: Thing): boolean => (one.kind === 'visit' || one.kind === 'stop') && (one.state === 'open' || one.state === 'running')

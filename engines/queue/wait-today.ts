import { normalBelow } from './wait-luck.ts'

/** How one queue goes today against what is believed of it, in logarithms, and how surely its own day alone shows that. */
export interface ShownToday {
  readonly off: number
  readonly precision: number
}

/** What one zone's other queues show of today, against their own habit and against the first guess; sums, so that one query can make them. */
export interface ZoneToday {
  readonly own: boolean
  readonly weight: number
  readonly sum: number
  readonly levelWeight: number
  readonly levelSum: number
}

/** One queue's part in them, as it is written down. Weight 0: it has no habit to be compared with. */
export interface QueueToday {
  readonly off: number
  readonly weight: number
  readonly level: number
  readonly levelWeight: number
}

/** What is believed of one queue's day before it has shown anything itself. */
export interface Belief {
  readonly shift: number
  readonly doubt: number
}

/**
 * How days differ: a hospital's from its usual, a zone's from its hospital's, a queue's from its zone's. Assumed, as standard
 * deviations of the logarithm; together a quarter, which is what one doctor's days were seen to differ by.
 */
const BETWEEN_DAYS = { house: 0.15, zone: 0.1, queue: 0.17 }
/** The same for how long people take at all, where a queue remembers nothing: half, mostly by speciality and doctor. Assumed. */
const BETWEEN_LEVELS = { house: 0.35, zone: 0.25, queue: 0.28 }
/** Wide enough to say nothing by itself. */
const NOTHING_BELIEVED: Belief = { shift: 0, doubt: 0.7 }
/** A forgotten "finish" must not teach that people take three hours. */
const OUTLIER = 1.5
const STEPS = 12
const LARGEST_STEP = 0.5

/**
 * Moves a belief towards what a day has shown: those served count with their time, those inside with the time they have already
 * taken. Without the second, the first who leave in the morning would say that everybody is quick.
 */
export function learnToday(served: readonly number[], inside: readonly number[], sdLog: number, { shift, doubt }: Belief): Belief {
  const middleOff = middle(served)
  const total = served.reduce((sum, off) => sum + Math.max(middleOff - OUTLIER, Math.min(middleOff + OUTLIER, off)), 0)
  const [prior, each] = [1 / doubt ** 2, 1 / sdLog ** 2]
  const most = Math.max(0, shift) + OUTLIER
  let at = shift
  let curve = 0
  for (let step = 0; step < STEPS; step++) {
    let slope = (total - served.length * at) * each - (at - shift) * prior
    curve = served.length * each + prior
    for (const off of inside) {
      const z = (Math.min(off, most) - at) / sdLog
      const leaving = hazard(z)
      slope += leaving / sdLog
      curve += leaving * (leaving - z) * each
    }
    const move = Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, slope / curve))
    at += move
    if (Math.abs(move) < 1e-6) break
  }
  return { shift: at, doubt: 1 / Math.sqrt(curve) }
}

/** The chance to leave just now, of those still here. */
function hazard(z: number): number {
  if (z > 4.5) return z + 1 / z
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / (1 - normalBelow(z))
}

/** What a queue's day shows by itself: what was learned without believing anything, less the little that was. */
export function shownToday(served: readonly number[], inside: readonly number[], sdLog: number): ShownToday {
  const { shift, doubt } = learnToday(served, inside, sdLog, NOTHING_BELIEVED)
  const believed = 1 / NOTHING_BELIEVED.doubt ** 2
  const precision = Math.max(0, 1 / doubt ** 2 - believed)
  return { off: precision < 1e-9 ? 0 : (shift * (precision + believed)) / precision, precision }
}

/** How much one queue tells of the others: its own day's difference is never known better than queues differ. */
export const weightOf = ({ precision }: ShownToday, known: boolean): number =>
  precision === 0 ? 0 : 1 / ((known ? BETWEEN_DAYS : BETWEEN_LEVELS).queue ** 2 + 1 / precision)

/** The parts of queues, added up by zone as seen from one of them. */
export function zonesToday(queues: readonly (QueueToday & { readonly zone: string })[], ownZone: string): ZoneToday[] {
  return [...Map.groupBy(queues, (one) => one.zone)].map(([zone, all]) => ({
    own: zone === ownZone,
    weight: all.reduce((sum, one) => sum + one.weight, 0),
    sum: all.reduce((sum, one) => sum + one.weight * one.off, 0),
    levelWeight: all.reduce((sum, one) => sum + one.levelWeight, 0),
    levelSum: all.reduce((sum, one) => sum + one.levelWeight * one.level, 0),
  }))
}

/**
 * What the rest of the hospital says of a queue's day: partial pooling. The hospital is known from its zones, the zone from its
 * queues and the hospital, and the queue is expected where its zone is, as far as queues of a zone differ.
 */
export function beliefFromOthers(zones: readonly ZoneToday[], known: boolean): Belief {
  const between = known ? BETWEEN_DAYS : BETWEEN_LEVELS
  let [houseWeight, houseSum, ownWeight, ownSum] = [1 / between.house ** 2, 0, 0, 0]
  for (const zone of zones) {
    const [weight, sum] = known ? [zone.weight, zone.sum] : [zone.levelWeight, zone.levelSum]
    if (weight <= 0) continue
    if (zone.own) [ownWeight, ownSum] = [ownWeight + weight, ownSum + sum]
    else {
      const asZone = 1 / (between.zone ** 2 + 1 / weight)
      houseWeight += asZone
      houseSum += (asZone * sum) / weight
    }
  }
  // The own zone: from the others through the hospital, and from its own queues.
  const fromHouse = 1 / (between.zone ** 2 + 1 / houseWeight)
  const weight = fromHouse + ownWeight
  return { shift: (fromHouse * (houseSum / houseWeight) + ownSum) / weight, doubt: Math.sqrt(between.queue ** 2 + 1 / weight) }
}

function middle(values: readonly number[]): number {
  if (values.length === 0) return 0
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

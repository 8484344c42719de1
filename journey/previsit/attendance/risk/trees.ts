import type { Facts } from './facts.ts'

/** What the model looks at. The order is the order of the numbers in `model.json`; `place` is read through the model's own table. */
export const LOOKED_AT = [
  'lead', 'bookedMinute', 'bookedWeekday', 'weekday', 'age', 'sex', 'message', 'welfare', 'hypertension', 'diabetes', 'alcohol', 'handicap', 'place',
  'known', 'missed', 'missedShare', 'lastMissed', 'sinceLast', 'keptSince', 'missedSince', 'booked', 'bookedSince', 'sameDay', 'sameAct', 'ahead',
] as const satisfies readonly (keyof Facts)[]
export type LookedAt = (typeof LOOKED_AT)[number]

/** A question: which fact, from which value on one goes to the second branch, and how many of a thousand took the first. */
export type Tree = number | readonly [fact: number, from: number, firstOfThousand: number, first: Tree, second: Tree]

/** Where everybody starts on the log-odds scale, what each tree adds, and how often people of each drawer missed. */
export interface Model {
  readonly base: number
  readonly trees: readonly Tree[]
  readonly places: readonly number[]
}

export function readingOf(model: Pick<Model, 'places'>, facts: Facts, fact: LookedAt): number {
  if (fact !== 'place') return facts[fact]
  return Number.isNaN(facts.place) ? NaN : model.places[facts.place]!
}

/** The log-odds of not coming. */
export function scoreOf(model: Model, facts: Facts): number {
  const readings = LOOKED_AT.map((fact) => readingOf(model, facts, fact))
  return model.trees.reduce<number>((score, tree) => score + valueOf(tree, readings), model.base)
}

/** Where a fact was not asked, the tree says what it says on average over those who were: both branches, by their shares. */
function valueOf(tree: Tree, readings: readonly number[]): number {
  if (typeof tree === 'number') return tree
  const [fact, from, firstOfThousand, first, second] = tree
  const reading = readings[fact]!
  if (!Number.isNaN(reading)) return valueOf(reading >= from ? second : first, readings)
  const share = firstOfThousand / 1000
  return share * valueOf(first, readings) + (1 - share) * valueOf(second, readings)
}

const NOTHING = LOOKED_AT.map(() => NaN)

/**
 * How much each fact moved the log-odds of this visit, away from `scoreOf` of nobody in particular: along each tree, each question
 * is credited with the change it made to what was expected before it. The sum of all is the whole difference.
 */
export function contributionsOf(model: Model, facts: Facts): Map<LookedAt, number> {
  const readings = LOOKED_AT.map((fact) => readingOf(model, facts, fact))
  const moved = new Map<LookedAt, number>(LOOKED_AT.map((fact) => [fact, 0]))
  for (const tree of model.trees) credit(tree, readings, 1, moved)
  return moved
}

function credit(tree: Tree, readings: readonly number[], weight: number, moved: Map<LookedAt, number>): void {
  if (typeof tree === 'number') return
  const [fact, from, firstOfThousand, first, second] = tree
  const reading = readings[fact]!
  if (Number.isNaN(reading)) {
    credit(first, readings, (weight * firstOfThousand) / 1000, moved)
    credit(second, readings, weight * (1 - firstOfThousand / 1000), moved)
    return
  }
  const next = reading >= from ? second : first
  const name = LOOKED_AT[fact]!
  moved.set(name, moved.get(name)! + weight * (valueOf(next, NOTHING) - valueOf(tree, NOTHING)))
  credit(next, readings, weight, moved)
}

export function probability(score: number): number {
  return 1 / (1 + Math.exp(-score))
}

export function logOdds(share: number): number {
  return Math.log(share / (1 - share))
}

import type { Facts } from './facts.ts'
import { tables } from './tables.ts'

/** The numbers of the model: where everybody starts, and what each bin of each table adds. */
export interface Model {
  readonly base: number
  readonly tables: readonly (readonly number[])[]
}

/** A visit one learns from. `group`: the person; nobody is learned from and judged on. */
export interface Example {
  readonly facts: Facts
  readonly missed: boolean
  readonly group: string
}

const ROUNDS = 30
const STEP = 0.5
/** So heavy is the belief that a bin says nothing; a bin with few visits stays near nothing. Chosen by cross-validation. */
const PENALTY = 60

/** The bins of every example, table by table: made once, used in every round. */
export function binned(examples: readonly Example[]): Int16Array[] {
  return tables.map((table) => Int16Array.from(examples, ({ facts }) => table.binOf(facts)))
}

/** Penalised logistic regression on the tables, one table after the other in small steps towards the optimum. */
export function fit(examples: readonly Example[], bins: readonly Int16Array[] = binned(examples)): Model {
  const outcomes = Float64Array.from(examples, ({ missed }) => Number(missed))
  const share = outcomes.reduce((sum, one) => sum + one, 0) / outcomes.length
  const base = Math.log(share / (1 - share))
  const scores = new Float64Array(outcomes.length).fill(base)
  const numbers = tables.map(({ size }) => new Float64Array(size))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, mine] of numbers.entries()) improve(mine, bins[at]!, scores, outcomes)
  }
  return centred(base, numbers, bins)
}

function improve(numbers: Float64Array, bins: Int16Array, scores: Float64Array, outcomes: Float64Array): void {
  const slope = new Float64Array(numbers.length)
  const curve = new Float64Array(numbers.length)
  for (let i = 0; i < bins.length; i++) {
    const bin = bins[i]!
    if (bin < 0) continue
    const likely = probability(scores[i]!)
    slope[bin]! += outcomes[i]! - likely
    curve[bin]! += likely * (1 - likely)
  }
  const moved = numbers.map((number, bin) => (STEP * (slope[bin]! - PENALTY * number)) / (curve[bin]! + PENALTY))
  for (const [bin, by] of moved.entries()) numbers[bin]! += by
  for (let i = 0; i < bins.length; i++) if (bins[i]! >= 0) scores[i]! += moved[bins[i]!]!
}

/** Each table adds nothing on average, so that leaving one out, where a fact is not known, is neutral. */
function centred(base: number, numbers: readonly Float64Array[], bins: readonly Int16Array[]): Model {
  let start = base
  const moved = numbers.map((mine, at) => {
    const known = bins[at]!.filter((bin) => bin >= 0)
    const mean = known.length === 0 ? 0 : known.reduce((sum, bin) => sum + mine[bin]!, 0) / known.length
    // What is rarely known is not the same as what is unknown: only tables everybody falls in give their mean to all.
    if (known.length < bins[at]!.length) return Array.from(mine)
    start += mean
    return Array.from(mine, (number) => number - mean)
  })
  return { base: start, tables: moved }
}

/** The log-odds of not coming. */
export function scoreOf(model: Model, facts: Facts): number {
  let score = model.base
  for (const [at, table] of tables.entries()) {
    const bin = table.binOf(facts)
    if (bin >= 0) score += model.tables[at]![bin]!
  }
  return score
}

export function probability(score: number): number {
  return 1 / (1 + Math.exp(-score))
}

export function logOdds(share: number): number {
  return Math.log(share / (1 - share))
}

import type { Facts } from './facts.ts'
import { LOOKED_AT, logOdds, type Model, probability, readingOf, type Tree } from './trees.ts'

/** A visit one learns from. `group`: the person; nobody is learned from and judged on. */
export interface Example {
  readonly facts: Facts
  readonly missed: boolean
  readonly group: string
}

// Chosen by cross-validation; a third more leaves would gain less than 0.0001 of the Brier score.
const TREES = 300
const LEAVES = 12
const STEP = 0.08
/** So many visits' worth of belief (as curvature) that a leaf says nothing. */
const BELIEF = 20
/** No leaf rests on less than this. */
const LEAST = 20
/** Each tree sees so much of the visits and of the facts: trees that differ err less together. */
const VISITS_SEEN = 0.7
const FACTS_SEEN = 0.6
const BINS = 64
/** So many visits of anybody stand behind what is said of a place. */
const PLACE_BELIEF = 100
const DRAWERS = 256

/** One fact of everybody, cut into bins; bin b holds what is at or above edge b - 1 and below edge b. */
interface Column {
  readonly bins: Uint8Array
  readonly edges: readonly number[]
}

interface State {
  readonly columns: readonly Column[]
  /** How far each visit is from what is said of it, and how sure that is: first and second derivative of the loss. */
  readonly slopes: Float64Array
  readonly curves: Float64Array
}

interface Cut {
  readonly gain: number
  readonly fact: number
  readonly bin: number
}

/** Small trees, one after the other, each learning what those before it leave (gradient boosting on the log-odds). */
export function fit(examples: readonly Example[]): Model {
  const outcomes = Float64Array.from(examples, ({ missed }) => Number(missed))
  const base = logOdds(outcomes.reduce((sum, one) => sum + one, 0) / outcomes.length)
  const places = placesOf(examples, probability(base))
  const columns = LOOKED_AT.map((fact) => columnOf(Float64Array.from(examples, ({ facts }) => readingOf({ places }, facts, fact))))
  const state: State = { columns, slopes: new Float64Array(outcomes.length), curves: new Float64Array(outcomes.length) }
  const scores = new Float64Array(outcomes.length).fill(base)
  const trees: Tree[] = []
  for (let turn = 0; turn < TREES; turn++) {
    for (let i = 0; i < scores.length; i++) {
      const likely = probability(scores[i]!)
      state.slopes[i] = outcomes[i]! - likely
      state.curves[i] = likely * (1 - likely)
    }
    trees.push(grow(state, scores, turn))
  }
  return { base, trees, places }
}

function placesOf(examples: readonly Example[], share: number): number[] {
  const [visits, missed] = [new Float64Array(DRAWERS), new Float64Array(DRAWERS)]
  for (const example of examples) {
    visits[example.facts.place]! += 1
    missed[example.facts.place]! += Number(example.missed)
  }
  return Array.from(visits, (count, drawer) => (missed[drawer]! + PLACE_BELIEF * share) / (count + PLACE_BELIEF))
}

/** Cuts at equal shares of the visits; what is the same number is never cut apart. */
function columnOf(values: Float64Array): Column {
  const sorted = values.toSorted()
  const candidates = Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor((sorted.length * (i + 1)) / BINS)]!)
  const edges = [...new Set(candidates)].filter((edge) => edge > sorted[0]!)
  return { edges, bins: Uint8Array.from(values, (value) => edges.filter((edge) => value >= edge).length) }
}

/** Splits the leaf that gains most until there are enough leaves; what it says is added to the scores of everybody. */
function grow(state: State, scores: Float64Array, turn: number): Tree {
  const facts = [...state.columns.keys()].filter((fact) => drawn(turn, -1 - fact) < FACTS_SEEN)
  const seen = Int32Array.from(scores.keys()).filter((i) => drawn(turn, i) < VISITS_SEEN)
  const root = leafOf(state, facts, seen)
  const leaves = [root]
  while (leaves.length < LEAVES) {
    const best = leaves.reduce((a, b) => ((b.cut?.gain ?? 0) > (a.cut?.gain ?? 0) ? b : a))
    if (!best.cut) break
    const { bins } = state.columns[best.cut.fact]!
    const { bin } = best.cut
    best.first = leafOf(state, facts, best.rows.filter((i) => bins[i]! <= bin))
    best.second = leafOf(state, facts, best.rows.filter((i) => bins[i]! > bin))
    leaves.splice(leaves.indexOf(best), 1, best.first, best.second)
  }
  for (let i = 0; i < scores.length; i++) scores[i]! += said(state, root, i)
  return treeOf(state, root)
}

interface Leaf {
  readonly rows: Int32Array
  readonly value: number
  readonly curve: number
  readonly cut: Cut | undefined
  first?: Leaf
  second?: Leaf
}

function leafOf(state: State, facts: readonly number[], rows: Int32Array): Leaf {
  let [slope, curve] = [0, 0]
  for (const i of rows) {
    slope += state.slopes[i]!
    curve += state.curves[i]!
  }
  return { rows, value: (STEP * slope) / (curve + BELIEF), curve, cut: bestCut(state, facts, rows, slope, curve) }
}

function bestCut({ columns, slopes, curves }: State, facts: readonly number[], rows: Int32Array, slope: number, curve: number): Cut | undefined {
  let best: Cut | undefined
  const worth = (ofSlope: number, ofCurve: number) => (ofSlope * ofSlope) / (ofCurve + BELIEF)
  for (const fact of facts) {
    const { bins, edges } = columns[fact]!
    const [slopeIn, curveIn] = [new Float64Array(BINS), new Float64Array(BINS)]
    for (const i of rows) {
      slopeIn[bins[i]!]! += slopes[i]!
      curveIn[bins[i]!]! += curves[i]!
    }
    let [left, leftCurve] = [0, 0]
    for (let bin = 0; bin < edges.length; bin++) {
      left += slopeIn[bin]!
      leftCurve += curveIn[bin]!
      if (leftCurve < LEAST || curve - leftCurve < LEAST) continue
      const gain = worth(left, leftCurve) + worth(slope - left, curve - leftCurve) - worth(slope, curve)
      if (gain > (best?.gain ?? 0)) best = { gain, fact, bin }
    }
  }
  return best
}

function said({ columns }: State, leaf: Leaf, i: number): number {
  let at = leaf
  while (at.first && at.second) at = columns[at.cut!.fact]!.bins[i]! > at.cut!.bin ? at.second : at.first
  return at.value
}

function treeOf(state: State, { cut, first, second, value, curve }: Leaf): Tree {
  if (!first || !second) return value
  return [cut!.fact, state.columns[cut!.fact]!.edges[cut!.bin]!, Math.round((1000 * first.curve) / curve), treeOf(state, first), treeOf(state, second)]
}

/** A number from 0 to 1 that looks random and is the same each time: whoever trains again gets the same model. */
function drawn(turn: number, of: number): number {
  let mixed = Math.imul(turn + 1, 0x9e3779b1) ^ Math.imul(of + 0x7f4a7c15, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296
}

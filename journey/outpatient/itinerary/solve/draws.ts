import type { Span } from './facts.ts'

/** Standard normal values at the middles of `count` equal parts, smallest first (Acklam's approximation by halves). */
function normals(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => normal((i + 0.5) / count))
}

/** The inverse of the normal distribution, by bisection of its logistic likeness: exact enough for minutes. */
function normal(share: number): number {
  let [low, high] = [-4, 4]
  for (let turn = 0; turn < 30; turn++) {
    const middle = (low + high) / 2
    const below = 1 / (1 + Math.exp(-1.5976 * middle - 0.07056 * middle ** 3))
    if (below < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const tables = new Map<number, Float64Array>()

/**
 * `count` values of something that takes `usual` in half of cases and at most `long` in four of five. Each part of the
 * distribution is met once, in an order that depends on the name alone: the same facts give the same figures.
 */
export function drawn([usual, long]: Span, name: string, count: number): Float64Array {
  if (usual <= 0 && long <= 0) return new Float64Array(count)
  let table = tables.get(count)
  if (!table) tables.set(count, (table = normals(count)))
  const middle = Math.max(usual, 0.5)
  const spread = Math.min(1.2, Math.max(0.1, Math.log(Math.max(long, middle * 1.05) / middle) / 0.8416))
  const values = Float64Array.from(table, (z) => middle * Math.exp(spread * z))
  return shuffled(values, hash(name))
}

/** `count` values out of equal parts that are known, smallest first, between them in a straight line. */
export function drawnFrom(parts: readonly number[], name: string, count: number): Float64Array {
  const last = parts.length - 1
  const at = (share: number) => {
    const place = Math.min(last, Math.max(0, share * parts.length - 0.5))
    const [low, high] = [parts[Math.floor(place)]!, parts[Math.ceil(place)]!]
    return low + (high - low) * (place - Math.floor(place))
  }
  return shuffled(Float64Array.from({ length: count }, (_, i) => at((i + 0.5) / count)), hash(name))
}

function shuffled(values: Float64Array, seed: number): Float64Array {
  let state = seed
  for (let i = values.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const j = Math.floor((state / 2 ** 32) * (i + 1))
    const kept = values[i]!
    values[i] = values[j]!
    values[j] = kept
  }
  return values
}

function hash(name: string): number {
  let state = 2_166_136_261
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 16_777_619) >>> 0
  return state
}

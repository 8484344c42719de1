/**
 * Chance that is the same for the same person and the same play: one more in front changes nobody else's time, so a longer
 * line can never look shorter, and a figure without news does not tremble.
 */

const SIZE = 4096
const MASK = SIZE - 1

/** Inverse of the normal distribution (Acklam's rational approximation; its error, 1e-9, is far below a second). */
export function normalQuantile(p: number): number {
  if (p < 0.02425) return tail(Math.sqrt(-2 * Math.log(p)))
  if (p > 1 - 0.02425) return -tail(Math.sqrt(-2 * Math.log(1 - p)))
  const q = p - 0.5
  const r = q * q
  return ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r - 30.66479806614716) * r + 2.506628277459239) * q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r - 13.28068155288572) * r + 1)
}

function tail(q: number): number {
  return (((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783) /
    ((((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1)
}

/** Share of the normal distribution below z (Abramowitz and Stegun 7.1.26). */
export function normalBelow(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2)
  const erf = 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp((-z * z) / 2)
  return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2
}

const shuffledEven = shuffled()
const normals = Float64Array.from(shuffledEven, normalQuantile)

/** Evenly spread over (0, 1), in an order that looks like chance. */
function shuffled(): Float64Array {
  const even = Float64Array.from({ length: SIZE }, (_, i) => (i + 0.5) / SIZE)
  let state = 20261122
  for (let i = SIZE - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const j = Math.floor((state / 2 ** 32) * (i + 1))
    const held = even[i]!
    even[i] = even[j]!
    even[j] = held
  }
  return even
}

function place(key: number, play: number): number {
  let mixed = Math.imul(key + 1, 0x9e3779b1) ^ Math.imul(play + 1, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 13)) & MASK
}

export const normalAt = (key: number, play: number): number => normals[place(key, play)]!
export const evenAt = (key: number, play: number): number => shuffledEven[place(key, play)]!

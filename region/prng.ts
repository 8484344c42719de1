/** A stream of chance that is the same for the same names, on every machine. Not for secrets. */
export interface Chance {
  /** From 0 up to but not including 1. */
  next(): number
  /** A whole number from 0 up to but not including `below`. */
  below(below: number): number
  pick<T>(from: readonly T[]): T
  /** One of the values, as often as its weight says. */
  weighted<T>(from: readonly (readonly [T, number])[]): T
  /** Some of them, each at most once, in the order of the list. */
  some<T>(from: readonly T[], count: number): T[]
}

/** Chance named by its purpose: adding a doctor does not change the names of the patients. */
export function chance(seed: string, ...purpose: readonly (string | number)[]): Chance {
  const next = sfc32(`${seed}\u0000${purpose.join('\u0000')}`)
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: (from) => from[below(from.length)]!,
    weighted(from) {
      let at = next() * from.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of from) {
        at -= weight
        if (at < 0) return value
      }
      return from.at(-1)![0]
    },
    some(from, count) {
      let left = Math.min(count, from.length)
      return from.filter((_, i) => {
        const taken = next() * (from.length - i) < left
        if (taken) left--
        return taken
      })
    },
  }
}

/** Small fast counter generator (Doty-Humphrey), seeded by four independent FNV-style hashes of the name. */
function sfc32(name: string): () => number {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef] as [number, number, number, number]
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x5bd1e995) ^ (b >>> 15)
    c = Math.imul(c ^ code, 0x27d4eb2f) ^ (c >>> 13)
    d = Math.imul(d ^ code, 0x165667b1) ^ (d >>> 11)
  }
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum | 0
    return (sum >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

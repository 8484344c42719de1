import type { Chance } from './prng.ts'

const START_MS = Date.UTC(2026, 0, 1)

/** A UUID version 7 that is the same at every load: the number stands in for the millisecond, so neighbours stay neighbours in the index. */
export function steadyId(number: number, luck: Chance): string {
  const time = (START_MS + number).toString(16).padStart(12, '0')
  const four = (): string => luck.below(0x10000).toString(16).padStart(4, '0')
  const version = (0x7000 | luck.below(0x1000)).toString(16)
  const variant = (0x8000 | luck.below(0x4000)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${four()}${four()}${four()}`
}

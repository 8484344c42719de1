import { type Chance, chance } from '../../prng.ts'

/** Draws of one named purpose. */
export interface Luck extends Chance {
  normal(): number
  /** Around a middle, skewed as times of service are. */
  logNormal(middle: number, spread: number): number
  happens(share: number): boolean
}

export function luckOf(seed: string, ...purpose: readonly (string | number)[]): Luck {
  const base = chance(seed, ...purpose)
  const normal = () => Math.sqrt(-2 * Math.log(1 - base.next())) * Math.cos(2 * Math.PI * base.next())
  return { ...base, normal, logNormal: (middle, spread) => middle * Math.exp(spread * normal()), happens: (share) => base.next() < share }
}

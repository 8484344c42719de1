/** One period of a session as those who wait in it see it. */
export interface PeriodLoad {
  /** Until the next period begins. */
  readonly minutes: number
  /** Places the plan has for it; those beyond come last. */
  readonly planned: number
  /** How likely each of its people comes, in the order in which they are seen. */
  readonly coming: readonly number[]
}

export interface Pace {
  /** What one visit takes by the plan. */
  readonly serviceMinutes: number
  /** Half of the visits are shorter by this share, half longer. */
  readonly spread: number
  /** Nobody may wait longer than this beyond what the plan itself makes them wait. */
  readonly waitMinutes: number
}

/** How likely 0, 1, 2 … people come when each comes with their own likelihood (Poisson-binomial, exact). */
export function distributionOfComing(coming: readonly number[]): number[] {
  let mass = [1]
  for (const likely of coming) {
    const next = nobody(mass.length + 1)
    for (const [count, share] of mass.entries()) {
      next[count]! += share * (1 - likely)
      next[count + 1]! += share * likely
    }
    mass = next
  }
  return mass
}

/** Minutes a short and a long visit take; rounded up, so that the promise errs on the side of those who wait. */
export function visitMinutes({ serviceMinutes, spread }: Pace): readonly [number, number] {
  return [Math.ceil(serviceMinutes * (1 - spread)), Math.ceil(serviceMinutes * (1 + spread))]
}

/** What the plan itself makes the n-th of a period wait. */
export function plannedWait(place: number, planned: number, serviceMinutes: number): number {
  return Math.max(0, Math.min(place, planned - 1)) * serviceMinutes
}

/**
 * How likely anybody of the session waits longer than the bound: exact, minute by minute. Everybody who comes is there when
 * their period begins and is seen in order; what is not done when a period ends is carried into the next.
 */
export function likelyBroken(periods: readonly PeriodLoad[], pace: Pace): number {
  const [short, long] = visitMinutes(pace)
  let behind = [1] // behind[m]: how likely the doctor is m minutes behind, and nobody has waited too long so far
  let broken = 0
  for (const { minutes, planned, coming } of periods) {
    for (const [place, likely] of coming.entries()) {
      const bound = Math.floor(pace.waitMinutes + plannedWait(place, planned, pace.serviceMinutes))
      const next = nobody(behind.length + long)
      for (const [late, share] of behind.entries()) {
        if (share === 0) continue
        next[late]! += share * (1 - likely)
        if (late > bound) broken += share * likely
        else {
          next[late + short]! += (share * likely) / 2
          next[late + long]! += (share * likely) / 2
        }
      }
      behind = next
    }
    behind = carriedOver(behind, minutes)
  }
  return broken
}

function carriedOver(behind: readonly number[], minutes: number): number[] {
  const done = behind.slice(0, minutes + 1).reduce((sum, share) => sum + share, 0)
  return [done, ...behind.slice(minutes + 1)]
}

function nobody(length: number): number[] {
  return Array.from({ length }, () => 0)
}

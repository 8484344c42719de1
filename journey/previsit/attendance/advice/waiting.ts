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

/** Time is counted in tenths of a visit. */
const STEPS = 10
const HAIR = 1e-9

/** Steps a short and a long visit take; rounded up, so that the promise errs on the side of those who wait. */
export function visitSteps(spread: number): readonly [number, number] {
  return [Math.ceil(STEPS * (1 - spread) - HAIR), Math.ceil(STEPS * (1 + spread) - HAIR)]
}

/** Whole steps in so many minutes. */
export function stepsIn(minutes: number, { serviceMinutes }: Pace): number {
  return Math.floor((minutes / serviceMinutes) * STEPS + HAIR)
}

/** What the plan itself makes the n-th of a period wait. */
export function plannedWait(place: number, planned: number, serviceMinutes: number): number {
  return Math.max(0, Math.min(place, planned - 1)) * serviceMinutes
}

/**
 * How likely anybody of the session waits longer than the bound: exact, step by step. Everybody who comes is there when
 * their period begins and is seen in order; what is not done when a period ends is carried into the next. Beyond `giveUpAt`
 * the answer is only that it is more.
 */
export function likelyBroken(periods: readonly PeriodLoad[], pace: Pace, giveUpAt = Infinity): number {
  const [short, long] = visitSteps(pace.spread)
  const most = Math.max(1, ...periods.map(({ planned }) => stepsIn(pace.waitMinutes + plannedWait(planned, planned, pace.serviceMinutes), pace))) + long + 1
  // behind[n]: how likely the doctor is n steps behind, and nobody has waited too long so far. Later than `most` somebody has.
  let behind = new Float64Array(most)
  let next = new Float64Array(most)
  behind[0] = 1
  let broken = 0
  for (const { minutes, planned, coming } of periods) {
    for (const [place, likely] of coming.entries()) {
      const bound = stepsIn(pace.waitMinutes + plannedWait(place, planned, pace.serviceMinutes), pace)
      next.fill(0)
      for (let late = 0; late < most; late++) {
        const share = behind[late]!
        if (share === 0) continue
        next[late]! += share * (1 - likely)
        if (late > bound) broken += share * likely
        else {
          next[late + short]! += (share * likely) / 2
          next[late + long]! += (share * likely) / 2
        }
      }
      if (broken > giveUpAt) return broken
      ;[behind, next] = [next, behind]
    }
    carryOver(behind, stepsIn(minutes, pace))
  }
  return broken
}

/** The period is over: the doctor is so many steps less behind, and never ahead. */
function carryOver(behind: Float64Array, steps: number): void {
  if (steps === 0) return
  for (let late = 1; late < behind.length; late++) {
    behind[Math.max(0, late - steps)]! += behind[late]!
    behind[late] = 0
  }
}

function nobody(length: number): number[] {
  return Array.from({ length }, () => 0)
}

import { logOdds, probability } from './trees.ts'

/** How the shipped numbers are bent to what one institution sees: `probability(shift + slope × score)`. */
export interface Calibration {
  readonly shift: number
  readonly slope: number
}

export interface Outcome {
  readonly score: number
  readonly missed: boolean
}

/** Before there are own outcomes: the shipped order, at the level that is expected here. */
export function expected(share: number, trainedShare: number): Calibration {
  return { shift: logOdds(share) - logOdds(trainedShare), slope: 1 }
}

export function likelyWith({ shift, slope }: Calibration, score: number): number {
  return probability(shift + slope * score)
}

/** So many visits' worth of belief that the order of the shipped model holds as it is. */
const BELIEF = 50
const STEPS = 25

/** Shift and slope from own outcomes (Platt's way, by Newton steps), held near a slope of 1 while there are few. */
export function recalibrate(outcomes: readonly Outcome[], start: Calibration): Calibration {
  let { shift, slope } = start
  for (let step = 0; step < STEPS; step++) {
    let [gShift, gSlope, hShift, hBoth, hSlope] = [0, BELIEF * (1 - slope), 1e-6, 0, BELIEF]
    for (const { score, missed } of outcomes) {
      const likely = probability(shift + slope * score)
      const weight = likely * (1 - likely)
      gShift += Number(missed) - likely
      gSlope += (Number(missed) - likely) * score
      hShift += weight
      hBoth += weight * score
      hSlope += weight * score * score
    }
    const determinant = hShift * hSlope - hBoth * hBoth
    const byShift = (gShift * hSlope - gSlope * hBoth) / determinant
    const bySlope = (gSlope * hShift - gShift * hBoth) / determinant
    shift += byShift
    slope += bySlope
    if (Math.abs(byShift) + Math.abs(bySlope) < 1e-7) break
  }
  // An order turned round would be worse than none: then only the level is learned.
  return slope > 0 ? { shift, slope } : recalibrateLevel(outcomes, start)
}

function recalibrateLevel(outcomes: readonly Outcome[], start: Calibration): Calibration {
  let { shift } = start
  for (let step = 0; step < STEPS; step++) {
    let [slope, curve] = [0, 1e-6]
    for (const { score, missed } of outcomes) {
      const likely = probability(shift + score)
      slope += Number(missed) - likely
      curve += likely * (1 - likely)
    }
    shift += slope / curve
  }
  return { shift, slope: 1 }
}

export function brierOf(outcomes: readonly Outcome[], calibration: Calibration): number {
  return outcomes.reduce((sum, { score, missed }) => sum + (likelyWith(calibration, score) - Number(missed)) ** 2, 0) / outcomes.length
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advise } from './advise.ts'
import { distributionOfComing, likelyBroken, type Pace, type PeriodLoad, plannedWait, stepsIn, visitSteps } from './waiting.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })

/** A small generator of one's own, so that a run can be repeated exactly. */
function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** One morning as it might go: who comes comes, visits are short or long. True when somebody waited too long. */
function oneMorning(periods: readonly PeriodLoad[], pace: Pace, roll: () => number): boolean {
  const [short, long] = visitSteps(pace.spread)
  let behind = 0
  for (const { minutes, planned, coming } of periods) {
    for (const [place, likely] of coming.entries()) {
      if (roll() >= likely) continue
      if (behind > stepsIn(pace.waitMinutes + plannedWait(place, planned, pace.serviceMinutes), pace)) return true
      behind += roll() < 0.5 ? short : long
    }
    behind = Math.max(0, behind - stepsIn(minutes, pace))
  }
  return false
}

describe('how many come (P3)', () => {
  test('is exact: the same as going through every combination', () => {
    fc.assert(fc.property(fc.array(share, { maxLength: 9 }), (coming) => {
      const counted = coming.map(() => 0).concat(0)
      for (let who = 0; who < 2 ** coming.length; who++) {
        const here = coming.map((_, i) => (who >> i) & 1)
        counted[here.reduce((sum, one) => sum + one, 0)]! += coming.reduce((product, likely, i) => product * (here[i] ? likely : 1 - likely), 1)
      }
      for (const [count, value] of distributionOfComing(coming).entries()) expect(value).toBeCloseTo(counted[count]!, 9)
    }), { numRuns: 60, seed: 7 })
  })

  test('adds up to certainty, around the sum of the likelihoods', () => {
    fc.assert(fc.property(fc.array(share, { maxLength: 60 }), (coming) => {
      const mass = distributionOfComing(coming)
      expect(mass.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9)
      expect(mass.reduce((sum, one, count) => sum + one * count, 0)).toBeCloseTo(coming.reduce((sum, one) => sum + one, 0), 6)
    }), { numRuns: 60, seed: 8 })
  })
})

describe('how likely somebody waits too long (P3)', () => {
  test('is what many mornings show', () => {
    const roll = dice(11)
    for (let session = 0; session < 12; session++) {
      const periods = Array.from({ length: 8 }, () => ({ minutes: 15, planned: 2, coming: Array.from({ length: 2 + (roll() < 0.5 ? 1 : 0) }, () => 0.6 + roll() * 0.4) }))
      const pace = { serviceMinutes: 7.5, spread: 0.3, waitMinutes: 10 }
      const runs = 6000
      let broken = 0
      for (let run = 0; run < runs; run++) if (oneMorning(periods, pace, roll)) broken++
      expect(Math.abs(broken / runs - likelyBroken(periods, pace))).toBeLessThan(0.025)
    }
  })

  test('is nothing when everybody comes to a plan that fits', () => {
    expect(likelyBroken([{ minutes: 15, planned: 1, coming: [1] }, { minutes: 15, planned: 1, coming: [1] }], { serviceMinutes: 15, spread: 0, waitMinutes: 15 })).toBe(0)
  })

  test('is certain when far too many surely come', () => {
    expect(likelyBroken([{ minutes: 15, planned: 1, coming: [1, 1, 1] }], { serviceMinutes: 15, spread: 0, waitMinutes: 15 })).toBe(1)
  })
})

describe('advice keeps its promise (P3)', () => {
  const limits = { breakingAtMost: 0.05, mostPerPeriod: 1, mostInAll: 6 }

  test('of sessions filled up as advised, no more than promised make anybody wait too long', () => {
    const roll = dice(2026)
    let [sessions, broken, given] = [0, 0, 0]
    for (let i = 0; i < 400; i++) {
      const planned = 1 + Math.floor(roll() * 3)
      const come = 0.55 + roll() * 0.4
      const periods = Array.from({ length: 12 }, () => ({ minutes: 15, planned, closed: false, coming: Array.from({ length: planned }, () => Math.min(1, come + (roll() - 0.5) * 0.3)) }))
      const pace = { serviceMinutes: 15 / planned, spread: 0.3, waitMinutes: 15 }
      const { extra, breakingThen } = advise(periods, pace, limits)
      const total = extra.reduce((sum, one) => sum + one, 0)
      if (total === 0) continue
      expect(breakingThen).toBeLessThanOrEqual(limits.breakingAtMost)
      given += total
      // Whoever takes an extra unit may not come either: then it only gets better.
      const filled = periods.map((period, at) => ({ ...period, coming: [...period.coming, ...Array.from({ length: extra[at]! }, () => 1)] }))
      for (let run = 0; run < 25; run++, sessions++) if (oneMorning(filled, pace, roll)) broken++
    }
    expect(given).toBeGreaterThan(200)
    expect(sessions).toBeGreaterThan(2000)
    expect(broken / sessions).toBeLessThanOrEqual(limits.breakingAtMost)
  })

  test('when people are more reliable than was thought by a fifth of their misses, the bound still nearly holds', () => {
    const roll = dice(5)
    let [sessions, broken] = [0, 0]
    for (let i = 0; i < 150; i++) {
      const periods = Array.from({ length: 12 }, () => ({ minutes: 15, planned: 3, closed: false, coming: Array.from({ length: 3 }, () => 0.6 + roll() * 0.3) }))
      const pace = { serviceMinutes: 5, spread: 0.3, waitMinutes: 15 }
      const { extra } = advise(periods, pace, limits)
      if (!extra.some(Boolean)) continue
      const really = periods.map((period, at) => ({ ...period, coming: [...period.coming.map((likely) => 1 - (1 - likely) * 0.8), ...Array.from({ length: extra[at]! }, () => 1)] }))
      for (let run = 0; run < 25; run++, sessions++) if (oneMorning(really, pace, roll)) broken++
    }
    expect(sessions).toBeGreaterThan(1000)
    expect(broken / sessions).toBeLessThanOrEqual(2 * limits.breakingAtMost)
  })

  test('gives nothing where everybody comes, nothing into periods that are closed for it, and never more than its caps', () => {
    const pace = { serviceMinutes: 5, spread: 0.3, waitMinutes: 15 }
    const period = (coming: number, closed = false) => ({ minutes: 15, planned: 3, closed, coming: [coming, coming, coming] })
    expect(advise(Array.from({ length: 12 }, () => period(1)), pace, limits).extra.some(Boolean)).toBe(false)
    expect(advise(Array.from({ length: 12 }, () => period(0.2, true)), pace, limits).extra.some(Boolean)).toBe(false)
    const many = advise(Array.from({ length: 12 }, () => period(0.1)), pace, limits).extra
    expect(Math.max(...many)).toBe(1)
    expect(many.reduce((sum, one) => sum + one, 0)).toBe(6)
  })
})

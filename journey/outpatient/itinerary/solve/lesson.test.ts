import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MINUTE } from './facts.ts'
import { asWorkedOut, type Kept, learn, said } from './lesson.ts'

const NINE = Date.parse('2026-03-17T09:00:00+08:00')

/** Days whose ends are worked out wrongly in the same way: so much too early, and doubted so much too little. */
function promisesOf(chance: () => number, count: number, { late, wide }: { late: number; wide: number }): Kept[] {
  return Array.from({ length: count }, () => {
    const middle = NINE + (30 + 90 * chance()) * MINUTE
    const half = (8 + 20 * chance()) * MINUTE
    const luck = chance() + chance() + chance() - 1.5
    return { from: middle - half, middle, to: middle + half * 1.3, real: middle + half * (late + wide * luck) }
  })
}

const chanceOf = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
const inside = (kept: readonly Kept[], lesson = asWorkedOut) => kept.filter((one) => {
  const { from, to } = said(one, lesson)
  return one.real >= from && one.real <= to
}).length / kept.length

test('O6 however wrong the ends are worked out, four in five of the days after those learned from fall inside', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0.6, max: 2.5, noNaN: true }), (seed, late, wide) => {
    const chance = chanceOf(seed)
    const lesson = learn(promisesOf(chance, 1500, { late, wide }))
    const after = inside(promisesOf(chance, 1500, { late, wide }), lesson)
    expect(after).toBeGreaterThanOrEqual(0.75)
    expect(after).toBeLessThanOrEqual(0.92)
  }), { seed: 3, numRuns: 40 })
})

test('O6 what was worked out too carefully becomes narrower, not only what was too bold wider', () => {
  const chance = chanceOf(5)
  const careful = promisesOf(chance, 800, { late: 0, wide: 0.7 })
  const lesson = learn(careful)
  expect(lesson.high - lesson.low).toBeLessThan(1.5)
  expect(inside(careful)).toBeGreaterThan(0.95)
})

test('O6 a few promises move what was believed a little, many move it, and a day on which everything broke no further than its bounds', () => {
  const chance = chanceOf(7)
  const late = promisesOf(chance, 400, { late: 1, wide: 1 })
  const [few, many] = [learn(late.slice(0, 10)), learn(late)]
  expect(few.high).toBeLessThan(many.high)
  expect(few.low).toBeLessThan(many.low)
  expect(learn(late, asWorkedOut, 10).high).toBeLessThan(many.high)
  expect(learn([])).toEqual({ samples: 0, ...asWorkedOut })
  const broken = learn(late.map((one) => ({ ...one, real: one.real + 600 * MINUTE })))
  expect(broken.high).toBeLessThanOrEqual(4)
  expect(broken.low).toBeLessThan(broken.high)
})

test('O6 what is said has whole five minutes, outwards, at least ten of them, and begins no earlier than now', () => {
  const worked = { from: NINE + 61_000, middle: NINE + 90_000, to: NINE + 2 * MINUTE }
  expect(said(worked)).toMatchObject({ from: NINE, to: NINE + 10 * MINUTE })
  expect(said({ ...worked, from: NINE - 20 * MINUTE }, asWorkedOut, NINE + MINUTE).from).toBe(NINE)
})

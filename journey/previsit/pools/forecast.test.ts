import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forecast } from './forecast.ts'

const session = (units: number, ...hoursAhead: number[]) => ({ units, hoursAhead })

test('what was booked after this moment in past weeks is added to what is taken now', () => {
  const past = [session(10, 1, 2, 50, 60), session(10, 3, 50), session(10, 1, 2, 3, 70), session(10, 5, 80)]
  expect(forecast({ units: 10, taken: 2, hoursLeft: 24 }, past, 4)).toEqual({ state: 'known', sessions: 4, low: 3, middle: 4, high: 5 })
})

test('too few past sessions say nothing, and it is said how few', () => {
  expect(forecast({ units: 10, taken: 2, hoursLeft: 24 }, [session(10, 1), session(0)], 4)).toEqual({ state: 'not-enough', sessions: 1 })
})

test('the range is in order, never below what is taken nor above what there is', () => {
  const some = fc.array(fc.record({ units: fc.integer({ min: 1, max: 40 }), hoursAhead: fc.array(fc.float({ min: 0, max: 500, noNaN: true }), { maxLength: 40 }) }), { minLength: 4, maxLength: 12 })
  fc.assert(fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 400 }), some, (taken, more, hoursLeft, past) => {
    const told = forecast({ units: taken + more, taken, hoursLeft }, past, 4)
    expect(told.low! <= told.middle! && told.middle! <= told.high!).toBe(true)
    expect(told.low).toBeGreaterThanOrEqual(taken)
    expect(told.high).toBeLessThanOrEqual(taken + more)
  }))
})

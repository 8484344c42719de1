import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#engines/capacity/index.ts'
import { type Counted, forecastHospital, keysOf } from './hospital.ts'
import { bandOf, calibrate, LEVELS } from './intervals.ts'
import { judge } from './judge.ts'
import { expected, fitModel } from './model.ts'
import { realTasks } from './real-series.ts'

// O11: what is expected, and how sure we are.
const DATA = new URL('../../../../../shared/data', import.meta.url).pathname

/** A stream of chance that is the same on every machine. */
function luck(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

function poisson(mean: number, random: () => number): number {
  let count = 0
  for (let product = random(), limit = Math.exp(-mean); product > limit; product *= random()) count++
  return count
}

/** Some months of one department that is open from seven to twenty, as busy as `size` says on a day of this kind. */
function months(today: string, days: number, size: (day: string, at: number) => number, departmentId = 1): Counted[] {
  const random = luck(departmentId * 977)
  return Array.from({ length: days }, (_, at) => addDays(today, at - days)).flatMap((day, at) => Array.from({ length: 14 }, (__, hour) => ({ departmentId, day, hour: 7 + hour, arrived: poisson(size(day, at) / 14, random) })))
}

describe('the properties of a forecast', () => {
  test('whatever came before, nothing below nobody is expected, and each band lies inside the next', () => {
    fc.assert(fc.property(
      fc.array(fc.record({ keys: fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y')), count: fc.nat(500) }), { minLength: 3, maxLength: 60 }),
      fc.array(fc.record({ expected: fc.double({ min: 0, max: 400, noNaN: true }), came: fc.nat(500) }), { maxLength: 80 }),
      fc.record({ halfLife: fc.integer({ min: 1, max: 40 }), window: fc.integer({ min: 1, max: 40 }), shrink: fc.integer({ min: 1, max: 100 }), ownShrink: fc.integer({ min: 1, max: 100 }), drift: fc.constantFrom(0, 0.5, 1) }),
      (moments, residuals, spec) => {
        const told = expected(fitModel([{ name: 's', moments }], spec), 's', ['a', 'never-seen'], 5)
        expect(told).toBeGreaterThanOrEqual(0)
        expect(Number.isFinite(told)).toBe(true)
        const band = bandOf(calibrate(residuals), told)
        for (const level of LEVELS) expect(band.low[level] <= told && told <= band.high[level] && band.low[level] >= 0).toBe(true)
        expect(band.low[95] <= band.low[80] && band.low[80] <= band.low[50] && band.high[50] <= band.high[80] && band.high[80] <= band.high[95]).toBe(true)
      },
    ), { numRuns: 100 })
  })

  test('twice the people everywhere is twice as many expected', () => {
    const moments = Array.from({ length: 60 }, (_, at) => ({ keys: [`d${at % 7}`], count: 200 + 40 * (at % 7) }))
    const spec = { halfLife: 10, window: 14, shrink: 0, ownShrink: 0, drift: 0 }
    const once = expected(fitModel([{ name: 's', moments }], spec), 's', ['d3'], 1)
    const twice = expected(fitModel([{ name: 's', moments: moments.map((one) => ({ ...one, count: one.count * 2 })) }], spec), 's', ['d3'], 1)
    expect(twice / once).toBeCloseTo(2, 6)
  })
})

describe('the calendar', () => {
  test('a public holiday, the day after it and a make-up Saturday are days of their own kind', () => {
    const keys = keysOf(Array.from({ length: 30 }, (_, at) => addDays('2026-09-15', at)))
    expect([keys.get('2026-10-01')?.[1], keys.get('2026-10-08')?.[1], keys.get('2026-09-16')?.[1]]).toEqual(['holiday', 'after-holiday', 'usual'])
    expect([...keys.values()].filter((one) => one[1] === 'make-up').length).toBeGreaterThan(0)
  })

  test('on a holiday that past holidays foretell, far fewer are expected than on the same weekday before', () => {
    const kinds = keysOf(Array.from({ length: 230 }, (_, at) => addDays('2026-02-12', at)))
    const counts = months('2026-09-25', 200, (day) => (kinds.get(day)?.[1] === 'holiday' ? 12 : 70))
    const { hours } = forecastHospital(counts, '2026-09-25', 8)
    const ofDay = (day: string) => hours.filter((one) => one.day === day).reduce((sum, one) => sum + one.expected, 0)
    expect(kinds.get('2026-09-25')?.[1]).toBe('holiday')
    expect(ofDay('2026-09-25')).toBeLessThan(30)
    expect(ofDay('2026-09-29')).toBeGreaterThan(55)
  })
})

describe('a hospital', () => {
  test('eighty of a hundred hours fall into the band of eighty, weekdays and hours are known, and a rise is a signal', () => {
    const weekly = (day: string) => [80, 70, 70, 70, 68, 40, 20][(new Date(day).getUTCDay() + 6) % 7]!
    const calm = months('2026-07-13', 110, weekly)
    const rising = months('2026-07-13', 110, (day, at) => weekly(day) * (at >= 103 ? 1.6 : 1), 2)
    const { hours, signals } = forecastHospital([...calm, ...rising], '2026-07-13', 7)
    const { inside80 } = forecastHospital(calm, '2026-07-13', 7)
    expect(Math.abs(inside80! - 80)).toBeLessThan(12)
    expect(signals.map((one) => one.departmentId)).toEqual([2])
    const ofDay = (departmentId: number, day: string) => hours.filter((one) => one.departmentId === departmentId && one.day === day).reduce((sum, one) => sum + one.expected, 0)
    expect(ofDay(1, '2026-07-13')).toBeGreaterThan(70)
    expect(ofDay(1, '2026-07-19')).toBeLessThan(28)
    expect(ofDay(2, '2026-07-14')).toBeGreaterThan(ofDay(1, '2026-07-14') * 1.3)
  })

  test('six weeks are the least: with less it says nothing', () => {
    expect(forecastHospital(months('2026-07-13', 30, () => 50), '2026-07-13', 7)).toMatchObject({ hours: [], historyDays: 30 })
  })
})

test.skipIf(!existsSync(DATA))('on people who came to their appointments it is nearer than last week was, and its bands hold what they promise', () => {
  const { series, plan } = realTasks['appointment-arrivals-per-day'](DATA)
  const { model, baselines } = judge(series, { ...plan, specs: plan.specs.slice(3, 4), origins: 4 })
  expect(model.mae).toBeLessThan(baselines['seasonal-naive']!.mae * 0.9)
  expect(Math.abs(model.coverage['80'] - 0.8)).toBeLessThan(0.08)
})

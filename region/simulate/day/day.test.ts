import { describe, expect, test } from 'vitest'
import { learn, uncorrected } from '#engines/queue/index.ts'
import { type Assumptions, assumptions, demandOf, type EndPromiser, plainPromise, simulateDay } from './index.ts'

const few = { size: 'city', institutions: 4 } as const
const day = (seed: string, over: Partial<Parameters<typeof simulateDay>[0]> = {}) => simulateDay({ ...few, seed, rules: 'with', ...over })

describe('a simulated day', () => {
  test('O4 O11 the same seed gives the same day, another seed another', () => {
    const [one, again, other] = [day('one'), day('one'), day('other')]
    expect(again).toEqual(one)
    expect(other.waiting.median).not.toBe(one.waiting.median)
  })

  test('O4 the same people come in both worlds, all of them are seen, and the rules shorten waiting and spare queues', () => {
    const demand = demandOf({ ...few, seed: 'both', rules: 'with' })
    const coming = demand.flatMap((institution) => institution.patients).filter((one) => one.comes).length
    const [withRules, without] = [simulateDay({ ...few, seed: 'both', rules: 'with' }, demand), simulateDay({ ...few, seed: 'both', rules: 'without' }, demand)]
    expect([withRules.visits, without.visits]).toEqual([coming, coming])
    expect(withRules.waiting.median).toBeLessThan(without.waiting.median / 2)
    expect(without.queuesPerVisit - withRules.queuesPerVisit).toBeGreaterThan(1)
    // Neither the booked nor those without a booking pay for it.
    expect(withRules.fairness.medians['on-time']).toBeLessThan(without.fairness.medians['on-time']!)
    expect(withRules.fairness.medians['walk-in']).toBeLessThan(without.fairness.medians['walk-in']!)
    expect(withRules.fairness.medians['priority']).toBeLessThanOrEqual(withRules.fairness.medians['on-time']!)
  })

  test('O4 where people come for their number over the whole half-day, the rules save little: the result says on what it rests', () => {
    const assume = { ...assumptions, halfDayArrival: 75, halfDaySpread: 55 }
    const saved = (wish: Partial<Assumptions>) => day('spread', { rules: 'without', assume: wish }).waiting.mean - day('spread', { assume: wish }).waiting.mean
    expect(saved(assume)).toBeLessThan(saved({}) / 2)
  })
})

const regimes: Readonly<Record<string, Partial<Assumptions>>> = {
  'an ordinary day': {},
  'doctors a third slower than they are remembered': { todayPace: 1.35 },
  'everybody begins half an hour late': { startDelay: 34, startSpread: 10 },
  'one in four booked does not come': { shows: 0.75 },
  'most come back with results': { laboratory: 0.5, sameDayReturn: 0.9 },
}

describe('honest ranges', () => {
  for (const [regime, surprise] of Object.entries(regimes)) {
    test(`O4 ${regime}: about four in five real waits lie inside the range, once two such days have taught it`, () => {
      const wish = { assume: surprise, remembered: assumptions, forecasts: true }
      const lesson = learn([...day(`${regime} 1`, wish).kept, ...day(`${regime} 2`, wish).kept])
      const { range, comeBack } = day(`${regime} 3`, { ...wish, correction: lesson })
      expect(range.promises).toBeGreaterThan(1000)
      expect(range.inside).toBeGreaterThanOrEqual(0.77)
      expect(range.inside).toBeLessThanOrEqual(0.88)
      expect(comeBack.calledBefore).toBeLessThanOrEqual(0.05)
    })
  }

  test('O4 without what the promises taught, slow doctors make the ranges dishonest: the lesson is needed', () => {
    const wish = { assume: { todayPace: 1.6, startDelay: 30 }, remembered: assumptions, forecasts: true, correction: uncorrected }
    expect(day('unlearned', wish).range.inside).toBeLessThan(0.77)
  })
})

describe('the promised end', () => {
  test('O6 whatever says when somebody is done is asked at check-in and when orders are known, and judged by what came true', () => {
    const asked = new Set<string>()
    const careful: EndPromiser = (moment) => {
      asked.add(moment.why)
      return plainPromise(moment)
    }
    const { end } = day('end', { forecasts: true, institutions: 2, promiseEnd: careful })
    expect([...asked].toSorted()).toEqual(['checked-in', 'orders-known'])
    expect(end.promises).toBeGreaterThan(200)
    expect(end.inside).toBeGreaterThan(0.65)
    const never: EndPromiser = ({ now }) => ({ fromAt: now, toAt: now })
    expect(day('end', { forecasts: true, institutions: 2, promiseEnd: never }).end.inside).toBeLessThan(0.05)
  })
})

import { describe, expect, test } from 'vitest'
import { learn } from '#engines/queue/index.ts'
import { type Assumptions, assumptions, demandOf, type EndPromiser, plainPromise, simulateDay } from './index.ts'

/** One large hospital: about 1,200 visits. */
const few = { size: 'city', institutions: 1 } as const
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
    expect(withRules.people.map((one) => one.kind)).toEqual(without.people.map((one) => one.kind))
    // Neither the booked nor those without a booking pay for it.
    expect(withRules.fairness.medians['on-time']).toBeLessThan(without.fairness.medians['on-time']!)
    expect(withRules.fairness.medians['walk-in']).toBeLessThan(without.fairness.medians['walk-in']!)
    expect(withRules.fairness.medians['priority']).toBeLessThanOrEqual(withRules.fairness.medians['on-time']!)
  })

  test('O4 the usual day queues for an examination time and for the paper results; with the platform nobody does', () => {
    const neither = { ...assumptions, examinationDesk: 0, reportOfReturning: 0 }
    const queues = (rules: 'with' | 'without', assume: Assumptions) => day('papers', { rules, assume }).queuesPerVisit
    const counted = queues('without', assumptions) - queues('without', neither)
    const [examined, returning] = [assumptions.examination, (assumptions.laboratory + assumptions.examination) * assumptions.sameDayReturn]
    expect(counted).toBeGreaterThan((examined + returning) * 0.9)
    expect(counted).toBeLessThan((examined + returning) * 1.1)
    expect(queues('with', assumptions)).toBe(queues('with', neither))
  })

  test('O4 where people come for their number over the whole half-day, the rules save little: the result says on what it rests', () => {
    const assume = { ...assumptions, halfDayArrival: 75, halfDaySpread: 55 }
    const saved = (wish: Partial<Assumptions>) => day('spread', { rules: 'without', assume: wish }).waiting.mean - day('spread', { assume: wish }).waiting.mean
    expect(saved(assume)).toBeLessThan(saved({}) / 2)
  })
})

/** What such a day is like, and what of it past days have taught; further and unprepared ones are played by `npm run bench -- day`. */
const regimes: Readonly<Record<string, { readonly day: Partial<Assumptions>; readonly remembered: Partial<Assumptions> }>> = {
  'an ordinary day': { day: {}, remembered: {} },
  'clinics that begin half an hour late and have done so for two weeks': { day: { startDelay: 34, startSpread: 10 }, remembered: { startDelay: 28, startSpread: 15 } },
  'a day on which most come back with results': { day: { laboratory: 0.5, sameDayReturn: 0.9 }, remembered: {} },
}

describe('honest ranges', () => {
  for (const [regime, { day: surprise, remembered }] of Object.entries(regimes)) {
    test(`O4 ${regime}: about four in five real waits lie inside the range, once such a day has taught it`, () => {
      const wish = { assume: { ...assumptions, ...surprise }, remembered: { ...assumptions, ...remembered }, forecasts: true }
      const lesson = learn(day(`${regime} 1`, wish).kept)
      const { range, comeBack } = day(`${regime} 2`, { ...wish, correction: lesson })
      expect(range.promises).toBeGreaterThan(1000)
      expect(range.inside).toBeGreaterThanOrEqual(0.77)
      expect(range.inside).toBeLessThanOrEqual(0.88)
      expect(comeBack.calledBefore).toBeLessThanOrEqual(0.05)
    })
  }
})

/** The clinics of some floors: a few hundred visits. */
const someOf = (seed: string, promiseEnd: EndPromiser) => {
  const wish = { ...few, seed, rules: 'with', forecasts: true, promiseEnd } as const
  const demand = demandOf(wish).map((institution) => {
    const kept = new Set(institution.sessions.filter((_, n) => n % 3 === 0))
    return { ...institution, sessions: [...kept], patients: institution.patients.filter((one) => kept.has(one.session)) }
  })
  return simulateDay(wish, demand)
}

describe('the promised end', () => {
  test('O6 whatever says when somebody is done is asked at nine, at check-in and when orders are known, and judged by what came true', () => {
    const asked = new Set<string>()
    const careful: EndPromiser = (moment) => {
      asked.add(moment.why)
      return plainPromise(moment)
    }
    const { end } = someOf('end', careful)
    expect([...asked].toSorted()).toEqual(['checked-in', 'nine', 'orders-known'])
    expect(end.promises).toBeGreaterThan(200)
    expect(end.inside).toBeGreaterThan(0.65)
    const never: EndPromiser = ({ now }) => ({ fromAt: now, toAt: now })
    expect(someOf('end', never).end.inside).toBeLessThan(0.05)
  })

  test('O4 O6 at nine, for whoever has not come yet, the half-day played through holds about four in five, within less than an hour', () => {
    const played: EndPromiser = ({ why, turn }) => (why === 'nine' ? { fromAt: new Date(turn!.called[1]! + 60_000 * 3), toAt: new Date(turn!.called[18]! + 60_000 * turn!.minutes[0]) } : null)
    const { nine } = someOf('nine', played).endBy
    expect(nine!.promises).toBeGreaterThan(80)
    expect(nine!.inside).toBeGreaterThan(0.72)
    expect(nine!.inside).toBeLessThan(0.92)
    expect(nine!.medianWidth).toBeLessThan(60)
  })
})

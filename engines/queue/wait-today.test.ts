import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FairnessRule, Spot } from './fairness.ts'
import { type History, paceOf, type Served, toldToOthers } from './wait-pace.ts'
import { type LineFacts, uncorrected, waitRange } from './wait-range.ts'
import { beliefFromOthers, learnToday, shownToday, type ZoneToday, zonesToday } from './wait-today.ts'

const SECONDS = 420
const SPREAD = 0.5
const known: History = {
  classes: { booked: { samples: 500, meanLog: Math.log(SECONDS) } }, samples: 500, meanLog: Math.log(SECONDS), sdLog: SPREAD,
  shows: 0.92, absent: 0.03, startMinutes: 5, startSpread: 6,
}
/** So many people at this pace, spread evenly as people are. */
const people = (count: number, pace: number): Served[] => Array.from({ length: count }, (_, i) => ({ class: 'booked', seconds: SECONDS * pace * Math.exp(SPREAD * (count < 2 ? 0 : (2 * i) / (count - 1) - 1)) }))
const clinics = (count: number, pace: number, zone: string) => Array.from({ length: count }, () => ({ zone, ...toldToOthers({ recent: people(4, pace), inside: [] }, known) }))
const shiftOf = (recent: Served[], others: readonly ZoneToday[] = [], inside: number[] = []) => paceOf({ recent, inside }, known, others).logSeconds('booked') - Math.log(SECONDS)

const now = new Date('2026-03-17T09:32:00+08:00')
const rule: FairnessRule = { version: 1, graceMinutes: 5, periodMinutes: 10, advanceMinutes: {}, returnAfter: 1, returnEvery: 2 }
const line = (count: number): Spot[] => Array.from({ length: count }, (_, i) => ({ class: 'booked', orderAt: new Date(now.getTime() - (60 - i) * 60_000), orderTie: 0, number: i + 1 }))
const facts = (over: Partial<LineFacts>): LineFacts => ({
  now, rule, servers: [{ open: true, lateUntil: null, busySince: null }], line: line(8), expected: [], away: 0, walkInsPerHour: 0, recent: [], history: known, correction: uncorrected, ...over,
})
const widthOf = (of: LineFacts) => {
  const { from, to } = waitRange(of, 7)!.played
  return to - from
}

test('O4 a slow morning is known in a room that has seen nobody yet, by what the rest of the house shows', () => {
  const alone = shiftOf([])
  const slowHouse = shiftOf([], zonesToday([...clinics(4, 1.35, 'a'), ...clinics(20, 1.35, 'b')], 'a'))
  expect(alone).toBeCloseTo(0)
  expect(slowHouse).toBeGreaterThan(0.15)
  expect(slowHouse).toBeLessThan(Math.log(1.35))
})

test('O4 the own zone says more than the others, and the own people more than all', () => {
  const [own, other] = [zonesToday([...clinics(6, 1.35, 'a'), ...clinics(6, 1, 'b')], 'a'), zonesToday([...clinics(6, 1.35, 'b'), ...clinics(6, 1, 'a')], 'a')]
  expect(shiftOf([], own)).toBeGreaterThan(shiftOf([], other))
  expect(Math.abs(shiftOf(people(40, 1), own))).toBeLessThan(0.1)
})

test('O4 the first who leave in the morning do not make everybody quick: those still inside count', () => {
  const quick: Served[] = [{ class: 'booked', seconds: 150 }, { class: 'booked', seconds: 180 }]
  expect(shiftOf(quick, [], [600, 640, 700])).toBeGreaterThan(shiftOf(quick) + 0.1)
  expect(shiftOf(quick, [], [5])).toBeCloseTo(shiftOf(quick), 1)
})

test('O4 a forgotten "finish" moves a room by a bounded amount', () => {
  expect(shiftOf(people(5, 1), [], [86_400])).toBeLessThan(0.25)
})

test('O4 a queue without a habit learns its level from the others, and is less sure than one that has one', () => {
  const others = zonesToday(clinics(10, 0.6, 'a'), 'a')
  const [alone, helped] = [paceOf({ recent: [], inside: [] }, null), paceOf({ recent: [], inside: [] }, null, others)]
  expect(helped.logSeconds('booked')).toBeLessThan(alone.logSeconds('booked') - 0.2)
  expect(helped.todayError).toBeLessThan(alone.todayError)
  expect(helped.todayError).toBeGreaterThan(paceOf({ recent: [], inside: [] }, known, others).todayError)
})

test('O4 with more evidence of the same pace the doubt shrinks, whether the evidence is own or of the house; never below zero', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 12 }), fc.double({ min: 0.5, max: 2, noNaN: true }), (count, rooms, pace) => {
      const doubt = (served: number, clinicsSeen: number) => paceOf({ recent: people(served, pace), inside: [] }, known, zonesToday(clinics(clinicsSeen, pace, 'a'), 'a')).todayError
      expect(doubt(count + 1, rooms)).toBeLessThanOrEqual(doubt(count, rooms))
      expect(doubt(count, rooms + 1)).toBeLessThanOrEqual(doubt(count, rooms))
      expect(doubt(count, rooms)).toBeGreaterThan(0)
    }),
    { numRuns: 100, seed: 20261122 },
  )
})

test('O4 the range is narrower when the house has shown how the day goes', () => {
  expect(widthOf(facts({ others: zonesToday([...clinics(6, 1, 'a'), ...clinics(20, 1, 'b')], 'a') }))).toBeLessThan(widthOf(facts({})) * 0.95)
})

test('O4 in any house more people ahead never shorten the range, and nothing is negative', () => {
  const zone = fc.record({ own: fc.boolean(), weight: fc.double({ min: 0, max: 400, noNaN: true }), off: fc.double({ min: -1, max: 1, noNaN: true }) })
  fc.assert(
    fc.property(fc.array(zone, { maxLength: 8 }), fc.integer({ min: 0, max: 20 }), fc.array(fc.integer({ min: 1, max: 5400 }), { maxLength: 6 }), fc.integer({ min: 0, max: 6 }), (zones, ahead, served, away) => {
      const others = zones.map(({ own, weight, off }) => ({ own, weight, sum: weight * off, levelWeight: weight, levelSum: weight * off }))
      const of = facts({ others, away: away > 3 ? away : 0, line: line(ahead + 2), recent: served.map((seconds) => ({ class: 'booked', seconds })) })
      const [near, far] = [waitRange(of, ahead)!, waitRange(of, ahead + 1)!]
      expect(near.range.fromMinutes).toBeGreaterThanOrEqual(0)
      expect(far.range.fromMinutes).toBeGreaterThanOrEqual(near.range.fromMinutes)
      expect(far.range.toMinutes).toBeGreaterThanOrEqual(near.range.toMinutes)
    }),
    { numRuns: 100, seed: 20261122 },
  )
})

test('O4 what a day shows is the likelihood alone: believing it first, then learning, is learning both at once', () => {
  const [served, inside] = [[0.3, -0.2, 0.6, 0.1], [0.4]]
  const belief = { shift: 0.1, doubt: 0.25 }
  const { off, precision } = shownToday(served, inside, SPREAD)
  const together = (belief.shift / belief.doubt ** 2 + off * precision) / (1 / belief.doubt ** 2 + precision)
  expect(learnToday(served, inside, SPREAD, belief).shift).toBeCloseTo(together, 1)
  expect(beliefFromOthers([], true).shift).toBe(0)
})

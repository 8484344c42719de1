import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FairnessRule } from './fairness.ts'
import { turnAhead } from './wait-ahead.ts'
import type { History } from './wait-pace.ts'
import type { Expected, Server } from './wait-play.ts'
import { type LineFacts, uncorrected } from './wait-range.ts'

const now = new Date('2026-03-17T09:00:00+08:00')
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const rule: FairnessRule = { version: 1, graceMinutes: 5, periodMinutes: 15, advanceMinutes: {}, returnAfter: 1, returnEvery: 2 }
const known = (minutes: number, share: Partial<History['classes']> = {}): History => ({
  classes: { booked: { samples: 500, meanLog: Math.log(minutes * 60) }, 'walk-in': { samples: 0, meanLog: Math.log(minutes * 60) }, returning: { samples: 0, meanLog: Math.log(minutes * 60) }, ...share },
  samples: 500, meanLog: Math.log(minutes * 60), sdLog: 0.4, shows: 0.92, absent: 0.03, startMinutes: 4, startSpread: 4,
})
const periods = (from: number, count: number, each: number): Expected[] => Array.from({ length: count }, (_, n) => ({ dueFrom: at(from + 15 * n), dueTo: at(from + 15 * n + 15), count: each }))
const facts = (over: Partial<LineFacts> = {}): LineFacts => ({
  now, rule, servers: [], line: [], expected: [], away: 0, walkInsPerHour: 0, recent: [], history: known(5), correction: uncorrected, ...over,
})
/** Minutes after the booked time that half are called by; and the width of nine tenths around it. */
const called = (of: LineFacts, due: number) => {
  const parts = turnAhead(of, { dueFrom: at(due), dueTo: at(due + 15) }).called.map((time) => (time - at(due).getTime()) / 60_000)
  return { middle: (parts[9]! + parts[10]!) / 2, first: parts[1]!, last: parts[18]! }
}
const open: Server = { open: true, lateUntil: null, busySince: null }

describe('O4 O6 when somebody will be called who has not come yet', () => {
  test('in an empty clinic at work whoever comes early is called early, and nobody before they come', () => {
    const { middle, first } = called(facts({ servers: [open], expected: periods(30, 1, 1) }), 30)
    expect(middle).toBeLessThan(0)
    expect(first).toBeGreaterThan(-45)
  })
  test('a clinic nobody has begun yet begins with its first period, not before', () => {
    const { first, middle } = called(facts({ expected: periods(270, 1, 1) }), 270)
    expect(first).toBeGreaterThan(-3)
    expect(middle).toBeLessThan(12)
  })
  test('a half-day that is booked tighter than its doctor can see runs later and later', () => {
    const full = facts({ expected: periods(270, 12, 3), history: known(6.5) })
    const [early, late] = [called(full, 285), called(full, 420)]
    expect(late.middle).toBeGreaterThan(early.middle + 10)
    expect(late.last - late.first).toBeGreaterThan(early.last - early.first)
  })
  test('what the same doctor is usually like, and how long today’s people take, both count', () => {
    const slow = called(facts({ expected: periods(270, 8, 2), history: known(10) }), 360)
    const quick = called(facts({ expected: periods(270, 8, 2), history: known(5) }), 360)
    expect(slow.middle).toBeGreaterThan(quick.middle + 15)
    const served = (minutes: number) => Array.from({ length: 12 }, () => ({ class: 'booked' as const, seconds: minutes * 60 }))
    const today = (minutes: number) => called(facts({ servers: [open], recent: served(minutes), expected: periods(0, 8, 3) }), 90).middle
    expect(today(9)).toBeGreaterThan(today(5) + 10)
  })
  test('of those who come back with results the line knows by what it remembers', () => {
    const many = known(5, { returning: { samples: 250, meanLog: Math.log(200) } })
    expect(called(facts({ expected: periods(270, 12, 3), history: many }), 420).middle).toBeGreaterThan(called(facts({ expected: periods(270, 12, 3) }), 420).middle + 5)
  })
  test('a doctor who said “an hour late” calls nobody before', () => {
    expect(called(facts({ servers: [{ ...open, lateUntil: at(60) }], expected: periods(15, 2, 1) }), 15).first).toBeGreaterThan(40)
  })
  test('the same facts give the same answer; more people booked before never bring anybody forward by more than chance', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 3, max: 9 }), fc.boolean(), (more, each, minutes, isOpen) => {
      const of = (extra: number) => facts({ servers: isOpen ? [open] : [], history: known(minutes), expected: [...periods(0, 4, each + extra), ...periods(60, 2, each)] })
      // One doctor in both: who is not at work yet is believed in as often as the bookings need.
      const [less, full] = [called({ ...of(0), servers: [open] }, 75), called({ ...of(more), servers: [open] }, 75)]
      expect(full.middle).toBeGreaterThan(less.middle - 3)
      expect(called(of(0), 75)).toEqual(called(of(0), 75))
    }), { seed: 4, numRuns: 40 })
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FairnessRule, Spot } from './fairness.ts'
import { learn } from './wait-correction.ts'
import type { History, Served } from './wait-pace.ts'
import { type Server, walkInsPerHour } from './wait-play.ts'
import { type LineFacts, uncorrected, waitRange } from './wait-range.ts'

const now = new Date('2026-03-17T09:32:00+08:00')
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const rule: FairnessRule = { version: 1, graceMinutes: 5, periodMinutes: 10, advanceMinutes: {}, returnAfter: 1, returnEvery: 2 }
const open: Server = { open: true, lateUntil: null, busySince: null }
const served = (...minutes: number[]): Served[] => minutes.map((each) => ({ class: 'booked', seconds: each * 60 }))
const steady = served(8, 7, 9, 8, 8, 7, 9, 8)
const known: History = {
  classes: { booked: { samples: 500, meanLog: Math.log(420) } }, samples: 500, meanLog: Math.log(420), sdLog: 0.5,
  shows: 0.92, absent: 0.03, startMinutes: 5, startSpread: 6,
}
const waiting = (count: number): Spot[] => Array.from({ length: count }, (_, i) => ({ class: 'booked', orderAt: at(-60 + i), orderTie: 0, number: i + 1 }))
const facts = (over: Partial<LineFacts> & { readonly ahead?: number } = {}): LineFacts => ({
  now, rule, servers: [open], line: waiting((over.ahead ?? 3) + 1), expected: [], away: 0, walkInsPerHour: 0, recent: steady, history: null,
  correction: uncorrected, ...over,
})
const rangeOf = (of: LineFacts, place = of.line.length - 1) => waitRange(of, place)!.range
const middleOf = (of: LineFacts, place = of.line.length - 1) => waitRange(of, place)!.middleMinutes

test('O4 three ahead who take eight minutes each: about twenty-four minutes, said as a range with clock times', () => {
  const { range, middleMinutes, mostlyMinutes } = waitRange(facts(), 3)!
  expect(range.sure).toBe(true)
  expect(middleMinutes).toBeGreaterThanOrEqual(20)
  expect(middleMinutes).toBeLessThanOrEqual(28)
  expect(range.fromMinutes).toBeLessThan(middleMinutes)
  expect(mostlyMinutes).toBeGreaterThanOrEqual(middleMinutes)
  expect(range.toMinutes).toBeGreaterThanOrEqual(mostlyMinutes)
  expect(new Date(range.fromAt).getTime()).toBe(now.getTime() + range.fromMinutes * 60_000)
})

test('O4 below five people of a queue nobody remembers the range says that it is a first guess', () => {
  expect(rangeOf(facts({ recent: served(8, 9, 10, 7) })).sure).toBe(false)
  expect(rangeOf(facts({ recent: served(8, 9, 10, 7, 8) })).sure).toBe(true)
  expect(rangeOf(facts({ recent: [], history: known })).sure).toBe(true)
})

test('O4 what past days taught counts less with each person served today', () => {
  const slow = (people: number) => middleOf(facts({ ahead: 6, history: known, recent: served(...Array<number>(people).fill(14)) }))
  expect([slow(0), slow(3), slow(20)]).toEqual([slow(0), slow(3), slow(20)].toSorted((a, b) => a - b))
  expect(slow(20)).toBeGreaterThan(slow(0) * 1.6)
})

test('O4 two rooms shorten the wait, and a room with somebody long inside is soon free', () => {
  expect(middleOf(facts({ ahead: 6, servers: [open, open] }))).toBeLessThan(middleOf(facts({ ahead: 6 })) * 0.6)
  const busy = (minutes: number): Server => ({ ...open, busySince: at(-minutes) })
  expect(middleOf(facts({ ahead: 0, servers: [busy(9)] }))).toBeLessThan(middleOf(facts({ ahead: 0, servers: [busy(1)] })))
})

test('O4 a doctor who is late, who has not begun, or who has stopped calling adds to the wait', () => {
  const base = middleOf(facts())
  expect(rangeOf(facts({ ahead: 0, servers: [{ ...open, lateUntil: at(48) }] })).fromMinutes).toBeGreaterThanOrEqual(48)
  expect(middleOf(facts({ history: known, servers: [{ ...open, beginsAt: at(20) }] }))).toBeGreaterThan(base + 12)
  expect(middleOf(facts({ servers: [{ ...open, idleSince: at(-20) }] }))).toBeGreaterThan(base + 5)
})

test('O4 those booked before who have not come yet count as far as they may still come', () => {
  const line = [...waiting(2), { class: 'booked', orderAt: at(28), orderTie: 0, number: 9 } as const]
  const expected = (count: number) => [{ dueFrom: at(13), dueTo: at(28), count }]
  const middle = (count: number) => middleOf(facts({ line, expected: expected(count) }))
  expect(middle(4)).toBeGreaterThan(middle(0) + 8)
  // An hour after their period they would stand behind; they no longer count.
  expect(middleOf(facts({ line, expected: [{ dueFrom: at(-90), dueTo: at(-75), count: 4 }] }))).toBeLessThanOrEqual(middle(0) + 2)
})

test('O4 those sent away for a result come back before whoever has others in front, never before the first', () => {
  expect(middleOf(facts({ ahead: 8, away: 4 }))).toBeGreaterThan(middleOf(facts({ ahead: 8 })) + 8)
  expect(waitRange(facts({ ahead: 0, away: 4 }), 0)).toEqual(waitRange(facts({ ahead: 0 }), 0))
})

test('O4 of many who come back with results only as many stand before me as the rule lets between the others', () => {
  const middle = (returnEvery: number) => middleOf(facts({ ahead: 10, away: 12, rule: { ...rule, returnEvery } }))
  expect(middle(4)).toBeLessThan(middle(1))
  // Somebody who is back stands behind me already: the next who are back stand behind them.
  const line = waiting(12)
  const withOneBehind = [...line.slice(0, 11), { ...line[11]!, class: 'returning' } as const]
  expect(middleOf(facts({ line: withOneBehind, away: 12 }), 10)).toBeLessThan(middleOf(facts({ line, away: 12 }), 10))
})

test('O4 who is called and not there comes back at the end of the next period: in a long line before me, in a short one behind', () => {
  const line = (mine: number): Spot[] => [...waiting(6), { class: 'booked', orderAt: at(mine), orderTie: 0, number: 7 }]
  const middle = (mine: number) => middleOf(facts({ line: line(mine), history: { ...known, absent: 0.5 } }))
  expect(middle(-10)).toBeGreaterThan(middle(-54) + 8)
})

test('O4 who walks in early in the day is counted over the time that anybody has come at all', () => {
  expect(walkInsPerHour(3, at(-60), now)).toBe(3)
  expect(walkInsPerHour(3, at(-400), now)).toBe(1.5)
  expect(walkInsPerHour(1, at(-1), now)).toBe(2)
  expect(walkInsPerHour(0, null, now)).toBe(0)
})

test('O4 nobody at work gives no figure', () => {
  expect(waitRange(facts({ servers: [] }), 3)).toBeNull()
  expect(waitRange(facts({ servers: [{ ...open, open: false }] }), 3)).toBeNull()
  expect(waitRange(facts({ servers: [{ ...open, open: false, pausedSince: at(-5) }] }), 3)).toBeNull()
})

test('O4 when the wait is long one is told when to be back, well before the turn; when it is short, not', () => {
  const { comeBackAt, range } = waitRange(facts({ ahead: 12 }), 12)!
  expect(comeBackAt!.getTime()).toBeLessThan(Date.parse(range.fromAt))
  expect(comeBackAt!.getTime()).toBeGreaterThan(at(25).getTime())
  expect(waitRange(facts({ ahead: 2 }), 2)!.comeBackAt).toBeNull()
})

const anyLine = fc.record({
  ahead: fc.integer({ min: 0, max: 25 }),
  rooms: fc.integer({ min: 1, max: 3 }),
  durations: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }),
  remembered: fc.boolean(),
  busy: fc.option(fc.integer({ min: 0, max: 30 })),
})

test('O4 more people ahead never shorten the range, in any generated line', () => {
  fc.assert(
    fc.property(anyLine, ({ ahead, rooms, durations, remembered, busy }) => {
      const servers = Array.from({ length: rooms }, (): Server => (busy === null ? open : { ...open, busySince: at(-busy) }))
      const line = facts({ ahead: ahead + 1, servers, recent: served(...durations), history: remembered ? known : null })
      const [near, far] = [waitRange(line, ahead)!, waitRange(line, ahead + 1)!]
      expect(far.range.fromMinutes).toBeGreaterThanOrEqual(near.range.fromMinutes)
      expect(far.range.toMinutes).toBeGreaterThanOrEqual(near.range.toMinutes)
      expect(far.middleMinutes).toBeGreaterThanOrEqual(near.middleMinutes)
    }),
    { numRuns: 150, seed: 20261122 },
  )
})

test('O4 the same facts give the same range, and a range is never the wrong way round', () => {
  fc.assert(
    fc.property(anyLine, ({ ahead, rooms, durations, remembered }) => {
      const line = facts({ ahead, servers: Array(rooms).fill(open), recent: served(...durations), history: remembered ? known : null })
      const one = waitRange(line, ahead)!
      expect(waitRange(line, ahead)).toEqual(one)
      expect(one.range.fromMinutes).toBeGreaterThanOrEqual(0)
      expect(one.range.toMinutes).toBeGreaterThanOrEqual(one.range.fromMinutes + 2)
      expect(one.middleMinutes).toBeGreaterThanOrEqual(one.range.fromMinutes)
      expect(one.mostlyMinutes).toBeLessThanOrEqual(one.range.toMinutes)
    }),
    { numRuns: 100, seed: 20261122 },
  )
})

test('O4 promises that came true too late widen and move the next, within bounds, and few promises move little', () => {
  const kept = (count: number, factor: number) => Array.from({ length: count }, (_, i) => ({ from: 900, middle: 1500, to: 2400, real: 1500 * factor * (0.8 + (i % 5) / 10) }))
  expect(learn([])).toMatchObject({ pace: 1, spread: 1, samples: 0 })
  expect(learn(kept(5, 1.4)).pace).toBeLessThan(1.06)
  expect(learn(kept(400, 1.4)).pace).toBeGreaterThan(1.25)
  expect(learn(kept(4000, 9)).pace).toBe(1.5)
  expect(learn(kept(4000, 0.1)).pace).toBe(0.7)
  expect(learn(kept(400, 1)).spread).toBeLessThan(1)
})

test('O4 a correction moves and widens what is shown, and leaves what was played for the next lesson', () => {
  const line = facts({ ahead: 10 })
  const [plain, moved] = [waitRange(line, 10)!, waitRange({ ...line, correction: { pace: 1.3, spread: 1.5 } }, 10)!]
  expect(moved.middleMinutes / plain.middleMinutes).toBeCloseTo(1.3, 1)
  expect(moved.range.toMinutes - moved.range.fromMinutes).toBeGreaterThan(1.6 * (plain.range.toMinutes - plain.range.fromMinutes))
  expect(moved.played).toEqual(plain.played)
})

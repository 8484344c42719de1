import { expect, test } from 'vitest'
import { type Server, waitRange } from './wait-range.ts'

const now = new Date('2026-03-17T09:32:00+08:00')
const open: Server = { open: true, lateUntil: null, busySince: null }
const minutes = (...values: number[]) => values.map((value) => value * 60)

test('O4 three ahead who take eight minutes each: about twenty-four minutes, said as a range with clock times', () => {
  const range = waitRange({ now, ahead: 3, servers: [open], durations: minutes(8, 7, 9, 8, 8, 7, 9) })
  expect(range).toMatchObject({ sure: true })
  expect(range!.fromMinutes).toBeGreaterThanOrEqual(22)
  expect(range!.toMinutes).toBeLessThanOrEqual(28)
  expect(range!.toMinutes).toBeGreaterThan(range!.fromMinutes)
  expect(new Date(range!.fromAt).getTime()).toBe(now.getTime() + range!.fromMinutes * 60_000)
})

test('O4 below five samples the range says that it is a first guess', () => {
  expect(waitRange({ now, ahead: 2, servers: [open], durations: minutes(8, 9, 10, 7) })!.sure).toBe(false)
  expect(waitRange({ now, ahead: 2, servers: [open], durations: minutes(8, 9, 10, 7, 8) })!.sure).toBe(true)
})

test('O4 two rooms halve the wait, and a room with somebody long inside is soon free', () => {
  const durations = minutes(10, 10, 10, 10, 10)
  const one = waitRange({ now, ahead: 6, servers: [open], durations })!
  const two = waitRange({ now, ahead: 6, servers: [open, open], durations })!
  expect(two.fromMinutes).toBe(one.fromMinutes / 2)
  const busy = { ...open, busySince: new Date(now.getTime() - 9 * 60_000) }
  expect(waitRange({ now, ahead: 0, servers: [busy], durations })!.fromMinutes).toBe(1)
})

test('O4 a doctor who is late adds the lateness', () => {
  const late: Server = { open: true, lateUntil: new Date(now.getTime() + 48 * 60_000), busySince: null }
  expect(waitRange({ now, ahead: 0, servers: [late], durations: minutes(8, 8, 8, 8, 8) })!.fromMinutes).toBe(48)
})

test('O4 when nobody is at work no figure is invented', () => {
  expect(waitRange({ now, ahead: 3, servers: [], durations: minutes(8, 8, 8, 8, 8) })).toBeNull()
  expect(waitRange({ now, ahead: 3, servers: [{ ...open, open: false }], durations: [] })).toBeNull()
})

test('O4 the same facts give the same range', () => {
  const facts = { now, ahead: 5, servers: [open], durations: minutes(3, 12, 8, 15, 6, 9) }
  expect(waitRange(facts)).toEqual(waitRange(facts))
})

import { expect, test } from 'vitest'
import { openingAt } from './opening.ts'
import { type OpeningHours, rules } from './rules.ts'

const at = (time: string) => new Date(`${time}:00+08:00`)
const never: OpeningHours = { laboratory: [], examination: [], pharmacy: [], window: [], rehabilitation: [], treatment: [], exceptions: [] }
const workdays = [1, 2, 3, 4, 5]
/** 2026-03-16 is a Monday. */
const hours: OpeningHours = {
  ...never,
  laboratory: [{ days: workdays, from: '07:30', to: '11:30' }, { days: workdays, from: '13:30', to: '17:00' }, { days: [6], from: '07:30', to: '11:00' }],
  pharmacy: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
  exceptions: [{ day: '2026-03-18', stations: ['laboratory', 'pharmacy'], from: '00:00', to: '00:00' }, { day: '2026-03-22', stations: ['laboratory'], from: '08:00', to: '10:00' }],
}
const laboratory = (time: string) => openingAt(hours, 'laboratory', at(time))

test('who publishes no hours is always open', () => {
  expect(openingAt(never, 'laboratory', at('2026-03-17T03:00'))).toEqual({ isOpen: true, opensAt: null, closesAt: null })
})

test('open from the first minute to before the last; closed over noon, at night and on Sunday it says when it opens', () => {
  expect(laboratory('2026-03-17T07:30')).toEqual({ isOpen: true, opensAt: null, closesAt: at('2026-03-17T11:30') })
  expect(laboratory('2026-03-17T11:30')).toEqual({ isOpen: false, opensAt: at('2026-03-17T13:30'), closesAt: null })
  expect(laboratory('2026-03-16T23:00')).toMatchObject({ isOpen: false, opensAt: at('2026-03-17T07:30') })
  expect(laboratory('2026-03-14T12:00')).toMatchObject({ isOpen: false, opensAt: at('2026-03-16T07:30') })
})

test('a holiday and an extra Sunday go before the week; times that touch at midnight are one', () => {
  expect(laboratory('2026-03-17T20:00')).toMatchObject({ isOpen: false, opensAt: at('2026-03-19T07:30') })
  expect(laboratory('2026-03-22T09:00')).toMatchObject({ isOpen: true, closesAt: at('2026-03-22T10:00') })
  expect(openingAt(hours, 'pharmacy', at('2026-03-16T09:00'))).toEqual({ isOpen: true, opensAt: null, closesAt: at('2026-03-18T00:00') })
  expect(openingAt(hours, 'pharmacy', at('2026-03-19T09:00'))).toEqual({ isOpen: true, opensAt: null, closesAt: null })
})

test('closed for weeks it says nothing about when it opens', () => {
  const shut: OpeningHours = { ...never, laboratory: [{ days: [1], from: '08:00', to: '09:00' }], exceptions: ['16', '23', '30'].map((day) => ({ day: `2026-03-${day}`, stations: ['laboratory' as const], from: '00:00', to: '00:00' })) }
  expect(openingAt(shut, 'laboratory', at('2026-03-10T12:00'))).toEqual({ isOpen: false, opensAt: null, closesAt: null })
})

test('closed all day says why, and only on that day; open on such a day it has its own hours', () => {
  const dated: OpeningHours = { ...hours, exceptions: [
    { day: '2026-03-18', stations: ['laboratory'], closed: true, reason: '停电检修' }, { day: '2026-03-19', stations: ['laboratory'], from: '09:00', to: '10:00' },
  ] }
  const on = (time: string) => openingAt(dated, 'laboratory', at(time))
  expect(on('2026-03-18T08:00')).toEqual({ isOpen: false, opensAt: at('2026-03-19T09:00'), closesAt: null, reason: '停电检修' })
  expect(on('2026-03-17T20:00')).not.toHaveProperty('reason')
  expect(on('2026-03-19T09:30')).toMatchObject({ isOpen: true, closesAt: at('2026-03-19T10:00') })
})

test.each([
  [{ closed: true }, true], [{ from: '08:00', to: '10:00' }, true], [{ closed: true, from: '08:00', to: '10:00' }, false], [{}, false], [{ from: '10:00', to: '08:00' }, false], [{ from: '00:00', to: '00:00' }, true],
])('a day that is otherwise is closed or has times: %j', (times, sound) => {
  const rule = rules.find(({ code }) => code === 'counters.opening-hours')!
  expect(rule.schema.safeParse({ ...never, exceptions: [{ day: '2026-03-18', stations: ['laboratory'], ...times }] }).success).toBe(sound)
})

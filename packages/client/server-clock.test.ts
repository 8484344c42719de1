import { expect, test } from 'vitest'
import { readingOf, serverTime } from './server-clock.ts'

const now = '2026-03-17T02:03:00.000Z'

test('the server’s time goes on by the page’s steady counter, taken in the middle of asking and hearing', () => {
  const reading = readingOf({ now, rate: 1 }, 1_000, 1_400)
  expect(serverTime(reading, 1_200)).toBe(Date.parse(now))
  expect(serverTime(reading, 61_200)).toBe(Date.parse(now) + 60_000)
})

test('a demonstration that walks a day in minutes is followed at its own pace', () => {
  const reading = readingOf({ now, rate: 60 }, 0, 0)
  expect(serverTime(reading, 2_000)).toBe(Date.parse(now) + 120_000)
})

import { expect, test } from 'vitest'
import { oddsOf, type ToEstimate } from './odds.ts'

const now = new Date('2026-11-22T09:00:00+08:00')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const weekly = (count: number, weeks: number) => Array.from({ length: weeks }, (_, week) => Array.from({ length: count }, () => ({ freedAt: daysAgo(week * 7 + 1), half: 'morning' as const }))).flat()
const asked: ToEstimate = { freed: weekly(5, 8), halves: ['morning'], weeks: 8, fewestFreed: 5, accept: [0.11, 0.4], ahead: 0, equal: 0, now, until: new Date(now.getTime() + 14 * 86_400_000) }

test('from too little history nothing is said', () => {
  expect(oddsOf({ ...asked, freed: weekly(1, 4) })).toBeNull()
  expect(oddsOf({ ...asked, halves: ['afternoon'] })).toBeNull()
  expect(oddsOf({ ...asked, freed: weekly(5, 8).map((one) => ({ ...one, freedAt: daysAgo(80) })) })).toBeNull()
})

test('the first in line where five times a week are freed is nearly sure, and never told to be sure', () => {
  expect(oddsOf(asked)).toMatchObject({ lowPercent: 95, highPercent: 95, freedPerWeek: 5.6 })
})

test('the more wait before somebody, the lower the odds; the range shows what is not known', () => {
  const [near, far] = [oddsOf({ ...asked, ahead: 6 })!, oddsOf({ ...asked, ahead: 20 })!]
  expect(far.lowPercent).toBeLessThan(near.lowPercent)
  expect(far.lowPercent).toBeLessThan(far.highPercent)
  expect(oddsOf({ ...asked, until: now })).toMatchObject({ lowPercent: 0, highPercent: 0 })
})

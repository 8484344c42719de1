import { expect, test } from 'vitest'
import { unpublishedYears, workDays } from './calendar.ts'

const pattern = (day: string) => workDays(day, 1)[0]!.weekday

test('ordinary days are worked by their weekday', () => {
  expect([pattern('2026-11-23'), pattern('2026-11-28'), pattern('2026-11-29')]).toEqual([1, 6, 7])
})

test('a public holiday on a Thursday is worked as a holiday', () => {
  expect([pattern('2026-10-01'), pattern('2026-10-03')]).toEqual([8, 8])
})

test('make-up workdays work by the pattern of the days they make up for: Sunday as Tuesday, Saturday as Wednesday', () => {
  // National Day 2026: 6 October (Tuesday) and 7 October (Wednesday) are free; 20 September and 10 October make up for them.
  expect([pattern('2026-09-20'), pattern('2026-10-10')]).toEqual([2, 3])
})

test('a year whose holidays are not published is named', () => {
  expect(unpublishedYears(workDays('2026-12-30', 4))).toEqual(['2027'])
  expect(unpublishedYears(workDays('2099-12-30', 4))).toEqual(['2099', '2100'])
})

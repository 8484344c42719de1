import { expect, test } from 'vitest'
import { formatDate, formatDay, formatMinuteRange, formatMinutes, formatMoney, formatTime, formatTimeRange, localDay } from './format.ts'

const visit = '2026-03-19T01:15:00Z' // 9:15 in Shanghai
const now = '2026-03-17T01:32:00Z'

test('times are the hospital’s, whatever zone the phone is in', () => {
  expect(formatTime(visit)).toBe('9:15')
  expect(formatTimeRange(visit, '2026-03-19T01:30:00Z')).toBe('9:15–9:30')
  expect(formatTime('2026-03-18T16:05:00Z')).toBe('0:05')
  expect(localDay('2026-03-18T16:05:00Z')).toBe('2026-03-19')
})

test('a day is said as people say it, in both languages', () => {
  expect(formatDate(visit, 'zh-CN', now)).toBe('3 月 19 日 周四')
  expect(formatDate(visit, 'en', now)).toBe('Thu 19 Mar')
  expect(formatDay('2026-03-17', 'zh-CN', now)).toBe('今天')
  expect(formatDay('2026-03-18', 'en', now)).toBe('Tomorrow')
  expect(formatDay(visit, 'zh-CN', now)).toBe('后天')
  expect(formatDate('2027-01-04', 'zh-CN', now)).toBe('2027 年 1 月 4 日 周一')
})

test('waits are ranges and lengths in words', () => {
  expect(formatMinuteRange(18, 30, 'zh-CN')).toBe('18–30 分钟')
  expect(formatMinuteRange(9.7, 10.2, 'en')).toBe('10 min')
  expect(formatMinutes(80, 'zh-CN')).toBe('1 小时 20 分')
  expect(formatMinutes(120, 'en')).toBe('2 h')
})

test('money is exact to the cent and never a floating point sum', () => {
  expect(formatMoney(8440)).toBe('¥84.40')
  expect(formatMoney(5000, { whole: true })).toBe('¥50')
  expect(formatMoney(-1, { bare: true })).toBe('−0.01')
  expect(formatMoney(123_456_789)).toBe('¥1,234,567.89')
})

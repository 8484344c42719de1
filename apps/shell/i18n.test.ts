import { expect, test } from 'vitest'
import { withinSentence } from './i18n.ts'

test('today begins a line with a capital, and stands within a sentence without one', () => {
  expect(withinSentence('Today 23:45, Lin Zhixia')).toBe('Today 23:45, Lin Zhixia')
  expect(withinSentence('We still keep Today 23:45 for you.')).toBe('We still keep today 23:45 for you.')
  expect(withinSentence('to 0:00, Tomorrow')).toBe('to 0:00, Tomorrow')
  expect(withinSentence('Linxi Central Hospital Mon 30 Nov, apply before Tomorrow 21:45')).toBe('Linxi Central Hospital Mon 30 Nov, apply before tomorrow 21:45')
})

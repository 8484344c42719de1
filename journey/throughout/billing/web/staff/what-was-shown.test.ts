import { expect, test } from 'vitest'
import { whatWasShown } from './what-was-shown.ts'

test.each<[string, string | undefined]>([
  ['139 1234 5678', 'phone'], ['99010119800506002x', 'document'], ['123 456 789', 'health-code'], ['42', 'hospital-number'], ['AbC-_9kdkslaIEUWQpzxlw==', undefined],
  ['AbCd9kdkslaIEUWQpzxlw', 'health-code'], ['E12345678', 'document'], ['林小满', 'name'], ["O'Neil, Ann", undefined], ['', undefined],
])('"%s" is looked up by %s', (typed, by) => expect(whatWasShown(typed)?.by).toBe(by))

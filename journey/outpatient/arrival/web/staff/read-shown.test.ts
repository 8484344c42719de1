import { expect, test } from 'vitest'
import { readShown } from './read-shown.ts'

test.each([
  ['990101196004120017', 'document'],
  ['99010119600412001x', 'document'],
  ['13800000001', 'phone'],
  ['138 0000 0001', 'phone'],
  ['123 456 789', 'health-code'],
  ['q83vASNFZ4mrze8BI0VniavN7wEjRWeJ', 'health-code'],
  ['00012345', 'hospital-number'],
  ['E12345678', 'document'],
  ['李长庚', 'name'],
])('O4 the desk’s one field reads %s as %s', (shown, by) => expect(readShown(shown)?.by).toBe(by))

test('O4 nothing shown is nothing asked', () => expect(readShown('  ')).toBeNull())

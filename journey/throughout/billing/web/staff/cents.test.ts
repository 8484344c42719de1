import { expect, test } from 'vitest'
import { denominations as known } from '../../contract.ts'
import { centsOf, denominations, likelyNotes } from './cents.ts'

test.each<[string, number | undefined]>([['68', 6800], ['68.3', 6830], ['68.37', 6837], [' ¥1,068.05 ', 106_805], ['0', 0], ['68.375', undefined], ['-5', undefined], ['', undefined], ['abc', undefined]])(
  'what is typed as "%s" is %s cents', (typed, cents) => expect(centsOf(typed)).toBe(cents),
)

test.each<[number, number[]]>([[6837, [7000, 8000, 10_000]], [10_000, []], [500, [1000, 2000, 5000]], [9950, [10_000]]])(
  'for %i cents people hand over %j', (cents, notes) => expect(likelyNotes(cents)).toEqual(notes),
)

test('the drawer is counted in the notes and coins that the server knows', () => expect(denominations).toEqual(known))

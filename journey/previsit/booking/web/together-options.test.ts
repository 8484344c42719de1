import { expect, test } from 'vitest'
import type { Period } from '../contract.ts'
import { togetherOptions } from './together-options.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 0, minutes)).toISOString()
const period = (turn: number, left: number, start = turn * 15): Period => ({
  periodId: turn + 1, half: 'morning', startsAt: at(start), endsAt: at(start + 15), room: '', state: left > 0 ? 'free' : 'full',
  pools: [{ pool: 'public', name: '', nameEn: '', units: 3, left, opensAt: at(0), open: true }],
})
const said = (periods: Period[], count: number) => togetherOptions(periods, count).map((one) => `${one.kind} ${one.places.map((place) => place.periodId).join(' ')}`)

test('two come at the same time where two places are left, otherwise in turn without a gap', () => {
  expect(said([period(0, 1), period(1, 2), period(2, 0), period(3, 1)], 2)).toEqual(['in-turn 1 2', 'same-time 2 2'])
})

test('a gap between two times does not count as one after the other', () => {
  expect(said([period(0, 1), period(1, 1, 60)], 2)).toEqual([])
})

test('three in turn need three times in a row', () => {
  expect(said([period(0, 1), period(1, 1), period(2, 1)], 3)).toEqual(['in-turn 1 2 3'])
  expect(said([period(0, 1), period(1, 1)], 3)).toEqual([])
})

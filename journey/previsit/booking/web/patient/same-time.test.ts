import { expect, test } from 'vitest'
import type { Period } from '../../contract.ts'
import { oneOfEachTime } from './same-time.ts'

const at = (periodId: number, hour: string, left: number, more: Partial<Period> = {}): Period => ({
  periodId, half: 'morning', startsAt: `2026-11-24T0${hour}:00:00.000Z`, endsAt: `2026-11-24T0${hour}:15:00.000Z`, room: '', state: left > 0 ? 'free' : 'full',
  pools: [{ pool: 'public', name: '', nameEn: '', units: 3, left, opensAt: '2026-11-10T00:00:00.000Z', open: true }], ...more,
})
const shown = (periods: readonly Period[], chosen?: number) => oneOfEachTime(periods, chosen).map((one) => [one.periodId, one.state, one.pools.map((pool) => pool.left).at(0)])

test('two doctors at one clinic at one time are one time: the freer stands for both and says what is left together', () => {
  expect(shown([at(1, '0', 1), at(2, '0', 3), at(3, '1', 2)])).toEqual([[2, 'free', 4], [3, 'free', 2]])
})

test('what is full or suspended beside a free one hides nothing, and what is chosen stays chosen', () => {
  expect(shown([at(1, '0', 0), at(2, '0', 1)])).toEqual([[2, 'free', 1]])
  expect(shown([at(1, '0', 2, { state: 'suspended' }), at(2, '0', 1)])).toEqual([[2, 'free', 1]])
  expect(shown([at(1, '0', 1), at(2, '0', 3)], 1)).toEqual([[1, 'free', 4]])
  expect(shown([at(1, '0', 0), at(2, '0', 0)])).toEqual([[1, 'full', 0]])
})

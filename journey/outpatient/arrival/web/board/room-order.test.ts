import { expect, test } from 'vitest'
import type { BoardPoint } from '../../contract.ts'
import { arrangeRooms } from './room-order.ts'

const now = Date.parse('2026-03-17T10:03:00+08:00')
const room = (pointId: number, state: BoardPoint['state'], calledSecondsAgo?: number): BoardPoint => ({
  pointId, name: `${pointId} 诊室`, nameEn: '', staffedLabel: '', staffedLabelEn: '', staffedRole: '', state, current: null, callCount: 1, next: [], waitingCount: 0,
  range: null, lateUntil: null, lateReason: '', calledAt: calledSecondsAgo === undefined ? null : new Date(now - calledSecondsAgo * 1000).toISOString(),
})
const ids = (pages: BoardPoint[][]) => pages.map((page) => page.map((point) => point.pointId))

test('O4 the newest call stands first and is the only bright one', () => {
  const { calling, pages } = arrangeRooms([room(1, 'serving'), room(2, 'calling', 40), room(3, 'calling', 5), room(4, 'late')], now)
  expect(calling).toBe(3)
  expect(ids(pages)).toEqual([[3, 2, 1, 4]])
})

test('O4 a minute and a half after the last call nothing is bright any more', () => {
  expect(arrangeRooms([room(1, 'calling', 91)], now).calling).toBeNull()
})

test('O4 more than four rooms turn pages, each room on one page', () => {
  const { pages } = arrangeRooms([1, 2, 3, 4, 5, 6].map((id) => room(id, 'waiting')), now)
  expect(ids(pages)).toEqual([[1, 2, 3, 4], [5, 6]])
})

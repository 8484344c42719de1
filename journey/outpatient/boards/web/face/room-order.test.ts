import { expect, test } from 'vitest'
import type { ShownPoint } from '../../contract.ts'
import { arrangeRooms, brightRoom } from './room-order.ts'

const now = Date.parse('2026-03-17T10:03:00+08:00')
const room = (pointId: number, state: ShownPoint['state'], calledSecondsAgo?: number): ShownPoint => ({
  zoneId: 'd1', pointId, name: `${pointId} 诊室`, nameEn: '', staffedLabel: '', staffedLabelEn: '', staffedRole: '', state, current: null, callCount: 1, next: [], waitingCount: 0,
  range: null, lateUntil: null, lateReason: '', calledAt: calledSecondsAgo === undefined ? null : new Date(now - calledSecondsAgo * 1000).toISOString(),
})
const six = [1, 2, 3, 4, 5, 6].map((id) => room(id, 'waiting'))
const four = { calm: 4, calling: 3 }
const ids = (pages: readonly (readonly ShownPoint[])[]) => pages.map((page) => page.map((point) => point.pointId))

test('O4 the newest call is the only bright one, unless the hall hears another just now', () => {
  const rooms = [room(1, 'serving'), room(2, 'calling', 40), room(3, 'calling', 5)]
  expect(brightRoom(rooms, now, null)).toBe(3)
  expect(brightRoom(rooms, now, 2)).toBe(2)
  expect(brightRoom(rooms, now, 1)).toBe(3)
})

test('O4 a minute and a half after the last call nothing is bright any more', () => {
  expect(brightRoom([room(1, 'calling', 91)], now, 1)).toBeNull()
})

test('O4 more rooms than fit turn pages, each room on one page', () => {
  expect(ids(arrangeRooms(six, null, four, false).pages)).toEqual([[1, 2, 3, 4], [5, 6]])
})

test('O4 the bright call stays while the other rooms turn under it: none of them is hidden', () => {
  const { bright, pages } = arrangeRooms([...six, room(7, 'calling', 3)], 7, four, false)
  expect(bright?.pointId).toBe(7)
  expect(ids(pages)).toEqual([[1, 2, 3], [4, 5, 6]])
})

test('O4 rooms at work stand before late and closed ones, but an order given at the desk is kept', () => {
  const rooms = [room(1, 'closed'), room(2, 'late'), room(3, 'serving')]
  expect(ids(arrangeRooms(rooms, null, four, false).pages)).toEqual([[3, 2, 1]])
  expect(ids(arrangeRooms(rooms, null, four, true).pages)).toEqual([[1, 2, 3]])
})

import { expect, test } from 'vitest'
import type { EditorZone, LayoutContent } from '../../contract.ts'
import { LayoutContent as Content } from '../../contract.ts'
import { isSame, moveRoom, roomChoices, toggleRoom } from './draft.ts'

const zone = (zoneId: string, ...rooms: number[]): EditorZone => ({ zoneId, name: zoneId, nameEn: '', rooms: rooms.map((pointId) => ({ pointId, name: `${pointId} 诊室`, nameEn: '' })) })
const zones = [zone('east', 1, 2), zone('west', 3, 4)]
const content = (over: Partial<LayoutContent> = {}): LayoutContent => Content.parse({ name: '大厅', zones: ['east', 'west'], ...over })
const shown = (of: LayoutContent) => roomChoices(of, zones).map(({ pointId, isShown }) => (isShown ? pointId : -pointId))

test('a board that names no rooms shows all of its zones, in their order', () => {
  expect(shown(content())).toEqual([1, 2, 3, 4])
  expect(shown(content({ zones: ['west'] }))).toEqual([3, 4])
})

test('rooms are moved, taken off and put on again; the last one stays', () => {
  const all = roomChoices(content(), zones)
  expect(moveRoom(all, 3, 0)).toEqual([4, 1, 2, 3])
  expect(moveRoom(all, 0, 9)).toEqual([2, 3, 4, 1])
  expect(toggleRoom(all, 2)).toEqual([1, 3, 4])
  const fewer = content({ rooms: [4, 1] })
  expect(shown(fewer)).toEqual([4, 1, -2, -3])
  expect(toggleRoom(roomChoices(fewer, zones), 3)).toEqual([4, 1, 3])
  expect(toggleRoom(roomChoices(content({ rooms: [4] }), zones), 4)).toEqual([4])
})

test('a draft that says what is published is no change', () => {
  expect(isSame(content(), content())).toBe(true)
  expect(isSame(content(), content({ voice: false }))).toBe(false)
})

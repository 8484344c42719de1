import type { EditorZone, Layout, LayoutContent } from '../../contract.ts'

/** What an editor changes of a layout. */
export function contentOf(layout: Layout): LayoutContent {
  const { institutionId: _at, id: _id, version: _version, publishedBy: _by, publishedAt: _when, boardPath: _path, ...content } = layout
  return content
}

export const isSame = (a: LayoutContent, b: LayoutContent) =>
  (Object.keys(a) as (keyof LayoutContent)[]).every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]))

export interface RoomChoice {
  readonly pointId: number
  readonly name: string
  readonly nameEn: string
  readonly zone: EditorZone
  readonly isShown: boolean
}

/** The rooms of the chosen zones: those shown in their order, then the others. None named means all. */
export function roomChoices({ zones: chosen, rooms }: LayoutContent, zones: readonly EditorZone[]): RoomChoice[] {
  const all = chosen.flatMap((id) => zones.find((zone) => zone.zoneId === id) ?? []).flatMap((zone) => zone.rooms.map((room) => ({ ...room, zone })))
  if (rooms.length === 0) return all.map((room) => ({ ...room, isShown: true }))
  const shown = rooms.flatMap((id) => all.find((room) => room.pointId === id) ?? [])
  return [...shown.map((room) => ({ ...room, isShown: true })), ...all.filter((room) => !rooms.includes(room.pointId)).map((room) => ({ ...room, isShown: false }))]
}

/** Moves one room to another's place; the order is the desk's own from then on. */
export function moveRoom(choices: readonly RoomChoice[], from: number, to: number): number[] {
  const shown = choices.filter((room) => room.isShown).map((room) => room.pointId)
  const [moved] = shown.splice(from, 1)
  if (moved !== undefined) shown.splice(Math.max(0, Math.min(to, shown.length)), 0, moved)
  return shown
}

/** Takes a room off the board or puts it on, last. The last room stays: a board of none would show all. */
export function toggleRoom(choices: readonly RoomChoice[], pointId: number): number[] {
  const shown = choices.filter((room) => room.isShown).map((room) => room.pointId)
  if (!shown.includes(pointId)) return [...shown, pointId]
  return shown.length === 1 ? shown : shown.filter((id) => id !== pointId)
}

import { board } from '#engines/queue/index.ts'
import { newNumbers } from '#journey/outpatient/kiosk/index.ts'
import { institutionById } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { BoardView, Layout, ShownPoint } from '../contract.ts'
import { layoutAt } from './layout-at.ts'

/** What hangs on the wall, for everybody: numbers and masked names of one institution's rooms, in the order the layout gives. */
export async function boardView(tx: Tx, context: Context, institutionId: number, id: string): Promise<BoardView> {
  const { undoes: _undoes, ...layout } = await layoutAt(tx, institutionId, id)
  return viewOf(tx, context, layout)
}

/** The same for a layout that nobody has published yet. */
export async function viewOf(tx: Tx, context: Context, layout: Layout): Promise<BoardView> {
  const { institutionId } = layout
  const points: ShownPoint[] = []
  const emergencies: BoardView['emergencies'] = []
  for (const zoneId of layout.zones) {
    const shown = await board(tx, context, institutionId, zoneId)
    points.push(...shown.points.map((point) => ({ ...point, zoneId })))
    emergencies.push(...shown.emergencies)
  }
  const institution = await institutionById(tx, institutionId)
  return {
    layout, points: inOrderOf(layout.rooms, points), emergencies, newNumbers: await newNumbers(tx, context, institutionId, layout.zones), asOf: context.now.toISOString(),
    institutionName: institution?.name ?? '', institutionNameEn: institution?.nameEn ?? '',
  }
}

function inOrderOf(rooms: readonly number[], points: readonly ShownPoint[]): ShownPoint[] {
  if (rooms.length === 0) return [...points]
  return rooms.flatMap((id) => points.find((point) => point.pointId === id) ?? [])
}

import { servicePointsOfZone, zonesOf } from '#engines/queue/index.ts'
import { staffName } from '#journey/throughout/access/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Boards, EditorZone, LayoutHistory } from '../contract.ts'
import { layoutsNow, versionsOf, zoneLayout } from '../layout-row.ts'
import { staffAt } from '../policy.ts'
import { layoutAt } from './layout-at.ts'

/** Every board of my institution, edited or as it came, and what there is to put on one. */
export async function boardsHere(tx: Tx, context: Context): Promise<Boards> {
  const { institutionId } = staffAt(context)
  const published = await layoutsNow(tx, institutionId, null)
  const all = await zonesOf(tx, institutionId)
  const untouched = all.filter((zone) => !published.some((layout) => layout.id === zone.id)).map((zone) => zoneLayout(institutionId, zone))
  const zones: EditorZone[] = []
  for (const { id: zoneId, name, nameEn } of all) {
    const points = await servicePointsOfZone(tx, institutionId, zoneId)
    zones.push({ zoneId, name, nameEn, rooms: points.map((point) => ({ pointId: point.id, name: point.name, nameEn: point.nameEn })) })
  }
  return { layouts: [...published, ...untouched].map(({ undoes: _undoes, ...layout }) => layout), zones }
}

const VERSIONS_TOLD = 20

/** One layout with who published what before. */
export async function layoutHistory(tx: Tx, context: Context, id: string): Promise<LayoutHistory> {
  const { institutionId } = staffAt(context)
  const { undoes, ...layout } = await layoutAt(tx, institutionId, id)
  const stored = await versionsOf(tx, institutionId, id, VERSIONS_TOLD)
  const names = new Map<string, string>()
  for (const { publishedBy } of stored) if (!names.has(publishedBy)) names.set(publishedBy, (await staffName(tx, institutionId, publishedBy)) ?? '')
  return {
    layout: { ...layout, publishedBy: names.get(layout.publishedBy) ?? '' },
    versions: stored.map((one) => ({ version: one.version, undoes: one.undoes, publishedBy: names.get(one.publishedBy) ?? '', publishedAt: one.publishedAt! })),
    canUndo: (undoes ?? layout.version) > (undoes === null ? 1 : 2),
  }
}

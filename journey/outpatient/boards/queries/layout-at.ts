import { zonesOf } from '#engines/queue/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { BoardNotFound } from '../errors.ts'
import { layoutsNow, type StoredLayout, zoneLayout } from '../layout-row.ts'

/** What the board at this address shows: a published layout, or a zone as it is when nobody has changed its board. */
export async function layoutAt(tx: Tx, institutionId: number, id: string): Promise<StoredLayout> {
  const [published] = await layoutsNow(tx, institutionId, id)
  if (published) return published
  const zone = (await zonesOf(tx, institutionId)).find((one) => one.id === id)
  if (!zone) throw new BoardNotFound()
  return zoneLayout(institutionId, zone)
}

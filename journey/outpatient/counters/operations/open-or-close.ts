import { closeQueue, reopenQueue, setPointState } from '#engines/queue/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { serveAt, staffAt } from '../policy.ts'
import { queueOfStation, stationById } from '../station-row.ts'
import { serveAtPoint } from './at-counter.ts'

/** Opens, pauses or closes a window; people in line stay where they are. Throws NotYourStation for another profession's. */
export async function setWindowState(tx: Tx, context: Context, pointId: number, state: 'open' | 'paused' | 'closed'): Promise<void> {
  await serveAtPoint(tx, context, pointId)
  await setPointState(tx, context, { institutionId: staffAt(context).institutionId, pointId, state })
}

/** Stops giving numbers at a station for today, or begins again; who has a number keeps it. Throws NotYourStation for another profession's. */
export async function setTaking(tx: Tx, context: Context, stationId: number, asked: { readonly taking: true } | { readonly taking: false; readonly reason: string }): Promise<void> {
  const { institutionId } = staffAt(context)
  const station = await stationById(tx, institutionId, stationId)
  serveAt(context, station)
  const { id: queueId } = await queueOfStation(tx, context, station)
  if (asked.taking) await reopenQueue(tx, context, { institutionId, queueId })
  else await closeQueue(tx, context, { institutionId, queueId, reason: asked.reason })
}

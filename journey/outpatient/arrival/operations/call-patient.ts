import { callNext, findPointOfStaff, servicePointById, type ServicePoint } from '#engines/queue/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { VerbDone } from '../contract.ts'
import { staffAt } from '../policy.ts'
import { chooseRoom } from './choose-room.ts'
import { doneOf } from './line-verbs.ts'

/**
 * Calls the next patient to a room: the doctor's own when none is named, opening it if the doctor has not sat down yet.
 * Two who call at once call two patients; a room with somebody in it is refused (`queue.point-busy`).
 */
export async function callPatient(tx: Tx, context: Context, pointId?: number): Promise<VerbDone> {
  const { institutionId } = staffAt(context)
  const room = pointId === undefined ? await myOpenRoom(tx, context) : await servicePointById(tx, institutionId, pointId)
  const ticket = await callNext(tx, context, { institutionId, pointId: room.id })
  await audit(tx, context, {
    action: 'arrival.call', personId: ticket.holderId, subject: `visit/${ticket.visitId}`, institutionId, detail: { room: room.name },
  })
  return doneOf(ticket)
}

async function myOpenRoom(tx: Tx, context: Context): Promise<ServicePoint> {
  const { institutionId, staffId } = staffAt(context)
  const room = await findPointOfStaff(tx, institutionId, staffId)
  return room?.state === 'open' ? room : chooseRoom(tx, context, room ? { pointId: room.id, queueIds: room.serves } : {})
}

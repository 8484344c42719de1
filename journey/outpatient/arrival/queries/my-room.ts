import { findPointOfStaff, queuesOfZone, queueState, type QueueState, servicePointsOfZone } from '#engines/queue/index.ts'
import { departmentById, practitionerById } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { LinePatient, MyRoom } from '../contract.ts'
import { staffAt } from '../policy.ts'
import { zoneFor } from '../queue-of.ts'
import { withPatients } from './patients-in-line.ts'
import { roomNow } from './zone-now.ts'

/** The doctor's own room with everybody who waits for it, and the rooms and lines to choose from. */
export async function myRoom(tx: Tx, context: Context): Promise<MyRoom> {
  const { institutionId, staffId } = staffAt(context)
  const point = await findPointOfStaff(tx, institutionId, staffId)
  const zoneId = point?.zoneId ?? (await zoneOfStaff(tx, institutionId, staffId))
  const queues = zoneId ? await queuesOfZone(tx, institutionId, zoneId) : []
  const served = queues.filter((queue) => point?.serves.includes(queue.id))
  const states: QueueState[] = []
  const lines: { queueId: number; entries: LinePatient[] }[] = []
  for (const queue of served) {
    const state = await queueState(tx, context, institutionId, queue.id)
    states.push(state)
    lines.push({ queueId: queue.id, entries: await withPatients(tx, context, institutionId, state.entries) })
  }
  return {
    room: point ? roomNow(point, lines, states) : null,
    choices: zoneId ? await servicePointsOfZone(tx, institutionId, zoneId) : [],
    queues: queues.map((queue) => ({
      queueId: queue.id, name: queue.name, nameEn: queue.nameEn, subject: queue.subject, served: point?.serves.includes(queue.id) ?? false,
    })),
    entries: inOrder(lines.flatMap((line) => line.entries)),
    asOf: context.now.toISOString(),
  }
}

async function zoneOfStaff(tx: Tx, institutionId: number, staffId: number): Promise<string | undefined> {
  const doctor = await practitionerById(tx, institutionId, staffId)
  const department = doctor && (await departmentById(tx, institutionId, doctor.departmentId))
  return department && zoneFor(tx, institutionId, department)
}

/** Several lines read as one: who is in the room, then who waits by their moment, then the others. */
function inOrder(entries: readonly LinePatient[]): LinePatient[] {
  const rank = { serving: 0, called: 1, waiting: 2, parked: 3, passed: 4, done: 5, left: 6 }
  return entries.toSorted((a, b) => rank[a.ticket.status] - rank[b.ticket.status] || a.ticket.orderAt.localeCompare(b.ticket.orderAt))
}

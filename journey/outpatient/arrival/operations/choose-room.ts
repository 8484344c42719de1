import { makeServicePoint, openQueue, queuesOfZone, servicePointById, takeServicePoint, type ServicePoint } from '#engines/queue/index.ts'
import { departmentById, practitionerById } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { staffAt } from '../policy.ts'
import type { ChooseRoom } from '../contract.ts'
import { NoRoom } from '../errors.ts'
import { zoneFor } from '../queue-of.ts'

/**
 * The doctor sits down in a room: it opens, boards show the name, and calls go there.
 * Without a choice it is the room the directory names, and the queue is the doctor's own, with the general clinics of
 * the department where the doctor has none.
 */
export async function chooseRoom(tx: Tx, context: Context, choice: ChooseRoom): Promise<ServicePoint> {
  const { institutionId, staffId } = staffAt(context)
  const doctor = await practitionerById(tx, institutionId, staffId)
  if (!doctor) throw new NoRoom()
  const department = await departmentById(tx, institutionId, doctor.departmentId)
  if (!department) throw new NoRoom()
  const zoneId = await zoneFor(tx, institutionId, department)
  const own = await openQueue(tx, context, {
    institutionId, zoneId, kind: 'consulting', subject: `practitioner:${staffId}`, name: doctor.name, nameEn: doctor.nameEn,
  })
  const point = await pointChosen(tx, context, choice, { institutionId, zoneId: own.zoneId, room: doctor.room || department.name, queueId: own.id })
  const known = new Set((await queuesOfZone(tx, institutionId, point.zoneId)).map((queue) => queue.id))
  const serves = choice.queueIds?.filter((id) => known.has(id)) ?? [own.id]
  return takeServicePoint(tx, context, {
    institutionId, pointId: point.id, staffId, serves: serves.length > 0 ? serves : [own.id], label: doctor.name, labelEn: doctor.nameEn, role: doctor.title,
  })
}

function pointChosen(
  tx: Tx,
  context: Context,
  choice: ChooseRoom,
  usual: { readonly institutionId: number; readonly zoneId: string; readonly room: string; readonly queueId: number },
): Promise<ServicePoint> {
  if (choice.pointId !== undefined) return servicePointById(tx, usual.institutionId, choice.pointId)
  const name = choice.name ?? usual.room
  return makeServicePoint(tx, context, {
    institutionId: usual.institutionId, zoneId: usual.zoneId, name, nameEn: name, serves: [usual.queueId],
  })
}

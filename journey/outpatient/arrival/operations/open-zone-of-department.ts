import { appointmentsOfDay } from '#journey/previsit/booking/index.ts'
import { departmentById } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { AppointmentNotFound } from '../errors.ts'
import { staffAt } from '../policy.ts'
import { makeRoomsOf, queueFor, subjectOf, zoneFor } from '../queue-of.ts'

/** Gets a department's zone ready before the first patient comes: queues and rooms of everybody with appointments today. */
export async function openZoneOfDepartment(tx: Tx, context: Context, departmentId: number): Promise<string> {
  const { institutionId } = staffAt(context)
  const department = await departmentById(tx, institutionId, departmentId)
  if (!department) throw new AppointmentNotFound()
  const zoneId = await zoneFor(tx, institutionId, department)
  await makeRoomsOf(tx, context, { institutionId, zoneId, departmentId })
  const booked = await appointmentsOfDay(tx, context, { institutionId, day: localDay(context.now), departmentId })
  const subjects = new Map(booked.map((appointment) => [subjectOf(appointment), appointment]))
  for (const { serviceId, practitionerId, room } of subjects.values()) {
    await queueFor(tx, context, { institutionId, departmentId, serviceId, practitionerId, room })
  }
  return zoneId
}

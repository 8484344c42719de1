import { sql } from 'kysely'
import { makeServicePoint, openQueue, openZone, queueOfSubject, type OpenedQueue } from '#engines/queue/index.ts'
import { departmentById, practitionerById, serviceById } from '#journey/throughout/directory/index.ts'
import type { Department } from '#journey/throughout/directory/contract.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { AppointmentNotFound } from './errors.ts'

/** What a patient waits for: one doctor, or whoever is on duty for a service. */
export interface WaitedFor {
  readonly institutionId: number
  readonly departmentId: number
  readonly practitionerId: number | null
  readonly serviceId: number
  /** As the appointment says; '' when it does not. */
  readonly room: string
}

export const subjectOf = ({ practitionerId, serviceId }: Pick<WaitedFor, 'practitionerId' | 'serviceId'>) =>
  practitionerId === null ? `service:${serviceId}` : `practitioner:${practitionerId}`

/**
 * The queue these patients stand in; the first who comes finds it made, with its zone and rooms, from the directory.
 * Of several who come first at once, all get the same.
 */
export async function queueFor(tx: Tx, context: Context, of: WaitedFor): Promise<OpenedQueue> {
  const existing = await queueOfSubject(tx, of.institutionId, subjectOf(of))
  if (existing) return existing
  const department = await departmentById(tx, of.institutionId, of.departmentId)
  const named = of.practitionerId === null
    ? await serviceById(tx, of.institutionId, of.serviceId, context.now)
    : await practitionerById(tx, of.institutionId, of.practitionerId)
  if (!department || !named) throw new AppointmentNotFound()
  const rooms = await roomsFor(tx, of, department)
  const zoneId = await zoneFor(tx, of.institutionId, department)
  const queue = await openQueue(tx, context, {
    institutionId: of.institutionId, zoneId, kind: 'consulting', subject: subjectOf(of), name: named.name, nameEn: named.nameEn,
  })
  for (const room of rooms) {
    await makeServicePoint(tx, context, { institutionId: of.institutionId, zoneId: queue.zoneId, ...room, serves: [queue.id] })
  }
  return queue
}

/** One board shows everybody who waits in one part of a building; departments side by side share it. */
export async function zoneFor(tx: Tx, institutionId: number, department: Department): Promise<string> {
  const { building, floor, zone } = department
  const place = [building, floor, zone].filter(Boolean).join(' ')
  return openZone(tx, {
    institutionId,
    id: `d${department.id}`,
    name: zone || floor ? place : department.name,
    nameEn: department.placeEn || (zone || floor ? place : department.nameEn),
  })
}

/** Every room of the department gets its place on the nurse page, before anybody waits for it. */
export async function makeRoomsOf(tx: Tx, context: Context, of: { readonly institutionId: number; readonly zoneId: string; readonly departmentId: number }): Promise<void> {
  for (const room of await roomNames(tx, of.institutionId, of.departmentId)) {
    await makeServicePoint(tx, context, { institutionId: of.institutionId, zoneId: of.zoneId, ...room, serves: [] })
  }
}

interface RoomName {
  readonly name: string
  /** As the door says it where nobody gave another. */
  readonly nameEn: string
}

async function roomNames(tx: Tx, institutionId: number, departmentId: number): Promise<RoomName[]> {
  const { rows } = await sql<RoomName>`
    select name, coalesce(nullif(name_en, ''), name) as "nameEn" from directory.room
    where institution_id = ${institutionId} and department_id = ${departmentId} order by id limit 12`.execute(tx)
  return rows
}

const NUMBERED = /^\s*([A-Z]?\d+)\s*号?诊室$/

/** What a room is called in English: as it was given, or the number on its door; a door with a name of its own keeps it. */
export async function roomInEnglish(tx: Tx, institutionId: number, departmentId: number, room: string): Promise<string> {
  const given = (await roomNames(tx, institutionId, departmentId)).find(({ name }) => name === room)?.nameEn
  return given !== undefined && given !== room ? given : room.replace(NUMBERED, 'Room $1')
}

async function roomsFor(tx: Tx, of: WaitedFor, department: Department): Promise<RoomName[]> {
  const known = await roomNames(tx, of.institutionId, of.departmentId)
  const named = (room: string) => [known.find(({ name }) => name === room) ?? { name: room, nameEn: room }]
  if (of.room) return named(of.room)
  if (of.practitionerId !== null) {
    const doctor = await practitionerById(tx, of.institutionId, of.practitionerId)
    if (doctor?.room) return named(doctor.room)
  }
  return known.length > 0 ? known : [{ name: department.name, nameEn: department.nameEn || department.name }]
}

import { closingOf, queuesOfZone, queueState, servicePointsOfZone, type QueueState, type ServicePoint, zoneById, zonesOf } from '#engines/queue/index.ts'
import { appointmentsOfDay } from '#journey/previsit/booking/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { LinePatient, PatientInLine, QueueNow, RoomNow, ZoneListed, ZoneNow } from '../contract.ts'
import { staffAt } from '../policy.ts'
import { subjectOf } from '../queue-of.ts'
import { withPatients } from './patients-in-line.ts'

export const boardPath = (institutionId: number, zoneId: string) => `/board/${institutionId}/${zoneId}`

/** The waiting zones of the nurse's institution, each with the address of its board. */
export async function zonesHere(tx: Tx, context: Context): Promise<ZoneListed[]> {
  const { institutionId } = staffAt(context)
  const zones = await zonesOf(tx, institutionId)
  return zones.map(({ id, name, nameEn }) => ({ zoneId: id, name, nameEn, boardPath: boardPath(institutionId, id) }))
}

/** A zone as its nurses see it: rooms, lines with people and reasons, and who is booked and not here yet. */
export async function zoneNow(tx: Tx, context: Context, zoneId: string): Promise<ZoneNow> {
  const { institutionId } = staffAt(context)
  const zone = await zoneById(tx, institutionId, zoneId)
  const queues: QueueNow[] = []
  const states: QueueState[] = []
  for (const queue of await queuesOfZone(tx, institutionId, zoneId)) {
    const state = await queueState(tx, context, institutionId, queue.id)
    states.push(state)
    const { id: queueId, subject, prefix, name, nameEn } = queue
    const closing = await closingOf(tx, context, institutionId, queueId)
    queues.push({
      queueId, subject, prefix, name, nameEn, closedUntil: closing.until, closedReason: closing.reason,
      entries: await withPatients(tx, context, institutionId, state.entries),
    })
  }
  const points = await servicePointsOfZone(tx, institutionId, zoneId)
  return {
    institutionId,
    zoneId,
    name: zone.name,
    nameEn: zone.nameEn,
    boardPath: boardPath(institutionId, zoneId),
    rooms: points.map((point) => roomNow(point, queues, states)),
    queues,
    expected: await expectedIn(tx, context, institutionId, new Set(queues.map((queue) => queue.subject))),
    asOf: context.now.toISOString(),
  }
}

export function roomNow(point: ServicePoint, queues: readonly { readonly queueId: number; readonly entries: readonly LinePatient[] }[], states: readonly QueueState[]): RoomNow {
  const served = queues.filter((queue) => point.serves.includes(queue.queueId))
  const entries = queues.flatMap((queue) => queue.entries)
  return {
    ...point,
    waitingCount: served.flatMap((queue) => queue.entries).filter((entry) => entry.ticket.status === 'waiting').length,
    usualSeconds: states.find((state) => point.serves.includes(state.queueId) && state.usualSeconds !== null)?.usualSeconds ?? null,
    current: entries.find(({ ticket }) => ticket.servicePointId === point.id && (ticket.status === 'called' || ticket.status === 'serving')) ?? null,
  }
}

const SOON_MS = 2 * 3_600_000

/** Booked for the next two hours or before with somebody of this zone, not here yet. */
async function expectedIn(tx: Tx, context: Context, institutionId: number, subjects: ReadonlySet<string>): Promise<PatientInLine[]> {
  const today = await appointmentsOfDay(tx, context, { institutionId, day: localDay(context.now) })
  const soon = context.now.getTime() + SOON_MS
  const expected = today.filter((appointment) => appointment.status === 'booked' && subjects.has(subjectOf(appointment)) && Date.parse(appointment.startsAt) <= soon)
  const persons = await personSummaries(tx, context, expected.map((appointment) => appointment.personId))
  return expected.flatMap((appointment) => {
    const person = persons.get(appointment.personId)
    if (!person) return []
    return [{
      personId: appointment.personId, visitId: appointment.id, name: person.name, sex: person.sex, age: person.age,
      practitionerId: appointment.practitionerId, departmentId: appointment.departmentId, startsAt: appointment.startsAt,
      endsAt: appointment.endsAt, checkedInAt: null, visitStatus: null,
    }]
  })
}

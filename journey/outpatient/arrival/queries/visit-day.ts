import { lateMeans, placeInLine } from '#engines/queue/index.ts'
import { appointmentById } from '#journey/previsit/booking/index.ts'
import type { Appointment } from '#journey/previsit/booking/contract.ts'
import { departmentById, institutionById, practitionerById, serviceById } from '#journey/throughout/directory/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Context, mayActFor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { VisitDay } from '../contract.ts'
import { AppointmentNotFound } from '../errors.ts'
import { checkInWindow, locationRule, windowOf } from '../rules.ts'
import { type ArrivedVisit, findVisit } from '../visit-row.ts'

/** One visit on its day, as the patient's phone shows it: where to go, whether checked in, how many before, how long. */
export async function visitDay(tx: Tx, context: Context, institutionId: number, visitId: string): Promise<VisitDay> {
  const appointment = await appointmentById(tx, context, institutionId, visitId)
  if (!appointment || !mayActFor(context.actor, appointment.personId)) throw new AppointmentNotFound()
  const visit = await findVisit(tx, institutionId, visitId)
  const person = await personSummary(tx, context, appointment.personId)
  await audit(tx, context, { action: 'arrival.read-visit', personId: appointment.personId, subject: `visit/${visitId}`, institutionId })
  return {
    institutionId,
    visitId,
    personId: appointment.personId,
    personName: person.name,
    ...(await whereTo(tx, context, appointment)),
    startsAt: appointment.startsAt,
    endsAt: appointment.endsAt,
    appointmentStatus: appointment.status,
    checkIn: {
      ...(await checkInState(tx, context, appointment, visit)),
      doneAt: visit?.checkedInAt.toISOString() ?? null,
      withinMetres: (await locationRule(tx, institutionId, context.now)).metres,
    },
    visitStatus: visit?.status ?? null,
    startedAt: visit?.startedAt?.toISOString() ?? null,
    finishedAt: visit?.finishedAt?.toISOString() ?? null,
    place: visit ? await placeInLine(tx, context, visit) : null,
    late: await lateRule(tx, context, appointment),
    asOf: context.now.toISOString(),
  }
}

async function lateRule(tx: Tx, { now }: Context, { institutionId, startsAt, endsAt }: Appointment): Promise<VisitDay['late']> {
  const late = await lateMeans(tx, { institutionId, from: new Date(startsAt), to: new Date(endsAt), now })
  return { onTimeUntil: late.onTimeUntil.toISOString(), thenBehind: late.thenBehind.toISOString(), missedBehind: late.missedBehind.toISOString() }
}

/** The words for hospital, department, doctor and room. */
export async function whereTo(tx: Tx, context: Context, appointment: Appointment) {
  const { institutionId, departmentId, practitionerId, serviceId } = appointment
  const institution = await institutionById(tx, institutionId)
  const department = await departmentById(tx, institutionId, departmentId)
  const doctor = practitionerId === null ? undefined : await practitionerById(tx, institutionId, practitionerId)
  const service = await serviceById(tx, institutionId, serviceId, context.now)
  return {
    institution: { name: institution?.name ?? '', nameEn: institution?.nameEn ?? '', address: institution?.address ?? '' },
    department: { name: department?.name ?? '', nameEn: department?.nameEn ?? '' },
    practitioner: doctor ? { name: doctor.name, nameEn: doctor.nameEn, title: doctor.title } : null,
    service: { name: service?.name ?? '', nameEn: service?.nameEn ?? '' },
    building: department?.building ?? '',
    floor: department?.floor ?? '',
    zone: department?.zone ?? '',
    placeEn: department?.placeEn ?? '',
    room: appointment.room || (doctor?.room ?? ''),
  }
}

type CheckInState = Pick<VisitDay['checkIn'], 'state' | 'opensAt' | 'closesAt'>

/** Whether this appointment can be checked in for now, and if not, why and when. */
export async function checkInState(tx: Tx, context: Context, appointment: Appointment, visit: ArrivedVisit | undefined): Promise<CheckInState> {
  const { opensAt, closesAt } = windowOf(await checkInWindow(tx, appointment.institutionId, context.now), appointment.startsAt, appointment.endsAt)
  const state = (): CheckInState['state'] => {
    if (visit) return 'done'
    if (appointment.status !== 'booked') return 'closed'
    if (localDay(new Date(appointment.startsAt)) !== localDay(context.now)) return 'not-today'
    if (context.now < opensAt) return 'too-early'
    return context.now > closesAt ? 'too-late' : 'open'
  }
  return { state: state(), opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString() }
}

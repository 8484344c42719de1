import { joinQueue, placeInLine } from '#engines/queue/index.ts'
import { appointmentById, markArrived } from '#journey/previsit/booking/index.ts'
import type { Appointment } from '#journey/previsit/booking/contract.ts'
import { currentEntry, personSummary, registerAt } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Context, mayActFor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { CheckedIn, Proof } from '../contract.ts'
import { AppointmentNotFound, AppointmentNotValid, NotToday, NotYourPerson, TooEarly, TooLate } from '../errors.ts'
import { patientCheckedIn } from '../events.ts'
import { judgeProof } from '../proof.ts'
import { queueFor } from '../queue-of.ts'
import { checkInWindow, priorityRule, windowOf } from '../rules.ts'
import { type ArrivedVisit, findVisit, insertVisit } from '../visit-row.ts'

export interface CheckInInput {
  readonly institutionId: number
  readonly appointmentId: string
  readonly proof: Proof
  /** Given a time only now, at the desk. */
  readonly class?: 'walk-in'
}

/**
 * "I am here": the visit begins, and the patient gets a number and a place in line.
 *
 * Each appointment once, whichever way and however often it is tried: the visit's key is the appointment's id, and who
 * comes second gets the same ticket ({@link CheckedIn.already}). Refused with the reason: another hospital
 * ({@link WrongPlace}), not near ({@link TooFar}), not yet or no longer ({@link TooEarly}, {@link TooLate}; the nurse
 * desk may all day), another day, no longer valid. Nothing is left behind by a refusal.
 */
export async function checkIn(tx: Tx, context: Context, input: CheckInInput): Promise<CheckedIn> {
  const { institutionId, appointmentId, proof } = input
  const appointment = await appointmentById(tx, context, institutionId, appointmentId)
  if (!appointment) throw new AppointmentNotFound()
  if (!mayActFor(context.actor, appointment.personId)) throw new NotYourPerson()
  const before = await findVisit(tx, institutionId, appointmentId)
  if (before) return answer(tx, context, before, 'already')
  await refuseWhenNotDue(tx, context, appointment, proof)
  await judgeProof(tx, context, appointment.institutionId, proof)

  await registerAt(tx, context, institutionId, appointment.personId)
  const visit = await standInLine(tx, context, appointment, input)
  if (!(await insertVisit(tx, visit, localDay(context.now)))) {
    return answer(tx, context, (await findVisit(tx, institutionId, appointmentId))!, 'already')
  }
  await markArrived(tx, context, { institutionId, id: appointmentId })
  await announce(tx, context, patientCheckedIn(visit))
  await audit(tx, context, {
    action: 'arrival.check-in', personId: visit.personId, subject: `visit/${appointmentId}`, institutionId, detail: { by: proof.by },
  })
  return answer(tx, context, visit, 'new')
}

async function refuseWhenNotDue(tx: Tx, context: Context, appointment: Appointment, proof: Proof): Promise<void> {
  if (appointment.status !== 'booked' && appointment.status !== 'arrived') throw new AppointmentNotValid({ status: appointment.status })
  const { startsAt, endsAt } = appointment
  if (localDay(new Date(startsAt)) !== localDay(context.now)) throw new NotToday({ startsAt })
  if (proof.by === 'desk') return
  const { opensAt, closesAt } = windowOf(await checkInWindow(tx, appointment.institutionId, context.now), startsAt, endsAt)
  if (context.now < opensAt) throw new TooEarly({ opensAt: opensAt.toISOString(), from: clockTime(opensAt) })
  if (context.now > closesAt) throw new TooLate({ closesAt: closesAt.toISOString() })
}

const clockTime = (at: Date) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: 'numeric', minute: '2-digit', hour12: false }).format(at)

async function standInLine(tx: Tx, context: Context, appointment: Appointment, { proof, class: kind }: CheckInInput): Promise<ArrivedVisit> {
  const { institutionId, departmentId, practitionerId, serviceId } = appointment
  const personId = await currentEntry(tx, appointment.personId)
  const person = await personSummary(tx, context, personId)
  const queue = await queueFor(tx, context, { institutionId, departmentId, practitionerId, serviceId, room: appointment.room })
  const due = { from: new Date(appointment.startsAt), to: new Date(appointment.endsAt) }
  const { elderFromAge } = await priorityRule(tx, institutionId, context.now)
  const ticket = await joinQueue(tx, context, {
    institutionId,
    queueId: queue.id,
    holderId: personId,
    visitId: appointment.id,
    displayName: person.nameMasked,
    class: kind ?? (appointment.pool === 'on-site' ? 'walk-in' : 'booked'),
    priorityGroup: person.age >= elderFromAge ? 'elder-80' : '',
    due,
  })
  return {
    institutionId, visitId: appointment.id, personId, departmentId, practitionerId, serviceId, dueFrom: due.from, dueTo: due.to,
    checkedInAt: context.now, checkedInBy: proof.by, queueId: queue.id, ticketId: ticket.id, status: 'waiting', startedAt: null,
    finishedAt: null, room: appointment.room,
  }
}

async function answer(tx: Tx, context: Context, visit: ArrivedVisit, outcome: 'new' | 'already'): Promise<CheckedIn> {
  const place = await placeInLine(tx, context, visit)
  return {
    institutionId: visit.institutionId,
    visitId: visit.visitId,
    ticketId: visit.ticketId,
    label: place.label,
    already: outcome === 'already',
    checkedInAt: visit.checkedInAt.toISOString(),
    place,
  }
}

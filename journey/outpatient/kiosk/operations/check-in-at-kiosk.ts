import { checkIn, findVisit, whereTo } from '#journey/outpatient/arrival/index.ts'
import { placeInLine } from '#engines/queue/index.ts'
import { appointmentById } from '#journey/previsit/booking/index.ts'
import type { Appointment } from '#journey/previsit/booking/contract.ts'
import { entriesOf, personSummary } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { KioskTicket } from '../contract.ts'
import { NothingToPrint } from '../errors.ts'
import type { MachineContext } from '../machine-context.ts'
import { wayFromHere } from '../queries/way-from-here.ts'

interface Wanted {
  readonly institutionId: number
  readonly personId: string
  readonly visitId: string
  /** Given a time only now, here. */
  readonly class?: 'walk-in'
}

/**
 * Checks in who has just identified themselves at the machine, for an appointment of their own, and gives the ticket to print.
 * Once, however often it is pressed; what arrival refuses is refused in its words.
 */
export async function checkInAtKiosk(tx: Tx, context: MachineContext, { institutionId, personId, visitId, class: kind }: Wanted): Promise<KioskTicket> {
  const appointment = await ownAppointment(tx, context, institutionId, personId, visitId)
  const done = await checkIn(tx, context, { institutionId, appointmentId: visitId, proof: { by: 'kiosk' }, ...(kind ? { class: kind } : {}) })
  return ticketOf(tx, context, appointment, done.already)
}

/** The ticket of a visit that was checked in, as it is printed: the number, where to, and how one walks there from this machine. Throws {@link NothingToPrint} before that. */
export async function ticketOf(tx: Tx, context: MachineContext, appointment: Appointment, already: boolean): Promise<KioskTicket> {
  const { institutionId } = appointment
  const visit = await findVisit(tx, institutionId, appointment.id)
  if (!visit) throw new NothingToPrint()
  const place = await placeInLine(tx, context, visit)
  const { institution, practitioner, service: _service, ...where } = await whereTo(tx, context, appointment)
  const room = place.pointName ?? where.room
  return {
    ...where,
    visitId: appointment.id,
    label: place.label,
    already,
    nameMasked: (await personSummary(tx, context, appointment.personId)).nameMasked,
    institutionName: institution.name,
    practitioner: practitioner && { name: practitioner.name, nameEn: practitioner.nameEn },
    room,
    startsAt: appointment.startsAt,
    endsAt: appointment.endsAt,
    checkedInAt: visit.checkedInAt.toISOString(),
    ahead: place.ahead,
    fromMinutes: place.range?.fromMinutes ?? null,
    toMinutes: place.range?.toMinutes ?? null,
    sure: place.range?.sure ?? false,
    way: await wayFromHere(tx, context, { building: where.building, floor: where.floor, room, departmentId: appointment.departmentId }),
  }
}

/** An appointment of whoever stands here; anybody else's does not exist. */
export async function ownAppointment(tx: Tx, context: Context, institutionId: number, personId: string, visitId: string): Promise<Appointment> {
  const appointment = await appointmentById(tx, context, institutionId, visitId)
  const mine: readonly string[] = await entriesOf(tx, personId)
  if (!appointment || !mine.includes(appointment.personId)) throw new NothingToPrint()
  return appointment
}

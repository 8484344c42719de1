import { appointmentById } from '#journey/previsit/booking/index.ts'
import { entriesOf, personSummary } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { KioskTicket } from '../contract.ts'
import { AppointmentNotFound } from '../errors.ts'
import { personOfSession } from '#journey/throughout/access/index.ts'
import { staffAt } from '../policy.ts'
import { whereTo } from '../queries/visit-day.ts'
import { checkIn } from './check-in.ts'

/** Checks in who has just identified themselves at the machine, for an appointment of their own, and gives the ticket to print. */
export async function kioskCheckIn(tx: Tx, context: Context, { session, visitId }: { session: string; visitId: string }): Promise<KioskTicket> {
  const { institutionId } = staffAt(context)
  const personId = personOfSession(session, institutionId, context.now)
  const appointment = await appointmentById(tx, context, institutionId, visitId)
  const mine: readonly string[] = await entriesOf(tx, personId)
  if (!appointment || !mine.includes(appointment.personId)) throw new AppointmentNotFound()
  const done = await checkIn(tx, context, { institutionId, appointmentId: visitId, proof: { by: 'kiosk' } })
  const { institution, practitioner, service: _service, ...where } = await whereTo(tx, context, appointment)
  return {
    ...where,
    visitId,
    label: done.label,
    already: done.already,
    nameMasked: (await personSummary(tx, context, personId)).nameMasked,
    institutionName: institution.name,
    practitioner: practitioner && { name: practitioner.name, nameEn: practitioner.nameEn },
    room: done.place.pointName ?? where.room,
    startsAt: appointment.startsAt,
    endsAt: appointment.endsAt,
    checkedInAt: done.checkedInAt,
    ahead: done.place.ahead,
    fromMinutes: done.place.range?.fromMinutes ?? null,
    toMinutes: done.place.range?.toMinutes ?? null,
    sure: done.place.range?.sure ?? false,
  }
}

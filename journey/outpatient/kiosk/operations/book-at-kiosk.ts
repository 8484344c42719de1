import { checkInState, whereTo } from '#journey/outpatient/arrival/index.ts'
import { bookAppointment } from '#journey/previsit/booking/index.ts'
import { registerAt } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { BookAtKiosk, BookedAtKiosk } from '../contract.ts'
import type { MachineContext } from '../machine-context.ts'
import { checkInAtKiosk } from './check-in-at-kiosk.ts'

/**
 * Registers or books whoever stands at the machine: the same engine, limits and refusals as everywhere, by the channel
 * kiosk. A time whose check-in is open already puts them in line at once, with a number; both or neither.
 */
export async function bookAtKiosk(tx: Tx, context: MachineContext, personId: string, { periodId, pool }: BookAtKiosk): Promise<BookedAtKiosk> {
  const { institutionId } = context
  await registerAt(tx, context, institutionId, personId)
  const appointment = await bookAppointment(tx, context, { institutionId, personId, periodId, pool, note: '' })
  await audit(tx, context, { action: 'kiosk.book', personId, subject: `appointment/${appointment.id}`, institutionId, detail: { machine: context.machine, pool } })
  const { state, opensAt } = await checkInState(tx, context, appointment, undefined)
  const ticket = state === 'open' ? await checkInAtKiosk(tx, context, { institutionId, personId, visitId: appointment.id, class: 'walk-in' }) : null
  const { department, practitioner, room } = await whereTo(tx, context, appointment)
  return {
    visitId: appointment.id, day: appointment.day, startsAt: appointment.startsAt, endsAt: appointment.endsAt, department,
    practitioner: practitioner && { name: practitioner.name, nameEn: practitioner.nameEn }, room: ticket?.room ?? room, feeCents: appointment.feeCents, opensAt, ticket,
  }
}

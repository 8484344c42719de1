import { appointmentsOfPerson } from '#journey/previsit/booking/index.ts'
import { entriesOf, findPersons } from '#journey/throughout/people/index.ts'
import type { FindPerson } from '#journey/throughout/people/contract.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DeskFound } from '../contract.ts'
import { staffAt } from '../policy.ts'
import { findVisit, labelOf } from '../visit-row.ts'
import { checkInState, whereTo } from './visit-day.ts'

/** The nurse looks for the person before them, by what they show or say, and sees what they are booked for here today. */
export async function deskFind(tx: Tx, context: Context, find: FindPerson): Promise<DeskFound> {
  const { institutionId } = staffAt(context)
  const persons: DeskFound['persons'] = []
  for (const person of await findPersons(tx, context, find)) {
    const mine = await appointmentsOfPerson(tx, context, await entriesOf(tx, person.personId), institutionId, localDay(context.now))
    const visits: DeskFound['persons'][number]['visits'] = []
    for (const appointment of mine) {
      const visit = await findVisit(tx, institutionId, appointment.id)
      const { department, practitioner, room } = await whereTo(tx, context, appointment)
      const { state } = await checkInState(tx, context, appointment, visit)
      visits.push({
        visitId: appointment.id, status: appointment.status, state, department, startsAt: appointment.startsAt, endsAt: appointment.endsAt, room,
        practitioner: practitioner && { name: practitioner.name, nameEn: practitioner.nameEn }, label: visit ? await labelOf(tx, visit) : null,
      })
    }
    persons.push({ ...person, visits })
  }
  return { persons }
}

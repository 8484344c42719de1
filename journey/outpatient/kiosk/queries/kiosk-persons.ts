import { checkInState, findVisit, labelOf, PersonNotKnown, whereTo } from '#journey/outpatient/arrival/index.ts'
import { appointmentsOfPerson } from '#journey/previsit/booking/index.ts'
import { entriesOf, findPersons } from '#journey/throughout/people/index.ts'
import type { FoundPerson } from '#journey/throughout/people/contract.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { KioskIdentify, KioskPerson } from '../contract.ts'
import type { MachineContext } from '../machine-context.ts'
import { openSession } from '../session.ts'

/**
 * Who stands at the machine, and what they are here for today: masked name, no department that is not their own.
 * A phone number is no secret, so it finds only people who are booked here today.
 */
export async function kioskPersons(tx: Tx, context: MachineContext, shown: KioskIdentify): Promise<KioskPerson[]> {
  const persons: KioskPerson[] = []
  for (const found of await findPersons(tx, context, shown)) {
    const visits = await visitsOf(tx, context, found)
    if (shown.by !== 'phone' || visits.length > 0) persons.push({ session: await openSession(tx, context, found.personId), nameMasked: found.nameMasked, visits })
  }
  if (persons.length === 0) throw new PersonNotKnown()
  return persons
}

async function visitsOf(tx: Tx, context: MachineContext, found: FoundPerson): Promise<KioskPerson['visits']> {
  const { institutionId } = context
  const mine = await appointmentsOfPerson(tx, context, await entriesOf(tx, found.personId), institutionId, localDay(context.now))
  const visits: KioskPerson['visits'] = []
  for (const appointment of mine) {
    const visit = await findVisit(tx, institutionId, appointment.id)
    const { state, opensAt } = await checkInState(tx, context, appointment, visit)
    const { department, practitioner, room } = await whereTo(tx, context, appointment)
    visits.push({
      visitId: appointment.id, department, practitioner: practitioner && { name: practitioner.name, nameEn: practitioner.nameEn },
      startsAt: appointment.startsAt, endsAt: appointment.endsAt, room, state, opensAt,
      label: visit ? await labelOf(tx, visit) : null,
    })
  }
  return visits
}

import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DayListEntry } from '../contract.ts'
import { originsOf } from '../origin.ts'
import { placeOf, serviceIn } from '../place.ts'
import { appointmentsOfDay, type DayOfAppointments } from './appointments.ts'

/** A department's or doctor's day as the desk reads it: times, people, clinics. */
export async function dayList(tx: Tx, context: Context, snapshot: Snapshot, asked: DayOfAppointments): Promise<DayListEntry[]> {
  const appointments = await appointmentsOfDay(tx, context, asked)
  const people = await personSummaries(tx, context, appointments.map((one) => one.personId))
  const origins = await originsOf(tx, snapshot, appointments)
  return appointments.map((one) => {
    const { serviceName, serviceNameEn, practitioner } = placeOf(snapshot, serviceIn(snapshot, one.institutionId, one.serviceId))
    const person = people.get(one.personId)
    return {
      ...one,
      // Absent while the hospital number is still being given: seconds after booking.
      person: person ? { name: person.name, sex: person.sex, age: person.age, phoneMasked: person.phoneMasked } : null,
      serviceName, serviceNameEn,
      practitionerName: practitioner?.name ?? null,
      practitionerNameEn: practitioner?.nameEn ?? null,
      origin: origins.get(one.id) ?? null,
    }
  })
}

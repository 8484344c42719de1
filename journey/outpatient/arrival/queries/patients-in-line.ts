import type { LineEntry } from '#engines/queue/contract.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import type { PersonSummary } from '#journey/throughout/people/contract.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { LinePatient, PatientInLine } from '../contract.ts'
import { type ArrivedVisit, visitsOfTickets } from '../visit-row.ts'

/**
 * Puts the people behind tickets; only staff of the institution see them, and each reading leaves its audit row.
 * Who has gone is no longer looked up: the masked name on the ticket is enough to count them.
 */
export async function withPatients(tx: Tx, context: Context, institutionId: number, entries: readonly LineEntry[]): Promise<LinePatient[]> {
  const here = entries.filter(({ ticket }) => ticket.status !== 'done' && ticket.status !== 'left')
  const visits = await visitsOfTickets(tx, institutionId, here.map((entry) => entry.ticket.id))
  const persons = await personSummaries(tx, context, [...visits.values()].map((visit) => visit.personId))
  return entries.map((entry) => {
    const visit = visits.get(entry.ticket.id)
    const person = visit && persons.get(visit.personId)
    return { ...entry, patient: visit && person ? patientOf(visit, person) : null }
  })
}

function patientOf(visit: ArrivedVisit, person: PersonSummary): PatientInLine {
  return {
    personId: visit.personId,
    visitId: visit.visitId,
    name: person.name,
    sex: person.sex,
    age: person.age,
    practitionerId: visit.practitionerId,
    departmentId: visit.departmentId,
    startsAt: visit.dueFrom.toISOString(),
    endsAt: visit.dueTo.toISOString(),
    checkedInAt: visit.checkedInAt.toISOString(),
    visitStatus: visit.status,
  }
}

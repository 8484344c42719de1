import { audit } from '#platform/audit/index.ts'
import { hasRole, type Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { entriesOf, personSummary } from '#journey/throughout/people/index.ts'
import { allergenOf } from '../allergies.ts'
import type { Desk } from '../contract.ts'
import { VisitNotFound } from '../errors.ts'
import { physicianOf } from '../policy.ts'
import { notesOfVisit } from './notes.ts'
import { ordersOfVisit } from './orders.ts'
import { referralsOf, revisitOf } from './revisit.ts'
import { currentDrugs, vitalsOf } from './summary.ts'
import { pastVisits, visitById } from './visits.ts'

/** Everything the doctor's screen shows about one visit. Nurses read it too; every reading leaves an audit row. */
export async function deskOf(tx: Tx, context: Context, visitId: string): Promise<Desk> {
  const { institutionId, now } = context
  const visit = institutionId !== null && hasRole(context.actor, 'physician', 'nurse') ? await visitById(tx, now, institutionId, visitId) : undefined
  if (!visit) throw new VisitNotFound({ visitId })
  await audit(tx, context, { action: 'consulting.read-visit', personId: visit.personId, subject: `visit/${visitId}` })

  const [note, ...earlierVersions] = await notesOfVisit(tx, visit.institutionId, visitId)
  const { personId, name, sex, birthDate, age, phoneMasked, insuranceKind, allergies } = await personSummary(tx, context, visit.personId)
  // Entries of one human that were merged later still hold their own past.
  const persons = await entriesOf(tx, visit.personId)
  const vitals = await vitalsOf(tx, persons, visitId)
  return {
    revisit: await revisitOf(tx, context, visit.institutionId, visitId),
    referrals: await referralsOf(tx, visit.institutionId, visitId),
    visit,
    patient: { personId, name, sex, birthDate, age, phoneMasked, insuranceKind, allergies: allergies.map(allergenOf).filter(Boolean) },
    note: note!,
    earlierVersions,
    orders: await ordersOfVisit(tx, visit.institutionId, visitId),
    vitals: vitals.now,
    pastVitals: vitals.past,
    pastVisits: await pastVisits(tx, persons, { before: new Date(visit.startedAt), limit: 20 }),
    currentDrugs: await currentDrugs(tx, persons, now, visitId),
    mayWrite: (await physicianOf(tx, context, visit.departmentId)) !== undefined,
  }
}

import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { entriesOf, mayFollow } from '#journey/throughout/people/index.ts'
import type { PastVisit, VisitRecord } from '../contract.ts'
import { RecordNotFound } from '../errors.ts'
import { notesOfVisit } from './notes.ts'
import { ordersOfVisit } from './orders.ts'
import { revisitOf } from './revisit.ts'
import { pastVisits, visitById } from './visits.ts'

/** The visits of a person whose notes were signed, newest first, for the patient and those who may follow their care. */
export async function recordsOf(tx: Tx, context: Context, personId: string): Promise<PastVisit[]> {
  if (!(await mayFollow(tx, context, personId))) throw new RecordNotFound({ personId })
  await audit(tx, context, { action: 'consulting.read-records', personId, subject: `person/${personId}` })
  return pastVisits(tx, await entriesOf(tx, personId), { before: new Date(context.now.getTime() + 1), limit: 100 })
}

/** One visit as its patient reads it: what was signed, what it corrects, and what was ordered. */
export async function recordOf(tx: Tx, context: Context, institutionId: number, visitId: string): Promise<VisitRecord> {
  const visit = await visitById(tx, context.now, institutionId, visitId)
  if (!visit || !(await mayFollow(tx, context, visit.personId))) throw new RecordNotFound({ visitId })
  await audit(tx, context, { action: 'consulting.read-record', personId: visit.personId, subject: `visit/${visitId}`, institutionId })
  const note = (await notesOfVisit(tx, institutionId, visitId)).find(({ state }) => state === 'signed') ?? null
  return { visit, note, corrected: (note?.version ?? 1) > 1, orders: await ordersOfVisit(tx, institutionId, visitId), revisit: await revisitOf(tx, context, institutionId, visitId) }
}

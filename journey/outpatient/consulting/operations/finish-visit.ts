import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { markFulfilled } from '#journey/previsit/booking/index.ts'
import { finishVisit as leaveQueue } from '#journey/outpatient/arrival/index.ts'
import { NoteChanged, NoteIncomplete } from '../errors.ts'
import { visitFinished } from '../events.ts'
import { openVisitForChange, type VisitToChange } from '../policy.ts'

/**
 * Signs the note and lets the patient go: the queue moves on, the appointment counts as kept, the patient can read the note.
 *
 * All of it or nothing. Of two who press the button at once, one signs and the other gets `consulting.visit-finished`.
 * The revision is the one the physician has before their eyes: if the note was saved elsewhere meanwhile, nothing
 * is signed unseen ({@link NoteChanged}). A note without complaint or diagnosis is not signed ({@link NoteIncomplete}).
 */
export async function finishVisit(tx: Tx, context: Context, visitId: string, revision: number): Promise<void> {
  const visit = await openVisitForChange(tx, context, visitId, 'alone')
  const version = await signNote(tx, context, visit, revision)
  const isFirst = visit.firstFinishedAt === null
  await sql`update consulting.visit
    set state = 'finished', finished_at = ${context.now}, first_finished_at = coalesce(first_finished_at, ${context.now})
    where institution_id = ${visit.institutionId} and visit_id = ${visitId}`.execute(tx)
  // Also the second time: the patient may have come back with results and sit in the room.
  await leaveQueue(tx, context, visit.institutionId, visitId)
  if (isFirst) await markFulfilled(tx, context, { institutionId: visit.institutionId, id: visitId })
  await announce(tx, context, visitFinished({ ...visit, practitionerId: visit.physicianId }))
  await audit(tx, context, { action: 'consulting.finish-visit', personId: visit.personId, subject: `visit/${visitId}`, detail: { version } })
}

async function signNote(tx: Tx, context: Context, visit: VisitToChange, revision: number): Promise<number> {
  const { rows } = await sql<{ version: number; complaint: string; diagnosed: boolean }>`
    update consulting.note n
    set state = 'signed', signed_by = ${visit.physicianId}, signed_at = ${context.now}
    where institution_id = ${visit.institutionId} and visit_id = ${visit.visitId} and state = 'draft' and revision = ${revision}
    returning version, complaint, exists (select from consulting.note_diagnosis d
      where d.institution_id = n.institution_id and d.visit_id = n.visit_id and d.version = n.version) as diagnosed`.execute(tx)
  const signed = rows[0]
  if (!signed) throw new NoteChanged({ visitId: visit.visitId, revision })
  const missing = [...(signed.complaint.trim() ? [] : ['complaint']), ...(signed.diagnosed ? [] : ['diagnosis'])]
  if (missing.length > 0) throw new NoteIncomplete({ missing })
  return signed.version
}

import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { violates, type Tx } from '#platform/database/index.ts'
import type { ChosenDiagnosis, NoteSave, NoteSaved } from '../contract.ts'
import { DiagnosisTwice, DiagnosisUnknown, NoteChanged } from '../errors.ts'
import { openVisitForChange, type VisitRow } from '../policy.ts'
import { editionOf } from '../queries/listed-diagnosis.ts'

interface Saved {
  readonly version: number
  readonly revision: number
}

/**
 * Keeps what the doctor has typed so far, so that nothing is lost when the page closes.
 *
 * Each save names the revision it was typed over. When two pages save at once one is kept and the other gets
 * {@link NoteChanged} and still holds its own text; neither is overwritten unseen. A signed note is never touched.
 * Throws {@link DiagnosisUnknown} for a diagnosis outside the code list and {@link DiagnosisTwice} for one named twice.
 */
export async function saveNote(tx: Tx, context: Context, visitId: string, input: NoteSave): Promise<NoteSaved> {
  const visit = await openVisitForChange(tx, context, visitId)
  const { rows } = await sql<Saved>`
    update consulting.note
    set complaint = ${input.complaint}, history = ${input.history}, examination = ${input.examination},
        assessment = ${input.assessment}, plan = ${input.plan}, advice = ${input.advice},
        revision = revision + 1, saved_by = ${visit.physicianId}, saved_at = ${context.now}
    where institution_id = ${visit.institutionId} and visit_id = ${visitId} and state = 'draft' and revision = ${input.revision}
    returning version, revision`.execute(tx)
  const saved = rows[0]
  if (!saved) throw new NoteChanged({ visitId, revision: input.revision })
  await replaceDiagnoses(tx, visit, saved.version, input.diagnoses)
  await audit(tx, context, {
    action: 'consulting.save-note',
    personId: visit.personId,
    subject: `visit/${visitId}`,
    detail: { version: saved.version, revision: saved.revision },
  })
  return { ...saved, savedAt: context.now.toISOString() }
}

async function replaceDiagnoses(tx: Tx, visit: VisitRow, version: number, chosen: readonly ChosenDiagnosis[]): Promise<void> {
  await sql`delete from consulting.note_diagnosis
    where institution_id = ${visit.institutionId} and visit_id = ${visit.visitId} and version = ${version}`.execute(tx)
  for (const [index, { code, name }] of chosen.entries()) {
    const edition = await editionOf(tx, { code, name })
    if (edition === undefined) throw new DiagnosisUnknown({ code })
    await sql`insert into consulting.note_diagnosis (institution_id, visit_id, version, position, person_id, edition, code, name, main)
      values (${visit.institutionId}, ${visit.visitId}, ${version}, ${index + 1}, ${visit.personId}, ${edition}, ${code}, ${name}, ${index === 0})`
      .execute(tx)
      .catch((error: unknown) => {
        throw violates(error, 'note_diagnosis_once') ? new DiagnosisTwice({ code }) : error
      })
  }
}

import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Diagnosis, Note } from '../contract.ts'

interface NoteRow extends Omit<Note, 'savedAt' | 'signedAt' | 'diagnoses'> {
  readonly savedAt: Date
  readonly signedAt: Date | null
  readonly diagnoses: Diagnosis[]
}

/** Every version of a visit's note that the asker may see, newest first. */
export async function notesOfVisit(tx: Tx, institutionId: number, visitId: string): Promise<Note[]> {
  const { rows } = await sql<NoteRow>`
    select n.version, n.revision, n.state, n.reason, n.complaint, n.history, n.examination, n.assessment, n.plan, n.advice,
      n.saved_at as "savedAt", n.signed_at as "signedAt", p.name as "signedByName", p.name_en as "signedByNameEn",
      coalesce((select json_agg(json_build_object('edition', d.edition, 'code', d.code, 'name', d.name, 'nameEn', coalesce(t.name_en, ''),
                  'main', d.main) order by d.position)
                from consulting.note_diagnosis d
                  left join terminology.diagnosis t on t.edition = d.edition and t.code = d.code and t.name = d.name
                where d.institution_id = n.institution_id and d.visit_id = n.visit_id and d.version = n.version), '[]') as diagnoses
    from consulting.note n
      left join directory.practitioner p on p.institution_id = n.institution_id and p.id = n.signed_by
    where n.institution_id = ${institutionId} and n.visit_id = ${visitId}
    order by n.version desc`.execute(tx)
  return rows.map((row) => ({ ...row, savedAt: row.savedAt.toISOString(), signedAt: row.signedAt?.toISOString() ?? null }))
}

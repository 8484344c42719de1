import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PastVisit, Visit } from '../contract.ts'
import { reopenHours } from './reopen-hours.ts'

interface Row extends Omit<Visit, 'startedAt' | 'finishedAt' | 'reopenUntil'> {
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly firstFinishedAt: Date | null
}

/** One visit with the names of its department and physician, or undefined when there is none that the asker may see. */
export async function visitById(tx: Tx, now: Date, institutionId: number, visitId: string): Promise<Visit | undefined> {
  const { rows } = await sql<Row>`
    select v.institution_id as "institutionId", i.name as "institutionName", i.name_en as "institutionNameEn",
      v.visit_id as "visitId", v.person_id as "personId",
      v.department_id as "departmentId", d.name as "departmentName", d.name_en as "departmentNameEn", v.service_id as "serviceId",
      v.practitioner_id as "practitionerId", p.name as "practitionerName", p.name_en as "practitionerNameEn",
      v.state, v.started_at as "startedAt", v.finished_at as "finishedAt", v.first_finished_at as "firstFinishedAt"
    from consulting.visit v
      join directory.institution i on i.institution_id = v.institution_id
      join directory.department d on d.institution_id = v.institution_id and d.id = v.department_id
      join directory.practitioner p on p.institution_id = v.institution_id and p.id = v.practitioner_id
    where v.institution_id = ${institutionId} and v.visit_id = ${visitId}`.execute(tx)
  const row = rows[0]
  if (!row) return undefined
  const { firstFinishedAt, ...visit } = row
  const limit = firstFinishedAt && new Date(firstFinishedAt.getTime() + (await reopenHours(tx, institutionId, now)) * 3_600_000)
  return {
    ...visit,
    startedAt: visit.startedAt.toISOString(),
    finishedAt: visit.finishedAt?.toISOString() ?? null,
    reopenUntil: limit?.toISOString() ?? null,
  }
}

interface PastRow extends Omit<PastVisit, 'startedAt'> {
  readonly startedAt: Date
}

/**
 * Signed visits of one human, under all their entries, that the asker may see, newest first:
 * for staff those of their own institution.
 */
export async function pastVisits(tx: Tx, persons: readonly string[], { before, limit }: { readonly before: Date; readonly limit: number }): Promise<PastVisit[]> {
  const { rows } = await sql<PastRow>`
    select v.institution_id as "institutionId", i.name as "institutionName", i.name_en as "institutionNameEn", v.visit_id as "visitId",
      v.started_at as "startedAt", d.name as "departmentName", d.name_en as "departmentNameEn",
      p.name as "practitionerName", p.name_en as "practitionerNameEn",
      n.complaint, n.plan, n.advice,
      g.name as "mainDiagnosis", nullif(t.name_en, '') as "mainDiagnosisEn"
    from consulting.visit v
      join lateral (select s.* from consulting.note s
                    where s.institution_id = v.institution_id and s.visit_id = v.visit_id and s.state = 'signed'
                    order by s.version desc limit 1) n on true
      left join consulting.note_diagnosis g
        on g.institution_id = n.institution_id and g.visit_id = n.visit_id and g.version = n.version and g.main
      left join terminology.diagnosis t on t.edition = g.edition and t.code = g.code and t.name = g.name
      join directory.institution i on i.institution_id = v.institution_id
      join directory.department d on d.institution_id = v.institution_id and d.id = v.department_id
      join directory.practitioner p on p.institution_id = v.institution_id and p.id = v.practitioner_id
    where v.person_id = any (${persons}::uuid[]) and v.started_at < ${before}
    order by v.started_at desc
    limit ${limit}`.execute(tx)
  return rows.map((row) => ({ ...row, startedAt: row.startedAt.toISOString() }))
}

/** Whether this visit is still open, or undefined while it has not begun. */
export async function findVisitState(tx: Tx, institutionId: number, visitId: string): Promise<'open' | 'finished' | undefined> {
  const { rows } = await sql<{ state: 'open' | 'finished' }>`
    select state from consulting.visit where institution_id = ${institutionId} and visit_id = ${visitId}`.execute(tx)
  return rows[0]?.state
}

import { sql } from 'kysely'
import { hasRole, type Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { NotThisDesk, VisitFinished, VisitNotFound } from './errors.ts'

export interface VisitRow {
  readonly institutionId: number
  readonly visitId: string
  readonly personId: string
  readonly departmentId: number
  readonly practitionerId: number
  readonly state: 'open' | 'finished'
  readonly firstFinishedAt: Date | null
  readonly revisitId: string | null
}

export interface VisitToChange extends VisitRow {
  /** Who changes it. */
  readonly physicianId: number
}

/** The physician who asks, when they belong to this department; others may read here, not write. */
export async function physicianOf(tx: Tx, context: Context, departmentId: number): Promise<number | undefined> {
  const { actor } = context
  if (actor.kind !== 'staff' || !hasRole(actor, 'physician')) return undefined
  const { rows } = await sql<{ id: number }>`
    select id from directory.practitioner
    where institution_id = ${context.institutionId} and id = ${actor.staffId} and department_id = ${departmentId} and active`.execute(tx)
  return rows[0]?.id
}

/**
 * The visit, for a change by a physician of its department; everybody else is refused. Several may change what is in it
 * ('together'), while one who finishes or reopens it is 'alone': the others wait, then find it finished or open.
 */
export async function visitForChange(tx: Tx, context: Context, visitId: string, lock: 'together' | 'alone'): Promise<VisitToChange> {
  const { rows } = await sql<VisitRow>`
    select institution_id as "institutionId", visit_id as "visitId", person_id as "personId", department_id as "departmentId",
      practitioner_id as "practitionerId", state, first_finished_at as "firstFinishedAt",
      revisit_id as "revisitId"
    from consulting.visit
    where institution_id = ${context.institutionId} and visit_id = ${visitId}
    for ${lock === 'alone' ? sql`no key update` : sql`share`}`.execute(tx)
  const visit = rows[0]
  if (!visit) throw new VisitNotFound({ visitId })
  const physicianId = await physicianOf(tx, context, visit.departmentId)
  if (physicianId === undefined) throw new NotThisDesk({ visitId })
  return { ...visit, physicianId }
}

/** As above, and the visit is still open. */
export async function openVisitForChange(tx: Tx, context: Context, visitId: string, lock: 'together' | 'alone' = 'together'): Promise<VisitToChange> {
  const visit = await visitForChange(tx, context, visitId, lock)
  if (visit.state !== 'open') throw new VisitFinished({ visitId })
  return visit
}

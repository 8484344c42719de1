import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { ReopenTooLate, VisitOpen } from '../errors.ts'
import { visitReopened } from '../events.ts'
import { visitForChange } from '../policy.ts'
import { reopenHours } from '../queries/reopen-hours.ts'

/**
 * Opens a finished visit again, for a correction with a reason. What was signed stays as it was signed;
 * the correction is a new version that begins as its copy and shows the reason.
 *
 * Only within the hours the institution's rule allows, counted from the first finish ({@link ReopenTooLate}).
 * Of two who reopen at once one succeeds and the other gets {@link VisitOpen}.
 */
export async function reopenVisit(tx: Tx, context: Context, visitId: string, reason: string): Promise<void> {
  const visit = await visitForChange(tx, context, visitId, 'alone')
  if (visit.state === 'open') throw new VisitOpen({ visitId })
  const hours = await reopenHours(tx, visit.institutionId, context.now)
  if (context.now.getTime() > visit.firstFinishedAt!.getTime() + hours * 3_600_000) throw new ReopenTooLate({ hours })

  await sql`update consulting.visit set state = 'open', finished_at = null, reopened_at = ${context.now}
    where institution_id = ${visit.institutionId} and visit_id = ${visitId}`.execute(tx)
  await copyLastVersion(tx, context, { institutionId: visit.institutionId, visitId, physicianId: visit.physicianId, reason })
  await announce(tx, context, visitReopened({ ...visit, practitionerId: visit.physicianId }))
  await audit(tx, context, { action: 'consulting.reopen-visit', personId: visit.personId, subject: `visit/${visitId}` })
}

interface Copy {
  readonly institutionId: number
  readonly visitId: string
  readonly physicianId: number
  readonly reason: string
}

async function copyLastVersion(tx: Tx, context: Context, { institutionId, visitId, physicianId, reason }: Copy): Promise<void> {
  const { rows } = await sql<{ version: number }>`
    insert into consulting.note (institution_id, visit_id, version, person_id, state, revision,
      complaint, history, examination, assessment, plan, advice, reason, saved_by, saved_at)
    select institution_id, visit_id, (version + 1)::smallint, person_id, 'draft', revision + 1,
      complaint, history, examination, assessment, plan, advice, ${reason}, ${physicianId}, ${context.now}
    from consulting.note
    where institution_id = ${institutionId} and visit_id = ${visitId} and state = 'signed'
    order by version desc limit 1
    returning version`.execute(tx)
  const version = rows[0]!.version
  await sql`insert into consulting.note_diagnosis (institution_id, visit_id, version, position, person_id, edition, code, name, main)
    select institution_id, visit_id, ${version}::smallint, position, person_id, edition, code, name, main
    from consulting.note_diagnosis
    where institution_id = ${institutionId} and visit_id = ${visitId} and version = ${version}::smallint - 1`.execute(tx)
}

import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { startVisit } from '#journey/outpatient/arrival/index.ts'
import { appointmentById } from '#journey/previsit/booking/index.ts'
import { openBill } from '#journey/throughout/billing/index.ts'
import { institutionById } from '#journey/throughout/directory/index.ts'
import { NotArrived, NotThisDesk, VisitNotFound } from '../errors.ts'
import { visitStarted } from '../events.ts'
import { physicianOf } from '../policy.ts'

/**
 * The patient has come in and sat down: the visit begins, with an empty note to write.
 *
 * Opening twice, or from two screens at once, begins it once. Only for a patient who checked in ({@link NotArrived}),
 * and only by a physician of the department ({@link NotThisDesk}).
 */
export async function openVisit(tx: Tx, context: Context, visitId: string): Promise<void> {
  const institutionId = context.institutionId
  const appointment = institutionId === null ? undefined : await appointmentById(tx, context, institutionId, visitId)
  if (!appointment || institutionId === null) throw new VisitNotFound({ visitId })
  const practitionerId = await physicianOf(tx, context, appointment.departmentId)
  if (practitionerId === undefined) throw new NotThisDesk({ visitId })
  const { personId, departmentId, serviceId } = appointment

  const { rows: begun } = await sql`
    insert into consulting.visit (institution_id, visit_id, person_id, department_id, service_id, practitioner_id, state, started_at)
    select ${institutionId}, ${visitId}, ${personId}, ${departmentId}, ${serviceId}, ${practitionerId}, 'open', ${context.now}
    where ${appointment.status === 'arrived'}
    on conflict (institution_id, visit_id) do nothing
    returning visit_id`.execute(tx)
  if (begun.length === 0) return comeBack(tx, context, institutionId, visitId)

  await sql`insert into consulting.note (institution_id, visit_id, version, person_id, state, saved_by, saved_at)
    values (${institutionId}, ${visitId}, 1, ${personId}, 'draft', ${practitionerId}, ${context.now})`.execute(tx)
  await startVisit(tx, context, institutionId, visitId)
  // The booking opened it long ago, unless its reaction is still under way: orders must never wait for that.
  const institution = await institutionById(tx, institutionId)
  await openBill(tx, context, { institutionId, billId: visitId, personId, title: institution?.name ?? '' })
  await announce(tx, context, visitStarted({ institutionId, visitId, personId, practitionerId }))
  await audit(tx, context, { action: 'consulting.open-visit', personId, subject: `visit/${visitId}` })
}

/** Nothing was begun: the patient comes back from an examination, with results after the visit was signed, or is not here yet. */
async function comeBack(tx: Tx, context: Context, institutionId: number, visitId: string): Promise<void> {
  const { rows } = await sql<{ state: string }>`
    select state from consulting.visit where institution_id = ${institutionId} and visit_id = ${visitId}`.execute(tx)
  if (!rows[0]) throw new NotArrived({ visitId })
  await startVisit(tx, context, institutionId, visitId)
}

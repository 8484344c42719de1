import { sql } from 'kysely'
import { bookInVisit } from '#journey/previsit/booking/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { RevisitRequest, type Revisit } from '../contract.ts'
import { RevisitBooked } from '../errors.ts'
import { visitForChange } from '../policy.ts'
import { revisitOf } from '../queries/revisit.ts'

/**
 * Books the patient's return visit before they leave the room, also just after the visit was finished.
 *
 * Coming back may also be to a colleague of the team; another department may be booked besides, with the reason and the patient's
 * consent (the request asks for both). One return visit for one visit: of two presses one gets {@link RevisitBooked}. The booking's own refusals (full,
 * another visit at that time) pass through, and nothing is left behind.
 */
export async function bookRevisit(tx: Tx, context: Context, visitId: string, request: RevisitRequest): Promise<Revisit> {
  const { periodId, pool, kind, reason } = RevisitRequest.parse(request)
  const visit = await visitForChange(tx, context, visitId, 'alone')
  const { institutionId, personId } = visit
  const isReturn = kind !== 'cross-department'
  const standing = isReturn ? await revisitOf(tx, context, institutionId, visitId) : null
  if (standing) throw new RevisitBooked({ startsAt: standing.startsAt })
  const appointment = await bookInVisit(tx, context, { institutionId, visitId, personId, periodId, pool, kind, reason })
  if (isReturn) await sql`update consulting.visit set revisit_id = ${appointment.id} where institution_id = ${institutionId} and visit_id = ${visitId}`.execute(tx)
  await audit(tx, context, { action: 'consulting.book-revisit', personId, subject: `visit/${visitId}`, detail: { appointmentId: appointment.id, kind } })
  return { appointmentId: appointment.id, startsAt: appointment.startsAt }
}

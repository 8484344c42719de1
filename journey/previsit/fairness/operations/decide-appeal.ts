import { sql } from 'kysely'
import { liftRestriction } from '#journey/previsit/booking/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { DecideAppeal, Excuse, IncidentKind } from '../contract.ts'
import { AppealDecided, AppealNotFound, NotYourOwnAppeal } from '../errors.ts'
import { appealDecided, incidentExcused } from '../events.ts'
import { reckon } from './reckon.ts'

interface Row {
  readonly personId: string
  readonly incidentId: string | null
  readonly restrictionId: string | null
  readonly reason: Excuse
  readonly askedBy: string
  readonly state: string
}

/**
 * A person answers. Granted about an appointment: it stops counting, and booking on line opens again where that was the one too
 * many. Granted about a restriction: it is lifted. Declined: everything stays, with the reason. Answered once, by somebody else
 * than whoever asked: {@link AppealDecided}, {@link NotYourOwnAppeal}.
 */
export async function decideAppeal(tx: Tx, context: Context, { institutionId, id, grant, answer }: DecideAppeal & { readonly institutionId: number; readonly id: string }): Promise<void> {
  const { rows } = await sql<Row>`select person_id as "personId", incident_id as "incidentId", restriction_id as "restrictionId", reason,
    asked_by as "askedBy", state from fairness.appeal where institution_id = ${institutionId} and id = ${id} for update`.execute(tx)
  const asked = rows[0]
  if (!asked) throw new AppealNotFound()
  if (asked.state !== 'asked') throw new AppealDecided()
  if (asked.askedBy === actorId(context.actor)) throw new NotYourOwnAppeal()
  const { personId, incidentId, restrictionId, reason } = asked
  await sql`update fairness.appeal set state = ${grant ? 'granted' : 'declined'}, answer = ${answer}, decided_by = ${actorId(context.actor)}, decided_at = ${context.now}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: grant ? 'fairness.grant-appeal' : 'fairness.decline-appeal', personId, subject: `appeal/${id}`, institutionId })
  await announce(tx, context, appealDecided({ institutionId, personId, appealId: id, granted: grant }))
  if (!grant) return
  if (incidentId !== null) await excuse(tx, context, { institutionId, appointmentId: incidentId, reason })
  if (restrictionId !== null) await liftRestriction(tx, context, { institutionId, id: restrictionId, reason: 'appeal' })
}

async function excuse(tx: Tx, context: Context, { institutionId, appointmentId, reason }: { readonly institutionId: number; readonly appointmentId: string; readonly reason: Excuse }): Promise<void> {
  const { rows } = await sql<{ personId: string; kind: IncidentKind }>`update fairness.incident set excused_at = ${context.now}, excused_by = ${actorId(context.actor)}, excuse = ${reason}
    where institution_id = ${institutionId} and appointment_id = ${appointmentId} and excused_at is null returning person_id as "personId", kind`.execute(tx)
  const excused = rows[0]
  if (!excused) return
  await audit(tx, context, { action: 'fairness.excuse-incident', personId: excused.personId, subject: `appointment/${appointmentId}`, institutionId, detail: { reason } })
  await announce(tx, context, incidentExcused({ institutionId, appointmentId, ...excused }))
  await reckon(tx, context, { institutionId, ...excused })
}

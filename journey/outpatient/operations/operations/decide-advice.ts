import { sql } from 'kysely'
import { lockSchedule, scheduledSessions } from '#engines/capacity/index.ts'
import { applyEdits } from '#journey/previsit/supply/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { type AdviceRow, adviceById, hoursOf } from '../advice-row.ts'
import type { Choice, Decision } from '../contract.ts'
import { AdviceDecided, AdviceNotFound, ReasonNeeded } from '../errors.ts'
import { adviceDecided } from '../events.ts'
import { chosenExtra } from '../queries/extra-preview.ts'

/**
 * A manager takes the advice, and with it the session stands that they were shown; or says why not. Of two who decide at once, one
 * does: {@link AdviceDecided}. Accepted means that the session exists: both are one transaction, and whatever the planner of
 * schedules or the choice itself refuses leaves the advice open.
 */
export async function decideAdvice(tx: Tx, context: Context, id: string, decision: Decision): Promise<void> {
  const { institutionId } = context.actor as StaffActor
  if (decision.decision === 'declined' && decision.reason.length < 2) throw new ReasonNeeded()
  const advice = await adviceById(tx, institutionId, id, { hold: true })
  if (!advice) throw new AdviceNotFound({ id })
  if (advice.status !== 'open') throw new AdviceDecided()
  if (decision.decision === 'declined') await decline(tx, context, advice, decision.reason)
  else await accept(tx, context, advice, decision)
}

async function decline(tx: Tx, context: Context, { id }: AdviceRow, reason: string): Promise<void> {
  const { institutionId, accountId } = context.actor as StaffActor
  await sql`update operations.advice set status = 'declined', decision = ${reason}, decided_by = ${accountId}, decided_at = ${context.now} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'operations.decide-advice', subject: `advice/${id}`, institutionId, detail: { decision: 'declined' } })
  await announce(tx, context, adviceDecided({ institutionId, adviceId: id, decision: 'declined', sessionId: null, practitionerId: null }))
}

async function accept(tx: Tx, context: Context, advice: AdviceRow, { choice, seen }: { readonly choice: Choice; readonly seen: string }): Promise<void> {
  const { institutionId, accountId } = context.actor as StaffActor
  const { id, day } = advice
  await lockSchedule(tx, institutionId)
  const { candidate, clinic, edit } = await chosenExtra(tx, context, institutionId, advice, choice)
  const { changeId, plan } = await applyEdits(tx, context, institutionId, { edits: [edit], seen, reason: `advice ${id}` })
  const hours = hoursOf(advice)
  const sessions = await scheduledSessions(tx, institutionId, { resourceIds: [candidate.practitionerId], from: day, to: day })
  const session = sessions.find((one) => one.status === 'open' && one.startsAt.getTime() === hours.startsAt.getTime())!
  const made = { room: choice.room, from: hours.from, to: hours.to, units: plan.counts.unitsAdded, feeCents: clinic.feeCents }
  await sql`update operations.advice set status = 'accepted', decided_by = ${accountId}, decided_at = ${context.now}, practitioner_id = ${candidate.practitionerId}, service_id = ${clinic.serviceId},
      session_id = ${session.id}, change_id = ${changeId}, made = ${JSON.stringify(made)} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await sql`insert into operations.notice (institution_id, id, practitioner_id, advice_id, kind, service_id, day, from_time, to_time, room, units, made_at)
    values (${institutionId}, ${newId()}, ${candidate.practitionerId}, ${id}, 'added', ${clinic.serviceId}, ${day}, ${hours.from}::time, ${hours.to}::time, ${choice.room}, ${made.units}, ${context.now})`.execute(tx)
  const facts = { sessionId: session.id, practitionerId: candidate.practitionerId }
  await audit(tx, context, { action: 'operations.decide-advice', subject: `advice/${id}`, institutionId, detail: { decision: 'accepted', ...facts, changeId } })
  await announce(tx, context, adviceDecided({ institutionId, adviceId: id, decision: 'accepted', ...facts }))
}

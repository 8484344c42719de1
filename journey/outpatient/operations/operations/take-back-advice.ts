import { sql } from 'kysely'
import { lockSchedule, lockSessions, scheduledSessions } from '#engines/capacity/index.ts'
import { letGoOfHolds, standingInSession } from '#journey/previsit/booking/index.ts'
import { takeBack } from '#journey/previsit/supply/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import { adviceById } from '../advice-row.ts'
import { AdviceNotFound, NotAccepted, SomebodyBooked, TooLateToTakeBack } from '../errors.ts'
import { adviceReopened } from '../events.ts'
import { extraSessionRule } from '../rules.ts'

/**
 * Takes the session of an accepted advice back, and the advice is open again. Only while nobody has a time in it and not longer than the
 * rule allows; who is still choosing a time is let go. Whoever books at the same moment came before, and then this is refused
 * ({@link SomebodyBooked}), or finds the session gone. The doctor is told.
 */
export async function takeBackAdvice(tx: Tx, context: Context, id: string): Promise<void> {
  const { institutionId } = context.actor as StaffActor
  const advice = await adviceById(tx, institutionId, id, { hold: true })
  if (!advice) throw new AdviceNotFound({ id })
  const { sessionId, changeId, day, practitionerId } = advice
  if (advice.status !== 'accepted' || sessionId === null || changeId === null) throw new NotAccepted()
  await lockSchedule(tx, institutionId)
  await lockSessions(tx, institutionId, [sessionId])
  const [session] = await scheduledSessions(tx, institutionId, { ids: [sessionId], from: day })
  const { undoHours } = await ruleAt(tx, extraSessionRule, institutionId, context.now)
  if (context.now > undoBy(advice.decidedAt!, undoHours, session?.startsAt ?? context.now)) throw new TooLateToTakeBack({ undoHours })
  // Closed on the page of schedules meanwhile: there is nothing left to take back there.
  if (session?.status !== 'closed') await closeSession(tx, context, institutionId, { sessionId, changeId, day })
  await sql`insert into operations.notice (institution_id, id, practitioner_id, advice_id, kind, service_id, day, from_time, to_time, room, units, made_at)
    select institution_id, ${newId()}, practitioner_id, advice_id, 'taken-back', service_id, day, from_time, to_time, room, units, ${context.now}
    from operations.notice where institution_id = ${institutionId} and advice_id = ${id} and kind = 'added' order by made_at desc limit 1`.execute(tx)
  await sql`update operations.advice set status = 'open', decided_by = null, decided_at = null, practitioner_id = null, service_id = null, session_id = null, change_id = null, made = null
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'operations.take-back-advice', subject: `advice/${id}`, institutionId, detail: { sessionId, practitionerId } })
  await announce(tx, context, adviceReopened({ institutionId, adviceId: id, sessionId, practitionerId }))
}

/** Until then, and never once it has begun. */
export function undoBy(decidedAt: Date, undoHours: number, startsAt: Date): Date {
  return new Date(Math.min(decidedAt.getTime() + undoHours * 3_600_000, startsAt.getTime()))
}

async function closeSession(tx: Tx, context: Context, institutionId: number, { sessionId, changeId, day }: { readonly sessionId: number; readonly changeId: string; readonly day: string }): Promise<void> {
  const of = { institutionId, sessionId, day }
  const booked = (await standingInSession(tx, of)).filter((one) => one.status !== 'held')
  if (booked.length > 0) throw new SomebodyBooked({ count: booked.length })
  await letGoOfHolds(tx, context, of, 'session-moved')
  const { plan } = await takeBack(tx, context, institutionId, changeId)
  // Somebody got in between: what they have is theirs, and all of this is undone.
  if (plan.counts.vanish !== 1) throw new SomebodyBooked({ count: plan.counts.peopleStaying })
}

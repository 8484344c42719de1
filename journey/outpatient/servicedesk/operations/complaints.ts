import { sql } from 'kysely'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { NewComplaint } from '../contract.ts'
import { ComplaintAnswered, ComplaintNotFound } from '../errors.ts'
import { complaintAnswered, complaintReceived, deskChanged } from '../events.ts'
import { atDesk } from '../policy.ts'
import { complaintRule } from '../rules.ts'
import { recordContact } from './record-contact.ts'

/**
 * Somebody is not content, and says so once: it has a number from this moment, a time by which it is answered, and is a
 * matter of the shift until somebody takes it up. With a name or without. Numbers have no gaps under concurrency.
 */
export async function receiveComplaint(tx: Tx, context: Context, complaint: NewComplaint): Promise<string> {
  const { institutionId, accountId } = atDesk(context)
  const { personId, departmentId, urgency, words, wish, minutes } = complaint
  if (personId) await personSummary(tx, context, personId)
  const id = newId()
  await recordContact(tx, context, { kind: 'complaint', topic: 'other', words: words.slice(0, 200), personId, minutes, outcome: 'sent-on', answerId: null, subject: `complaint/${id}` })
  const year = Number(localDay(context.now).slice(0, 4))
  const { rows } = await sql<{ last: number }>`insert into servicedesk.complaint_counter as c (institution_id, year, last) values (${institutionId}, ${year}, 1)
    on conflict (institution_id, year) do update set last = c.last + 1 returning last`.execute(tx)
  await sql`insert into servicedesk.complaint (institution_id, id, year, number, person_id, department_id, urgency, words, wish, answer_by, received_at, received_by)
    values (${institutionId}, ${id}, ${year}, ${rows[0]!.last}, ${personId}, ${departmentId}, ${urgency}, ${words}, ${wish}, ${await answerBy(tx, context, institutionId, urgency)},
      ${context.now}, ${accountId})`.execute(tx)
  await audit(tx, context, { action: 'servicedesk.receive-complaint', ...(personId ? { personId } : {}), subject: `complaint/${id}`, institutionId, detail: { urgency, departmentId } })
  await announce(tx, context, complaintReceived({ institutionId, personId, complaintId: id, departmentId, urgency }))
  return id
}

/** The same day, or within two hours when it is urgent; what comes after the office has gone is for the next day. */
async function answerBy(tx: Tx, { now }: Context, institutionId: number, urgency: string): Promise<Date> {
  const { answerByHour, urgentHours } = await ruleAt(tx, complaintRule, institutionId, now)
  if (urgency === 'urgent') return new Date(now.getTime() + urgentHours * 3_600_000)
  const today = new Date(`${localDay(now)}T${String(answerByHour).padStart(2, '0')}:00:00+08:00`)
  return today > now ? today : new Date(today.getTime() + 86_400_000)
}

/** Somebody has taken it up: spoken with the department, put it right, or knows who will. */
export async function handleComplaint(tx: Tx, context: Context, id: string): Promise<void> {
  const { institutionId, accountId } = atDesk(context)
  await lockedStatus(tx, institutionId, id)
  await sql`update servicedesk.complaint set status = 'handled', handled_at = ${context.now}, handled_by = ${accountId}
    where institution_id = ${institutionId} and id = ${id} and status = 'received'`.execute(tx)
  await audit(tx, context, { action: 'servicedesk.handle-complaint', subject: `complaint/${id}`, institutionId })
  await announce(tx, context, deskChanged(institutionId))
}

/** The answer, in words; the person reads it on their phone and is told by message. Answered once: {@link ComplaintAnswered}. */
export async function answerComplaint(tx: Tx, context: Context, id: string, answer: string): Promise<void> {
  const { institutionId, accountId } = atDesk(context)
  const { status, personId } = await lockedStatus(tx, institutionId, id)
  if (status === 'answered') throw new ComplaintAnswered()
  await sql`update servicedesk.complaint set status = 'answered', handled_at = coalesce(handled_at, ${context.now}), handled_by = coalesce(handled_by, ${accountId}),
      answered_at = ${context.now}, answered_by = ${accountId}, answer = ${answer}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'servicedesk.answer-complaint', ...(personId ? { personId } : {}), subject: `complaint/${id}`, institutionId })
  await announce(tx, context, complaintAnswered({ institutionId, personId, complaintId: id }))
}

async function lockedStatus(tx: Tx, institutionId: number, id: string): Promise<{ status: string; personId: string | null }> {
  const { rows } = await sql<{ status: string; personId: string | null }>`select status, person_id as "personId" from servicedesk.complaint
    where institution_id = ${institutionId} and id = ${id} for update`.execute(tx)
  if (!rows[0]) throw new ComplaintNotFound({ id })
  return rows[0]
}

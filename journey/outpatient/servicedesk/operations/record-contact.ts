import { sql } from 'kysely'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { NewContact, Outcome } from '../contract.ts'
import { ContactNotFound, TooLateToUndo } from '../errors.ts'
import { deskChanged } from '../events.ts'
import { atDesk } from '../policy.ts'
import { shiftForWork } from '../queries/shift.ts'

/** How long after it was written an entry can be taken back by whoever wrote it. */
const UNDO_MS = 120_000

/**
 * Somebody was at the desk: what for, how long, and what came of it. Left open, it is a matter of the shift until somebody
 * finishes it. Throws {@link NoShift} before the shift began; a person must be known here.
 */
export async function recordContact(tx: Tx, context: Context, contact: NewContact): Promise<string> {
  const { institutionId, accountId } = atDesk(context)
  const { kind, topic, words, personId, minutes, outcome, answerId, subject } = contact
  const shift = await shiftForWork(tx, institutionId)
  if (personId) await personSummary(tx, context, personId)
  const id = newId()
  const open = outcome === 'open'
  await sql`insert into servicedesk.contact (institution_id, id, shift_id, account_id, person_id, kind, topic, words, minutes, outcome, answer_id, subject, at, done_at, done_by)
    values (${institutionId}, ${id}, ${shift.id}, ${accountId}, ${personId}, ${kind}, ${topic}, ${words}, ${minutes}, ${outcome}, ${answerId}, ${subject}, ${context.now},
      ${open ? null : context.now}, ${open ? null : accountId})`.execute(tx)
  await audit(tx, context, { action: 'servicedesk.record-contact', ...(personId ? { personId } : {}), subject: `contact/${id}`, institutionId, detail: { kind, outcome } })
  await announce(tx, context, deskChanged(institutionId))
  return id
}

/** An open entry has come to an end. The second who ends it changes nothing. Throws {@link ContactNotFound}. */
export async function finishContact(tx: Tx, context: Context, id: string, outcome: Exclude<Outcome, 'open'>): Promise<void> {
  const { institutionId, accountId } = atDesk(context)
  const { rows } = await sql<{ done: boolean; personId: string | null }>`update servicedesk.contact set outcome = case when outcome = 'open' then ${outcome} else outcome end,
      done_at = coalesce(done_at, ${context.now}), done_by = coalesce(done_by, ${accountId})
    where institution_id = ${institutionId} and id = ${id} and withdrawn_at is null returning person_id as "personId", done_by = ${accountId} as done`.execute(tx)
  if (!rows[0]) throw new ContactNotFound({ id })
  await audit(tx, context, { action: 'servicedesk.finish-contact', ...(rows[0].personId ? { personId: rows[0].personId } : {}), subject: `contact/${id}`, institutionId, detail: { outcome } })
  await announce(tx, context, deskChanged(institutionId))
}

/** The last entry was a slip: its writer takes it back within two minutes, and it counts no more. What it led to (a loan, a complaint) has ways back of its own. */
export async function withdrawContact(tx: Tx, context: Context, id: string): Promise<void> {
  const { institutionId, accountId } = atDesk(context)
  const { rows } = await sql<{ at: Date; subject: string; accountId: string; personId: string | null }>`select at, subject, account_id as "accountId", person_id as "personId"
    from servicedesk.contact where institution_id = ${institutionId} and id = ${id} and withdrawn_at is null and kind <> 'help' for update`.execute(tx)
  const [contact] = rows
  if (!contact) throw new ContactNotFound({ id })
  if (contact.accountId !== accountId || contact.subject !== '' || context.now.getTime() - contact.at.getTime() > UNDO_MS) throw new TooLateToUndo()
  await sql`update servicedesk.contact set withdrawn_at = ${context.now} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'servicedesk.withdraw-contact', ...(contact.personId ? { personId: contact.personId } : {}), subject: `contact/${id}`, institutionId })
  await announce(tx, context, deskChanged(institutionId))
}

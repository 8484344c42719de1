import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { doneAnswers } from '../contract.ts'
import { EntryUnknown } from '../errors.ts'
import { entryAnswered } from '../events.ts'

/** A person has dealt with what could not be done by itself; what they did is on record. Throws {@link EntryUnknown}. */
export async function settleEntry(tx: Tx, context: Context, { institutionId, id, by, note }: { institutionId: number; id: string; by: string; note: string }): Promise<void> {
  const { rows } = await sql<{ answer: string; person_id: string | null }>`update kiosk.away_entry set settled_at = ${context.now}, settled_by = ${by}, settled_note = ${note}
    where institution_id = ${institutionId} and id = ${id} and settled_at is null and answer <> all (${[...doneAnswers]}) returning answer, person_id`.execute(tx)
  const row = rows[0]
  if (!row) throw new EntryUnknown()
  await audit(tx, context, { action: 'kiosk.settle-entry', ...(row.person_id ? { personId: row.person_id } : {}), subject: `away-entry/${id}`, institutionId })
  await announce(tx, context, entryAnswered(institutionId, id, row.answer))
}

/** It was not dealt with after all: it stands on the list again, as it was. Throws {@link EntryUnknown}. */
export async function reopenEntry(tx: Tx, context: Context, { institutionId, id }: { institutionId: number; id: string }): Promise<void> {
  const { rows } = await sql<{ answer: string; person_id: string | null; settled_note: string }>`update kiosk.away_entry e set settled_at = null, settled_by = '', settled_note = ''
    from kiosk.away_entry o where o.institution_id = e.institution_id and o.id = e.id and e.institution_id = ${institutionId} and e.id = ${id} and o.settled_at is not null
    returning e.answer, e.person_id, o.settled_note`.execute(tx)
  const row = rows[0]
  if (!row) throw new EntryUnknown()
  await audit(tx, context, { action: 'kiosk.reopen-entry', ...(row.person_id ? { personId: row.person_id } : {}), subject: `away-entry/${id}`, institutionId, detail: { note: row.settled_note } })
  await announce(tx, context, entryAnswered(institutionId, id, row.answer))
}

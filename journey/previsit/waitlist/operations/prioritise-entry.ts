import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { EntryEnded, EntryNotFound } from '../errors.ts'
import { findEntry, type StoredEntry } from '../entry-row.ts'

/** Nurses and physicians say how urgent somebody's wish is, and why; it counts before everything else in the order, and is on record. */
export async function prioritiseEntry(tx: Tx, context: Context, id: string, { priority, reason }: { priority: number; reason: string }): Promise<StoredEntry> {
  const done = await sql`update waitlist.entry set priority = ${priority}, priority_reason = ${reason}, priority_by = ${actorId(context.actor)}
    where id = ${id} and status = 'waiting'`.execute(tx)
  const entry = await findEntry(tx, id)
  if (!entry) throw new EntryNotFound()
  if (done.numAffectedRows === 0n) throw new EntryEnded()
  await audit(tx, context, { action: 'waitlist.prioritise', personId: entry.personId, subject: `waitlist-entry/${id}`, institutionId: entry.institutionId, detail: { priority, reason } })
  return entry
}

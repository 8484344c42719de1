import { sql } from 'kysely'
import { freedUnitForUpdate, stopWaiting } from '#engines/capacity/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { EntryEnded, EntryNotFound } from '../errors.ts'
import { ENTRY_ENDED, entryEvent } from '../events.ts'
import { findEntry, type StoredEntry } from '../entry-row.ts'
import { offersWhere } from '../offer-row.ts'
import { closeOffer } from './close-offer.ts'

export interface EntryEnd {
  readonly status: 'booked' | 'withdrawn' | 'over'
  readonly reason: string
  readonly booked?: { readonly institutionId: number; readonly appointmentId: string; readonly day: string }
}

/**
 * Ends an entry, once: booked, withdrawn, or its last day is over. What was offered to it at this moment goes on to the next; the
 * appointment it ends with stays. Ending it twice changes nothing.
 */
export async function endEntry(tx: Tx, context: Context, id: string, { status, reason, booked }: EntryEnd): Promise<StoredEntry> {
  // Freed units are decided about before entries, always in this order.
  for (const offer of await offersWhere(tx, sql`entry_id = ${id} and status = 'open'`)) {
    await freedUnitForUpdate(tx, offer)
    if (offer.appointmentId !== booked?.appointmentId) await closeOffer(tx, context, offer, 'withdrawn')
  }
  const done = await sql`update waitlist.entry set status = ${status}, ended_at = ${context.now}, end_reason = ${reason},
      booked_institution = ${booked?.institutionId ?? null}, booked_id = ${booked?.appointmentId ?? null}, booked_day = ${booked?.day ?? null}
    where id = ${id} and status = 'waiting'`.execute(tx)
  const entry = await findEntry(tx, id)
  if (!entry) throw new EntryNotFound()
  if (done.numAffectedRows === 0n) return entry
  await stopWaiting(tx, id)
  await audit(tx, context, { action: 'waitlist.end-entry', personId: entry.personId, subject: `waitlist-entry/${id}`, institutionId: entry.institutionId, detail: { status, reason } })
  await announce(tx, context, entryEvent(ENTRY_ENDED, entry))
  return entry
}

/** The person does not want to wait any more. Throws {@link EntryEnded} when it had ended with a booking. */
export async function withdrawEntry(tx: Tx, context: Context, id: string): Promise<StoredEntry> {
  const entry = await endEntry(tx, context, id, { status: 'withdrawn', reason: 'withdrawn' })
  if (entry.status === 'booked') throw new EntryEnded()
  return entry
}

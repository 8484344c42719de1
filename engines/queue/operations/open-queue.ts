import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { ZoneNotFound } from '../errors.ts'

export interface QueueToOpen {
  readonly institutionId: number
  readonly zoneId: string
  readonly kind: string
  /** Whose queue it is, in the caller's words: 'practitioner:12'. */
  readonly subject: string
  readonly name: string
  readonly nameEn: string
}

export interface OpenedQueue {
  readonly id: number
  readonly zoneId: string
  readonly prefix: string
}

/**
 * Makes the queue of a subject once and gives it letters that no other queue of the institution has.
 * Of several who ask at the same moment one makes it and all get it: letters are given one at a time in an institution.
 */
export async function openQueue(tx: Tx, context: Context, queue: QueueToOpen): Promise<OpenedQueue> {
  const existing = await queueOfSubject(tx, queue.institutionId, queue.subject)
  if (existing) return existing
  const zone = await sql`
    select from queue.zone where institution_id = ${queue.institutionId} and id = ${queue.zoneId}`.execute(tx)
  if (zone.rows.length === 0) throw new ZoneNotFound()
  await sql`select pg_advisory_xact_lock(hashtext('queue.prefix'), ${queue.institutionId})`.execute(tx)
  await sql`
    insert into queue.queue (institution_id, zone_id, kind, subject, name, name_en, prefix, created_at)
    select ${queue.institutionId}, ${queue.zoneId}, ${queue.kind}, ${queue.subject}, ${queue.name}, ${queue.nameEn},
           queue.free_prefix(${queue.institutionId}), ${context.now}
    on conflict (institution_id, subject) do nothing`.execute(tx)
  return (await queueOfSubject(tx, queue.institutionId, queue.subject))!
}

export async function queueOfSubject(tx: Tx, institutionId: number, subject: string): Promise<OpenedQueue | undefined> {
  const { rows } = await sql<{ id: number; zone_id: string; prefix: string }>`
    select id, zone_id, prefix from queue.queue where institution_id = ${institutionId} and subject = ${subject}`.execute(tx)
  return rows[0] && { id: rows[0].id, zoneId: rows[0].zone_id, prefix: rows[0].prefix }
}

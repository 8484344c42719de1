import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { EmergencyNotice, Ticket } from './contract.ts'
import { announceEmergency } from './events.ts'
import { type QueueFacts, waitFacts } from './queries/wait-facts.ts'
import { zoneOf } from './step.ts'
import { waitRange } from './wait-range.ts'

/** So long those who wait are told; after that the range they see says it all. */
const TOLD_MINUTES = 10
/** So many of those behind are asked how much longer it takes: the others lie between them. */
const MOST_ASKED = 8

/**
 * Writes down, for everybody behind, that an emergency was taken first and how the wait moved, and tells boards and phones once.
 * Where nobody waits behind, nobody is told.
 */
export async function noteEmergency(tx: Tx, context: Context, { institutionId, id, queueId }: Ticket, before: QueueFacts): Promise<void> {
  const after = await waitFacts(tx, institutionId, queueId, context.now)
  const place = after.line.findIndex((spot) => spot.ticketId === id)
  if (place < 0 || place === after.line.length - 1) return
  const longer = longerBy(before, after, place)
  await sql`insert into queue.emergency_notice (institution_id, queue_id, at, ticket_id, longer_from, longer_to)
    values (${institutionId}, ${queueId}, ${context.now}, ${id}, ${longer?.from ?? null}, ${longer?.to ?? null}) on conflict do nothing`.execute(tx)
  await announceEmergency(tx, context, { institutionId, queueId, zoneId: await zoneOf(tx, institutionId, queueId), at: context.now.toISOString(), ...shown(longer) })
}

const shown = (longer: { from: number; to: number } | null) => ({ longerFrom: longer?.from ?? null, longerTo: longer?.to ?? null })

/** By how many minutes the middle of the wait moved, least and most, over those who stand behind. */
function longerBy(before: QueueFacts, after: QueueFacts, place: number): { from: number; to: number } | null {
  const behind = after.line.slice(place + 1)
  const every = Math.max(1, Math.ceil(behind.length / MOST_ASKED))
  const moved = behind.filter((_, i) => i % every === 0).flatMap(({ ticketId }) => {
    const [was, is] = [before, after].map((facts) => {
      const at = facts.line.findIndex((spot) => spot.ticketId === ticketId)
      return at < 0 ? null : waitRange(facts, at)
    })
    return was && is ? [Math.max(0, is.middleMinutes - was.middleMinutes)] : []
  })
  return moved.length === 0 ? null : { from: Math.min(...moved), to: Math.max(...moved) }
}

/** What those who wait in these queues are told now, one line a queue; emergencies of the same minutes are told together. */
export async function noticesOf(tx: Tx, institutionId: number, queueIds: readonly number[], { now, since }: { readonly now: Date; readonly since?: Date }): Promise<EmergencyNotice[]> {
  if (queueIds.length === 0) return []
  const from = new Date(Math.max(now.getTime() - TOLD_MINUTES * 60_000, since?.getTime() ?? 0))
  const { rows } = await sql<Omit<EmergencyNotice, 'at' | 'until'> & { at: Date }>`
    select n.queue_id as "queueId", q.name as "queueName", q.name_en as "queueNameEn", max(n.at) as at, count(*)::integer as count,
      sum(n.longer_from)::integer as "longerFrom", sum(n.longer_to)::integer as "longerTo"
    from queue.emergency_notice n join queue.queue q on q.institution_id = n.institution_id and q.id = n.queue_id
    where n.institution_id = ${institutionId} and n.queue_id = any (${[...queueIds]}::integer[]) and n.at >= ${from} and n.at <= ${now}
    group by n.queue_id, q.name, q.name_en order by at desc`.execute(tx)
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString(), until: new Date(at.getTime() + TOLD_MINUTES * 60_000).toISOString() }))
}

/** It was a slip of the finger: nobody is told any more. */
export async function takeBackNotice(tx: Tx, institutionId: number, ticketId: string, since: Date): Promise<void> {
  await sql`delete from queue.emergency_notice where institution_id = ${institutionId} and ticket_id = ${ticketId} and at >= ${since}`.execute(tx)
}

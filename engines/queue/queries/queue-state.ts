import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { LineEntry, QueueState } from '../contract.ts'
import { QueueNotFound } from '../errors.ts'
import { ticketOf, type TicketRow } from '../ticket-row.ts'
import { MINIMUM_SAMPLES } from '../wait-pace.ts'
import { waitRange } from '../wait-range.ts'
import { servicePointsOfQueue } from './service-points.ts'
import { waitFacts } from './wait-facts.ts'

/** One queue today as its staff see it: everybody in it with place, forecast and reason; those called first, those gone last. */
export async function queueState(tx: Tx, context: Context, institutionId: number, queueId: number): Promise<QueueState> {
  const queue = await queueNamed(tx, institutionId, queueId)
  const { rows } = await sql<TicketRow>`
    select * from queue.ticket
    where institution_id = ${institutionId} and queue_id = ${queueId} and day = ${localDay(context.now)}::date
    order by array_position(array['serving', 'called', 'waiting', 'parked', 'passed', 'done', 'left'], status),
      case when status in ('done', 'left') then ended_at end desc, order_at, order_tie, number`.execute(tx)
  const facts = await waitFacts(tx, institutionId, queueId, context.now)
  let place = 0
  const entries: LineEntry[] = rows.map((row) => {
    if (row.status !== 'waiting') return { ticket: ticketOf(row), place: null, range: null }
    const spot = facts.line.findIndex(({ ticketId }) => ticketId === row.id)
    return { ticket: ticketOf(row), place: ++place, range: spot < 0 ? null : (waitRange(facts, spot)?.range ?? null) }
  })
  return {
    queueId,
    name: queue.name,
    nameEn: queue.name_en,
    zoneId: queue.zone_id,
    zoneName: queue.zone_name,
    points: await servicePointsOfQueue(tx, institutionId, queueId),
    entries,
    usualSeconds: facts.recent.length < MINIMUM_SAMPLES ? null : middle(facts.recent.map((one) => one.seconds)),
    asOf: context.now.toISOString(),
  }
}

async function queueNamed(tx: Tx, institutionId: number, queueId: number) {
  const { rows } = await sql<{ name: string; name_en: string; zone_id: string; zone_name: string }>`
    select q.name, q.name_en, q.zone_id, z.name as zone_name from queue.queue q
    join queue.zone z on z.institution_id = q.institution_id and z.id = q.zone_id
    where q.institution_id = ${institutionId} and q.id = ${queueId}`.execute(tx)
  if (!rows[0]) throw new QueueNotFound()
  return rows[0]
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { PlaceInLine } from '../contract.ts'
import { noticesOf } from '../emergency-notice.ts'
import { TicketNotFound } from '../errors.ts'
import { compareSpots } from '../fairness.ts'
import { spotsInLine } from '../line.ts'
import { comeBackTold } from '../promises.ts'
import type { TicketRef, TicketRow } from '../ticket-row.ts'
import { waitRange } from '../wait-range.ts'
import { waitFacts } from './wait-facts.ts'

interface Row extends TicketRow {
  queue_name: string
  queue_name_en: string
  zone_id: string
  zone_name: string
  point_name: string | null
  point_name_en: string | null
}

/** Where this person stands now: how many before them, how long it may take, why here. Names nobody else. */
export async function placeInLine(tx: Tx, context: Context, { institutionId, ticketId }: TicketRef): Promise<PlaceInLine> {
  const { rows } = await sql<Row>`
    select t.*, q.name as queue_name, q.name_en as queue_name_en, q.zone_id, z.name as zone_name, p.name as point_name,
      p.name_en as point_name_en
    from queue.ticket t
    join queue.queue q on q.institution_id = t.institution_id and q.id = t.queue_id
    join queue.zone z on z.institution_id = q.institution_id and z.id = q.zone_id
    left join queue.service_point p on p.institution_id = t.institution_id and p.id = t.service_point_id
    where t.institution_id = ${institutionId} and t.id = ${ticketId}`.execute(tx)
  const row = rows[0]
  if (!row) throw new TicketNotFound()
  const ahead = row.status === 'waiting' ? await countAhead(tx, row) : null
  const late = await lateness(tx, row, context.now)
  const forecast = ahead === null ? null : await forecastFor(tx, row, context.now)
  const comeBackAt = ahead === null ? null : await comeBackTold(tx, institutionId, row.id)
  return {
    ticketId: row.id,
    queueId: row.queue_id,
    queueName: row.queue_name,
    queueNameEn: row.queue_name_en,
    zoneId: row.zone_id,
    zoneName: row.zone_name,
    label: row.label,
    status: row.status,
    ahead,
    range: forecast?.range ?? null,
    middleMinutes: forecast?.middleMinutes ?? null,
    mostlyMinutes: forecast?.mostlyMinutes ?? null,
    comeBackAt: comeBackAt && comeBackAt > context.now ? comeBackAt.toISOString() : null,
    why: row.why,
    whyDetail: row.why_detail,
    pointName: row.point_name,
    pointNameEn: row.point_name_en,
    calledAt: row.called_at?.toISOString() ?? null,
    callCount: row.call_count,
    lateUntil: late?.until ?? null,
    lateReason: late?.reason ?? '',
    emergency: await emergencyBefore(tx, row, context.now),
    asOf: context.now.toISOString(),
  }
}

/** Who was waiting when it happened is told; an emergency itself is not, nor who came afterwards. */
async function emergencyBefore(tx: Tx, row: TicketRow, now: Date) {
  if (row.status !== 'waiting' || row.class === 'emergency') return null
  return (await noticesOf(tx, row.institution_id, [row.queue_id], { now, since: row.joined_at }))[0] ?? null
}

async function forecastFor(tx: Tx, row: TicketRow, now: Date) {
  const facts = await waitFacts(tx, row.institution_id, row.queue_id, now)
  const place = facts.line.findIndex((spot) => spot.ticketId === row.id)
  return place < 0 ? null : waitRange(facts, place)
}

async function countAhead(tx: Tx, row: TicketRow): Promise<number> {
  const mine = { class: row.class, orderAt: row.order_at, orderTie: row.order_tie, number: row.number }
  const line = await spotsInLine(tx, row.institution_id, [row.queue_id], row.day)
  return line.filter((spot) => compareSpots(spot, mine) < 0).length
}

/** Said only when every point that serves the queue is late: otherwise somebody is at work. */
async function lateness(tx: Tx, row: TicketRow, now: Date): Promise<{ until: string; reason: string } | null> {
  const { rows } = await sql<{ late_until: Date | null; late_reason: string }>`
    select late_until, late_reason from queue.service_point
    where institution_id = ${row.institution_id} and ${row.queue_id} = any (serves)
    order by late_until nulls first`.execute(tx)
  const first = rows[0]
  if (!first?.late_until || first.late_until <= now) return null
  return { until: first.late_until.toISOString(), reason: first.late_reason }
}

import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { type Tx, violates } from '#platform/database/index.ts'
import type { ServicePoint, Ticket } from '../contract.ts'
import { NobodyWaiting, PointBusy, PointNotOpen } from '../errors.ts'
import { announceCall, announceLine } from '../events.ts'
import { servicePointById } from '../queries/service-points.ts'
import { moveTicket, recordStep } from '../step.ts'
import { ticketOf, type TicketRef, type TicketRow } from '../ticket-row.ts'

export interface CallNext {
  readonly institutionId: number
  readonly pointId: number
}

/**
 * Calls whoever is first in the queues this service point serves.
 *
 * Two points that call at the same moment call two people: one guarded statement finds and claims the row, and skips
 * what another holds. A point that has somebody is refused by `ticket_one_at_a_point`: {@link PointBusy}. Nobody there
 * is {@link NobodyWaiting}.
 */
export async function callNext(tx: Tx, context: Context, { institutionId, pointId }: CallNext): Promise<Ticket> {
  const point = await openPoint(tx, context, institutionId, pointId)
  // A common table expression, not a subquery: a subquery in a join may be run once per row, and would then claim many.
  const { rows } = await sql<TicketRow>`
    with next as (
      select n.id from queue.ticket n
      where n.institution_id = ${institutionId} and n.queue_id = any (${point.serves}::integer[])
        and n.day = ${localDay(context.now)}::date and n.status = 'waiting'
      order by n.order_at, n.order_tie, n.number
      limit 1 for update skip locked
    )
    update queue.ticket t set status = 'called', service_point_id = ${pointId}, called_at = ${context.now}, call_count = 1,
      version = t.version + 1
    from next
    where t.institution_id = ${institutionId} and t.id = next.id
    returning t.*`
    .execute(tx)
    .catch((error: unknown) => {
      throw violates(error, 'ticket_one_at_a_point') ? new PointBusy() : error
    })
  if (!rows[0]) throw new NobodyWaiting()
  return called(tx, context, rows[0], point)
}

export interface CallTicket extends TicketRef {
  readonly pointId: number
  /** Why this person and not the first; it stays in the history. */
  readonly reason: string
}

/** Calls one particular person out of order. Throws TicketInOtherState when somebody else was faster, PointBusy as above. */
export async function callTicket(tx: Tx, context: Context, { pointId, reason, ...ref }: CallTicket): Promise<Ticket> {
  const point = await openPoint(tx, context, ref.institutionId, pointId)
  const ticket = await moveTicket(tx, context, ref, {
    verb: 'call',
    from: ['waiting', 'passed', 'parked'],
    reason,
    change: () => ({ status: 'called', service_point_id: pointId, called_at: context.now, call_count: 1, parked_reason: '' }),
  })
  await announceCall(tx, context, ticket, point)
  return ticket
}

/** The point, held until the transaction ends, so that two presses at one point follow each other and the second is told why not. */
async function openPoint(tx: Tx, context: Context, institutionId: number, pointId: number): Promise<ServicePoint> {
  await sql`select from queue.service_point where institution_id = ${institutionId} and id = ${pointId} for no key update`.execute(tx)
  const point = await servicePointById(tx, institutionId, pointId)
  if (point.state !== 'open') throw new PointNotOpen({ state: point.state })
  const { rows } = await sql`
    select from queue.ticket where institution_id = ${institutionId} and service_point_id = ${pointId}
      and day = ${localDay(context.now)}::date and status in ('called', 'serving')`.execute(tx)
  if (rows.length > 0) throw new PointBusy()
  return point
}

async function called(tx: Tx, context: Context, row: TicketRow, point: ServicePoint): Promise<Ticket> {
  const before: TicketRow = { ...row, status: 'waiting', service_point_id: null, called_at: null, call_count: 0, version: row.version - 1 }
  await recordStep(tx, context, { verb: 'call', ticket: row, before, reason: '' })
  const ticket = ticketOf(row)
  await announceCall(tx, context, ticket, point)
  await announceLine(tx, context, { institutionId: row.institution_id, queueId: row.queue_id, zoneId: point.zoneId, holderId: row.holder_id })
  return ticket
}

import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { type Tx, violates } from '#platform/database/index.ts'
import type { ServicePoint, Ticket } from '../contract.ts'
import { NobodyWaiting, PersonElsewhere, PointBusy, PointNotOpen } from '../errors.ts'
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
 * is {@link NobodyWaiting}. Who stands in several lines is called to one place at a time (`ticket_called_to_one_place`):
 * they keep their place while they are at another, and when only such people wait that is said: {@link PersonElsewhere}.
 */
export async function callNext(tx: Tx, context: Context, { institutionId, pointId }: CallNext): Promise<Ticket> {
  const point = await openPoint(tx, context, institutionId, pointId)
  const day = localDay(context.now)
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    await sql`savepoint claiming`.execute(tx)
    try {
      const row = await claimFirst(tx, context, point, day)
      if (row) return await called(tx, context, row, point)
      break
    } catch (error) {
      if (violates(error, 'ticket_one_at_a_point')) throw new PointBusy()
      // Called to another place in the same moment: the next in line is tried.
      if (!violates(error, 'ticket_called_to_one_place')) throw error
      await sql`rollback to savepoint claiming`.execute(tx)
    }
  }
  throw await whyNobody(tx, point, day)
}

const ATTEMPTS = 5

/**
 * Finds and claims the first who is not at another place just now. A common table expression, not a subquery: a
 * subquery in a join may be run once per row, and would then claim many.
 */
async function claimFirst(tx: Tx, context: Context, point: ServicePoint, day: string): Promise<TicketRow | undefined> {
  const { institutionId, id: pointId } = point
  const { rows } = await sql<TicketRow>`
    with next as (
      select n.id from queue.ticket n
      where n.institution_id = ${institutionId} and n.queue_id = any (${point.serves}::integer[])
        and n.day = ${day}::date and n.status = 'waiting'
        and not exists (${elsewhere})
      order by n.order_at, n.order_tie, n.number
      limit 1 for update skip locked
    )
    update queue.ticket t set status = 'called', service_point_id = ${pointId}, called_at = ${context.now}, call_count = 1,
      version = t.version + 1
    from next
    where t.institution_id = ${institutionId} and t.id = next.id
    returning t.*`.execute(tx)
  return rows[0]
}

/** Called somewhere, or being served where somebody is still at work: a person is not called away from there. */
const elsewhere = sql`
  select from queue.ticket o
    join queue.service_point p on p.institution_id = o.institution_id and p.id = o.service_point_id
  where o.institution_id = n.institution_id and o.holder_id = n.holder_id and o.day = n.day and o.id <> n.id
    and (o.status = 'called' or (o.status = 'serving' and p.state <> 'closed'))`

/** Nobody is there, or all who are there are at another place just now. */
async function whyNobody(tx: Tx, point: ServicePoint, day: string): Promise<Error> {
  const { rows } = await sql<{ label: string }>`
    select label from queue.ticket n
    where n.institution_id = ${point.institutionId} and n.queue_id = any (${point.serves}::integer[]) and n.day = ${day}::date and n.status = 'waiting'
      and exists (${elsewhere})
    order by n.order_at, n.order_tie, n.number limit 1`.execute(tx)
  return rows[0] ? new PersonElsewhere({ label: rows[0].label }) : new NobodyWaiting()
}

export interface CallTicket extends TicketRef {
  readonly pointId: number
  /** Why this person and not the first; it stays in the history. */
  readonly reason: string
}

/** Calls one particular person out of order. Throws TicketInOtherState when somebody else was faster, PointBusy and PersonElsewhere as above. */
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

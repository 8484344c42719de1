import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Ticket } from '../contract.ts'
import { announceLine } from '../events.ts'
import { decidePlace, labelOf, nextNumber } from '../line.ts'
import { openQueueToJoin } from '../open-queue-row.ts'
import { recordStep } from '../step.ts'
import { ticketOf, type TicketRow } from '../ticket-row.ts'

export interface JoinQueue {
  readonly institutionId: number
  readonly queueId: number
  readonly holderId: string
  /** What the person is here for; one live ticket in each queue. */
  readonly visitId: string
  /** Already masked: it stands on boards. */
  readonly displayName: string
  readonly class: 'booked' | 'walk-in' | 'returning'
  readonly priorityGroup?: string
  readonly due: { readonly from: Date; readonly to: Date } | null
}

/**
 * Gives the person a place in line, with the reason for the place, under the number they have had since they came today.
 *
 * Places in one queue are decided one at a time, under the lock of its counter. Joining twice for one visit gives the
 * ticket they already have: `ticket_one_live_per_visit_and_queue` refuses a second. A closed queue takes nobody new:
 * {@link QueueClosed}; of a closing and a joining at the same moment, one is first, and both hold.
 */
export async function joinQueue(tx: Tx, context: Context, join: JoinQueue): Promise<Ticket> {
  const { institutionId, queueId } = join
  const day = localDay(context.now)
  const queue = await openQueueToJoin(tx, context, institutionId, queueId)
  const number = await nextNumber(tx, institutionId, queueId, day)
  // Looked for only now: under the counter's lock nobody can be joining this queue at the same moment.
  const existing = await liveTicket(tx, institutionId, queueId, join.visitId)
  if (existing) return ticketOf(existing)
  const due = join.due ?? { from: null, to: null }
  const comer = {
    class: join.class, priorityGroup: join.priorityGroup ?? '', dueFrom: due.from, dueTo: due.to, number, at: context.now, passedFrom: null,
  }
  const place = await decidePlace(tx, { institutionId, queueId, day, now: context.now }, comer)
  const label = await labelOf(tx, context, { institutionId, queueId, day, holderId: join.holderId, prefix: queue.prefix, number })
  const { rows } = await sql<TicketRow>`
    insert into queue.ticket (institution_id, id, queue_id, day, number, label, holder_id, visit_id, display_name, class,
      priority_group, due_from, due_to, joined_at, order_at, order_tie, why, why_detail)
    values (${institutionId}, ${newId()}, ${queueId}, ${day}::date, ${number}, ${label}, ${join.holderId}, ${join.visitId},
      ${join.displayName}, ${join.class}, ${comer.priorityGroup}, ${due.from}, ${due.to}, ${context.now}, ${place.orderAt},
      ${place.orderTie}, ${place.why}, ${JSON.stringify(place.whyDetail)})
    returning *`.execute(tx)
  const ticket = rows[0]!
  await recordStep(tx, context, { verb: 'join', ticket, before: null, reason: '' })
  await announceLine(tx, context, { institutionId, queueId, zoneId: queue.zoneId, holderId: join.holderId })
  return ticketOf(ticket)
}

async function liveTicket(tx: Tx, institutionId: number, queueId: number, visitId: string): Promise<TicketRow | undefined> {
  const { rows } = await sql<TicketRow>`
    select * from queue.ticket where institution_id = ${institutionId} and visit_id = ${visitId} and queue_id = ${queueId}
      and status not in ('done', 'left')`.execute(tx)
  return rows[0]
}

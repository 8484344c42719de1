import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Ticket, TicketStatus } from '../contract.ts'
import { NotSamePerson, TicketInOtherState } from '../errors.ts'
import { compareSpots } from '../fairness.ts'
import { holdLine, nextNumber } from '../line.ts'
import { openQueueToJoin } from '../open-queue-row.ts'
import { moveTicket, recordStep } from '../step.ts'
import { lockTicket, ticketOf, type TicketRow } from '../ticket-row.ts'
import { closeQueue, recordQueueStep } from './close-queue.ts'
import { elsewhereBySameMoment } from './transfer.ts'

export interface MergeTickets {
  readonly institutionId: number
  readonly ticketId: string
  readonly otherTicketId: string
  readonly reason: string
}

/** Who is further in keeps their ticket: inside before called, called before waiting, in line before away. */
const FURTHER: readonly TicketStatus[] = ['serving', 'called', 'waiting', 'parked', 'passed']

/**
 * Two tickets of one person become one: the better of the two stays exactly as it is, the other ends and says into which.
 * The better is who is further in, then whose place is nearer. Answers the one that stays. Throws NotSamePerson, and
 * TicketInOtherState when one of them has ended or the one to end is called just now.
 */
export async function mergeTickets(tx: Tx, context: Context, { institutionId, ticketId, otherTicketId, reason }: MergeTickets): Promise<Ticket> {
  // Always in the same order, so that two who merge the same two do not wait for each other.
  const [first, second] = [ticketId, otherTicketId].toSorted()
  if (first === second) throw new TicketInOtherState({})
  const a = await lockTicket(tx, { institutionId, ticketId: first! })
  const b = await lockTicket(tx, { institutionId, ticketId: second! })
  if (a.holder_id !== b.holder_id) throw new NotSamePerson()
  for (const row of [a, b]) if (!FURTHER.includes(row.status)) throw new TicketInOtherState({ status: row.status })
  const [stays, ends] = isBetter(a, b) ? [a, b] : [b, a]
  await endInto(tx, context, ends, stays.id, reason)
  await recordStep(tx, context, { verb: 'merge', ticket: stays, before: null, reason })
  return ticketOf(stays)
}

function isBetter(a: TicketRow, b: TicketRow): boolean {
  const further = FURTHER.indexOf(a.status) - FURTHER.indexOf(b.status)
  return further !== 0 ? further < 0 : compareSpots(spotOf(a), spotOf(b)) <= 0
}

const spotOf = (row: TicketRow) => ({ class: row.class, orderAt: row.order_at, orderTie: row.order_tie, number: row.number })

async function endInto(tx: Tx, context: Context, row: TicketRow, into: string, reason: string): Promise<void> {
  await moveTicket(tx, context, { institutionId: row.institution_id, ticketId: row.id }, {
    verb: 'merge', from: ['waiting', 'passed', 'parked'], reason, change: () => ({ status: 'left', ended_at: context.now, merged_into: into }),
  })
}

export interface MergeQueues {
  readonly institutionId: number
  readonly fromQueueId: number
  readonly intoQueueId: number
  readonly reason: string
}

/**
 * Two lines become one: everybody who waits in the first stands in the second by the time they have waited, with their
 * number; the first takes nobody new today. Who is called or inside is finished where they are; rooms of the first serve
 * the second too. Somebody called in the same moment is not moved: one or the other happens. Answers how many moved.
 */
export async function mergeQueues(tx: Tx, context: Context, { institutionId, fromQueueId, intoQueueId, reason }: MergeQueues): Promise<number> {
  if (fromQueueId === intoQueueId) return 0
  const day = localDay(context.now)
  await openQueueToJoin(tx, context, institutionId, intoQueueId)
  await closeQueue(tx, context, { institutionId, queueId: fromQueueId, reason })
  for (const queueId of [fromQueueId, intoQueueId].toSorted((a, b) => a - b)) await holdLine(tx, institutionId, queueId, day)
  const { rows } = await sql<TicketRow>`
    select * from queue.ticket
    where institution_id = ${institutionId} and queue_id = ${fromQueueId} and day = ${day}::date and status in ('waiting', 'passed', 'parked')
    order by order_at, order_tie, number for update`.execute(tx)
  for (const row of rows) await moveOver(tx, context, row, intoQueueId, reason)
  await sql`
    update queue.service_point set serves = array(select distinct unnest(serves || ${intoQueueId}::integer) order by 1), changed_at = ${context.now}
    where institution_id = ${institutionId} and ${fromQueueId} = any (serves)`.execute(tx)
  await recordQueueStep(tx, context, { institutionId, queueId: fromQueueId, verb: 'merge', reason, intoQueueId, moved: rows.length })
  return rows.length
}

/** Into the other line; who stands there already for the same visit keeps the one place they have there. */
async function moveOver(tx: Tx, context: Context, row: TicketRow, intoQueueId: number, reason: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from queue.ticket where institution_id = ${row.institution_id} and visit_id = ${row.visit_id} and queue_id = ${intoQueueId}
      and status not in ('done', 'left')`.execute(tx)
  if (rows[0]) return endInto(tx, context, row, rows[0].id, reason)
  const number = await nextNumber(tx, row.institution_id, intoQueueId, row.day)
  await moveTicket(tx, context, { institutionId: row.institution_id, ticketId: row.id }, {
    verb: 'transfer', from: ['waiting', 'passed', 'parked'], reason,
    change: () => ({ queue_id: intoQueueId, number, why_detail: {}, ...elsewhereBySameMoment(row, number) }),
  })
}

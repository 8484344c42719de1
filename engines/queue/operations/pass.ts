import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Ticket } from '../contract.ts'
import { decidePlace, holdLine } from '../line.ts'
import { comeBackTold } from '../promises.ts'
import { moveTicket } from '../step.ts'
import type { TicketRef, TicketRow } from '../ticket-row.ts'

/** The person called did not come. They keep their number; a word at the desk puts them back in line. */
export async function pass(tx: Tx, context: Context, ref: TicketRef): Promise<Ticket> {
  return moveTicket(tx, context, ref, {
    verb: 'pass',
    from: ['called'],
    change: () => ({ status: 'passed', service_point_id: null, called_at: null, call_count: 0 }),
  })
}

/**
 * Back in line after being passed: the end of the next period, and never before the place they had. Whoever was told that they
 * may be away until a later time, and is back by then, has the old place: the forecast was ours.
 */
export async function rejoin(tx: Tx, context: Context, ref: TicketRef): Promise<Ticket> {
  return moveTicket(tx, context, ref, {
    verb: 'rejoin',
    from: ['passed'],
    change: async (row) => {
      const told = await comeBackTold(tx, row.institution_id, row.id)
      if (told && context.now <= told) return { status: 'waiting', why: 'rejoined', why_detail: { kept: true } }
      return { status: 'waiting', ...(await newPlace(tx, context, row, row.class, row.order_at)) }
    },
  })
}

/** Sends somebody away for a while, out of line but not forgotten: to an examination, to fetch something. */
export async function park(tx: Tx, context: Context, ref: TicketRef & { readonly reason: string }): Promise<Ticket> {
  return moveTicket(tx, context, ref, {
    verb: 'park',
    from: ['waiting', 'called', 'serving', 'passed'],
    reason: ref.reason,
    change: () => ({ status: 'parked', service_point_id: null, called_at: null, call_count: 0, serving_at: null, parked_reason: ref.reason }),
  })
}

/** Back with what they were sent for: behind the next person, with others between two who are back. */
export async function returnToLine(tx: Tx, context: Context, ref: TicketRef): Promise<Ticket> {
  return moveTicket(tx, context, ref, {
    verb: 'return',
    from: ['parked'],
    change: async (row) => ({
      status: 'waiting', class: 'returning', parked_reason: '', ...(await newPlace(tx, context, row, 'returning', null)),
    }),
  })
}

async function newPlace(tx: Tx, context: Context, row: TicketRow, kind: TicketRow['class'], passedFrom: Date | null) {
  await holdLine(tx, row.institution_id, row.queue_id, row.day)
  const at = { institutionId: row.institution_id, queueId: row.queue_id, day: row.day, now: context.now }
  const place = await decidePlace(tx, at, {
    class: kind, priorityGroup: row.priority_group, dueFrom: row.due_from, dueTo: row.due_to, number: row.number, at: context.now, passedFrom,
  })
  return { order_at: place.orderAt, order_tie: place.orderTie, why: place.why, why_detail: place.whyDetail }
}

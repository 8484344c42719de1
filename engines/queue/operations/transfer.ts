import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Ticket } from '../contract.ts'
import { nextNumber } from '../line.ts'
import { openQueueToJoin } from '../open-queue-row.ts'
import { moveTicket, type TicketChange } from '../step.ts'
import type { TicketRef, TicketRow } from '../ticket-row.ts'

export interface Transfer extends TicketRef {
  readonly toQueueId: number
  readonly reason: string
}

/**
 * Moves somebody to another queue with the time they have waited: their place there is by the same moment as here, and their
 * number stays theirs. Throws QueueClosed when that queue takes nobody new.
 */
export async function transfer(tx: Tx, context: Context, { toQueueId, reason, ...ref }: Transfer): Promise<Ticket> {
  await openQueueToJoin(tx, context, ref.institutionId, toQueueId)
  return moveTicket(tx, context, ref, {
    verb: 'transfer',
    from: ['waiting', 'called', 'passed', 'parked'],
    reason,
    change: async (row) => {
      const number = await nextNumber(tx, ref.institutionId, toQueueId, row.day)
      return {
        status: 'waiting', queue_id: toQueueId, number, service_point_id: null, called_at: null, call_count: 0, parked_reason: '', why_detail: {},
        ...elsewhereBySameMoment(row, number),
      }
    },
  })
}

/** The place in another line: by the same moment as in the line left; an emergency is one there too. */
export function elsewhereBySameMoment(row: TicketRow, number: number): TicketChange {
  return row.class === 'emergency' ? { why: 'emergency' } : { order_tie: number * 1000, why: 'moved' }
}

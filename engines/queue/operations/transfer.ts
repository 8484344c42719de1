import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Ticket } from '../contract.ts'
import { QueueNotFound } from '../errors.ts'
import { nextNumber } from '../line.ts'
import { moveTicket } from '../step.ts'
import type { TicketRef } from '../ticket-row.ts'

export interface Transfer extends TicketRef {
  readonly toQueueId: number
  readonly reason: string
}

/** Moves somebody to another queue with the time they have waited: their place there is by the same moment as here. */
export async function transfer(tx: Tx, context: Context, { toQueueId, reason, ...ref }: Transfer): Promise<Ticket> {
  const { rows } = await sql<{ prefix: string }>`
    select prefix from queue.queue where institution_id = ${ref.institutionId} and id = ${toQueueId}`.execute(tx)
  const queue = rows[0]
  if (!queue) throw new QueueNotFound()
  return moveTicket(tx, context, ref, {
    verb: 'transfer',
    from: ['waiting', 'called', 'passed', 'parked'],
    reason,
    change: async (row) => {
      const number = await nextNumber(tx, ref.institutionId, toQueueId, row.day)
      return {
        status: 'waiting', queue_id: toQueueId, number, label: `${queue.prefix}${String(number).padStart(3, '0')}`, order_tie: number * 1000,
        service_point_id: null, called_at: null, call_count: 0, why: 'moved', why_detail: {},
      }
    },
  })
}

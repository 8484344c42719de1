import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Ticket } from '../contract.ts'
import { announceCall } from '../events.ts'
import { servicePointById } from '../queries/service-points.ts'
import { moveTicket } from '../step.ts'
import type { TicketRef } from '../ticket-row.ts'

/** Calls the same person again: boards light up and speak once more. */
export async function recall(tx: Tx, context: Context, ref: TicketRef): Promise<Ticket> {
  const ticket = await moveTicket(tx, context, ref, {
    verb: 'recall',
    from: ['called'],
    change: (row) => ({ call_count: row.call_count + 1, called_at: context.now }),
  })
  await announceCall(tx, context, ticket, await servicePointById(tx, ref.institutionId, ticket.servicePointId!))
  return ticket
}

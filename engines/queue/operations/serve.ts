import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Ticket } from '../contract.ts'
import { moveTicket } from '../step.ts'
import type { TicketRef } from '../ticket-row.ts'

/** The person called has come in. */
export async function startServing(tx: Tx, context: Context, ref: TicketRef): Promise<Ticket> {
  return moveTicket(tx, context, ref, { verb: 'start', from: ['called'], change: () => ({ status: 'serving', serving_at: context.now }) })
}

/** The person is done here; the service point is free. */
export async function finish(tx: Tx, context: Context, ref: TicketRef): Promise<Ticket> {
  return moveTicket(tx, context, ref, {
    verb: 'finish',
    from: ['called', 'serving'],
    change: (row) => ({ status: 'done', serving_at: row.serving_at ?? row.called_at, ended_at: context.now }),
  })
}

/** The person went home without being served. */
export async function leave(tx: Tx, context: Context, ref: TicketRef & { readonly reason: string }): Promise<Ticket> {
  return moveTicket(tx, context, ref, {
    verb: 'leave',
    from: ['waiting', 'called', 'passed', 'parked'],
    reason: ref.reason,
    change: () => ({ status: 'left', ended_at: context.now }),
  })
}

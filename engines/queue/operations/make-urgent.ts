import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Ticket } from '../contract.ts'
import { placeFor } from '../fairness.ts'
import { ruleOf } from '../line.ts'
import { moveTicket } from '../step.ts'
import type { TicketRef } from '../ticket-row.ts'

/**
 * An emergency: before everybody who waits, behind earlier emergencies. Whoever sees the line sees that it is one, and
 * the reason stays in the history with who said so. Nobody else's claim changes; each stands one further back.
 */
export async function makeUrgent(tx: Tx, context: Context, { reason, ...ref }: TicketRef & { readonly reason: string }): Promise<Ticket> {
  const rule = await ruleOf(tx, ref.institutionId, context.now)
  return moveTicket(tx, context, ref, {
    verb: 'urgent',
    from: ['waiting', 'passed', 'parked'],
    reason,
    change: (row) => {
      const comer = { class: 'emergency', priorityGroup: '', dueFrom: null, dueTo: null, number: row.number, at: context.now, passedFrom: null } as const
      const place = placeFor(rule, comer, [])
      return {
        status: 'waiting', class: 'emergency', order_at: place.orderAt, order_tie: place.orderTie, why: place.why, why_detail: place.whyDetail, parked_reason: '',
      }
    },
  })
}

import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Ticket } from '../contract.ts'
import { noteEmergency } from '../emergency-notice.ts'
import { placeFor } from '../fairness.ts'
import { ruleOf } from '../line.ts'
import { waitFacts } from '../queries/wait-facts.ts'
import { moveTicket } from '../step.ts'
import { lockTicket, type TicketRef } from '../ticket-row.ts'

/**
 * An emergency: before everybody who waits, behind earlier emergencies. Whoever sees the line sees that it is one, and
 * the reason stays in the history with who said so. Nobody else's claim changes; each stands one further back, and is told so
 * with the minutes it costs ({@link noteEmergency}).
 */
export async function makeUrgent(tx: Tx, context: Context, { reason, ...ref }: TicketRef & { readonly reason: string }): Promise<Ticket> {
  const rule = await ruleOf(tx, ref.institutionId, context.now)
  const { queue_id: queueId } = await lockTicket(tx, ref)
  const before = await waitFacts(tx, ref.institutionId, queueId, context.now)
  const ticket = await moveTicket(tx, context, ref, {
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
  await noteEmergency(tx, context, ticket, before)
  return ticket
}

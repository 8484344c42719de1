import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Ticket } from '../contract.ts'
import { ruleOf } from '../line.ts'
import { moveTicket } from '../step.ts'
import type { TicketRef } from '../ticket-row.ts'

export interface Prioritise extends TicketRef {
  /** A group of the fairness rule; '' takes the priority away. */
  readonly group: string
  readonly reason: string
}

/** Moves somebody forward by what the published rule grants their group, and no further; the reason stays in the history. */
export async function prioritise(tx: Tx, context: Context, { group, reason, ...ref }: Prioritise): Promise<Ticket> {
  const rule = await ruleOf(tx, ref.institutionId, context.now)
  return moveTicket(tx, context, ref, {
    verb: 'prioritise',
    from: ['waiting'],
    reason: reason || group,
    change: (row) => {
      if (row.class === 'emergency') return { priority_group: group }
      const had = rule.advanceMinutes[row.priority_group] ?? 0
      const gets = rule.advanceMinutes[group] ?? 0
      return {
        priority_group: group,
        order_at: new Date(row.order_at.getTime() + (had - gets) * 60_000),
        why: gets > 0 ? 'priority' : row.class,
        why_detail: gets > 0 ? { group, advanceMinutes: gets } : {},
      }
    },
  })
}

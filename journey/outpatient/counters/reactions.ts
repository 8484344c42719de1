import type { Reaction } from '#platform/events/index.ts'
import { RESULT_READY, type StopFacts } from './events.ts'
import { dropOrder } from './operations/drop-order.ts'
import { type PlacedOrder, planStop } from './operations/plan-stop.ts'
import { settleVisit } from './operations/settle-visit.ts'
import { tellResult } from './operations/tell-result.ts'

export const reactions: readonly Reaction[] = [
  {
    name: 'counters.plan-stop',
    on: ['consulting.order-placed.v1'],
    run: (tx, context, event) => planStop(tx, context, event.payload as unknown as PlacedOrder),
  },
  {
    name: 'counters.drop-order',
    on: ['consulting.order-cancelled.v1'],
    run: (tx, context, event) => dropOrder(tx, context, event.payload as unknown as PlacedOrder),
  },
  {
    // The bill has the visit's id.
    name: 'counters.paid',
    on: ['billing.bill-paid.v1'],
    run(tx, context, event) {
      const { institutionId, billId, personId } = event.payload as { institutionId: number; billId: string; personId: string }
      return settleVisit(tx, context, { institutionId, visitId: billId, personId })
    },
  },
  {
    // The doctor has finished: the pharmacy may hand out what is paid, and credit pays what was kept for it.
    name: 'counters.visit-finished',
    on: ['consulting.visit-finished.v1'],
    run(tx, context, event) {
      const { institutionId, visitId, personId } = event.payload as { institutionId: number; visitId: string; personId: string }
      return settleVisit(tx, context, { institutionId, visitId, personId })
    },
  },
  {
    // In a transaction of its own: whoever says that a result is there does not wait for the telling.
    name: 'counters.tell-result',
    on: [RESULT_READY],
    run: (tx, context, event) => tellResult(tx, context, event.payload as unknown as StopFacts),
  },
]

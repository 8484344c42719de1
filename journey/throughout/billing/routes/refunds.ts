import { z } from 'zod'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { actorId } from '#platform/audit/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { AskRefund, WindowRefund } from '../contract.ts'
import { BillNotFound, NoShift, NotEnoughInDrawer, NotRefundable, RefundDecided, RefundNotFound, SecondPersonNeeded } from '../errors.ts'
import { askRefund } from '../operations/ask-refund.ts'
import { decideRefund } from '../operations/decide-refund.ts'
import { payOutRefund } from '../operations/pay-out-refund.ts'
import { refundsAtWindow } from '../queries/refunds.ts'
import { cashier } from '../queries/shifts.ts'

const tags = ['billing', 'window']
const window = { access: allow('cashier'), purpose: 'payment' }
const refundPath = z.object({ refundId: z.uuid() })
const done = z.object({ done: z.literal(true) })

/** Money that goes back over a counter: asked for by one, decided by another, handed out by whoever has a drawer. */
export const refundRoutes: Routes = (app) => {
  app.get('/api/billing/window/refunds', {
    schema: { operationId: 'listRefundsAtWindow', summary: 'Refunds that wait for a person', tags, response: { 200: z.array(WindowRefund) } },
    config: window,
  }, (request) => query(request, async (tx, context) => {
    const refunds = await refundsAtWindow(tx, cashier(context).institutionId, actorId(context.actor))
    const people = await personSummaries(tx, context, refunds.map((refund) => refund.personId))
    return refunds.map(({ personId, ...refund }) => ({ ...refund, nameMasked: people.get(personId)?.nameMasked ?? '' }))
  }))

  app.post('/api/billing/window/refunds', {
    schema: { operationId: 'askRefund', summary: 'Ask for the money of one item; a second person decides', tags, body: AskRefund, response: { 201: z.object({ refundId: z.uuid() }) } },
    config: { ...window, outcomes: [BillNotFound, NotRefundable] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => askRefund(tx, context, request.body)))

  for (const decision of ['approve', 'refuse'] as const) {
    app.post(`/api/billing/window/refunds/:refundId/${decision}`, {
      schema: { operationId: `${decision}Refund`, summary: `As the second person: ${decision} a refund`, tags, params: refundPath, response: { 200: done } },
      config: { ...window, outcomes: [RefundNotFound, RefundDecided, SecondPersonNeeded, NotRefundable] },
    }, (request, reply) => command(request, reply, 200, async (tx, context) => {
      await decideRefund(tx, context, request.params.refundId, decision)
      return { done: true as const }
    }))
  }

  app.post('/api/billing/window/refunds/:refundId/pay-out', {
    schema: { operationId: 'payOutRefund', summary: 'Hand out cash that is owed', tags, params: refundPath, response: { 200: done } },
    config: { ...window, outcomes: [RefundNotFound, RefundDecided, NoShift, NotEnoughInDrawer] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await payOutRefund(tx, context, request.params.refundId)
    return { done: true as const }
  }))
}

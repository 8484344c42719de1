import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { cancelCharge } from '#journey/throughout/billing/index.ts'
import type { Order } from '../contract.ts'
import { OrderClosed, OrderNotFound } from '../errors.ts'
import { orderCancelled } from '../events.ts'
import { openVisitForChange } from '../policy.ts'
import { orderById } from '../queries/orders.ts'

/**
 * Takes an order back, and its charge from the bill; what was already paid for it is given back.
 *
 * Of two who cancel at once one succeeds and the other gets {@link OrderClosed}; the charge is taken back once.
 */
export async function cancelOrder(tx: Tx, context: Context, visitId: string, orderId: string): Promise<Order> {
  const visit = await openVisitForChange(tx, context, visitId)
  const { rows } = await sql<{ kind: string }>`
    update consulting.visit_order
    set state = 'cancelled', cancelled_by = ${visit.physicianId}, cancelled_at = ${context.now}
    where institution_id = ${visit.institutionId} and id = ${orderId} and visit_id = ${visitId} and state = 'ordered'
    returning kind`.execute(tx)
  const cancelled = rows[0]
  if (!cancelled) throw await reasonNotCancelled(tx, visit.institutionId, visitId, orderId)
  await cancelCharge(tx, context, { institutionId: visit.institutionId, billId: visitId, source: 'order', sourceId: orderId, reason: 'order taken back' })
  await announce(tx, context, orderCancelled({ institutionId: visit.institutionId, visitId, personId: visit.personId, orderId, kind: cancelled.kind }))
  await audit(tx, context, { action: 'consulting.cancel-order', personId: visit.personId, subject: `order/${orderId}`, detail: { visitId } })
  return orderById(tx, visit.institutionId, orderId)
}

async function reasonNotCancelled(tx: Tx, institutionId: number, visitId: string, orderId: string) {
  const { rows } = await sql`select from consulting.visit_order
    where institution_id = ${institutionId} and id = ${orderId} and visit_id = ${visitId}`.execute(tx)
  return rows[0] ? new OrderClosed({ orderId }) : new OrderNotFound({ orderId })
}

import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, violates, type Tx } from '#platform/database/index.ts'
import type { AskRefund } from '../contract.ts'
import { NotRefundable } from '../errors.ts'
import { lockedBill } from '../queries/locked-bill.ts'
import { cashier } from '../queries/shifts.ts'

/** At a window somebody wants the money of one item back. Nothing moves until a second person has looked. Throws {@link NotRefundable}. */
export async function askRefund(tx: Tx, context: Context, { billId, itemId, reason }: AskRefund): Promise<{ refundId: string }> {
  const { institutionId } = cashier(context)
  const bill = await lockedBill(tx, institutionId, billId)
  const id = newId()
  const { rows } = await sql`insert into billing.refund (institution_id, id, bill_id, payment_id, item_id, person_id, channel, state, amount_cents, cause, reason, asked_by, created_at)
    select ${institutionId}, ${id}, ${billId}, p.id, i.id, i.person_id, p.channel, 'asked', i.self_cents, 'window', ${reason}, ${actorId(context.actor)}, ${context.now}
    from billing.charge_item i join billing.payment p on p.institution_id = i.institution_id and p.id = i.paid_by
    where i.institution_id = ${institutionId} and i.id = ${itemId} and i.bill_id = ${billId} and i.status = 'paid' and i.self_cents > 0
      and i.source in ('registration', 'order')
    returning id`.execute(tx).catch((error: unknown) => {
    throw violates(error, 'refund_once_per_item') ? new NotRefundable() : error
  })
  if (rows.length === 0) throw new NotRefundable()
  await audit(tx, context, { action: 'billing.ask-refund', personId: bill.personId, subject: `refund/${id}`, institutionId, detail: { itemId, reason } })
  return { refundId: id }
}

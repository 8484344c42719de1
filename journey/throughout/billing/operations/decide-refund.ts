import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { NotRefundable, RefundDecided, SecondPersonNeeded } from '../errors.ts'
import { billChanged } from '../events.ts'
import { holdBack } from '../insured/hold-back.ts'
import { lockedBill } from '../queries/locked-bill.ts'
import { askedPieces, refundRow, type RefundRow } from '../queries/refunds.ts'
import { waysOf, type WayPaid } from '../queries/ways-of.ts'
import { cashier } from '../queries/shifts.ts'
import { takeOff } from './cancel-charge.ts'
import { firstAsked, oweAndReturn, refundId, takeFromPayment } from './start-refund.ts'
import { sumUp } from './sum-up.ts'
import { approveWithdrawal, withdrawalRefused } from './withdraw.ts'

export type Decision = 'approve' | 'refuse'

/**
 * The second person decides. Approved, the item is off the bill and the hospital owes its money, the way it came.
 * Whoever asked cannot approve ({@link SecondPersonNeeded}); the database would not take it either. Decided once: {@link RefundDecided}.
 */
export async function decideRefund(tx: Tx, context: Context, refundId: string, decision: Decision): Promise<void> {
  const { institutionId } = cashier(context)
  const asked = await refundRow(tx, institutionId, refundId)
  if (asked.requestId !== null) return decideWithdrawal(tx, context, { institutionId, requestId: asked.requestId }, decision)
  const bill = await lockedBill(tx, institutionId, asked.billId)
  const refund = await refundRow(tx, institutionId, refundId)
  if (refund.state !== 'asked') throw new RefundDecided()
  if (decision === 'approve') await approve(tx, context, refund)
  else await sql`update billing.refund set state = 'refused', ended_at = ${context.now}, approved_by = ${actorId(context.actor)}
    where institution_id = ${institutionId} and id = ${refundId}`.execute(tx)
  const { billId, personId, amountCents } = refund
  await sumUp(tx, context, institutionId, billId)
  await audit(tx, context, { action: `billing.${decision}-refund`, personId, subject: `refund/${refundId}`, institutionId, detail: { cents: amountCents } })
  await announce(tx, context, billChanged({ institutionId, billId, personId: bill.personId }))
}

/** All pieces of a withdrawal at once: it was asked for as one sum. Approved, each goes its way; refused, it is in the balance again. */
async function decideWithdrawal(tx: Tx, context: Context, { institutionId, requestId }: { institutionId: number; requestId: string }, decision: Decision): Promise<void> {
  const pieces = await askedPieces(tx, institutionId, requestId)
  if (pieces.length === 0) throw new RefundDecided()
  const who = actorId(context.actor)
  if (decision === 'approve' && pieces.some((piece) => piece.askedBy === who)) throw new SecondPersonNeeded()
  for (const piece of pieces) {
    const { id, billId, personId, amountCents } = piece
    await lockedBill(tx, institutionId, billId)
    if (decision === 'approve') await approveWithdrawal(tx, context, piece)
    else {
      await sql`update billing.refund set state = 'refused', ended_at = ${context.now}, approved_by = ${who} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
      await withdrawalRefused(tx, context, piece)
    }
    await audit(tx, context, { action: `billing.${decision}-refund`, personId, subject: `refund/${id}`, institutionId, detail: { cents: amountCents, requestId } })
    await announce(tx, context, billChanged({ institutionId, billId, personId }))
  }
}

async function approve(tx: Tx, context: Context, refund: RefundRow): Promise<void> {
  const { institutionId, id, billId, personId, paymentId, itemId, reason } = refund
  const who = actorId(context.actor)
  if (who === refund.askedBy) throw new SecondPersonNeeded()
  const { rows } = await sql`select from billing.charge_item where institution_id = ${institutionId} and id = ${itemId} and status = 'paid'`.execute(tx)
  if (rows.length === 0) throw new NotRefundable()
  await takeOff(tx, context, institutionId, billId, itemId!)
  const [first, ...others] = await waysOf(tx, institutionId, paymentId, [itemId!])
  if (!first) throw new NotRefundable()
  // What was asked for becomes the first way's share; every other way gets a refund of its own, decided by the same two.
  await sql`update billing.refund set state = 'created', approved_by = ${who}, channel = ${first.key}, amount_cents = ${first.cents}, next_check_at = ${firstAsked(context, first.key)}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await goesBack(tx, context, refund, { id, way: first })
  for (const way of others) {
    const otherId = refundId(itemId!, way.key)
    await sql`insert into billing.refund (institution_id, id, bill_id, payment_id, item_id, person_id, channel, state, amount_cents, cause, reason, asked_by, approved_by,
        created_at, next_check_at)
      values (${institutionId}, ${otherId}, ${billId}, ${paymentId}, ${itemId}, ${personId}, ${way.key}, 'created', ${way.cents}, 'window', ${reason}, ${refund.askedBy}, ${who},
        ${context.now}, ${firstAsked(context, way.key)})`.execute(tx)
    await goesBack(tx, context, refund, { id: otherId, way })
  }
  await holdBack(tx, institutionId, billId, itemId!)
}

async function goesBack(tx: Tx, context: Context, { institutionId, billId, personId, paymentId }: RefundRow, { id, way }: { id: string; way: WayPaid }): Promise<void> {
  await takeFromPayment(tx, institutionId, paymentId, way.key, way.cents)
  await oweAndReturn(tx, context, { institutionId, id, billId, personId, channel: way.key, amountCents: way.cents })
}

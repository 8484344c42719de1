import { sql } from 'kysely'
import { postTransfer } from '#engines/ledger/index.ts'
import type { Context } from '#platform/context/context.ts'
import { actorId } from '#platform/audit/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { book, followingId, lines } from '../books.ts'
import type { PaymentChannel, Refund } from '../contract.ts'
import { refundStarted } from '../events.ts'

export interface NewRefund {
  readonly institutionId: number
  readonly billId: string
  readonly personId: string
  readonly paymentId: string
  /** Absent: more was paid than was due. */
  readonly itemId?: string
  readonly amountCents: number
  readonly cause: Exclude<Refund['cause'], 'window'>
  readonly reason: string
}

/**
 * Decides that money goes back and books it as owed; the channel is asked afterwards, outside this transaction, until it
 * has answered. The id follows from what is refunded, and a payment never gives back more than it took: the database says so.
 */
export async function startRefund(tx: Tx, context: Context, refund: NewRefund): Promise<void> {
  if (refund.amountCents === 0) return
  const { institutionId, billId, paymentId, personId, amountCents } = refund
  const id = followingId('refund', refund.itemId ?? paymentId)
  const channel = await takeFromPayment(tx, institutionId, paymentId, amountCents)
  await sql`insert into billing.refund (institution_id, id, bill_id, payment_id, item_id, person_id, channel, state, amount_cents, cause, reason,
      asked_by, created_at, next_check_at)
    values (${institutionId}, ${id}, ${billId}, ${paymentId}, ${refund.itemId ?? null}, ${personId}, ${channel}, 'created', ${amountCents},
      ${refund.cause}, ${refund.reason}, ${actorId(context.actor)}, ${context.now}, ${channel === 'cash' ? null : context.now})`.execute(tx)
  await owe(tx, context, { institutionId, id, billId, amountCents })
  await announce(tx, context, refundStarted({ institutionId, billId, personId, refundId: id, amountCents }))
}

/** Notes on the payment how much of it goes back, and says which way it came. */
export async function takeFromPayment(tx: Tx, institutionId: number, paymentId: string, amountCents: number): Promise<PaymentChannel> {
  const { rows } = await sql<{ channel: PaymentChannel }>`update billing.payment set refunded_cents = refunded_cents + ${amountCents}
    where institution_id = ${institutionId} and id = ${paymentId} returning channel`.execute(tx)
  return rows[0]!.channel
}

/** From now on the hospital owes it. */
export async function owe(tx: Tx, context: Context, refund: { institutionId: number; id: string; billId: string; amountCents: number }): Promise<void> {
  const { institutionId, id, billId, amountCents } = refund
  await postTransfer(tx, context, {
    institutionId, id, kind: 'refund', reference: `bill/${billId}`,
    lines: lines([book.bill(institutionId, billId), amountCents], [book.refunds(institutionId), -amountCents]),
  })
}

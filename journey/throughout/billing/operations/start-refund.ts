import { sql } from 'kysely'
import { postTransfer } from '#engines/ledger/index.ts'
import type { Context } from '#platform/context/context.ts'
import { actorId } from '#platform/audit/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { book, followingId, lines } from '../books.ts'
import { isChannelName, PurseKind, type PaymentChannel, type Refund } from '../contract.ts'
import { refundStarted } from '../events.ts'
import { holdBack } from '../insured/hold-back.ts'
import type { WayPaid } from '../queries/ways-of.ts'
import { finishRefund } from './finish-refund.ts'

export interface NewRefund {
  readonly institutionId: number
  readonly billId: string
  readonly personId: string
  readonly paymentId: string
  /** Absent: more was paid than was due. */
  readonly itemId?: string
  /** A part of an item that stands goes back: which part, so that it goes back once. */
  readonly about?: string
  /** How it was paid, and therefore goes back. */
  readonly ways: readonly WayPaid[]
  readonly cause: Exclude<Refund['cause'], 'window' | 'withdrawal'>
  readonly reason: string
}

/**
 * Decides that money goes back, every share the way it came, and books it as owed. A purse has its share at once; a channel
 * is asked afterwards, outside this transaction, until it has answered. The ids follow from what is refunded, and neither a
 * payment nor one of its parts ever gives back more than it brought: the database says so.
 */
export async function startRefund(tx: Tx, context: Context, refund: NewRefund): Promise<void> {
  const { institutionId, billId, paymentId, personId } = refund
  for (const { key: channel, cents: amountCents } of refund.ways) {
    if (amountCents === 0) continue
    const id = refundId(refund.about ?? refund.itemId ?? paymentId, channel)
    await takeFromPayment(tx, institutionId, paymentId, channel, amountCents)
    await sql`insert into billing.refund (institution_id, id, bill_id, payment_id, item_id, person_id, channel, state, amount_cents, cause, reason,
        asked_by, created_at, next_check_at)
      values (${institutionId}, ${id}, ${billId}, ${paymentId}, ${refund.itemId ?? null}, ${personId}, ${channel}, 'created', ${amountCents},
        ${refund.cause}, ${refund.reason}, ${actorId(context.actor)}, ${context.now}, ${firstAsked(context, channel)})`.execute(tx)
    await oweAndReturn(tx, context, { institutionId, id, billId, personId, channel, amountCents })
  }
  if (refund.itemId && !refund.about) await holdBack(tx, institutionId, billId, refund.itemId)
}

/** One refund for each thing and each way its money came. */
export function refundId(what: string, channel: PaymentChannel): string {
  return followingId(isPurse(channel) ? `refund-${channel}` : 'refund', what)
}

/** A channel is asked at once; cash waits at a window, and a purse has it already. */
export function firstAsked(context: Context, channel: PaymentChannel): Date | null {
  return isChannelName(channel) ? context.now : null
}

function isPurse(channel: PaymentChannel): boolean {
  return PurseKind.safeParse(channel).success
}

/** Notes on the payment, and on its part, how much of it goes back. */
export async function takeFromPayment(tx: Tx, institutionId: number, paymentId: string, channel: PaymentChannel, amountCents: number): Promise<void> {
  await sql`update billing.payment set refunded_cents = refunded_cents + ${amountCents} where institution_id = ${institutionId} and id = ${paymentId}`.execute(tx)
  if (isPurse(channel)) {
    await sql`update billing.payment_part set refunded_cents = refunded_cents + ${amountCents}
      where institution_id = ${institutionId} and payment_id = ${paymentId} and purse = ${channel}`.execute(tx)
  }
}

interface Owed {
  readonly institutionId: number
  readonly id: string
  readonly billId: string
  readonly personId: string
  readonly channel: PaymentChannel
  readonly amountCents: number
}

/** From now on the hospital owes it; what came from a purse is in it again before anybody looks. */
export async function oweAndReturn(tx: Tx, context: Context, { institutionId, id, billId, personId, channel, amountCents }: Owed): Promise<void> {
  await postTransfer(tx, context, {
    institutionId, id, kind: 'refund', reference: `bill/${billId}`,
    lines: lines([book.bill(institutionId, billId), amountCents], [book.refunds(institutionId), -amountCents]),
  })
  await announce(tx, context, refundStarted({ institutionId, billId, personId, refundId: id, amountCents }))
  if (isPurse(channel)) await finishRefund(tx, context, { institutionId, refundId: id })
}

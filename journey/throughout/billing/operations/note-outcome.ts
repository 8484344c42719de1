import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { CardStep, PaymentState } from '../contract.ts'
import { paymentChanged } from '../events.ts'
import { lockedBill } from '../queries/locked-bill.ts'
import { paymentRow, type PaymentRow } from '../queries/payments.ts'
import { endUnpaid } from './end-unpaid.ts'

export interface Outcome {
  readonly state: Exclude<PaymentState, 'succeeded'>
  readonly reason?: string
  readonly payUrl?: string
  readonly step?: CardStep
  /** Closed, but not for certain: it is asked about once more at this time. */
  readonly lookAgainAt?: Date
}

/** Seconds until the channel is asked again: soon at first, then ever later. */
const PATIENCE = [4, 6, 10, 15, 30, 60]

/**
 * Notes what the channel said about an open payment. Success is not noted here, it is settled. A payment that has ended
 * meanwhile stays as it is: false.
 */
export async function noteOutcome(tx: Tx, context: Context, payment: PaymentRow, { state, reason, payUrl, step, lookAgainAt }: Outcome): Promise<boolean> {
  const open = state === 'created' || state === 'confirming' || state === 'unknown'
  const wait = PATIENCE[Math.min(payment.checks, PATIENCE.length - 1)]!
  const next = open ? new Date(context.now.getTime() + wait * 1000) : (lookAgainAt ?? null)
  // Whoever ends a payment holds its bill, as whoever settles one does.
  const bill = open ? undefined : await lockedBill(tx, payment.institutionId, payment.billId)
  const { rows } = await sql`update billing.payment set state = ${state}, reason = ${reason ?? ''}, checks = checks + 1, next_check_at = ${next}, step = ${open ? (step ?? '') : ''},
      pay_url = case when ${open} then coalesce(${payUrl ?? null}::text, pay_url) end, ended_at = case when not ${open} then coalesce(ended_at, ${context.now}) end
    where institution_id = ${payment.institutionId} and id = ${payment.id}
      and (state in ('created', 'confirming', 'unknown') or (${state} = 'closed' and state = 'closed' and next_check_at is not null))
    returning id`.execute(tx)
  if (rows.length === 0) return false
  if (bill) await endUnpaid(tx, context, bill, await paymentRow(tx, payment.institutionId, payment.id))
  if (state !== payment.state) {
    const { institutionId, billId, personId } = payment
    await announce(tx, context, paymentChanged({ institutionId, billId, personId, paymentId: payment.id, state }))
  }
  return true
}

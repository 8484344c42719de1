import { sql } from 'kysely'
import { postTransfer } from '#engines/ledger/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { book, followingId, lines } from '../books.ts'
import { refunded } from '../events.ts'
import { lockedBill } from '../queries/locked-bill.ts'
import { refundRow, type RefundRow } from '../queries/refunds.ts'
import { issueReceipt } from './issue-receipt.ts'

export interface FinishedRefund {
  readonly institutionId: number
  readonly refundId: string
  readonly providerNo?: string
  /** The drawer the cash was taken from. */
  readonly shiftId?: string
}

/** The money went back: booked, and a receipt with a minus. True the first time, false ever after. Throws {@link NotEnough} for an empty drawer. */
export async function finishRefund(tx: Tx, context: Context, { institutionId, refundId, providerNo, shiftId }: FinishedRefund): Promise<boolean> {
  const { billId } = await refundRow(tx, institutionId, refundId)
  const bill = await lockedBill(tx, institutionId, billId)
  const refund = await refundRow(tx, institutionId, refundId)
  if (refund.state === 'succeeded') return false
  const { personId, paymentId, amountCents, channel } = refund
  await sql`update billing.refund set state = 'succeeded', ended_at = ${context.now}, next_check_at = null, provider_no = ${providerNo ?? null}, shift_id = ${shiftId ?? null}
    where institution_id = ${institutionId} and id = ${refundId}`.execute(tx)
  const from = shiftId ? book.drawer(institutionId, shiftId) : book.clearing(institutionId, channel)
  await postTransfer(tx, context, {
    institutionId, id: followingId('finish-refund', refundId), kind: 'refund-paid', reference: `bill/${billId}`,
    lines: lines([book.refunds(institutionId), amountCents], [from, -amountCents]),
  })
  await audit(tx, context, { action: 'billing.refund', personId, subject: `refund/${refundId}`, institutionId, detail: { cents: amountCents, channel } })
  await announce(tx, context, refunded({ institutionId, billId, personId, refundId, amountCents }))
  const { nameMasked } = await personSummary(tx, context, personId)
  await issueReceipt(tx, context, {
    institutionId, billId, personId, paymentId, refundId, title: bill.title, payer: nameMasked, channel, amountCents: -amountCents, lines: await refundLines(tx, refund),
  })
  return true
}

async function refundLines(tx: Tx, { institutionId, itemId, amountCents }: RefundRow) {
  const { rows } = await sql<{ name: string }>`select name from billing.charge_item where institution_id = ${institutionId} and id = ${itemId}`.execute(tx)
  return [{ name: rows[0]?.name ?? '', quantity: 1, unitCents: -amountCents, totalCents: -amountCents, insuranceCents: 0, selfCents: -amountCents }]
}

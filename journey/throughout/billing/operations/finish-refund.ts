import { sql } from 'kysely'
import { postTransfer, type AccountName } from '#engines/ledger/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { book, followingId, lines } from '../books.ts'
import { PurseKind } from '../contract.ts'
import { refunded } from '../events.ts'
import { purse } from '../purses.ts'
import { lockedBill, type BillRow } from '../queries/locked-bill.ts'
import { refundRow, type RefundRow } from '../queries/refunds.ts'
import { issueReceipt } from './issue-receipt.ts'
import { takeWithdrawn } from './withdraw.ts'

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
  await move(tx, context, bill, refund, shiftId ? book.drawer(institutionId, shiftId) : book.clearing(institutionId, channel))
  await audit(tx, context, { action: 'billing.refund', personId, subject: `refund/${refundId}`, institutionId, detail: { cents: amountCents, channel } })
  await announce(tx, context, refunded({ institutionId, billId, personId, refundId, amountCents }))
  const { nameMasked } = await personSummary(tx, context, personId)
  await issueReceipt(tx, context, {
    institutionId, billId, personId, paymentId, refundId, title: bill.title, payer: nameMasked, channel, amountCents: -amountCents, lines: await refundLines(tx, refund),
  })
  return true
}

/** What was owed goes: into a purse, or out of a drawer or a channel. What is withdrawn was never owed, it was kept aside. */
async function move(tx: Tx, context: Context, bill: BillRow, refund: RefundRow, from: AccountName): Promise<void> {
  const { institutionId, id, billId, personId, amountCents, channel, cause } = refund
  const transferId = followingId('finish-refund', id)
  const kind = PurseKind.safeParse(channel)
  if (cause === 'withdrawal') return takeWithdrawn(tx, context, bill, refund, { transferId, against: from })
  if (kind.success) {
    return purse(kind.data).giveBack(tx, context, {
      transferId, institutionId, personId, cents: amountCents, reference: `bill/${billId}`, title: bill.title, from: book.refunds(institutionId),
    })
  }
  await postTransfer(tx, context, {
    institutionId, id: transferId, kind: 'refund-paid', reference: `bill/${billId}`,
    lines: lines([book.refunds(institutionId), amountCents], [from, -amountCents]),
  })
}

async function refundLines(tx: Tx, { institutionId, itemId, amountCents }: RefundRow) {
  const { rows } = await sql<{ name: string }>`select name from billing.charge_item where institution_id = ${institutionId} and id = ${itemId}`.execute(tx)
  return [{ name: rows[0]?.name ?? '', quantity: 1, unitCents: -amountCents, totalCents: -amountCents, insuranceCents: 0, selfCents: -amountCents }]
}

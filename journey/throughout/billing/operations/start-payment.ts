import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { isChannelName, type NewPart, type PaymentChannel } from '../contract.ts'
import { AmountChanged, NothingDue, PaymentUnderWay } from '../errors.ts'
import { lockedBill, type BillRow } from '../queries/locked-bill.ts'
import { openPayment, paymentRow, type PaymentRow } from '../queries/payments.ts'
import { promiseParts, restFor } from './part-payment.ts'
import { settlePayment } from './settle-payment.ts'

/** How long a payer has; the channel is told the same. */
const OPEN_MINUTES = 15

export interface PaymentStart {
  readonly institutionId: number
  readonly billId: string
  readonly channel: PaymentChannel
  /** What the payer saw. */
  readonly expectedCents: number
  /** What is to be paid from purses; absent: nothing. */
  readonly parts?: readonly NewPart[]
}

export interface DueItem {
  readonly id: string
  readonly selfCents: number
}

/**
 * Starts to pay everything that is due on the bill now. What is ordered afterwards waits for the next payment.
 *
 * There is one open payment per bill: a second device that presses "pay" for the same items joins the first one, so nobody
 * pays twice. Throws {@link AmountChanged} when the bill is no longer what the payer saw, {@link PaymentUnderWay} when the
 * open payment is for other items, {@link NothingDue}, and what a purse throws when there is not enough in it. A bill of nothing,
 * and one that purses pay wholly, is settled at once; otherwise their parts are kept aside until the channel's money has come.
 */
export async function startPayment(tx: Tx, context: Context, start: PaymentStart): Promise<PaymentRow> {
  const { institutionId, billId, parts = [] } = start
  const bill = await lockedBill(tx, institutionId, billId)
  const items = await dueItems(tx, institutionId, billId)
  const open = await openPayment(tx, institutionId, billId)
  if (open) {
    if (start.channel === open.channel && isOf(open, parts) && (await isFor(tx, open, items))) return open
    throw new PaymentUnderWay({ paymentId: open.id, state: open.state })
  }
  const amountCents = amountOf(items, start.expectedCents)
  const rest = restFor(bill, parts, amountCents)
  const channel = amountCents === 0 ? 'none' : rest === 0 ? parts[0]!.purse : start.channel
  if (rest > 0 && !isChannelName(channel)) throw new AmountChanged({ dueCents: amountCents })
  const id = await recordPayment(tx, context, bill, { channel, amountCents, items, parts })
  if (rest === 0) await settlePayment(tx, context, { institutionId, paymentId: id })
  return paymentRow(tx, institutionId, id)
}

export async function dueItems(tx: Tx, institutionId: number, billId: string): Promise<DueItem[]> {
  const { rows } = await sql<DueItem>`select id, self_cents as "selfCents" from billing.charge_item
    where institution_id = ${institutionId} and bill_id = ${billId} and status = 'due' order by id`.execute(tx)
  return rows
}

export function amountOf(items: readonly DueItem[], expectedCents: number): number {
  if (items.length === 0) throw new NothingDue()
  const amountCents = items.reduce((sum, item) => sum + item.selfCents, 0)
  if (amountCents !== expectedCents) throw new AmountChanged({ dueCents: amountCents })
  return amountCents
}

interface Particulars {
  readonly channel: PaymentChannel
  readonly amountCents: number
  readonly items: readonly DueItem[]
  readonly parts: readonly NewPart[]
  /** In a drawer, or in the box of a machine. */
  readonly cash?: { readonly shiftId?: string; readonly intakeId?: string; readonly receivedCents: number }
}

/** Writes the payment and what it is for, and keeps its parts aside; the items are fixed from here on. */
export async function recordPayment(tx: Tx, context: Context, bill: BillRow, { channel, amountCents, items, parts, cash }: Particulars): Promise<string> {
  const id = newId()
  const channelCents = restFor(bill, parts, amountCents)
  const expiresAt = new Date(context.now.getTime() + OPEN_MINUTES * 60_000)
  const firstCheck = new Date(context.now.getTime() + 10_000)
  await sql`insert into billing.payment (institution_id, id, bill_id, person_id, channel, state, amount_cents, channel_cents, asked_by, created_at, expires_at,
      next_check_at, shift_id, intake_id, received_cents, change_cents)
    values (${bill.institutionId}, ${id}, ${bill.id}, ${bill.personId}, ${channel}, 'created', ${amountCents}, ${channelCents}, ${actorId(context.actor)}, ${context.now},
      ${expiresAt}, ${firstCheck}, ${cash?.shiftId ?? null}, ${cash?.intakeId ?? null}, ${cash?.receivedCents ?? null}, ${cash ? cash.receivedCents - channelCents : null})`.execute(tx)
  await sql`insert into billing.payment_item (institution_id, payment_id, item_id, person_id, amount_cents)
    select ${bill.institutionId}, ${id}, i, ${bill.personId}, c from unnest(${items.map((item) => item.id)}::uuid[], ${items.map((item) => item.selfCents)}::bigint[]) u(i, c)`.execute(tx)
  await promiseParts(tx, context, bill, id, parts)
  await audit(tx, context, { action: 'billing.start-payment', personId: bill.personId, subject: `payment/${id}`, institutionId: bill.institutionId, detail: { channel, cents: amountCents, ...(parts.length > 0 ? { parts } : {}) } })
  return id
}

/** Whether a payment draws exactly this on the purses. */
function isOf(payment: PaymentRow, parts: readonly NewPart[]): boolean {
  return payment.parts.length === parts.length && parts.every((part) => payment.parts.some((one) => one.purse === part.purse && one.cents === part.cents))
}

async function isFor(tx: Tx, payment: PaymentRow, items: readonly DueItem[]): Promise<boolean> {
  const { rows } = await sql<{ itemId: string }>`select item_id as "itemId" from billing.payment_item
    where institution_id = ${payment.institutionId} and payment_id = ${payment.id} order by item_id`.execute(tx)
  return rows.length === items.length && rows.every((row, i) => row.itemId === items[i]!.id)
}

import { sql } from 'kysely'
import { postTransfer } from '#engines/ledger/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { book, lines } from '../books.ts'
import { billPaid, paymentChanged } from '../events.ts'
import { lockedBill, type BillRow } from '../queries/locked-bill.ts'
import { paymentRow, type PaymentRow } from '../queries/payments.ts'
import type { ReceiptLine } from '../queries/receipts.ts'
import { waysOf, type WayPaid } from '../queries/ways-of.ts'
import { issueReceipt } from './issue-receipt.ts'
import { fillPurses } from './fill-purses.ts'
import { takeParts } from './part-payment.ts'
import { startRefund } from './start-refund.ts'
import { sumUp } from './sum-up.ts'

export interface Settled {
  readonly institutionId: number
  readonly paymentId: string
  /** The channel's own number; absent for cash. */
  readonly providerNo?: string
  /** Cash lies in a drawer, everything else on its way from the channel. */
  readonly shiftId?: string
  /** What somebody put into a machine pays: it lies in the box already. */
  readonly intakeId?: string
}

/**
 * The money came: the items are paid, the receipt is issued, the books say so. True the first time, false ever after.
 *
 * Money that came is never lost, whatever we believed before (closed, failed, unknown). What it was for may meanwhile have
 * been cancelled, or paid by another device: that part is surplus, and goes back by itself. Parts that were kept aside pay in
 * the same moment; where the payment had been given up and they were let go, the channel's money pays nothing alone and goes back.
 */
export async function settlePayment(tx: Tx, context: Context, { institutionId, paymentId, providerNo, shiftId, intakeId }: Settled): Promise<boolean> {
  const { billId } = await paymentRow(tx, institutionId, paymentId)
  const bill = await lockedBill(tx, institutionId, billId)
  const payment = await paymentRow(tx, institutionId, paymentId)
  if (payment.state === 'succeeded') return false
  const alone = payment.parts.some((part) => part.state === 'let-go')
  const amountCents = alone ? payment.channelCents : payment.amountCents
  await sql`update billing.payment set state = 'succeeded', amount_cents = ${amountCents}, ended_at = ${context.now}, next_check_at = null, pay_url = null, reason = '',
      provider_no = ${providerNo ?? null}
    where institution_id = ${institutionId} and id = ${paymentId}`.execute(tx)
  let notTaken = 0
  if (!alone) {
    await takeParts(tx, context, payment)
    await payItems(tx, payment)
    notTaken = await fillPurses(tx, context, bill, paymentId)
  }
  const taken = shiftId ? book.drawer(institutionId, shiftId) : intakeId ? book.intake(institutionId, intakeId) : book.clearing(institutionId, payment.channel)
  await postTransfer(tx, context, {
    institutionId, id: paymentId, kind: 'payment', reference: `bill/${billId}`,
    lines: lines([taken, payment.channelCents], [book.bill(institutionId, billId), -payment.channelCents]),
  })
  const ways = alone ? [{ key: payment.channel, cents: payment.channelCents }] : notTaken > 0 ? tooMuchOf(payment, notTaken) : await surplusOf(tx, payment)
  await startRefund(tx, context, { institutionId, billId, personId: bill.personId, paymentId, ways, cause: 'surplus', reason: 'paid more than was due' })
  const { status } = await sumUp(tx, context, institutionId, billId)
  await audit(tx, context, { action: 'billing.settle-payment', personId: bill.personId, subject: `payment/${paymentId}`, institutionId, detail: { cents: amountCents, ...(ways.length > 0 ? { surplus: ways } : {}) } })
  await announce(tx, context, paymentChanged({ institutionId, billId, personId: bill.personId, paymentId, state: 'succeeded' }))
  if (status === 'paid') await announce(tx, context, billPaid({ institutionId, billId, personId: bill.personId }))
  await receiptFor(tx, context, bill, { ...payment, amountCents })
  return true
}

/** The items this payment was for and nobody has paid yet. */
async function payItems(tx: Tx, { institutionId, id }: PaymentRow): Promise<void> {
  await sql`update billing.charge_item i set status = 'paid', paid_by = ${id} from billing.payment_item p
    where p.institution_id = ${institutionId} and p.payment_id = ${id} and i.institution_id = p.institution_id and i.id = p.item_id and i.status = 'due' and i.self_cents = p.amount_cents`.execute(tx)
}

/** How the items were paid that this payment came too late for. */
async function surplusOf(tx: Tx, { institutionId, id }: PaymentRow): Promise<WayPaid[]> {
  const { rows } = await sql<{ itemId: string }>`select p.item_id as "itemId" from billing.payment_item p
    join billing.charge_item i on i.institution_id = p.institution_id and i.id = p.item_id
    where p.institution_id = ${institutionId} and p.payment_id = ${id} and (i.status <> 'paid' or i.paid_by is distinct from ${id})`.execute(tx)
  return rows.length === 0 ? [] : waysOf(tx, institutionId, id, rows.map((row) => row.itemId))
}

/** What came in excess goes back the way it came: the channel's first, then each part's. */
function tooMuchOf({ channel, channelCents, parts }: PaymentRow, cents: number): WayPaid[] {
  let left = cents
  return [{ key: channel, cents: channelCents }, ...parts.map((part) => ({ key: part.purse, cents: part.cents }))].map((way) => {
    const back = Math.min(left, way.cents)
    left -= back
    return { ...way, cents: back }
  })
}

async function receiptFor(tx: Tx, context: Context, bill: BillRow, payment: PaymentRow): Promise<void> {
  const { rows } = await sql<ReceiptLine>`select i.name, (i.quantity_thousandths / 1000.0)::float8 as quantity, i.unit_cents as "unitCents",
      i.total_cents as "totalCents", i.insurance_cents as "insuranceCents", i.self_cents as "selfCents"
    from billing.payment_item p join billing.charge_item i on i.institution_id = p.institution_id and i.id = p.item_id
    where p.institution_id = ${payment.institutionId} and p.payment_id = ${payment.id} order by i.added_at, i.id`.execute(tx)
  const { nameMasked } = await personSummary(tx, context, bill.personId)
  await issueReceipt(tx, context, {
    institutionId: payment.institutionId, billId: bill.id, personId: bill.personId, paymentId: payment.id, title: bill.title, payer: nameMasked,
    // A paper that names one way only would say that all of it came that way.
    channel: payment.parts.filter((part) => part.state !== 'let-go').length + Math.sign(payment.channelCents) > 1 ? 'mixed' : payment.channel, amountCents: payment.amountCents, lines: rows,
  })
}

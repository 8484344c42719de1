import { sql } from 'kysely'
import { custodian } from '#journey/throughout/wallet/contract.ts'
import { linkOf, NothingOwed, OwedChanged, owedBy, refuseStrangers } from '#journey/throughout/credit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { ChannelName, StartRepayment, TakeRepayment } from '../contract.ts'
import { PaymentNotFound } from '../errors.ts'
import { paymentRow, type PaymentRow } from '../queries/payments.ts'
import { addCharge } from './add-charge.ts'
import { openBill } from './open-bill.ts'
import { startPayment } from './start-payment.ts'
import { takeCash } from './take-cash.ts'

/**
 * Starts to repay what was put off: a bill with one thing on it, paid like any other. Pressed twice it is one payment.
 * For oneself and those one may pay for. Throws {@link NothingOwed}, {@link OwedChanged} when less is owed than that.
 */
export async function startRepayment(tx: Tx, context: Context, { personId, cents, channel }: StartRepayment): Promise<PaymentRow> {
  if (context.actor.kind === 'patient') await refuseStrangers(tx, context, personId)
  const institutionId = context.actor.kind === 'staff' ? context.actor.institutionId : custodian.institutionId
  // Two presses at once take turns, so that the second finds the first.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`repayment/${personId}`}, 0))`.execute(tx)
  return (await underWay(tx, { institutionId, personId, cents, channel })) ?? start(tx, context, { institutionId, personId, cents, channel })
}

/** The same for whoever holds an address the person gave away; the caller works as the system. Throws {@link LinkOver}. */
export async function startRepaymentByLink(tx: Tx, context: Context, code: string, cents: number): Promise<PaymentRow> {
  const { personId } = await linkOf(tx, context, code)
  return startRepayment(tx, context, { personId, cents, channel: 'wechatpay' })
}

/** What became of a payment that was started with this address. */
export async function repaymentByLink(tx: Tx, context: Context, code: string, paymentId: string): Promise<PaymentRow> {
  const { personId } = await linkOf(tx, context, code)
  const { rows } = await sql`select from billing.payment p join billing.bill b on b.institution_id = p.institution_id and b.id = p.bill_id
    where p.institution_id = ${custodian.institutionId} and p.id = ${paymentId} and p.person_id = people.current_entry(${personId}) and b.kind = 'repayment'`.execute(tx)
  if (rows.length === 0) throw new PaymentNotFound()
  return paymentRow(tx, custodian.institutionId, paymentId)
}

/** Takes cash at a window for what somebody owes, whoever brings it. Throws {@link NoShift}, {@link TooLittleCash}, {@link NothingOwed}, {@link OwedChanged}. */
export async function takeRepayment(tx: Tx, context: Context, { personId, cents, receivedCents }: TakeRepayment): Promise<PaymentRow> {
  const institutionId = context.actor.kind === 'staff' ? context.actor.institutionId : custodian.institutionId
  const billId = await repaymentBill(tx, context, { institutionId, personId, cents })
  return takeCash(tx, context, { billId, expectedCents: cents, receivedCents, parts: [] })
}

interface Wanted {
  readonly institutionId: number
  readonly personId: string
  readonly cents: number
}

async function start(tx: Tx, context: Context, wanted: Wanted & { readonly channel: ChannelName }): Promise<PaymentRow> {
  const billId = await repaymentBill(tx, context, wanted)
  return startPayment(tx, context, { institutionId: wanted.institutionId, billId, channel: wanted.channel, expectedCents: wanted.cents, parts: [] })
}

async function underWay(tx: Tx, { institutionId, personId, cents, channel }: Wanted & { readonly channel: ChannelName }): Promise<PaymentRow | undefined> {
  const { rows } = await sql<{ id: string }>`select p.id from billing.payment p join billing.bill b on b.institution_id = p.institution_id and b.id = p.bill_id
    where p.institution_id = ${institutionId} and p.state in ('created', 'confirming', 'unknown') and p.channel = ${channel} and p.amount_cents = ${cents}
      and b.kind = 'repayment' and b.person_id = ${personId} order by p.created_at desc limit 1`.execute(tx)
  return rows[0] && paymentRow(tx, institutionId, rows[0].id)
}

async function repaymentBill(tx: Tx, context: Context, { institutionId, personId, cents }: Wanted): Promise<string> {
  const { owedCents } = await owedBy(tx, context, personId)
  if (owedCents === 0) throw new NothingOwed()
  if (cents > owedCents) throw new OwedChanged({ owedCents })
  const billId = newId()
  await openBill(tx, context, { institutionId, billId, personId, title: '先看病后付费还款', kind: 'repayment' })
  await addCharge(tx, context, {
    institutionId, billId, source: 'repayment', sourceId: billId, code: 'REPAYMENT', name: '先看病后付费还款', quantity: 1, unitCents: cents, insuranceShareBp: 0, kind: 'repayment',
  })
  return billId
}

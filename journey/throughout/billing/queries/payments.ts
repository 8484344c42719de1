import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { CardStep, Payment, PaymentChannel, PaymentPart, PaymentState } from '../contract.ts'
import { PaymentNotFound } from '../errors.ts'

export interface PaymentRow {
  readonly institutionId: number
  readonly id: string
  readonly billId: string
  readonly personId: string
  readonly channel: PaymentChannel
  readonly state: PaymentState
  readonly amountCents: number
  /** What the channel is asked for; the parts bring the rest. */
  readonly channelCents: number
  readonly parts: readonly (PaymentPart & { readonly holdId: string })[]
  readonly refundedCents: number
  readonly payUrl: string | null
  readonly step: CardStep
  readonly providerNo: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly endedAt: Date | null
  readonly checks: number
  /** Closed, but a code that was shown may have been paid: it is asked about once more. */
  readonly isLookedAtAgain: boolean
  readonly receivedCents: number | null
  readonly changeCents: number | null
}

const columns = sql`institution_id as "institutionId", id, bill_id as "billId", person_id as "personId", channel, state,
  amount_cents as "amountCents", channel_cents as "channelCents",
  coalesce((select jsonb_agg(jsonb_build_object('purse', t.purse, 'cents', t.cents, 'refundedCents', t.refunded_cents, 'state', t.state, 'holdId', t.hold_id) order by t.purse desc)
    from billing.payment_part t where t.institution_id = payment.institution_id and t.payment_id = payment.id), '[]') as parts, refunded_cents as "refundedCents", pay_url as "payUrl", case when state in ('created', 'confirming', 'unknown') then step else '' end as step, provider_no as "providerNo", created_at as "createdAt",
  expires_at as "expiresAt", ended_at as "endedAt", checks, (state = 'closed' and next_check_at is not null) as "isLookedAtAgain", received_cents as "receivedCents", change_cents as "changeCents"`

/** One payment, as far as the caller may see it. */
export async function paymentRow(tx: Tx, institutionId: number, paymentId: string): Promise<PaymentRow> {
  const { rows } = await sql<PaymentRow>`select ${columns} from billing.payment where institution_id = ${institutionId} and id = ${paymentId}`.execute(tx)
  if (!rows[0]) throw new PaymentNotFound({ paymentId })
  return rows[0]
}

export async function paymentsOfBill(tx: Tx, institutionId: number, billId: string): Promise<PaymentRow[]> {
  const { rows } = await sql<PaymentRow>`select ${columns} from billing.payment
    where institution_id = ${institutionId} and bill_id = ${billId} order by created_at, id`.execute(tx)
  return rows
}

/** The payment that is under way, if one is: there is at most one. */
export async function openPayment(tx: Tx, institutionId: number, billId: string): Promise<PaymentRow | undefined> {
  const { rows } = await sql<PaymentRow>`select ${columns} from billing.payment
    where institution_id = ${institutionId} and bill_id = ${billId} and state in ('created', 'confirming', 'unknown')`.execute(tx)
  return rows[0]
}

/** Payments of an institution that the channel does not answer about, the oldest first. */
export async function unknownPayments(tx: Tx, institutionId: number): Promise<PaymentRow[]> {
  const { rows } = await sql<PaymentRow>`select ${columns} from billing.payment
    where institution_id = ${institutionId} and state = 'unknown' order by created_at limit 20`.execute(tx)
  return rows
}

export function asPayment(row: PaymentRow): Payment {
  return {
    institutionId: row.institutionId, id: row.id, billId: row.billId, channel: row.channel, state: row.state, amountCents: row.amountCents,
    channelCents: row.channelCents, parts: row.parts.map(({ holdId: _, ...part }) => part), refundedCents: row.refundedCents, payUrl: row.payUrl, step: row.step, createdAt: row.createdAt.toISOString(), expiresAt: row.expiresAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null, receivedCents: row.receivedCents, changeCents: row.changeCents,
  }
}

import { sql } from 'kysely'
import { entriesOf } from '#journey/throughout/people/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { shownReceiptNumber, type ReceiptSummary } from '../contract.ts'
import { ReceiptNotFound } from '../errors.ts'

export interface ReceiptLine {
  readonly name: string
  readonly quantity: number
  readonly unitCents: number
  readonly totalCents: number
  readonly insuranceCents: number
  readonly selfCents: number
}

export interface ReceiptRow {
  readonly institutionId: number
  readonly institutionName: string
  readonly institutionNameEn: string
  readonly year: number
  readonly number: number
  readonly kind: 'payment' | 'refund'
  readonly billId: string
  readonly paymentId: string
  readonly personId: string
  readonly title: string
  readonly payer: string
  readonly channel: string
  /** By which ways how much came, when it was more than one. */
  readonly ways: readonly { readonly channel: string; readonly cents: number }[] | null
  readonly amountCents: number
  readonly issuedAt: Date
  readonly verificationCode: string
  /** The receipt that a refund takes back, wholly or in part. */
  readonly corrects: { readonly year: number; readonly number: number } | null
  readonly lines: readonly ReceiptLine[]
}

const columns = sql`institution_id as "institutionId", institution_name as "institutionName",
  coalesce((select i.name_en from directory.institution i where i.institution_id = receipt.institution_id), '') as "institutionNameEn", year, number, kind, bill_id as "billId", payment_id as "paymentId",
  person_id as "personId", title, payer, channel, amount_cents as "amountCents", issued_at as "issuedAt", verification_code as "verificationCode", lines,
  case when channel = 'mixed' then (select jsonb_agg(jsonb_build_object('channel', w.channel, 'cents', w.cents) order by w.at) from (
    select part.purse as channel, part.cents, 0 as at from billing.payment_part part
      where part.institution_id = receipt.institution_id and part.payment_id = receipt.payment_id and part.state = 'taken'
    union all select p.channel, p.channel_cents, 1 from billing.payment p
      where p.institution_id = receipt.institution_id and p.id = receipt.payment_id and p.channel_cents > 0) w) end as ways,
  case when kind = 'refund' then (select jsonb_build_object('year', o.year, 'number', o.number) from billing.receipt o
    where o.institution_id = receipt.institution_id and o.payment_id = receipt.payment_id and o.kind = 'payment') end as corrects`

export async function receiptsOfBill(tx: Tx, institutionId: number, billId: string): Promise<ReceiptRow[]> {
  const { rows } = await sql<ReceiptRow>`select ${columns} from billing.receipt
    where institution_id = ${institutionId} and bill_id = ${billId} order by year, number`.execute(tx)
  return rows
}

/** All receipts of a person, at every hospital, newest first. */
export async function receiptsOfPerson(tx: Tx, personId: string): Promise<ReceiptRow[]> {
  const { rows } = await sql<ReceiptRow>`select ${columns} from billing.receipt
    where person_id = any (${await entriesOf(tx, personId)}::uuid[]) order by issued_at desc, number desc limit 200`.execute(tx)
  return rows
}

export async function receiptByNumber(tx: Tx, institutionId: number, year: number, number: number): Promise<ReceiptRow> {
  const { rows } = await sql<ReceiptRow>`select ${columns} from billing.receipt
    where institution_id = ${institutionId} and year = ${year} and number = ${number}`.execute(tx)
  if (!rows[0]) throw new ReceiptNotFound()
  return rows[0]
}

export function asReceipt(row: ReceiptRow): ReceiptSummary {
  return {
    institutionId: row.institutionId, institutionName: row.institutionName, institutionNameEn: row.institutionNameEn, year: row.year, number: row.number, shownNumber: shownReceiptNumber(row),
    kind: row.kind, billId: row.billId, title: row.title, amountCents: row.amountCents, issuedAt: row.issuedAt.toISOString(), verificationCode: row.verificationCode,
  }
}

import { sql } from 'kysely'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Bill, BillStatus, BillSummary, ChargeItem, Refund } from '../contract.ts'
import { BillNotFound } from '../errors.ts'
import { insurerView, withShares } from '../insured/shares-of-bill.ts'
import { ownerOfBill } from './owner-of-bill.ts'
import { asPayment, paymentsOfBill } from './payments.ts'
import { asReceipt, receiptsOfBill } from './receipts.ts'

interface SummaryRow extends Omit<BillSummary, 'openedAt' | 'institutionName' | 'institutionNameEn' | 'status'> {
  readonly status: BillStatus
  readonly openedAt: Date
  readonly insuranceKind: string
}

/** A bill is called as its department, or as its hospital. */
const titleEn = sql`(select d.name_en from directory.department d where d.institution_id = bill.institution_id and d.name = bill.title limit 1)`

const columns = sql`institution_id as "institutionId", id, person_id as "personId", title, coalesce(${titleEn}, '') as "titleEn", kind, status, total_cents as "totalCents", insurance_cents as "insuranceCents",
  self_cents as "selfCents", paid_cents as "paidCents", refunded_cents as "refundedCents", due_cents as "dueCents", opened_at as "openedAt",
  insurance_kind as "insuranceKind"`

/** The whole bill: what it is made of, how it was paid, what went back, which receipts there are. Throws {@link BillNotFound}. */
export async function billOf(tx: Tx, context: Context, institutionId: number, billId: string): Promise<Bill> {
  const { rows } = await sql<SummaryRow>`select ${columns} from billing.bill where institution_id = ${institutionId} and id = ${billId}`.execute(tx)
  const row = rows[0]
  if (!row) throw new BillNotFound({ billId })
  await audit(tx, context, { action: 'billing.read-bill', personId: row.personId, subject: `bill/${billId}`, institutionId })
  const insured = row.insuranceKind !== 'self-pay'
  const items = await withShares(tx, institutionId, billId, await itemsOf(tx, institutionId, billId))
  return {
    ...(await asSummary(tx, row)),
    insured,
    insurer: await insurerView(tx, institutionId, billId, insured, items),
    items,
    payments: (await paymentsOfBill(tx, institutionId, billId)).map(asPayment),
    refunds: await refundsOf(tx, institutionId, billId),
    receipts: (await receiptsOfBill(tx, institutionId, billId)).map(asReceipt),
  }
}

/** The bills of one person, newest first: at every hospital for themselves and their family, at their own for staff. */
export async function billsOfPerson(tx: Tx, context: Context, personId: string): Promise<BillSummary[]> {
  const { rows } = await sql<SummaryRow>`select ${columns} from billing.bill
    where person_id = any (${await entriesOf(tx, personId)}::uuid[]) and status <> 'cancelled' and kind = 'visit' order by opened_at desc limit 100`.execute(tx)
  await audit(tx, context, { action: 'billing.list-bills', personId, subject: `person/${personId}` })
  return Promise.all(rows.map((row) => asSummary(tx, row)))
}

/** The bills of the last day and a half on which something is due: whom the windows of this hospital may expect. */
export async function dueBills(tx: Tx, institutionId: number, now: Date): Promise<BillSummary[]> {
  const { rows } = await sql<SummaryRow>`select ${columns} from billing.bill
    where institution_id = ${institutionId} and due_cents > 0 and kind = 'visit' and opened_at > ${new Date(now.getTime() - 36 * 3_600_000)} order by changed_at desc limit 40`.execute(tx)
  return Promise.all(rows.map((row) => asSummary(tx, row)))
}

async function asSummary(tx: Tx, { insuranceKind: _, openedAt, ...row }: SummaryRow): Promise<BillSummary> {
  const institution = await ownerOfBill(tx, row.institutionId)
  return { ...row, institutionName: institution?.name ?? '', institutionNameEn: institution?.nameEn ?? '', openedAt: openedAt.toISOString() }
}

async function itemsOf(tx: Tx, institutionId: number, billId: string): Promise<Omit<ChargeItem, 'shares' | 'priceValidFrom'>[]> {
  const { rows } = await sql<Omit<ChargeItem, 'quantity' | 'addedAt' | 'shares' | 'priceValidFrom'> & { thousandths: number; addedAt: Date }>`
    select id, source, source_id as "sourceId", kind, code, name,
      coalesce((select p.name_en from directory.price p where p.institution_id = c.institution_id and p.code = c.code order by p.valid_from desc limit 1), '') as "nameEn",
      quantity_thousandths as thousandths, unit_cents as "unitCents", total_cents as "totalCents",
      insurance_share_bp as "insuranceShareBp", insurance_cents as "insuranceCents", self_cents as "selfCents", status, added_at as "addedAt"
    from billing.charge_item c where institution_id = ${institutionId} and bill_id = ${billId} order by added_at, id`.execute(tx)
  return rows.map(({ thousandths, addedAt, ...item }) => ({ ...item, quantity: thousandths / 1000, addedAt: addedAt.toISOString() }))
}

async function refundsOf(tx: Tx, institutionId: number, billId: string): Promise<Refund[]> {
  const { rows } = await sql<Omit<Refund, 'createdAt' | 'endedAt'> & { createdAt: Date; endedAt: Date | null }>`
    select r.id, r.bill_id as "billId", r.payment_id as "paymentId", i.name as "itemName", r.channel, r.state, r.amount_cents as "amountCents",
      r.cause, r.reason, r.created_at as "createdAt", r.ended_at as "endedAt"
    from billing.refund r left join billing.charge_item i on i.institution_id = r.institution_id and i.id = r.item_id
    where r.institution_id = ${institutionId} and r.bill_id = ${billId} order by r.created_at, r.id`.execute(tx)
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null }))
}

import { sql } from 'kysely'
import { postTransfer } from '#engines/ledger/index.ts'
import { priceOf } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { book, lines } from '../books.ts'
import type { ChargeKind, ChargeSource } from '../contract.ts'
import { billChanged } from '../events.ts'
import { purseBought } from '../purses.ts'
import { lockedBill, type BillRow } from '../queries/locked-bill.ts'
import { sumUp } from './sum-up.ts'

export interface NewCharge {
  readonly institutionId: number
  readonly billId: string
  readonly source: ChargeSource
  /** What it is charged for (the appointment, the order): charged once, however often this is asked. */
  readonly sourceId: string
  readonly code: string
  readonly name: string
  readonly quantity: number
  readonly unitCents: number
  /** What basic insurance usually bears of this item, in ten-thousandths. Counts only for an insured person. */
  readonly insuranceShareBp: number
  readonly departmentId?: number | null
  /** Absent: what the price list says. */
  readonly kind?: ChargeKind
}

/**
 * Puts one thing on the visit's bill and books it. The same source twice is one item.
 *
 * A payment that is under way is for what was on the bill when it started: this item waits for the next one.
 * Throws {@link BillNotFound}.
 */
export async function addCharge(tx: Tx, context: Context, charge: NewCharge): Promise<{ itemId: string }> {
  const { institutionId, billId, source, sourceId } = charge
  const bill = await lockedBill(tx, institutionId, billId)
  const id = newId()
  const kind = charge.kind ?? (source === 'registration' ? 'registration' : ((await priceOf(tx, institutionId, charge.code, context.now))?.kind ?? 'procedure'))
  const split = splitOf(charge, bill)
  const { rows } = await sql<{ id: string }>`insert into billing.charge_item (institution_id, id, bill_id, person_id, source, source_id, kind, code, name,
      department_id, quantity_thousandths, unit_cents, total_cents, insurance_share_bp, insurance_cents, self_cents, added_at)
    values (${institutionId}, ${id}, ${billId}, ${bill.personId}, ${source}, ${sourceId}, ${kind}, ${charge.code}, ${charge.name},
      ${charge.departmentId ?? null}, ${Math.round(charge.quantity * 1000)}, ${charge.unitCents}, ${split.total}, ${split.shareBp}, ${split.insurance},
      ${split.self}, ${context.now})
    on conflict (institution_id, bill_id, source, source_id) do nothing returning id`.execute(tx)
  if (!rows[0]) return existing(tx, charge)
  await postTransfer(tx, context, {
    institutionId, id, kind: 'charge', reference: `bill/${billId}`,
    lines: lines([book.bill(institutionId, billId), split.self], [book.insurance(institutionId), split.insurance], [purseBought(source) ? book.bought(institutionId) : book.income(institutionId), -split.total]),
  })
  await sumUp(tx, context, institutionId, billId)
  await audit(tx, context, { action: 'billing.add-charge', personId: bill.personId, subject: `bill/${billId}`, institutionId, detail: { itemId: id, code: charge.code, cents: split.total } })
  await announce(tx, context, billChanged({ institutionId, billId, personId: bill.personId }))
  return { itemId: id }
}

/** Half a cent is rounded up, on the whole and on the insurer's part; the person's part is what is left, so the sum is exact. */
function splitOf({ quantity, unitCents, insuranceShareBp }: NewCharge, bill: BillRow) {
  const total = Math.round((Math.round(quantity * 1000) * unitCents) / 1000)
  const shareBp = bill.insuranceKind === 'self-pay' ? 0 : insuranceShareBp
  const insurance = Math.round((total * shareBp) / 10_000)
  return { total, shareBp, insurance, self: total - insurance }
}

async function existing(tx: Tx, { institutionId, billId, source, sourceId }: NewCharge): Promise<{ itemId: string }> {
  const { rows } = await sql<{ itemId: string }>`select id as "itemId" from billing.charge_item
    where institution_id = ${institutionId} and bill_id = ${billId} and source = ${source} and source_id = ${sourceId}`.execute(tx)
  return rows[0]!
}

import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { purseBought } from '../purses.ts'
import type { BillRow } from '../queries/locked-bill.ts'
import type { PaymentRow } from '../queries/payments.ts'
import { cancelCharge } from './cancel-charge.ts'
import { letPartsGo } from './part-payment.ts'

/** Nobody paid: what was kept aside for it is free again, and money that was only to be put aside is owed by nobody. */
export async function endUnpaid(tx: Tx, context: Context, bill: BillRow, payment: PaymentRow): Promise<void> {
  await letPartsGo(tx, context, payment)
  if (!purseBought(bill.kind)) return
  const { institutionId, id: billId, kind } = bill
  const { rows } = await sql<{ sourceId: string }>`select source_id as "sourceId" from billing.charge_item
    where institution_id = ${institutionId} and bill_id = ${billId} and source = ${kind} and status = 'due'`.execute(tx)
  for (const { sourceId } of rows) await cancelCharge(tx, context, { institutionId, billId, source: kind as 'top-up' | 'repayment', sourceId, reason: 'not paid' })
}

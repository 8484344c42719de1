import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { BillStatus } from '../contract.ts'

/** Brings the bill's sums and status in line with its items and payments. The caller holds the bill's lock. */
export async function sumUp(tx: Tx, context: Context, institutionId: number, billId: string): Promise<{ status: BillStatus; dueCents: number }> {
  const { rows } = await sql<{ status: BillStatus; dueCents: number }>`
    update billing.bill b set total_cents = i.total, insurance_cents = i.insurance, self_cents = i.self, due_cents = i.due,
      paid_cents = p.paid, refunded_cents = p.refunded, changed_at = ${context.now},
      status = case when i.standing = 0 and i.everything > 0 then 'cancelled' when i.unpaid > 0 and i.unpaid < i.standing then 'part-paid'
                    when i.unpaid > 0 or i.everything = 0 then 'open' else 'paid' end
    from (select count(*) as everything, count(*) filter (where status <> 'cancelled') as standing, count(*) filter (where status = 'due') as unpaid,
            coalesce(sum(total_cents) filter (where status <> 'cancelled'), 0) as total,
            coalesce(sum(insurance_cents) filter (where status <> 'cancelled'), 0) as insurance,
            coalesce(sum(self_cents) filter (where status <> 'cancelled'), 0) as self,
            coalesce(sum(self_cents) filter (where status = 'due'), 0) as due
          from billing.charge_item where institution_id = ${institutionId} and bill_id = ${billId}) i,
         (select coalesce(sum(amount_cents) filter (where state = 'succeeded'), 0) as paid, coalesce(sum(refunded_cents), 0) as refunded
          from billing.payment where institution_id = ${institutionId} and bill_id = ${billId}) p
    where b.institution_id = ${institutionId} and b.id = ${billId}
    returning b.status, b.due_cents as "dueCents"`.execute(tx)
  return rows[0]!
}

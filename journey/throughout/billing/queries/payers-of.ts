import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** The accounts that paid these bills, by the bills' ids: the last payment that succeeded. For jobs. */
export async function payersOf(tx: Tx, bills: readonly { readonly institutionId: number; readonly id: string }[]): Promise<Map<string, string>> {
  if (bills.length === 0) return new Map()
  const { rows } = await sql<{ billId: string; payer: string }>`
    select distinct on (p.institution_id, p.bill_id) p.bill_id as "billId", p.asked_by as payer
    from unnest(${bills.map((bill) => bill.institutionId)}::integer[], ${bills.map((bill) => bill.id)}::uuid[]) b(institution_id, id)
    join billing.payment p on p.institution_id = b.institution_id and p.bill_id = b.id and p.state = 'succeeded' and p.channel <> 'cash'
    order by p.institution_id, p.bill_id, p.ended_at desc`.execute(tx)
  return new Map(rows.map((row) => [row.billId, row.payer]))
}

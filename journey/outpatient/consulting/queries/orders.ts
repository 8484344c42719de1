import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Order } from '../contract.ts'

interface OrderRow extends Omit<Order, 'totalCents' | 'orderedAt' | 'doneAt' | 'resultAt'> {
  readonly orderedAt: Date
  readonly doneAt: Date | null
  readonly resultAt: Date | null
}

const columns = sql`id, kind, code, name, name_en as "nameEn", unit, quantity, unit_cents as "unitCents", dose, frequency, days,
  instructions, coalesce(allergy_reason, '') as "allergyReason", state, ordered_at as "orderedAt", done_at as "doneAt", result_at as "resultAt"`

/** The orders of a visit that stand, in the order they were given. */
export async function ordersOfVisit(tx: Tx, institutionId: number, visitId: string): Promise<Order[]> {
  const { rows } = await sql<OrderRow>`select ${columns} from consulting.visit_order
    where institution_id = ${institutionId} and visit_id = ${visitId} and state <> 'cancelled'
    order by ordered_at, id`.execute(tx)
  return rows.map(asOrder)
}

export async function orderById(tx: Tx, institutionId: number, id: string): Promise<Order> {
  const { rows } = await sql<OrderRow>`select ${columns} from consulting.visit_order
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  return asOrder(rows[0]!)
}

function asOrder({ orderedAt, doneAt, resultAt, ...row }: OrderRow): Order {
  return {
    ...row, totalCents: row.unitCents * row.quantity, orderedAt: orderedAt.toISOString(), doneAt: doneAt?.toISOString() ?? null,
    resultAt: resultAt?.toISOString() ?? null,
  }
}

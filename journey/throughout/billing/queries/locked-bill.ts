import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { BillKind } from '../contract.ts'
import { BillNotFound } from '../errors.ts'

export interface BillRow {
  readonly institutionId: number
  readonly id: string
  readonly personId: string
  readonly title: string
  readonly kind: BillKind
  readonly insuranceKind: string
  readonly status: string
  readonly dueCents: number
}

/** The bill, kept still until the transaction ends: everything that changes a bill passes here, one after the other. */
export async function lockedBill(tx: Tx, institutionId: number, billId: string): Promise<BillRow> {
  const { rows } = await sql<BillRow>`select institution_id as "institutionId", id, person_id as "personId", title, kind,
      insurance_kind as "insuranceKind", status, due_cents as "dueCents"
    from billing.bill where institution_id = ${institutionId} and id = ${billId} for update`.execute(tx)
  if (!rows[0]) throw new BillNotFound({ billId })
  return rows[0]
}

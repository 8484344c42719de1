import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { batchNumber } from '../protocol/envelope.ts'

export interface ClaimedItem {
  readonly itemId: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly quantityThousandths: number
  readonly unitCents: number
  readonly totalCents: number
  readonly chargedAt: Date
}

export interface NewClaim {
  readonly institutionId: number
  readonly visitId: string
  readonly personId: string
  readonly insuranceKind: 'employee' | 'resident'
  readonly useAccount: boolean
  readonly items: readonly ClaimedItem[]
}

const insutypes = { employee: '310', resident: '390' } as const

/** Notes what the insurer shall be asked about. Nothing is said to it in this transaction; `advance` does that. Returns the claim's id. */
export async function openClaim(tx: Tx, context: Context, { institutionId, visitId, personId, insuranceKind, useAccount, items }: NewClaim): Promise<string> {
  const id = newId()
  const total = items.reduce((sum, item) => sum + item.totalCents, 0)
  await sql`insert into insurance.claim (institution_id, id, visit_id, person_id, insutype, batch_no, use_account, wanted, total_cents, created_at, next_check_at)
    values (${institutionId}, ${id}, ${visitId}, ${personId}, ${insutypes[insuranceKind]}, ${batchNumber(id)}, ${useAccount}, 'quoted', ${total}, ${context.now}, ${context.now})`.execute(tx)
  await sql`insert into insurance.claim_item (institution_id, claim_id, item_id, person_id, line, code, name, kind, quantity_thousandths, unit_cents, total_cents, charged_at)
    select ${institutionId}, ${id}, i, ${personId}, n, c, m, k, q, u, t, a from unnest(${items.map((item) => item.itemId)}::uuid[], ${items.map((item) => item.code)}::text[],
      ${items.map((item) => item.name)}::text[], ${items.map((item) => item.kind)}::text[], ${items.map((item) => item.quantityThousandths)}::integer[],
      ${items.map((item) => item.unitCents)}::bigint[], ${items.map((item) => item.totalCents)}::bigint[], ${items.map((item) => item.chargedAt)}::timestamptz[])
      with ordinality v(i, c, m, k, q, u, t, a, n)`.execute(tx)
  await audit(tx, context, { action: 'insurance.open-claim', personId, subject: `claim/${id}`, institutionId, detail: { visitId, cents: total } })
  return id
}

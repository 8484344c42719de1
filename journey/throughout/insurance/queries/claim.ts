import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { ClaimState } from '../contract.ts'
import { ClaimNotFound } from '../errors.ts'

export interface ClaimRow {
  readonly institutionId: number
  readonly id: string
  readonly visitId: string
  readonly personId: string
  readonly insutype: string
  readonly batchNo: string
  readonly useAccount: boolean
  readonly state: ClaimState
  readonly wanted: 'quoted' | 'settled' | 'undone'
  readonly totalCents: number
  readonly fundCents: number
  readonly accountCents: number
  readonly setlId: string | null
  readonly settleMsgid: string | null
  readonly progress: number
  readonly openMsgid: string | null
  readonly openInfno: string | null
  readonly deceived: boolean
  readonly leaves: boolean
  readonly fault: string
  readonly createdAt: Date
  readonly quotedAt: Date | null
  readonly checks: number
  readonly nextCheckAt: Date | null
}

export interface ClaimItem {
  readonly itemId: string
  readonly line: number
  readonly code: string
  readonly name: string
  readonly quantityThousandths: number
  readonly unitCents: number
  readonly totalCents: number
  readonly chargedAt: Date
  readonly ceilingCents: number | null
  readonly ownPayCents: number
  readonly overCents: number
  readonly firstCents: number
  readonly scopeCents: number
  readonly fundCents: number
  readonly accountCents: number
}

export interface Claim extends ClaimRow {
  readonly items: readonly ClaimItem[]
}

const columns = sql`institution_id as "institutionId", id, visit_id as "visitId", person_id as "personId", insutype, batch_no as "batchNo", use_account as "useAccount",
  state, wanted, total_cents as "totalCents", fund_cents as "fundCents", account_cents as "accountCents", setl_id as "setlId", settle_msgid as "settleMsgid",
  progress, open_msgid as "openMsgid", open_infno as "openInfno", deceived, leaves, fault, created_at as "createdAt", quoted_at as "quotedAt", checks, next_check_at as "nextCheckAt"`

/** One claim, kept still until the transaction ends. Throws {@link ClaimNotFound}. */
export async function lockedClaim(tx: Tx, institutionId: number, claimId: string): Promise<ClaimRow> {
  const { rows } = await sql<ClaimRow>`select ${columns} from insurance.claim where institution_id = ${institutionId} and id = ${claimId} for update`.execute(tx)
  if (!rows[0]) throw new ClaimNotFound()
  return rows[0]
}

/** The claims of a visit with what the insurer said of each item, the oldest first. */
export async function claimsOfVisit(tx: Tx, institutionId: number, visitId: string): Promise<Claim[]> {
  const { rows } = await sql<ClaimRow>`select ${columns} from insurance.claim where institution_id = ${institutionId} and visit_id = ${visitId} order by created_at, id`.execute(tx)
  return Promise.all(rows.map(async (row) => ({ ...row, items: await claimItems(tx, institutionId, row.id) })))
}

export async function claimById(tx: Tx, institutionId: number, claimId: string): Promise<Claim> {
  const { rows } = await sql<ClaimRow>`select ${columns} from insurance.claim where institution_id = ${institutionId} and id = ${claimId}`.execute(tx)
  if (!rows[0]) throw new ClaimNotFound()
  return { ...rows[0], items: await claimItems(tx, institutionId, claimId) }
}

export async function claimItems(tx: Tx, institutionId: number, claimId: string): Promise<ClaimItem[]> {
  const { rows } = await sql<ClaimItem>`select item_id as "itemId", line, code, name, quantity_thousandths as "quantityThousandths", unit_cents as "unitCents",
      total_cents as "totalCents", charged_at as "chargedAt", ceiling_cents as "ceilingCents", own_pay_cents as "ownPayCents", over_cents as "overCents",
      first_cents as "firstCents", scope_cents as "scopeCents", fund_cents as "fundCents", account_cents as "accountCents"
    from insurance.claim_item where institution_id = ${institutionId} and claim_id = ${claimId} order by line`.execute(tx)
  return rows
}

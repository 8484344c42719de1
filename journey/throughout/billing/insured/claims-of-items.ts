import { sql } from 'kysely'
import { claimsOfVisit, openClaim, want, type Claim, type ClaimedItem } from '#journey/throughout/insurance/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { BillRow } from '../queries/locked-bill.ts'

export interface ItemRow extends ClaimedItem {
  readonly status: 'due' | 'paid' | 'cancelled'
  readonly paidBy: string | null
  readonly selfCents: number
  /** Covered by the price list: somebody other than the person may bear a part. */
  readonly covered: boolean
}

export async function itemRows(tx: Tx, institutionId: number, billId: string): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`select id as "itemId", code, name, kind, quantity_thousandths as "quantityThousandths", unit_cents as "unitCents", total_cents as "totalCents",
      added_at as "chargedAt", status, paid_by as "paidBy", self_cents as "selfCents", insurance_share_bp > 0 as covered
    from billing.charge_item where institution_id = ${institutionId} and bill_id = ${billId} order by added_at, id`.execute(tx)
  return rows
}

/** Whether the insurer has to be asked about these at all: the person is insured, and something of it is covered. */
export function concernsInsurer(bill: BillRow, items: readonly ItemRow[]): bill is BillRow & { insuranceKind: 'employee' | 'resident' } {
  return (bill.insuranceKind === 'employee' || bill.insuranceKind === 'resident') && items.some((item) => item.covered) && items.some((item) => item.totalCents > 0)
}

export function isFor(claim: Claim, items: readonly { readonly itemId: string }[]): boolean {
  return claim.items.length === items.length && items.every((item) => claim.items.some((one) => one.itemId === item.itemId))
}

/** Claims that still count, or still may. */
export async function standingClaims(tx: Tx, institutionId: number, billId: string): Promise<Claim[]> {
  return (await claimsOfVisit(tx, institutionId, billId)).filter((claim) => claim.wanted !== 'undone')
}

/** The one claim that is for exactly these items; others that overlap are to be undone, and a new one is opened where there is none. */
export async function claimFor(tx: Tx, context: Context, bill: BillRow & { insuranceKind: 'employee' | 'resident' }, items: readonly ItemRow[],
  { useAccount, fits }: { useAccount: boolean; fits: (claim: Claim) => boolean }): Promise<string> {
  const { institutionId, id: visitId, personId, insuranceKind } = bill
  let found: string | undefined
  for (const claim of await standingClaims(tx, institutionId, visitId)) {
    if (!claim.items.some((one) => items.some((item) => item.itemId === one.itemId))) continue
    if (!found && isFor(claim, items) && fits(claim)) found = claim.id
    else await want(tx, context, { institutionId, claimId: claim.id, wanted: 'undone' })
  }
  return found ?? openClaim(tx, context, { institutionId, visitId, personId, insuranceKind, useAccount, items: items.filter((item) => item.totalCents > 0) })
}

import { sql } from 'kysely'
import { claimsOfVisit } from '#journey/throughout/insurance/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { RefundWaits } from '../errors.ts'

/** A claim of which something stands at the insurer, or may: its money goes back only when it is known to be undone. */
export async function claimToWaitFor(tx: Tx, institutionId: number, billId: string, itemId: string | null | undefined): Promise<string | null> {
  if (!itemId) return null
  const claims = await claimsOfVisit(tx, institutionId, billId)
  const standing = claims.find((claim) => claim.items.some((one) => one.itemId === itemId) && (claim.state === 'settled' || claim.openMsgid !== null || claim.setlId !== null))
  return standing?.id ?? null
}

/** Refunds of an item that has just left the bill wait for the insurer, if it has to take something back first. */
export async function holdBack(tx: Tx, institutionId: number, billId: string, itemId: string): Promise<void> {
  const claimId = await claimToWaitFor(tx, institutionId, billId, itemId)
  if (!claimId) return
  await sql`update billing.refund set waits_for_claim = ${claimId}, next_check_at = null
    where institution_id = ${institutionId} and item_id = ${itemId} and cause <> 'surplus' and state = 'created'`.execute(tx)
}

/** Throws {@link RefundWaits} while the insurer has not yet taken its part back. */
export async function refuseWhileWaiting(tx: Tx, institutionId: number, refundId: string): Promise<void> {
  const { rows } = await sql`select from billing.refund where institution_id = ${institutionId} and id = ${refundId} and waits_for_claim is not null`.execute(tx)
  if (rows.length > 0) throw new RefundWaits()
}

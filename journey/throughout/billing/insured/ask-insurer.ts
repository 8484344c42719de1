import { advance, want } from '#journey/throughout/insurance/index.ts'
import { systemContext, type Context } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { lockedBill } from '../queries/locked-bill.ts'
import { openPayment } from '../queries/payments.ts'
import { claimFor, concernsInsurer, isFor, itemRows, standingClaims } from './claims-of-items.ts'
import { hearInsurer } from './hear-insurer.ts'

export interface Question {
  readonly institutionId: number
  readonly billId: string
  /** Whether the person's own account with the insurer pays its part; absent: as last time, and no at first. */
  readonly useAccount?: boolean | undefined
}

/** What the insurer said some time ago may no longer hold. */
const HOLDS_MS = 30 * 60_000

/**
 * The bill is opened for paying: asks the insurer what it would bear of what is due, and puts that on the bill. While a payment is
 * under way nothing is changed. When the insurer does not answer, the price list's estimate stays, and says that it is one.
 */
export async function askInsurer(services: Services, context: Context, question: Question): Promise<void> {
  const { institutionId } = question
  const claimId = await inTransaction(services.db, context, (tx) => questionFor(tx, context, question))
  if (!claimId) return
  await advance(services, { institutionId, claimId })
  const at = systemContext('billing.insurer', services.clock.now())
  await inTransaction(services.db, at, (tx) => hearInsurer(tx, at, { institutionId, claimId }))
}

async function questionFor(tx: Tx, context: Context, { institutionId, billId, useAccount }: Question): Promise<string | undefined> {
  const bill = await lockedBill(tx, institutionId, billId)
  const due = (await itemRows(tx, institutionId, billId)).filter((item) => item.status === 'due' && item.totalCents > 0)
  if (!concernsInsurer(bill, due) || (await openPayment(tx, institutionId, billId))) return undefined
  const last = (await standingClaims(tx, institutionId, billId)).findLast((claim) => claim.items.some((one) => due.some((item) => item.itemId === one.itemId)))
  const account = useAccount ?? last?.useAccount ?? false
  const holds = new Date(context.now.getTime() - HOLDS_MS)
  return claimFor(tx, context, bill, due, {
    useAccount: account,
    fits: (claim) => claim.useAccount === account && (claim.state === 'new' || (claim.state === 'quoted' && claim.quotedAt !== null && claim.quotedAt > holds)),
  })
}

/** A payment has succeeded: what it paid is settled with the insurer. Safe to repeat. */
export async function settleWithInsurer(tx: Tx, context: Context, { institutionId, billId, paymentId }: { institutionId: number; billId: string; paymentId: string }): Promise<void> {
  const bill = await lockedBill(tx, institutionId, billId)
  const paid = (await itemRows(tx, institutionId, billId)).filter((item) => item.status === 'paid' && item.paidBy === paymentId && item.totalCents > 0)
  if (!concernsInsurer(bill, paid)) return
  const standing = await standingClaims(tx, institutionId, billId)
  const done = standing.filter((claim) => claim.wanted === 'settled').flatMap((claim) => claim.items.map((item) => item.itemId))
  const open = paid.filter((item) => !done.includes(item.itemId))
  if (open.length === 0) return
  const last = standing.findLast((claim) => claim.items.some((one) => open.some((item) => item.itemId === one.itemId)))
  const claimId = await claimFor(tx, context, bill, open, { useAccount: last?.useAccount ?? false, fits: (claim) => claim.state !== 'refused' && claim.state !== 'disputed' && isFor(claim, open) })
  await hearInsurer(tx, context, { institutionId, claimId })
}

/** An item leaves the bill: a claim it is in cannot stand as it is. */
export async function leaveClaims(tx: Tx, context: Context, institutionId: number, billId: string, itemId: string): Promise<void> {
  const leaves = (await itemRows(tx, institutionId, billId)).every((item) => item.status === 'cancelled')
  for (const claim of await standingClaims(tx, institutionId, billId)) {
    if (claim.items.some((one) => one.itemId === itemId)) await want(tx, context, { institutionId, claimId: claim.id, wanted: 'undone', leaves })
  }
}

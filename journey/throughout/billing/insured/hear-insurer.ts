import { sql } from 'kysely'
import { postTransfer, reverseTransfer } from '#engines/ledger/index.ts'
import { borneByHospitalRule, claimById, coversOf, furtherPayersRule, leaveToPerson, want, type Claim } from '#journey/throughout/insurance/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import { followingId, lines } from '../books.ts'
import { billChanged } from '../events.ts'
import { sumUp } from '../operations/sum-up.ts'
import { lockedBill, type BillRow } from '../queries/locked-bill.ts'
import { openPayment } from '../queries/payments.ts'
import { claimFor, concernsInsurer, isFor, itemRows, standingClaims, type ItemRow } from './claims-of-items.ts'
import { fitToPaid, sharesAfter, type Further, type Shares } from './fit.ts'
import { giveSurplusBack } from './give-surplus-back.ts'
import { openPayers, payer, putShares } from './put-shares.ts'

/**
 * The insurer's answer about a visit reaches its bill. Heard twice, or late, it changes nothing: where the claim stands and what is
 * on the bill decide. Everything that a person was told and paid stays; what the insurer changes afterwards is between it and the hospital.
 */
export async function hearInsurer(tx: Tx, context: Context, { institutionId, claimId }: { institutionId: number; claimId: string }): Promise<void> {
  const { visitId } = await claimById(tx, institutionId, claimId)
  const bill = await lockedBill(tx, institutionId, visitId)
  const claim = await claimById(tx, institutionId, claimId)
  const items = (await itemRows(tx, institutionId, visitId)).filter((item) => claim.items.some((one) => one.itemId === item.itemId))
  if (claim.state === 'quoted' && claim.wanted === 'quoted') await quoted(tx, context, bill, claim, items)
  if (claim.state === 'settled') await settled(tx, context, bill, claim)
  if (claim.state === 'undone') await undone(tx, context, bill, claim, items)
  await sumUp(tx, context, institutionId, visitId)
  await announce(tx, context, billChanged({ institutionId, billId: visitId, personId: bill.personId }))
}

async function quoted(tx: Tx, context: Context, bill: BillRow, claim: Claim, items: readonly ItemRow[]): Promise<void> {
  const { institutionId, id: billId } = bill
  const statuses = new Set(items.map((item) => item.status))
  // Something was taken off, or part was paid: this is no longer the question that was asked.
  if (statuses.has('cancelled') || statuses.size > 1) return void (await want(tx, context, { institutionId, claimId: claim.id, wanted: 'undone' }))
  const shares = sharesAfter(claim.items, await furtherFor(tx, context, bill))
  if (statuses.has('due')) {
    // What is being paid stays what it was when that began.
    if (!(await openPayment(tx, institutionId, billId))) await put(tx, context, bill, claim, shares)
    return
  }
  await quotedAfterPaying(tx, context, bill, claim, items, shares)
}

async function quotedAfterPaying(tx: Tx, context: Context, bill: BillRow, claim: Claim, items: readonly ItemRow[], shares: readonly Shares[]): Promise<void> {
  const { institutionId } = bill
  const paid = claim.items.map((one) => items.find((item) => item.itemId === one.itemId)!.selfCents)
  const fitted = fitToPaid(claim.items.map((one) => one.totalCents), shares, paid)
  const { mostCents } = await ruleAt(tx, borneByHospitalRule, institutionId, context.now)
  if (fitted.shortCents > mostCents) return leaveToPerson(tx, context, institutionId, claim.id, `pays ${fitted.shortCents} cents less than the person was told`)
  await put(tx, context, bill, claim, fitted.shares)
  await giveSurplusBack(tx, context, bill, claim.items.map((one, i) => ({ item: items.find((item) => item.itemId === one.itemId)!, cents: fitted.surplus[i]! })))
  await want(tx, context, { institutionId, claimId: claim.id, wanted: 'settled' })
}

function put(tx: Tx, context: Context, { institutionId, id: billId, personId }: BillRow, claim: Claim, shares: readonly Shares[]): Promise<void> {
  return putShares(tx, context, { institutionId, billId, personId }, claim.id, claim.items.map((item, i) => ({ ...item, ...shares[i]! })))
}

async function furtherFor(tx: Tx, context: Context, { institutionId, personId }: BillRow): Promise<Further> {
  const rule = await ruleAt(tx, furtherPayersRule, institutionId, context.now)
  const covers = await coversOf(tx, context, institutionId, personId)
  const has = (kind: 'commercial' | 'relief') => (covers.some((cover) => cover.payer === kind) ? rule[kind] : null)
  return { commercial: has('commercial'), relief: has('relief') }
}

/** From an expectation the insurer's part becomes a claim it has agreed to. */
async function settled(tx: Tx, context: Context, { institutionId, id: billId }: BillRow, claim: Claim): Promise<void> {
  const cents = claim.fundCents + claim.accountCents
  await openPayers(tx, context, institutionId)
  if (cents > 0) {
    await postTransfer(tx, context, {
      institutionId, id: followingId('claim-settled', claim.id), kind: 'insurance-settled', reference: `bill/${billId}`,
      lines: lines([payer.settled(institutionId), cents], [payer.claim(institutionId), -cents]),
    })
  }
  await sql`update billing.item_share set state = 'settled', changed_at = ${context.now} where institution_id = ${institutionId} and claim_id = ${claim.id} and state <> 'settled'`.execute(tx)
}

/** Nothing of the claim stands at the insurer: its part is an expectation again, refunds that waited go their way, and what is left of it is settled anew. */
async function undone(tx: Tx, context: Context, bill: BillRow, claim: Claim, items: readonly ItemRow[]): Promise<void> {
  const { institutionId, id: billId } = bill
  const posted = followingId('claim-settled', claim.id)
  const { rows } = await sql<{ was: boolean }>`select exists (select from billing.item_share where institution_id = ${institutionId} and claim_id = ${claim.id} and state = 'settled') as was`.execute(tx)
  if (rows[0]!.was && claim.fundCents + claim.accountCents > 0) {
    await reverseTransfer(tx, context, { institutionId, id: followingId('claim-undone', claim.id), reverses: posted, reference: `bill/${billId}` })
  }
  await sql`update billing.item_share set state = 'quoted', changed_at = ${context.now} where institution_id = ${institutionId} and claim_id = ${claim.id} and state = 'settled'`.execute(tx)
  await sql`update billing.refund set waits_for_claim = null, next_check_at = case when channel in ('cash', 'none', 'prepaid', 'credit') then null else ${context.now}::timestamptz end
    where institution_id = ${institutionId} and waits_for_claim = ${claim.id}`.execute(tx)
  const rest = items.filter((item) => item.status === 'paid')
  const standing = await standingClaims(tx, institutionId, billId)
  const uncovered = rest.filter((item) => !standing.some((one) => one.items.some((each) => each.itemId === item.itemId)))
  if (concernsInsurer(bill, uncovered)) await claimFor(tx, context, bill, uncovered, { useAccount: claim.useAccount, fits: (one) => isFor(one, uncovered) })
}

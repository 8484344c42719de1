import { sql } from 'kysely'
import type { AccountName } from '#engines/ledger/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { mayUse, NotEnoughBalance, WalletNotYours, withdrawalRule } from '#journey/throughout/wallet/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { followingId } from '../books.ts'
import { isChannelName, type PaymentChannel, type Withdraw } from '../contract.ts'
import { NotReturnableHere } from '../errors.ts'
import { refundStarted } from '../events.ts'
import { purse } from '../purses.ts'
import { lockedBill, type BillRow } from '../queries/locked-bill.ts'
import type { RefundRow } from '../queries/refunds.ts'
import { cashier } from '../queries/shifts.ts'
import { sumUp } from './sum-up.ts'

export interface ToppedUp {
  readonly institutionId: number
  readonly billId: string
  readonly paymentId: string
  readonly channel: PaymentChannel
  readonly leftCents: number
  readonly at: Date
}

/**
 * A person wants money back that they put aside. It goes the way it came: the newest top-up first, each to its source; what
 * was paid in cash is handed out at a window of that hospital. Until it has gone it is kept aside, so it is neither spent
 * twice nor lost. Throws {@link NotEnoughBalance}, {@link WalletNotYours}.
 */
export async function withdraw(tx: Tx, context: Context, { personId, cents }: Withdraw): Promise<string[]> {
  if (context.actor.kind === 'staff' || !(await mayUse(tx, context, personId))) throw new WalletNotYours()
  const pieces = cut(await toppedUp(tx, personId), cents)
  if (!pieces) throw new NotEnoughBalance()
  const refunds: string[] = []
  for (const { source, cents: piece } of pieces) refunds.push(await withdrawFrom(tx, context, { owner: personId, source, amountCents: piece }))
  return refunds
}

/**
 * The same for somebody who stands at a window without a phone and has shown an identity document. It gives back what came in at
 * this hospital, each to its source, and cash only where cash came in. Above the day's limit of the hospital all of it waits for a
 * second person, and is kept aside meanwhile. Two windows that try at once take turns. Throws {@link NotReturnableHere},
 * {@link NotEnoughBalance}, and ConsentNeeded when no document was shown.
 */
export async function withdrawAtWindow(tx: Tx, context: Context, { personId, cents }: Withdraw): Promise<{ requestId: string; needsSecond: boolean }> {
  const { institutionId } = cashier(context)
  const pieces = cut(await toppedUp(tx, personId), cents)
  if (!pieces) throw new NotReturnableHere()
  const { secondPersonAboveCents } = await withdrawalRule(tx, institutionId, context.now)
  const needsSecond = cents + (await withdrawnToday(tx, context, personId)) > secondPersonAboveCents
  const requestId = newId()
  for (const { source, cents: amountCents } of pieces) await withdrawFrom(tx, context, { owner: personId, source, amountCents, atWindow: { requestId, needsSecond } })
  return { requestId, needsSecond }
}

/** Newest first, until it is enough; undefined when it never is. */
export function cut(sources: readonly ToppedUp[], cents: number): { source: ToppedUp; cents: number }[] | undefined {
  let missing = cents
  const pieces: { source: ToppedUp; cents: number }[] = []
  for (const source of sources) {
    const piece = Math.min(missing, source.leftCents)
    if (piece > 0) pieces.push({ source, cents: piece })
    missing -= piece
  }
  return missing > 0 ? undefined : pieces
}

/** What windows of this hospital have given or promised a person back since midnight: many small ones count as one. */
export async function withdrawnToday(tx: Tx, context: Context, personId: string): Promise<number> {
  const { rows } = await sql<{ cents: number }>`select coalesce(sum(amount_cents), 0)::bigint as cents from billing.refund
    where institution_id = ${context.institutionId} and person_id = any (${await entriesOf(tx, personId)}::uuid[]) and request_id is not null and state not in ('refused', 'failed')
      and created_at >= ${new Date(`${localDay(context.now)}T00:00:00+08:00`)}`.execute(tx)
  return rows[0]!.cents
}

/** The top-ups of a person that have not gone back yet, newest first, as far as the caller may see them: a window those of its hospital. Kept still in one order, so that two withdrawals take turns. */
export async function toppedUp(tx: Tx, personId: string): Promise<ToppedUp[]> {
  const entries = await entriesOf(tx, personId)
  await sql`select from billing.bill where person_id = any (${entries}::uuid[]) and kind = 'top-up' and status <> 'cancelled'
    order by institution_id, id for update`.execute(tx)
  const { rows } = await sql<ToppedUp>`select p.institution_id as "institutionId", p.bill_id as "billId", p.id as "paymentId", p.channel,
      p.amount_cents - p.refunded_cents as "leftCents", p.ended_at as at
    from billing.bill b join billing.payment p on p.institution_id = b.institution_id and p.bill_id = b.id
    where b.person_id = any (${entries}::uuid[]) and b.kind = 'top-up' and b.status <> 'cancelled' and p.state = 'succeeded' and p.amount_cents > p.refunded_cents
    order by p.ended_at desc, p.id desc`.execute(tx)
  return rows
}

interface Piece {
  readonly owner: string
  readonly source: ToppedUp
  readonly amountCents: number
  readonly atWindow?: { readonly requestId: string; readonly needsSecond: boolean }
}

async function withdrawFrom(tx: Tx, context: Context, { owner, source, amountCents, atWindow }: Piece): Promise<string> {
  const { institutionId, billId, paymentId, channel } = source
  const { personId, title } = await lockedBill(tx, institutionId, billId)
  const id = newId()
  const holdId = followingId('withdrawal', id)
  await purse('prepaid').promise(tx, context, { id: holdId, institutionId, personId: owner, cents: amountCents, reference: `bill/${billId}`, title, purpose: 'withdrawal', ...(atWindow ? { consentFor: atWindow.requestId } : {}) })
  await sql`update billing.payment set refunded_cents = refunded_cents + ${amountCents} where institution_id = ${institutionId} and id = ${paymentId}`.execute(tx)
  const waits = atWindow?.needsSecond ?? false
  await sql`insert into billing.refund (institution_id, id, bill_id, payment_id, person_id, channel, state, amount_cents, cause, asked_by, created_at, next_check_at, hold_id,
      request_id, needs_second)
    values (${institutionId}, ${id}, ${billId}, ${paymentId}, ${personId}, ${channel}, ${waits ? 'asked' : 'created'}, ${amountCents}, 'withdrawal', ${actorId(context.actor)},
      ${context.now}, ${isChannelName(channel) && !waits ? context.now : null}, ${holdId}, ${atWindow?.requestId ?? null}, ${waits})`.execute(tx)
  await sumUp(tx, context, institutionId, billId)
  await audit(tx, context, { action: atWindow ? 'billing.withdraw-at-window' : 'billing.withdraw', personId: owner, subject: `refund/${id}`, institutionId, detail: { cents: amountCents, channel, waits } })
  await announce(tx, context, refundStarted({ institutionId, billId, personId, refundId: id, amountCents }))
  return id
}

/** The money has gone to where it came from: now it leaves the balance too. */
export async function takeWithdrawn(tx: Tx, context: Context, bill: BillRow, refund: RefundRow, { transferId, against }: { transferId: string; against: AccountName }): Promise<void> {
  const { institutionId, id, paymentId, personId, amountCents, holdId, state } = refund
  let hold = holdId!
  if (state === 'failed') {
    // The channel had said no, and the money was free again; now it says it went after all.
    hold = followingId('withdrawal after all', id)
    await purse('prepaid').promise(tx, context, { id: hold, institutionId, personId, cents: amountCents, reference: `bill/${bill.id}`, title: bill.title, purpose: 'withdrawal' })
    await sql`update billing.payment set refunded_cents = refunded_cents + ${amountCents} where institution_id = ${institutionId} and id = ${paymentId}`.execute(tx)
  }
  await purse('prepaid').take(tx, context, { id: hold, transferId, against })
}

/** The channel does not send it: it is in the balance again, as if nothing had been asked. */
export async function withdrawalRefused(tx: Tx, context: Context, { institutionId, billId, paymentId, amountCents, holdId, cause }: RefundRow): Promise<void> {
  if (cause !== 'withdrawal') return
  await lockedBill(tx, institutionId, billId)
  await purse('prepaid').letGo(tx, context, holdId!)
  await sql`update billing.payment set refunded_cents = refunded_cents - ${amountCents} where institution_id = ${institutionId} and id = ${paymentId}`.execute(tx)
  await sumUp(tx, context, institutionId, billId)
}

/** The second person agreed: from now on its channel is asked, or cash waits at a window. */
export async function approveWithdrawal(tx: Tx, context: Context, { institutionId, id, channel }: RefundRow): Promise<void> {
  await sql`update billing.refund set state = 'created', approved_by = ${actorId(context.actor)}, next_check_at = ${isChannelName(channel) ? context.now : null}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
}

import { sql } from 'kysely'
import type { AccountName } from '#engines/ledger/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { mayUse, NotEnoughBalance, WalletNotYours } from '#journey/throughout/wallet/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { followingId } from '../books.ts'
import { isChannelName, type PaymentChannel, type Withdraw } from '../contract.ts'
import { refundStarted } from '../events.ts'
import { purse } from '../purses.ts'
import { lockedBill, type BillRow } from '../queries/locked-bill.ts'
import type { RefundRow } from '../queries/refunds.ts'
import { sumUp } from './sum-up.ts'

interface ToppedUp {
  readonly institutionId: number
  readonly billId: string
  readonly paymentId: string
  readonly channel: PaymentChannel
  readonly leftCents: number
}

/**
 * A person wants money back that they put aside. It goes the way it came: the newest top-up first, each to its source; what
 * was paid in cash is handed out at a window of that hospital. Until it has gone it is kept aside, so it is neither spent
 * twice nor lost. Throws {@link NotEnoughBalance}, {@link WalletNotYours}.
 */
export async function withdraw(tx: Tx, context: Context, { personId, cents }: Withdraw): Promise<string[]> {
  if (context.actor.kind === 'staff' || !(await mayUse(tx, context, personId))) throw new WalletNotYours()
  let missing = cents
  const refunds: string[] = []
  for (const source of await toppedUp(tx, personId)) {
    if (missing === 0) break
    const piece = Math.min(missing, source.leftCents)
    refunds.push(await withdrawFrom(tx, context, personId, source, piece))
    missing -= piece
  }
  if (missing > 0) throw new NotEnoughBalance()
  return refunds
}

/** The top-ups of a person that have not gone back yet, newest first. Kept still in one order, so that two withdrawals take turns. */
async function toppedUp(tx: Tx, personId: string): Promise<ToppedUp[]> {
  const entries = await entriesOf(tx, personId)
  await sql`select from billing.bill where person_id = any (${entries}::uuid[]) and kind = 'top-up' and status <> 'cancelled'
    order by institution_id, id for update`.execute(tx)
  const { rows } = await sql<ToppedUp>`select p.institution_id as "institutionId", p.bill_id as "billId", p.id as "paymentId", p.channel,
      p.amount_cents - p.refunded_cents as "leftCents"
    from billing.bill b join billing.payment p on p.institution_id = b.institution_id and p.bill_id = b.id
    where b.person_id = any (${entries}::uuid[]) and b.kind = 'top-up' and b.status <> 'cancelled' and p.state = 'succeeded' and p.amount_cents > p.refunded_cents
    order by p.ended_at desc, p.id desc`.execute(tx)
  return rows
}

async function withdrawFrom(tx: Tx, context: Context, owner: string, source: ToppedUp, amountCents: number): Promise<string> {
  const { institutionId, billId, paymentId, channel } = source
  const { personId, title } = await lockedBill(tx, institutionId, billId)
  const id = newId()
  const holdId = followingId('withdrawal', id)
  await purse('prepaid').promise(tx, context, { id: holdId, institutionId, personId: owner, cents: amountCents, reference: `bill/${billId}`, title, purpose: 'withdrawal' })
  await sql`update billing.payment set refunded_cents = refunded_cents + ${amountCents} where institution_id = ${institutionId} and id = ${paymentId}`.execute(tx)
  await sql`insert into billing.refund (institution_id, id, bill_id, payment_id, person_id, channel, state, amount_cents, cause, asked_by, created_at, next_check_at, hold_id)
    values (${institutionId}, ${id}, ${billId}, ${paymentId}, ${personId}, ${channel}, 'created', ${amountCents}, 'withdrawal', ${actorId(context.actor)},
      ${context.now}, ${isChannelName(channel) ? context.now : null}, ${holdId})`.execute(tx)
  await sumUp(tx, context, institutionId, billId)
  await audit(tx, context, { action: 'billing.withdraw', personId: owner, subject: `refund/${id}`, institutionId, detail: { cents: amountCents, channel } })
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

import { sql } from 'kysely'
import { balanceFor, withdrawalRule } from '#journey/throughout/wallet/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { WithdrawalOffer, WithdrawnAtWindow } from '../contract.ts'
import { toppedUp, withdrawnToday } from '../operations/withdraw.ts'
import { cashier } from './shifts.ts'

/** What this window may give back to somebody who has shown a document, and how much of it alone. Throws ConsentNeeded. */
export async function withdrawalOffer(tx: Tx, context: Context, personId: string): Promise<WithdrawalOffer> {
  const { institutionId } = cashier(context)
  const { spendableCents } = await balanceFor(tx, context, personId, 'withdrawal')
  const sources = (await toppedUp(tx, personId)).map(({ channel, leftCents, at }) => ({ channel, cents: leftCents, at: at.toISOString() }))
  const { secondPersonAboveCents } = await withdrawalRule(tx, institutionId, context.now)
  return {
    spendableCents, sources, returnableCents: Math.min(spendableCents, sources.reduce((sum, one) => sum + one.cents, 0)),
    aloneCents: Math.max(0, secondPersonAboveCents - (await withdrawnToday(tx, context, personId))),
  }
}

/** The pieces of a withdrawal, as the window shows them. */
export async function piecesOf(tx: Tx, institutionId: number, requestId: string): Promise<WithdrawnAtWindow['pieces']> {
  const { rows } = await sql<WithdrawnAtWindow['pieces'][number]>`select id as "refundId", channel, state, amount_cents as "amountCents" from billing.refund
    where institution_id = ${institutionId} and request_id = ${requestId} order by created_at, id`.execute(tx)
  return rows
}

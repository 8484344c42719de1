import { sql } from 'kysely'
import { accountId, HoldEnded, postLinked, REGION, regionBook } from '#engines/ledger/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { meeting, ownStep } from '../books.ts'
import { PromiseOver } from '../errors.ts'
import { walletChanged } from '../events.ts'
import type { Taking } from '../purse.ts'
import { promiseRow, type PromiseRow } from '../queries/promise-row.ts'
import { noteMovement } from './note-movement.ts'

/**
 * Takes what was kept aside: it leaves the person's balance, and the hospital's books and the region's say the same from
 * the same moment on. What is not taken is the person's again. Once, however often it is asked. Throws {@link PromiseOver}.
 */
export async function take(tx: Tx, context: Context, { id, transferId, cents, against }: Taking): Promise<number> {
  const promised = await promiseRow(tx, id)
  if (!promised || (promised.state === 'let-go')) throw new PromiseOver()
  const taken = cents ?? promised.cents
  const parts = firstOf(promised, taken)
  const { institutionId, reference, title, purpose } = promised
  const { atRegion, own } = meeting(institutionId)
  const done = await postLinked(tx, context, [
    { do: 'post-hold', institutionId: REGION, holdId: id, id: transferId,
      lines: [...parts.map((part) => ({ accountId: accountId(regionBook.wallet(part.entry)), cents: part.cents })), { accountId: accountId(atRegion), cents: -taken }] },
    { do: 'post', institutionId, id: ownStep(institutionId, transferId), kind: `wallet-${purpose}`, reference,
      lines: [{ accountId: accountId(own), cents: taken }, { accountId: accountId(against), cents: -taken }] },
  ]).catch((error: unknown) => {
    throw error instanceof HoldEnded ? new PromiseOver() : error
  })
  if (!done) return promised.takenCents ?? taken
  await sql`update wallet.promise set state = 'taken', taken_cents = ${taken}, transfer_id = ${transferId}, ended_at = ${context.now}
    where person_id = ${promised.personId} and id = ${id}`.execute(tx)
  for (const part of parts) await noteMovement(tx, context, { personId: part.entry, transferId, institutionId, kind: purpose, cents: -part.cents, reference, title })
  await audit(tx, context, { action: `wallet.${purpose}`, personId: promised.personId, subject: `transfer/${transferId}`, institutionId, detail: { cents: taken } })
  await announce(tx, context, walletChanged({ personId: promised.personId, institutionId, transferId, kind: purpose }))
  return taken
}

/** The accounts it is taken from, in the order in which it was promised. */
function firstOf({ entries, parts }: PromiseRow, cents: number): { entry: string; cents: number }[] {
  let missing = cents
  return entries.flatMap((entry, at) => {
    const part = Math.min(missing, parts[at]!)
    missing -= part
    return part > 0 ? [{ entry, cents: part }] : []
  })
}

import { sql } from 'kysely'
import { openAccounts, postLinked, regionBook } from '#engines/ledger/index.ts'
import type { Taking } from '#journey/throughout/wallet/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { debtAccount, hospitalAccounts, lines, REGION } from '../books.ts'
import { PromiseEnded } from '../errors.ts'
import { debtMade } from '../events.ts'
import { lockedPromise, type PromiseRow } from '../promise-row.ts'

/**
 * The hospital is paid now, by the region; the person owes the region, until the due day.
 *
 * Both books move in one step or not at all. Answers how much; when this transfer was made before, how much it was.
 * Throws {@link PromiseEnded} when it was let go, or taken by another transfer.
 */
export async function take(tx: Tx, context: Context, { id, cents, transferId, against }: Taking): Promise<number> {
  const promise = await lockedPromise(tx, id)
  if (promise.status === 'taken' && promise.transferId === transferId) return promise.takenCents!
  if (promise.status !== 'open') throw new PromiseEnded()
  const taken = cents ?? promise.cents
  const { institutionId, personId, reference, emergency } = promise
  await openAccounts(tx, context, hospitalAccounts(institutionId))
  await postLinked(tx, context, [
    {
      do: 'post-hold', institutionId: REGION, holdId: id, id: transferId,
      lines: lines([debtAccount(personId, emergency), taken], [regionBook.member(institutionId), -taken]),
    },
    {
      do: 'post', institutionId, id: transferId, kind: 'credit', reference,
      lines: lines([regionBook.ofMember(institutionId), taken], [against, -taken]),
    },
  ])
  await sql`update credit.promise set status = 'taken', ended_at = ${context.now}, transfer_id = ${transferId}, taken_cents = ${taken}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await owe(tx, context, promise, transferId, taken)
  return taken
}

async function owe(tx: Tx, context: Context, { institutionId, personId, reference, emergency, days }: PromiseRow, id: string, cents: number): Promise<void> {
  await sql`insert into credit.debt (person_id, id, institution_id, reference, emergency, cents, open_cents, taken_at, due_on)
    values (${personId}, ${id}, ${institutionId}, ${reference}, ${emergency}, ${cents}, ${cents}, ${context.now}, ${localDay(context.now)}::date + ${days}::integer)`.execute(tx)
  await audit(tx, context, { action: 'credit.take', personId, subject: reference, institutionId, detail: { cents } })
  await announce(tx, context, debtMade({ institutionId, personId, debtId: id, cents }))
}

import { sql } from 'kysely'
import { type LinkedStep, openAccounts, postLinked, regionBook } from '#engines/ledger/index.ts'
import { currentEntry } from '#journey/throughout/people/index.ts'
import type { Pouring } from '#journey/throughout/wallet/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { hospitalAccounts, lines, REGION, regionAccounts } from '../books.ts'
import { bringDown, type BroughtDown } from '../bring-down.ts'
import { debtBroughtDown } from '../events.ts'

/**
 * Brings down what somebody owes, the debt due first before the others, wherever in the region it was made. The money came
 * in at a hospital's window, or (institution 0) to the region itself, by phone.
 *
 * Answers how much of it was still owed. When two pay at once (a daughter and the father himself), the second finds what is
 * left; what it brought too much never enters these books, and the caller gives it back the way it came. The same transfer
 * twice is one effect.
 */
export async function repay(tx: Tx, context: Context, repayment: Pouring): Promise<number> {
  const { transferId: id, institutionId, personId, cents } = repayment
  const before = await sql<{ cents: number | null }>`select credit.repaid_before(${id}) as cents`.execute(tx)
  if (before.rows[0]?.cents != null) return before.rows[0].cents
  const owner = await currentEntry(tx, personId)
  const down = await bringDown(tx, context, { id, personId, kind: 'repaid', cents })
  await sql`select credit.note_repayment(${owner}, ${id}, ${institutionId}, ${cents}, ${down.cents}, ${context.now})`.execute(tx)
  if (down.cents > 0) await move(tx, context, repayment, down)
  await audit(tx, context, { action: 'credit.repay', personId: owner, subject: `repayment/${id}`, institutionId, detail: { cents, applied: down.cents } })
  await announce(tx, context, debtBroughtDown({ institutionId, personId: owner, id, kind: 'repaid', cents: down.cents }))
  return down.cents
}

async function move(tx: Tx, context: Context, { transferId: id, institutionId, reference, from }: Pouring, down: BroughtDown): Promise<void> {
  const how = { id, kind: 'credit-repayment', reference }
  if (institutionId === REGION) {
    await postLinked(tx, context, [{ do: 'post', institutionId: REGION, ...how, lines: lines([from, down.cents], ...down.accounts) }])
    return
  }
  await openAccounts(tx, context, regionAccounts(institutionId))
  await openAccounts(tx, context, hospitalAccounts(institutionId))
  const steps: LinkedStep[] = [
    { do: 'post', institutionId: REGION, ...how, lines: lines([regionBook.member(institutionId), down.cents], ...down.accounts) },
    { do: 'post', institutionId, ...how, lines: lines([from, down.cents], [regionBook.ofMember(institutionId), -down.cents]) },
  ]
  await postLinked(tx, context, steps)
}

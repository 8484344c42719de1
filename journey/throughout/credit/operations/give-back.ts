import { sql } from 'kysely'
import { type LinkedStep, openAccounts, postLinked, regionBook } from '#engines/ledger/index.ts'
import { currentEntry } from '#journey/throughout/people/index.ts'
import { type Pouring, wallet } from '#journey/throughout/wallet/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { followingId, hospitalAccounts, lines, REGION, regionAccounts } from '../books.ts'
import { bringDown } from '../bring-down.ts'
import { debtBroughtDown } from '../events.ts'

/**
 * A refund of something that was put on credit: it comes off what is owed for it. What was repaid already is the person's own
 * money by now, and goes into their balance, where they can spend it anywhere. The same transfer twice is one effect.
 */
export async function giveBack(tx: Tx, context: Context, pouring: Pouring): Promise<void> {
  const { transferId, institutionId, personId, cents, reference, from } = pouring
  const before = await sql`select from credit.given_back where institution_id = ${institutionId} and id = ${transferId}`.execute(tx)
  if (before.rows.length > 0) return
  const owner = await currentEntry(tx, personId)
  const down = await bringDown(tx, context, { id: transferId, personId, kind: 'returned', cents, reference })
  await sql`insert into credit.given_back (institution_id, id, person_id, cents, owed_cents, reference, at)
    values (${institutionId}, ${transferId}, ${owner}, ${cents}, ${down.cents}, ${reference}, ${context.now})`.execute(tx)
  if (down.cents > 0) {
    await openAccounts(tx, context, regionAccounts(institutionId))
    await openAccounts(tx, context, hospitalAccounts(institutionId))
    const how = { id: transferId, kind: 'credit-return', reference }
    const steps: LinkedStep[] = [
      { do: 'post', institutionId: REGION, ...how, lines: lines([regionBook.member(institutionId), down.cents], ...down.accounts) },
      { do: 'post', institutionId, ...how, lines: lines([from, down.cents], [regionBook.ofMember(institutionId), -down.cents]) },
    ]
    await postLinked(tx, context, steps)
  }
  const own = cents - down.cents
  if (own > 0) await wallet.giveBack(tx, context, { ...pouring, transferId: followingId('own', transferId), cents: own })
  await audit(tx, context, { action: 'credit.give-back', personId: owner, subject: reference, institutionId, detail: { cents, owed: down.cents } })
  await announce(tx, context, debtBroughtDown({ institutionId, personId: owner, id: transferId, kind: 'returned', cents: down.cents }))
}

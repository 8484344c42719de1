import { sql } from 'kysely'
import { purseOf } from '#engines/ledger/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { debtAccount } from '../books.ts'
import { NotAgreed, StillOwed } from '../errors.ts'
import { lineChanged } from '../events.ts'
import { lockedLine } from '../line.ts'
import { refuseStrangers } from '../mine.ts'

/** Takes the agreement back, once nothing is owed or kept. Throws {@link NotYourPerson}, {@link NotAgreed}, {@link StillOwed}. */
export async function stop(tx: Tx, context: Context, personId: string): Promise<void> {
  await refuseStrangers(tx, context, personId)
  const line = await lockedLine(tx, context, personId)
  if (!line) throw new NotAgreed()
  const { cents, heldInCents } = await purseOf(tx, debtAccount(line.personId, false))
  if (cents > 0 || heldInCents > 0) throw new StillOwed()
  await sql`update credit.line set stopped_at = ${context.now}, stopped_by = ${actorId(context.actor)} where person_id = ${line.personId}`.execute(tx)
  await audit(tx, context, { action: 'credit.stop', personId: line.personId, subject: `person/${line.personId}` })
  await announce(tx, context, lineChanged({ institutionId: null, personId: line.personId, agreed: false }))
}

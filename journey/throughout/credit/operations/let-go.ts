import { sql } from 'kysely'
import { voidHold } from '#engines/ledger/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { REGION } from '../books.ts'
import { PromiseEnded } from '../errors.ts'
import { lockedPromise } from '../promise-row.ts'

/** Gives the room back. Doing it twice changes nothing. Throws {@link PromiseEnded} when it was taken. */
export async function letGo(tx: Tx, context: Context, id: string): Promise<void> {
  const { status, institutionId } = await lockedPromise(tx, id)
  if (status === 'taken') throw new PromiseEnded()
  if (status === 'let-go') return
  await voidHold(tx, context, { institutionId: REGION, holdId: id })
  await sql`update credit.promise set status = 'let-go', ended_at = ${context.now} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
}

import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

export type CarriedOut = 'not-yet' | 'done' | 'result'

/**
 * What was ordered has been carried out, or its result has come: the doctor sees it, and it can no longer be taken back.
 * A step that was undone at the counter makes it an open order again.
 */
export async function carriedOut(tx: Tx, _context: Context, institutionId: number, orderIds: readonly string[], how: CarriedOut, at: Date): Promise<void> {
  if (how === 'result') {
    await sql`update consulting.visit_order set state = 'done', done_at = coalesce(done_at, ${at}), result_at = coalesce(result_at, ${at})
      where institution_id = ${institutionId} and id = any (${orderIds}::uuid[]) and state <> 'cancelled'`.execute(tx)
    return
  }
  await sql`update consulting.visit_order set state = ${how === 'done' ? 'done' : 'ordered'}, done_at = ${how === 'done' ? at : null}
    where institution_id = ${institutionId} and id = any (${orderIds}::uuid[]) and state = ${how === 'done' ? 'ordered' : 'done'} and result_at is null`.execute(tx)
}

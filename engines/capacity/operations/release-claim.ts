import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/**
 * Hands the unit back, once: of any number of calls exactly one gets `true`. A booked unit that others wait for goes to them first
 * (a freed unit); one that was only held returns to its pool.
 */
export async function releaseClaim(tx: Tx, context: Context, institutionId: number, claimId: string): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select capacity.release(${institutionId}, ${claimId}, ${context.now}) as done`.execute(tx)
  return rows[0]!.done
}

/** The time was used or let pass: the unit stays taken. */
export async function finishClaim(tx: Tx, institutionId: number, claimId: string): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select capacity.finish(${institutionId}, ${claimId}) as done`.execute(tx)
  return rows[0]!.done
}

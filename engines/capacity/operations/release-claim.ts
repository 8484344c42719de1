import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** Hands the unit back, once: of any number of calls exactly one gets `true`. */
export async function releaseClaim(tx: Tx, institutionId: number, claimId: string): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select capacity.release(${institutionId}, ${claimId}) as done`.execute(tx)
  return rows[0]!.done
}

/** The time was used or let pass: the unit stays taken. */
export async function finishClaim(tx: Tx, institutionId: number, claimId: string): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select capacity.finish(${institutionId}, ${claimId}) as done`.execute(tx)
  return rows[0]!.done
}

import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

export type Confirmed = 'ok' | 'booked' | 'expired' | 'gone'

/** Turns a hold into a booking while it lasts. Of a confirmation and the hold's end at one moment, one wins. */
export async function confirmClaim(tx: Tx, context: Context, institutionId: number, claimId: string): Promise<Confirmed> {
  const { rows } = await sql<{ outcome: Confirmed }>`select capacity.confirm(${institutionId}, ${claimId}, ${context.now}) as outcome`.execute(tx)
  return rows[0]!.outcome
}

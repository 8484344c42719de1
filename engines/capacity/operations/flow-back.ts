import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/** Moves units nobody used down the release ladder once their day is near; each movement is a row that says why. Returns how many. */
export async function flowBack(tx: Tx, context: Context): Promise<number> {
  const { rows } = await sql<{ moved: number }>`select capacity.flow_back(${context.now}) as moved`.execute(tx)
  return rows[0]!.moved
}

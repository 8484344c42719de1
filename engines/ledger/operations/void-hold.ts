import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { refusedAs } from '../errors.ts'

/** Releases what was kept aside. False when it had been released before; {@link HoldEnded} when it was posted. */
export async function voidHold(tx: Tx, context: Context, { institutionId, holdId }: { institutionId: number; holdId: string }): Promise<boolean> {
  const { rows } = await refusedAs(sql<{ done: boolean }>`select ledger.void_hold(${institutionId}, ${holdId}, ${context.now}) as done`.execute(tx))
  return rows[0]!.done
}

import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { columns } from '../accounts.ts'
import { refusedAs } from '../errors.ts'
import type { Transfer } from './post-transfer.ts'

export interface Hold extends Transfer {
  /** Absent: it stays until it is posted or voided. */
  readonly expiresAt?: Date
}

/**
 * Keeps money aside: it counts against the limits of both sides at once, and moves only when the hold is posted.
 * Same id, one effect. Throws {@link NotEnough} when the giving account would fall below its floor.
 */
export async function holdMoney(tx: Tx, context: Context, hold: Hold): Promise<boolean> {
  const { accounts, cents } = columns(hold.lines)
  const { rows } = await refusedAs(
    sql<{ done: boolean }>`select ledger.hold(${hold.institutionId}, ${hold.id}, ${hold.kind}, ${hold.reference}, ${context.now},
      ${hold.expiresAt ?? null}, ${accounts}::uuid[], ${cents}::bigint[]) as done`.execute(tx),
  )
  return rows[0]!.done
}

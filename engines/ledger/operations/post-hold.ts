import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { columns, type Line } from '../accounts.ts'
import { refusedAs } from '../errors.ts'

export interface PostedHold {
  readonly institutionId: number
  readonly holdId: string
  /** The id of the transfer this makes. */
  readonly id: string
  /** Absent: all of it. Given: this part, and the rest is released. */
  readonly lines?: readonly Line[]
}

/** Moves what was kept aside. Throws {@link HoldEnded} when it was voided, expired or posted by another, {@link HoldTooSmall}. */
export async function postHold(tx: Tx, context: Context, { institutionId, holdId, id, lines }: PostedHold): Promise<boolean> {
  const part = lines ? columns(lines) : null
  const { rows } = await refusedAs(
    sql<{ done: boolean }>`select ledger.post_hold(${institutionId}, ${holdId}, ${id}, ${context.now},
      ${part?.accounts ?? null}::uuid[], ${part?.cents ?? null}::bigint[]) as done`.execute(tx),
  )
  return rows[0]!.done
}

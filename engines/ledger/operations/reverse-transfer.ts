import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { refusedAs } from '../errors.ts'

export interface Reversal {
  readonly institutionId: number
  readonly id: string
  /** The transfer that is taken back. */
  readonly reverses: string
  readonly reference: string
}

/**
 * Takes a transfer back by a new one with every sign turned; both stay readable. A transfer is reversed at most once, and
 * a reversal never: two that try at the same time get one success and one {@link NothingToReverse}.
 */
export async function reverseTransfer(tx: Tx, context: Context, { institutionId, id, reverses, reference }: Reversal): Promise<boolean> {
  const { rows } = await refusedAs(
    sql<{ done: boolean }>`select ledger.reverse(${institutionId}, ${id}, ${reverses}, ${reference}, ${context.now}) as done`.execute(tx),
  )
  return rows[0]!.done
}

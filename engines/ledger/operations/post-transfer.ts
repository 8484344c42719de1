import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { columns, type Line } from '../accounts.ts'
import { refusedAs } from '../errors.ts'

export interface Transfer {
  readonly institutionId: number
  /** Chosen by the caller before the first try, kept for every further one. */
  readonly id: string
  readonly kind: string
  readonly reference: string
  readonly lines: readonly Line[]
}

/**
 * Moves money between accounts, wholly or not at all. True when it was done now, false when this id had done it before.
 *
 * However often and from wherever the same id is sent, it has one effect: the second waits for the first and then finds it.
 * That the lines sum to zero is judged when `tx` commits. Throws {@link NotEnough}, {@link TooMuch}, {@link IdMeansAnother}.
 */
export async function postTransfer(tx: Tx, context: Context, transfer: Transfer): Promise<boolean> {
  const { accounts, cents } = columns(transfer.lines)
  const { rows } = await refusedAs(
    sql<{ done: boolean }>`select ledger.post(${transfer.institutionId}, ${transfer.id}, ${transfer.kind}, ${transfer.reference}, ${context.now},
      ${accounts}::uuid[], ${cents}::bigint[]) as done`.execute(tx),
  )
  return rows[0]!.done
}

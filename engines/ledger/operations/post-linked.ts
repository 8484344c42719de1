import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { columns, type Line } from '../accounts.ts'
import { refusedAs } from '../errors.ts'
import type { Hold } from './hold-money.ts'
import type { PostedHold } from './post-hold.ts'
import type { Transfer } from './post-transfer.ts'
import type { Reversal } from './reverse-transfer.ts'

export type LinkedStep =
  | ({ readonly do: 'post' } & Transfer)
  | ({ readonly do: 'hold' } & Hold)
  | ({ readonly do: 'post-hold' } & PostedHold)
  | ({ readonly do: 'reverse' } & Reversal)

/**
 * Several steps in the books of one or more institutions, all of them or none: what one of them refuses, nobody has done.
 * True when they were done now, false when they were done before, together.
 *
 * Two that link the same accounts in another order do not wait for each other in a ring. Throws what the steps throw, and
 * {@link DoneApart} when some of the ids were used before and others were not.
 */
export async function postLinked(tx: Tx, context: Context, steps: readonly LinkedStep[]): Promise<boolean> {
  const asRows = steps.map((step) => ({ ...step, ...('lines' in step ? named(step.lines) : {}) }))
  const { rows } = await refusedAs(sql<{ done: boolean }>`select ledger.post_linked(${JSON.stringify(asRows)}::jsonb, ${context.now}) as done`.execute(tx))
  return rows[0]!.done
}

function named(lines: readonly Line[] | undefined): { accounts?: readonly string[]; cents?: readonly number[]; lines: undefined } {
  return { ...(lines ? columns(lines) : {}), lines: undefined }
}

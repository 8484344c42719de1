import type { Context } from '#platform/context/context.ts'
import type { Db, Tx } from './connection.ts'
import { sendFirst } from './driver.ts'

interface PgError {
  readonly code?: string
  readonly constraint?: string
}

/** True when the database refused because of this named constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return (error as PgError | null)?.constraint === constraint
}

const PASSING = new Set(['40001', '40P01'])

/** Serialization failure or deadlock: the same work may well succeed when run again. */
export function isPassing(error: unknown): boolean {
  return PASSING.has((error as PgError | null)?.code ?? '')
}

/**
 * Runs `work` in one transaction in which row-level security knows who asks.
 * A deadlock or serialization failure is tried again up to twice; `work` must therefore keep no state outside.
 *
 * Beginning and saying who asks travel right before the first statement of `work`, and nobody waits for their answers: a
 * transaction of one statement takes two round trips instead of four. Should either fail, all that follows is refused (the
 * transaction is broken, or row-level security knows nobody), and the first failure is the one that is thrown.
 */
export async function inTransaction<T>(db: Db, context: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(async (tx) => {
        const { answer } = await sendFirst(tx, ...whoAsks(context))
        try {
          return await work(tx)
        } finally {
          await answer
        }
      })
    } catch (error) {
      if (attempt === 3 || !isPassing(error)) throw error
    }
  }
}

/** Tells the database who asks, until the transaction ends; every row-level policy reads this. */
function whoAsks({ actor, institutionId }: Context): [text: string, values: readonly unknown[]] {
  if (actor.kind === 'client') return ['select platform.enter_client($1::integer[])', [`{${actor.institutions.join(',')}}`]]
  const persons = actor.kind === 'patient' ? `{${actor.mayActFor.join(',')}}` : '{}'
  return ['select platform.enter($1, $2, $3::uuid[])', [actor.kind, institutionId, persons]]
}

import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Db, Tx } from './connection.ts'

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
 */
export async function inTransaction<T>(db: Db, context: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(async (tx) => {
        await enter(tx, context)
        return work(tx)
      })
    } catch (error) {
      if (attempt === 3 || !isPassing(error)) throw error
    }
  }
}

/** Tells the database who asks, until the transaction ends; every row-level policy reads this. */
async function enter(tx: Tx, context: Context): Promise<void> {
  const { actor } = context
  if (actor.kind === 'client') {
    await sql`select platform.enter_client(${`{${actor.institutions.join(',')}}`}::integer[])`.execute(tx)
    return
  }
  const persons = actor.kind === 'patient' ? `{${actor.mayActFor.join(',')}}` : '{}'
  await sql`select platform.enter(${actor.kind}, ${context.institutionId}, ${persons}::uuid[])`.execute(tx)
}

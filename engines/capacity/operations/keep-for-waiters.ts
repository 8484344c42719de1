import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Half } from '../contract.ts'

/**
 * Units that have just appeared in these sessions, and that everybody could have this moment, go first to those who wait for just
 * such a time: as many as there are of them. Returns the numbers of the freed units. Until the transaction ends nobody has seen them.
 */
export async function keepForWaiters(tx: Tx, { now }: Context, institutionId: number, sessionIds: readonly number[]): Promise<number[]> {
  if (sessionIds.length === 0) return []
  const { rows } = await sql<{ unitId: number }>`select k::float8 as "unitId" from capacity.keep_for_waiters(${institutionId}, ${[...sessionIds]}::bigint[], ${now}) k`.execute(tx)
  return rows.map((row) => row.unitId)
}

export interface HalfDay {
  readonly serviceId: number
  readonly day: string
  readonly half: Half
  readonly startsAt: Date
}

/** How many wait for a time of this service on this half-day, and could still come. */
export async function countWaiters(tx: Tx, { now }: Context, institutionId: number, { serviceId, day, half, startsAt }: HalfDay): Promise<number> {
  const { rows } = await sql<{ count: number }>`select capacity.count_waiters(${institutionId}, ${serviceId}, ${day}, ${half}, ${startsAt}, ${now}) as count`.execute(tx)
  return rows[0]!.count
}

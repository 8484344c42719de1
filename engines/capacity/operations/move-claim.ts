import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { PoolCode, Reason } from '../contract.ts'

export interface Moved {
  readonly outcome: 'ok' | 'refused' | 'gone'
  readonly reasons: Reason[]
  readonly sessionId: number
  readonly serviceId: number
  readonly day: string
  readonly startsAt: Date
  readonly endsAt: Date
  readonly room: string
}

/** Takes the new unit before freeing the old one, in one step; when it is refused the old place is untouched. */
export async function moveClaim(tx: Tx, context: Context, claim: { institutionId: number; claimId: string }, to: { periodId: number; pool: PoolCode }): Promise<Moved> {
  const { rows } = await sql<Moved>`select outcome, reasons, session_id as "sessionId", service_id as "serviceId", day, starts_at as "startsAt",
      ends_at as "endsAt", room
    from capacity.move(${claim.institutionId}, ${claim.claimId}, ${to.periodId}, ${to.pool}, ${context.now})`.execute(tx)
  return rows[0]!
}

import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface PeriodFacts {
  readonly sessionId: number
  readonly serviceId: number
  readonly startsAt: Date
  readonly endsAt: Date
}

export async function periodById(tx: Tx, institutionId: number, periodId: number): Promise<PeriodFacts | undefined> {
  const { rows } = await sql<PeriodFacts>`select session_id as "sessionId", service_id as "serviceId", starts_at as "startsAt", ends_at as "endsAt"
    from capacity.period where institution_id = ${institutionId} and id = ${periodId}`.execute(tx)
  return rows[0]
}

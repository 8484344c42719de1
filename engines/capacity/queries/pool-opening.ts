import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PoolCode } from '../contract.ts'

export interface PoolOpening {
  readonly opensAt: Date
  /** Whose units open then. */
  readonly day: string
}

/** The moments from `from` to `to` (local days) at which a pool opens a day's units. */
export async function poolOpenings(tx: Tx, institutionId: number, pool: PoolCode, from: string, to: string): Promise<PoolOpening[]> {
  const { rows } = await sql<PoolOpening>`
    select capacity.local_time(d::date, l.opens_at) as "opensAt", (d::date + l.opens_days_before)::date as day
    from capacity.pool l cross join generate_series(${from}::date, ${to}::date, interval '1 day') d
    where l.institution_id = ${institutionId} and l.code = ${pool} order by d`.execute(tx)
  return rows
}

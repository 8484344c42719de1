import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PoolCode } from '../contract.ts'

export interface PeriodOfSession {
  readonly sessionId: number
  readonly periodId: number
  readonly startsAt: Date
  readonly endsAt: Date
  readonly units: number
  readonly taken: number
  readonly pools: readonly PoolCode[]
  /** Of all movements of units into this period, those that were added for this reason. */
  readonly addedFor: number
}

/** The periods of several sessions in order, with all their units together. */
export async function loadOfPeriods(tx: Tx, institutionId: number, sessionIds: readonly number[], reason: string): Promise<PeriodOfSession[]> {
  const { rows } = await sql<PeriodOfSession>`
    select p.session_id as "sessionId", p.id as "periodId", p.starts_at as "startsAt", p.ends_at as "endsAt",
      sum(a.units)::integer as units, sum(a.taken)::integer as taken,
      coalesce(array_agg(l.code order by l.id) filter (where a.units > 0), '{}') as pools,
      (select coalesce(sum(m.units), 0)::integer from capacity.pool_move m
        where m.institution_id = p.institution_id and m.period_id = p.id and m.from_pool_id is null and m.reason = ${reason}) as "addedFor"
    from capacity.period p
    join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id
    join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id
    where p.institution_id = ${institutionId} and p.session_id = any (${[...sessionIds]}::bigint[])
    group by p.institution_id, p.session_id, p.id, p.starts_at, p.ends_at
    order by p.session_id, p.starts_at, p.id`.execute(tx)
  return rows
}

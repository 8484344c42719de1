import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PoolCode } from '../contract.ts'

export interface UnitsAsked {
  readonly institutionId: number
  readonly day: string
  readonly pool: PoolCode
  /** Null: of all services. */
  readonly serviceIds: readonly number[] | null
}

/** How many units of a pool are still free on a day, whether the pool is open yet or not. */
export async function unitsLeft(tx: Tx, { institutionId, day, pool, serviceIds }: UnitsAsked, now: Date): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select coalesce(sum(a.units - a.taken), 0)::integer as left
    from capacity.session s
    join capacity.period p on p.institution_id = s.institution_id and p.session_id = s.id
    join capacity.pool l on l.institution_id = s.institution_id and l.code = ${pool}
    join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id and a.pool_id = l.id
    where s.institution_id = ${institutionId} and s.day = ${day} and s.status = 'open' and p.starts_at > ${now}
      and (${serviceIds}::integer[] is null or s.service_id = any (${serviceIds}::integer[]))`.execute(tx)
  return rows[0]!.left
}

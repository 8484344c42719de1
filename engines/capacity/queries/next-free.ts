import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PoolCode } from '../contract.ts'

export interface ServiceRef {
  readonly institutionId: number
  readonly serviceId: number
}

export interface NextFree extends ServiceRef {
  readonly periodId: number
  readonly startsAt: Date
  readonly endsAt: Date
  readonly left: number
}

/** The first unit of each service that may be taken from the pool now, soonest first; services without one are absent. */
export async function nextFree(tx: Tx, services: readonly ServiceRef[], pool: PoolCode, now: Date): Promise<NextFree[]> {
  if (services.length === 0) return []
  const { rows } = await sql<NextFree>`
    select u.i as "institutionId", u.s as "serviceId", n.period_id as "periodId", n.starts_at as "startsAt", n.ends_at as "endsAt", n.units_left as "left"
    from unnest(${services.map((s) => s.institutionId)}::integer[], ${services.map((s) => s.serviceId)}::integer[]) u(i, s)
    cross join lateral capacity.next_free(u.i, u.s, ${pool}, ${now}) n
    order by n.starts_at`.execute(tx)
  return rows
}

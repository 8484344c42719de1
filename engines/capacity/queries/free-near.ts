import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PoolCode } from '../contract.ts'
import type { NextFree, ServiceRef } from './next-free.ts'

export interface Near {
  readonly pool: PoolCode
  /** As near to this as can be. */
  readonly at: Date
  readonly from: Date
  readonly to: Date
  readonly perService: number
}

/** Free units of each service near a time, nearest first: at most so many of each service, from different days. */
export async function freeNear(tx: Tx, services: readonly ServiceRef[], near: Near, now: Date): Promise<NextFree[]> {
  if (services.length === 0) return []
  const { rows } = await sql<NextFree>`
    select u.i as "institutionId", u.s as "serviceId", n.id as "periodId", n.starts_at as "startsAt", n.ends_at as "endsAt", n.free as "left"
    from unnest(${services.map((one) => one.institutionId)}::integer[], ${services.map((one) => one.serviceId)}::integer[]) u(i, s)
    cross join lateral (
      select * from (
        select distinct on (d.day) p.id, p.starts_at, p.ends_at, a.units - a.taken as free
        from capacity.pool l
        join capacity.period p on p.institution_id = l.institution_id and p.service_id = u.s and p.starts_at between ${near.from} and ${near.to}
        join capacity.session d on d.institution_id = p.institution_id and d.id = p.session_id
        join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id and a.pool_id = l.id
        where l.institution_id = u.i and l.code = ${near.pool} and a.taken < a.units
          and cardinality(capacity.reasons_against(p.starts_at, d.day, d.status, l, a.units - a.taken, ${now})) = 0
        order by d.day, abs(extract(epoch from p.starts_at::time - ${near.at}::timestamptz::time)), p.starts_at
      ) by_day order by abs(extract(epoch from starts_at - ${near.at}::timestamptz)) limit ${near.perService}
    ) n
    order by abs(extract(epoch from n.starts_at - ${near.at}::timestamptz)), 1, 2`.execute(tx)
  return rows
}

import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Half, PoolCode } from '../contract.ts'
import type { NextFree, ServiceRef } from './next-free.ts'

export interface WhichTimes {
  readonly pool: PoolCode
  /** Only these days. */
  readonly days: readonly string[]
  readonly half?: Half | undefined
  /** How many of each service, each of another half-day. */
  readonly limit: number
}

/** The first free time of each half-day of these services, soonest first, at most so many of each: for choosing among days. */
export async function firstTimes(tx: Tx, services: readonly ServiceRef[], { pool, days, half, limit }: WhichTimes, now: Date): Promise<NextFree[]> {
  if (services.length === 0 || days.length === 0) return []
  const { rows } = await sql<NextFree>`
    select u.i as "institutionId", u.s as "serviceId", n.id as "periodId", n.starts_at as "startsAt", n.ends_at as "endsAt", n.units_left as "left"
    from unnest(${services.map((one) => one.institutionId)}::integer[], ${services.map((one) => one.serviceId)}::integer[]) u(i, s)
    cross join lateral (
      select f.* from capacity.session s
      join capacity.pool l on l.institution_id = s.institution_id and l.code = ${pool}
      cross join lateral (
        select p.id, p.starts_at, p.ends_at, a.units - a.taken as units_left
        from capacity.period p join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id and a.pool_id = l.id
        where p.institution_id = s.institution_id and p.session_id = s.id and a.taken < a.units
          and p.starts_at > ${now}::timestamptz + make_interval(mins => l.closes_minutes_before)
        order by p.starts_at limit 1) f
      where s.institution_id = u.i and s.service_id = u.s and s.day = any (${[...days]}::date[]) and s.status = 'open'
        and (${half ?? null}::text is null or s.half = ${half ?? null})
        and capacity.local_time(s.day - l.opens_days_before, l.opens_at) <= ${now}
      order by f.starts_at limit ${limit}) n
    order by n.starts_at`.execute(tx)
  return rows
}

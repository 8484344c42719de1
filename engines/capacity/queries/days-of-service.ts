import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Half, PoolCode } from '../contract.ts'
import type { ServiceRef } from './next-free.ts'

export interface PoolOfSession {
  readonly sessionId: number
  readonly day: string
  readonly half: Half
  readonly status: 'open' | 'suspended' | 'closed'
  readonly pool: PoolCode
  readonly opensAt: Date
  /** Units of periods still to come. */
  readonly units: number
  readonly left: number
}

/** Each session of a service from now to `until`, pool by pool. */
export async function daysOfService(tx: Tx, service: ServiceRef, now: Date, until: string): Promise<PoolOfSession[]> {
  const { rows } = await sql<PoolOfSession>`
    select s.id as "sessionId", s.day, s.half, s.status, l.code as pool, capacity.local_time(s.day - l.opens_days_before, l.opens_at) as "opensAt",
      sum(a.units)::integer as units,
      coalesce(sum(a.units - a.taken) filter (where p.starts_at > ${now}::timestamptz + make_interval(mins => l.closes_minutes_before)), 0)::integer as "left"
    from capacity.session s
    join capacity.period p on p.institution_id = s.institution_id and p.session_id = s.id
    join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id
    join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id
    where s.institution_id = ${service.institutionId} and s.service_id = ${service.serviceId}
      and s.day between capacity.local_day(${now}) and ${until}::date and s.ends_at > ${now}
    group by s.institution_id, s.id, s.day, s.half, s.status, s.starts_at, l.code, l.opens_days_before, l.opens_at
    order by s.starts_at, l.code`.execute(tx)
  return rows
}

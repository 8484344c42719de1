import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Half, PoolCode } from '../contract.ts'
import type { ServiceRef } from './next-free.ts'

export interface PoolOfPeriod {
  readonly pool: PoolCode
  readonly name: string
  readonly nameEn: string
  readonly units: number
  readonly left: number
  readonly opensAt: string
  readonly open: boolean
}

export interface PeriodOfDay {
  readonly periodId: number
  readonly sessionId: number
  readonly half: Half
  readonly status: 'open' | 'suspended' | 'closed'
  readonly room: string
  readonly startsAt: Date
  readonly endsAt: Date
  readonly pools: PoolOfPeriod[]
}

/** The periods of a service on one day, in order, with what is left in which pool. */
export async function periodsOfDay(tx: Tx, service: ServiceRef, day: string, now: Date): Promise<PeriodOfDay[]> {
  const { rows } = await sql<PeriodOfDay>`
    select p.id as "periodId", s.id as "sessionId", s.half, s.status, s.room, p.starts_at as "startsAt", p.ends_at as "endsAt",
      json_agg(json_build_object('pool', l.code, 'name', l.name, 'nameEn', l.name_en, 'units', a.units, 'left', a.units - a.taken,
        'opensAt', capacity.local_time(s.day - l.opens_days_before, l.opens_at),
        'open', cardinality(capacity.reasons_against(p.starts_at, s.day, s.status, l, 1, ${now})) = 0) order by l.id) as pools
    from capacity.session s
    join capacity.period p on p.institution_id = s.institution_id and p.session_id = s.id
    join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id
    join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id
    where s.institution_id = ${service.institutionId} and s.service_id = ${service.serviceId} and s.day = ${day} and s.status <> 'closed'
    group by p.institution_id, p.id, s.id, s.half, s.status, s.room, p.starts_at, p.ends_at
    having sum(a.units) > 0
    order by p.starts_at, p.id`.execute(tx)
  return rows
}

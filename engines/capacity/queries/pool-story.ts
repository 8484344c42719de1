import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Half, PoolCode } from '../contract.ts'

export interface LadderStep {
  readonly flowsTo: PoolCode
  readonly daysBefore: number
  /** 08:00 */
  readonly at: string
  readonly sharePercent: number
}

export interface PoolTerms {
  readonly code: PoolCode
  readonly name: string
  readonly nameEn: string
  readonly opensDaysBefore: number
  readonly opensAt: string
  readonly closesMinutesBefore: number
  readonly eligibility: Readonly<Record<string, unknown>>
  readonly steps: readonly LadderStep[]
}

/** What each pool of an institution is: when it opens, for whom, and how what is unused flows on. */
export async function poolTerms(tx: Tx, institutionId: number): Promise<PoolTerms[]> {
  const { rows } = await sql<PoolTerms>`
    select l.code, l.name, l.name_en as "nameEn", l.opens_days_before as "opensDaysBefore", to_char(l.opens_at, 'HH24:MI') as "opensAt",
      l.closes_minutes_before as "closesMinutesBefore", l.eligibility,
      coalesce((select json_agg(json_build_object('flowsTo', g.flows_to, 'daysBefore', g.days_before, 'at', to_char(g.at, 'HH24:MI'), 'sharePercent', g.share_percent) order by g.step)
        from capacity.ladder g where g.institution_id = l.institution_id and g.pool_id = l.id), '[]') as steps
    from capacity.pool l where l.institution_id = ${institutionId} order by l.id`.execute(tx)
  return rows
}

export interface SessionPools {
  readonly sessionId: number
  readonly serviceId: number
  readonly resourceId: number | null
  readonly day: string
  readonly half: Half
  readonly startsAt: Date
  readonly endsAt: Date
  readonly status: 'open' | 'suspended' | 'closed'
  readonly pools: readonly { readonly pool: PoolCode; readonly units: number; readonly taken: number }[]
}

/** The sessions of an institution on these days with the units of each pool; closed ones are not among them. */
export async function poolsOfSessions(tx: Tx, institutionId: number, asked: { from: string; to: string; serviceIds?: readonly number[]; sessionIds?: readonly number[] }): Promise<SessionPools[]> {
  const { rows } = await sql<SessionPools>`
    select s.id as "sessionId", s.service_id as "serviceId", s.resource_id as "resourceId", s.day, s.half, s.starts_at as "startsAt", s.ends_at as "endsAt", s.status,
      coalesce(json_agg(json_build_object('pool', f.code, 'units', f.units, 'taken', f.taken) order by f.id) filter (where f.units > 0), '[]') as pools
    from capacity.session s
    left join lateral (select l.id, l.code, sum(a.units)::integer as units, sum(a.taken)::integer as taken
      from capacity.period p join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id
      join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id
      where p.institution_id = s.institution_id and p.session_id = s.id group by 1, 2) f on true
    where s.institution_id = ${institutionId} and s.day between ${asked.from}::date and ${asked.to}::date and s.status <> 'closed'
      and (${asked.serviceIds ? [...asked.serviceIds] : null}::integer[] is null or s.service_id = any (${asked.serviceIds ? [...asked.serviceIds] : null}::integer[]))
      and (${asked.sessionIds ? [...asked.sessionIds] : null}::bigint[] is null or s.id = any (${asked.sessionIds ? [...asked.sessionIds] : null}::bigint[]))
    group by s.institution_id, s.id order by s.starts_at, s.id`.execute(tx)
  return rows
}

export interface UnitMove {
  readonly periodId: number
  readonly from: PoolCode | null
  readonly to: PoolCode | null
  readonly units: number
  readonly reason: string
  readonly actorId: string
  readonly movedAt: Date
}

/** Every movement of units of a session's periods, as it happened. */
export async function movesOfSession(tx: Tx, institutionId: number, sessionId: number): Promise<UnitMove[]> {
  const { rows } = await sql<UnitMove>`
    select m.period_id as "periodId", f.code as "from", t.code as "to", m.units, m.reason, m.actor_id as "actorId", m.moved_at as "movedAt"
    from capacity.period p join capacity.pool_move m on m.institution_id = p.institution_id and m.period_id = p.id
    left join capacity.pool f on f.institution_id = m.institution_id and f.id = m.from_pool_id
    left join capacity.pool t on t.institution_id = m.institution_id and t.id = m.to_pool_id
    where p.institution_id = ${institutionId} and p.session_id = ${sessionId} order by m.moved_at, m.id`.execute(tx)
  return rows
}

export interface Released {
  readonly serviceId: number
  readonly sessionId: number
  readonly day: string
  /** Every unit there is. */
  readonly units: number
  /** Units that stood in these pools, now or before they flowed on. */
  readonly released: number
  /** Of them, taken from these pools. */
  readonly taken: number
}

/**
 * How many units of each session were open to these pools: what stands there now, or what stood there before it flowed on to
 * others, whichever is more. Suspended and closed sessions offered nothing to anybody and are left out.
 */
export async function releasedUnits(tx: Tx, institutionId: number, pools: readonly PoolCode[], from: string, to: string): Promise<Released[]> {
  const { rows } = await sql<Released>`
    with pool as (select id, code = any (${[...pools]}::text[]) as mine from capacity.pool where institution_id = ${institutionId}),
    standing as (
      select s.id as session_id, s.service_id, s.day, p.id as period_id, coalesce(sum(a.units), 0) as units,
        coalesce(sum(a.units) filter (where l.mine), 0) as now_there, coalesce(sum(a.taken) filter (where l.mine), 0) as taken
      from capacity.session s
      join capacity.period p on p.institution_id = s.institution_id and p.session_id = s.id
      join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id
      join pool l on l.id = a.pool_id
      where s.institution_id = ${institutionId} and s.day between ${from}::date and ${to}::date and s.status = 'open'
      group by s.id, s.service_id, s.day, p.id
    ), flowed as (
      select m.period_id, sum(case when f.mine then m.units else -m.units end) as away
      from standing d join capacity.pool_move m on m.institution_id = ${institutionId} and m.period_id = d.period_id
      join pool f on f.id = m.from_pool_id join pool t on t.id = m.to_pool_id
      where f.mine <> t.mine group by m.period_id
    )
    select d.service_id as "serviceId", d.session_id as "sessionId", d.day, sum(d.units)::integer as units,
      sum(least(d.units, greatest(d.now_there, d.now_there + coalesce(w.away, 0))))::integer as released, sum(d.taken)::integer as taken
    from standing d left join flowed w on w.period_id = d.period_id
    group by d.service_id, d.session_id, d.day order by d.day, d.session_id`.execute(tx)
  return rows
}

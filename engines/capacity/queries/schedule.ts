import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Half, PoolCode } from '../contract.ts'

export interface TemplateFacts {
  readonly id: number
  readonly serviceId: number
  readonly resourceId: number | null
  readonly validFrom: string
  readonly validTo: string | null
  readonly weekdays: number[]
  readonly half: Half
  readonly from: string
  readonly to: string
  readonly periodMinutes: number
  readonly pools: Partial<Record<PoolCode, number>>
  readonly room: string
  readonly active: boolean
  readonly followsId: number | null
}

interface TemplatesAsked {
  readonly ids?: readonly number[]
  readonly serviceIds?: readonly number[]
  readonly resourceIds?: readonly number[]
  /** Those that hold on this day or later. */
  readonly from?: string
}

/** Weekly patterns by number, service or resource (whichever fits), the earliest first. */
export async function templatesWhere(tx: Tx, institutionId: number, { ids = [], serviceIds = [], resourceIds = [], from }: TemplatesAsked): Promise<TemplateFacts[]> {
  const { rows } = await sql<TemplateFacts>`
    select id::float8 as id, service_id as "serviceId", resource_id as "resourceId", valid_from as "validFrom", valid_to as "validTo", weekdays, half,
      to_char(starts_at, 'HH24:MI') as "from", to_char(ends_at, 'HH24:MI') as "to", period_minutes as "periodMinutes", pools, room, active, follows_id::float8 as "followsId"
    from capacity.template
    where institution_id = ${institutionId} and (id = any (${[...ids]}::bigint[]) or service_id = any (${[...serviceIds]}::integer[]) or resource_id = any (${[...resourceIds]}::integer[]))
      and (${from ?? null}::date is null or (active and (valid_to is null or valid_to >= ${from ?? null}::date)))
    order by service_id, valid_from, starts_at, id`.execute(tx)
  return rows
}

export interface ExceptionFacts {
  readonly templateId: number
  readonly day: string
  readonly from: string | null
  readonly to: string | null
  readonly room: string | null
  readonly reason: string
}

export async function exceptionsOf(tx: Tx, institutionId: number, templateIds: readonly number[], from: string): Promise<ExceptionFacts[]> {
  const { rows } = await sql<ExceptionFacts>`
    select template_id::float8 as "templateId", day, to_char(starts_at, 'HH24:MI') as "from", to_char(ends_at, 'HH24:MI') as "to", room, reason
    from capacity.template_exception where institution_id = ${institutionId} and template_id = any (${[...templateIds]}::bigint[]) and day >= ${from}::date
    order by day, template_id`.execute(tx)
  return rows
}

export interface ScheduledSession {
  readonly id: number
  readonly serviceId: number
  readonly resourceId: number | null
  readonly day: string
  readonly half: Half
  readonly startsAt: Date
  readonly endsAt: Date
  readonly room: string
  readonly status: 'open' | 'suspended' | 'closed'
  readonly templateId: number | null
}

interface SessionsAsked {
  readonly ids?: readonly number[]
  readonly templateIds?: readonly number[]
  readonly resourceIds?: readonly number[]
  readonly serviceIds?: readonly number[]
  readonly from: string
  readonly to?: string
}

const sessionColumns = sql`s.id::float8 as id, s.service_id as "serviceId", s.resource_id as "resourceId", s.day, s.half, s.starts_at as "startsAt", s.ends_at as "endsAt",
  s.room, s.status, s.template_id::float8 as "templateId"`

/** Sessions from a day on, by number, pattern, service or resource (whichever fits). */
export async function scheduledSessions(tx: Tx, institutionId: number, asked: SessionsAsked): Promise<ScheduledSession[]> {
  const { ids = [], templateIds = [], resourceIds = [], serviceIds = [], from, to } = asked
  const { rows } = await sql<ScheduledSession>`
    select ${sessionColumns} from capacity.session s
    where s.institution_id = ${institutionId} and s.day >= ${from}::date and (${to ?? null}::date is null or s.day <= ${to ?? null}::date)
      and (s.id = any (${[...ids]}::bigint[]) or s.template_id = any (${[...templateIds]}::bigint[])
        or s.resource_id = any (${[...resourceIds]}::integer[]) or s.service_id = any (${[...serviceIds]}::integer[]))
    order by s.starts_at, s.id`.execute(tx)
  return rows
}

export interface PeriodUnits {
  readonly id: number
  readonly sessionId: number
  readonly startsAt: Date
  readonly endsAt: Date
  readonly pools: Partial<Record<PoolCode, { readonly units: number; readonly taken: number }>>
}

/** The periods of sessions with the units of each pool. */
export async function periodsOfSessions(tx: Tx, institutionId: number, sessionIds: readonly number[]): Promise<PeriodUnits[]> {
  const { rows } = await sql<PeriodUnits>`
    select p.id::float8 as id, p.session_id::float8 as "sessionId", p.starts_at as "startsAt", p.ends_at as "endsAt",
      coalesce(json_object_agg(l.code, json_build_object('units', a.units, 'taken', a.taken) order by l.code) filter (where l.code is not null), '{}') as pools
    from capacity.period p
    left join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id
    left join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id
    where p.institution_id = ${institutionId} and p.session_id = any (${[...sessionIds]}::bigint[])
    group by p.institution_id, p.id, p.session_id, p.starts_at, p.ends_at order by p.starts_at, p.id`.execute(tx)
  return rows
}

export interface SessionFill extends ScheduledSession {
  readonly units: number
  readonly taken: number
  readonly periodMinutes: number
  readonly pools: { readonly code: PoolCode; readonly units: number; readonly taken: number }[]
}

/** Sessions with how full they are, for a calendar; closed ones are not in it. */
export async function sessionFills(tx: Tx, institutionId: number, asked: { serviceIds: readonly number[]; resourceIds: readonly number[]; from: string; to: string }): Promise<SessionFill[]> {
  const { rows } = await sql<SessionFill>`
    select ${sessionColumns}, coalesce(f.units, 0)::integer as units, coalesce(f.taken, 0)::integer as taken, coalesce(f.minutes, 15)::integer as "periodMinutes", coalesce(f.pools, '[]') as pools
    from capacity.session s
    left join lateral (
      select sum(g.units) as units, sum(g.taken) as taken, min(g.minutes) as minutes, json_agg(json_build_object('code', g.code, 'units', g.units, 'taken', g.taken) order by g.id) as pools from (
        select l.id, l.code, sum(a.units) as units, sum(a.taken) as taken, min(extract(epoch from p.ends_at - p.starts_at) / 60) as minutes
        from capacity.period p join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id
        join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id
        where p.institution_id = s.institution_id and p.session_id = s.id group by l.id, l.code) g) f on true
    where s.institution_id = ${institutionId} and s.day between ${asked.from}::date and ${asked.to}::date and s.status <> 'closed'
      and (s.service_id = any (${[...asked.serviceIds]}::integer[]) or s.resource_id = any (${[...asked.resourceIds]}::integer[]))
    order by s.starts_at, s.id`.execute(tx)
  return rows
}

export interface Conflict {
  readonly claimId: string
  readonly reason: 'overlap' | 'same-service-that-day'
}

/** Whom a session's move would put in two places: their own claims in it. */
export async function movingConflicts(tx: Tx, institutionId: number, sessionId: number, startsAt: Date): Promise<Conflict[]> {
  const { rows } = await sql<Conflict>`select claim_id as "claimId", reason from capacity.moving_conflicts(${institutionId}, ${sessionId}, ${startsAt})`.execute(tx)
  return rows
}

/** Whom handing a session to another service would give that service twice on one day. */
export async function handingConflicts(tx: Tx, institutionId: number, sessionId: number, serviceId: number): Promise<Conflict[]> {
  const { rows } = await sql<Conflict>`select claim_id as "claimId", reason from capacity.handing_conflicts(${institutionId}, ${sessionId}, ${serviceId})`.execute(tx)
  return rows
}

export interface PoolName {
  readonly code: PoolCode
  readonly name: string
  readonly nameEn: string
}

/** The pools an institution has. */
export async function poolsOf(tx: Tx, institutionId: number): Promise<PoolName[]> {
  const { rows } = await sql<PoolName>`select code, name, name_en as "nameEn" from capacity.pool where institution_id = ${institutionId} order by id`.execute(tx)
  return rows
}

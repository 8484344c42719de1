import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Half, PoolCode } from '../contract.ts'
import { inAnyOf, ofServicesOrResources, type Ref, type Span } from './list-periods.ts'

export interface ListedSession {
  readonly institutionId: number
  readonly id: number
  readonly serviceId: number
  readonly resourceId: number | null
  readonly half: Half
  readonly startsAt: Date
  readonly endsAt: Date
  readonly room: string
  readonly status: 'open' | 'suspended' | 'closed'
  readonly changedAt: Date
}

export interface SessionsWanted {
  readonly sessions?: readonly Ref[] | undefined
  /** Of one of these services, or with one of these resources. */
  readonly services?: readonly Ref[] | undefined
  readonly resources?: readonly Ref[] | undefined
  readonly institutions?: readonly number[] | undefined
  readonly statuses?: readonly ListedSession['status'][] | undefined
  /** It lies, at least in part, in one of these. */
  readonly during?: readonly Span[] | undefined
  /** When it last changed: any of these. */
  readonly changed?: readonly Span[] | undefined
  readonly fromDay?: string | undefined
  readonly after?: readonly [startsAt: string, institutionId: number, id: number] | null
}

/** Sessions in the order of time. */
export async function listSessions(tx: Tx, wanted: SessionsWanted, limit: number): Promise<ListedSession[]> {
  if (isNothing(wanted) || limit === 0) return []
  const last = wanted.after
  const { rows } = await sql<ListedSession>`
    select s.institution_id as "institutionId", s.id, s.service_id as "serviceId", s.resource_id as "resourceId", s.half, s.starts_at as "startsAt",
      s.ends_at as "endsAt", s.room, s.status, s.changed_at as "changedAt"
    from capacity.session s ${where(wanted)}
    ${last ? sql`and (s.starts_at, s.institution_id, s.id) > (${last[0]}::timestamptz, ${last[1]}::integer, ${last[2]}::bigint)` : sql``}
    order by s.starts_at, s.institution_id, s.id limit ${limit}`.execute(tx)
  return rows
}

export async function countSessions(tx: Tx, wanted: SessionsWanted): Promise<number> {
  if (isNothing(wanted)) return 0
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from capacity.session s ${where(wanted)}`.execute(tx)
  return rows[0]!.n
}

function isNothing({ sessions, services, resources, institutions, statuses, during, changed }: SessionsWanted): boolean {
  if ((services || resources) && !services?.length && !resources?.length) return true
  return [sessions, institutions, statuses, during, changed].some((list) => list?.length === 0)
}

function where(wanted: SessionsWanted) {
  const { sessions, institutions, statuses, during, changed, fromDay } = wanted
  return sql`where true
    ${sessions ? sql`and (s.institution_id, s.id) in (select * from unnest(${sessions.map((one) => one.institutionId)}::integer[], ${sessions.map((one) => one.id)}::bigint[]))` : sql``}
    ${ofServicesOrResources(wanted)}
    ${institutions ? sql`and s.institution_id = any (${[...institutions]}::integer[])` : sql``}
    ${statuses ? sql`and s.status = any (${[...statuses]}::text[])` : sql``}
    ${inAnyOf(sql`s.changed_at`, changed)}
    ${fromDay ? sql`and s.day >= ${fromDay}::date` : sql``}
    ${during ? sql`and exists (select from unnest(${during.map((one) => one.from)}::timestamptz[], ${during.map((one) => one.until)}::timestamptz[]) r(f, u)
      where (r.f is null or s.ends_at > r.f) and (r.u is null or s.starts_at < r.u))` : sql``}`
}

/** Everything that speaks against taking a unit of this period now, but for who takes it. */
export async function reasonsAgainst(tx: Tx, { institutionId, id }: Ref, pool: PoolCode, now: Date): Promise<string[]> {
  const { rows } = await sql<{ reasons: string[] }>`
    select capacity.reasons_against(p.starts_at, s.day, s.status, l, a.units - a.taken, ${now}) as reasons
    from (select 1) one
    left join capacity.period p on p.institution_id = ${institutionId} and p.id = ${id}
    left join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id
    left join capacity.pool l on l.institution_id = p.institution_id and l.code = ${pool}
    left join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id and a.pool_id = l.id`.execute(tx)
  return rows[0]!.reasons
}

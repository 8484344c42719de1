import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PoolCode } from '../contract.ts'
import { addDays } from '../calendar.ts'

/** Something an institution owns, by its number. */
export interface Ref {
  readonly institutionId: number
  readonly id: number
}

/** Moments from one until another, without it; null: without end. */
export interface Span {
  readonly from: Date | null
  readonly until: Date | null
}

export const periodStates = ['free', 'busy', 'unavailable'] as const
export type PeriodState = (typeof periodStates)[number]

export interface ListedPeriod {
  readonly institutionId: number
  readonly id: number
  readonly sessionId: number
  readonly serviceId: number
  readonly resourceId: number | null
  readonly startsAt: Date
  readonly endsAt: Date
  readonly room: string
  /** unavailable: past, closed, not yet open, suspended, or without units of this pool. */
  readonly state: PeriodState
  readonly units: number
  readonly left: number
  /** When somebody last changed it, or time opened or closed it. */
  readonly changedAt: Date
}

export interface PeriodsWanted {
  readonly pool: PoolCode
  readonly now: Date
  readonly periods?: readonly Ref[] | undefined
  readonly sessions?: readonly Ref[] | undefined
  /** Of one of these services, or with one of these resources. */
  readonly services?: readonly Ref[] | undefined
  readonly resources?: readonly Ref[] | undefined
  readonly institutions?: readonly number[] | undefined
  /** When it begins: any of these. */
  readonly starts?: readonly Span[] | undefined
  readonly states?: readonly PeriodState[] | undefined
  /** When it last changed: any of these. */
  readonly changed?: readonly Span[] | undefined
  /** The last of the page before: when it begins, and its key. */
  readonly after?: readonly [startsAt: string, institutionId: number, id: number] | null
}

const opensAt = sql`capacity.local_time(s.day - l.opens_days_before, l.opens_at)`
const closesAt = sql`p.starts_at - make_interval(mins => greatest(l.closes_minutes_before, 0))`

const state = (now: Date) => sql`case
  when a.period_id is null or s.status <> 'open' or ${closesAt} <= ${now} or ${opensAt} > ${now} then 'unavailable'
  when a.taken >= a.units then 'busy' else 'free' end`

/** Its session, its units, its pool, and the two moments at which time alone changes what it is. */
const changedAt = (now: Date) => sql`greatest(s.changed_at, a.changed_at, l.changed_at,
  case when ${opensAt} <= ${now} then ${opensAt} end, case when ${closesAt} <= ${now} then ${closesAt} end)`

/** Lies in any of these. */
export function inAnyOf(moment: RawBuilder<unknown>, spans: readonly Span[] | undefined) {
  return spans ? sql`and exists (select from unnest(${spans.map((one) => one.from)}::timestamptz[], ${spans.map((one) => one.until)}::timestamptz[]) r(f, u)
    where (r.f is null or ${moment} >= r.f) and (r.u is null or ${moment} < r.u))` : sql``
}

/** More than these are walked as they lie. */
const MOST_NARROWED = 5000

/**
 * The sessions in which anything can have changed within the wanted time; null: any. When a period last changed is the latest of five
 * moments, so it lies there only if one of them does, and each is read where it lies, without a join. No index: one on what booking
 * writes would cost every booking.
 */
async function sessionsChanged(tx: Tx, { institutions, changed, pool, now }: PeriodsWanted): Promise<Ref[] | null> {
  if (!changed || changed.some((one) => one.from === null)) return null
  const here = (alias: string) => (institutions ? sql`and ${sql.ref(`${alias}.institution_id`)} = any (${[...institutions]}::integer[])` : sql``)
  const closing = sql`make_interval(mins => greatest(l.closes_minutes_before, 0))`
  const { rows } = await sql<Ref>`select distinct institution_id as "institutionId", id from (
    select s.institution_id, s.id from capacity.session s where true ${here('s')} ${inAnyOf(sql`s.changed_at`, changed)}
    union all
    select p.institution_id, p.session_id from capacity.allotment a join capacity.period p on p.institution_id = a.institution_id and p.id = a.period_id
      where true ${here('a')} ${inAnyOf(sql`a.changed_at`, changed)}
    union all
    select s.institution_id, s.id from capacity.pool l join capacity.session s on s.institution_id = l.institution_id
      where l.code = ${pool} ${here('l')} and (true ${inAnyOf(sql`l.changed_at`, changed)} or (${opensAt} <= ${now} ${inAnyOf(opensAt, changed)})
        or (s.starts_at - ${closing} <= ${now} and exists (select from unnest(${changed.map((one) => one.from)}::timestamptz[], ${changed.map((one) => one.until)}::timestamptz[]) r(f, u)
          where s.ends_at - ${closing} >= r.f and (r.u is null or s.starts_at - ${closing} < r.u))))) c limit ${MOST_NARROWED + 1}`.execute(tx)
  return rows.length > MOST_NARROWED ? null : rows
}

/** Periods in the order of time, with what is left in one pool. One walk a window of days, wider each time, until the page is full. */
export async function listPeriods(tx: Tx, wanted: PeriodsWanted, limit: number): Promise<ListedPeriod[]> {
  if (isNothing(wanted) || limit === 0) return []
  const among = await sessionsChanged(tx, wanted)
  if (among?.length === 0) return []
  const found: ListedPeriod[] = []
  for (const days of among ? [hullOf(wanted)] : windowsOf(wanted)) {
    const { rows } = await sql<ListedPeriod>`
      select p.institution_id as "institutionId", p.id, p.session_id as "sessionId", p.service_id as "serviceId", s.resource_id as "resourceId",
        p.starts_at as "startsAt", p.ends_at as "endsAt", s.room, ${state(wanted.now)} as state, coalesce(a.units, 0) as units, coalesce(a.units - a.taken, 0) as "left",
        ${changedAt(wanted.now)} as "changedAt"
      ${fromWhere(wanted, days)} ${inSessions(among)} ${after(wanted)}
      order by p.starts_at, p.institution_id, p.id limit ${limit - found.length}`.execute(tx)
    found.push(...rows)
    if (found.length >= limit) break
  }
  return found
}

export async function countPeriods(tx: Tx, wanted: PeriodsWanted): Promise<number> {
  if (isNothing(wanted)) return 0
  const among = await sessionsChanged(tx, wanted)
  if (among?.length === 0) return 0
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n ${fromWhere(wanted, hullOf(wanted))} ${inSessions(among)}`.execute(tx)
  return rows[0]!.n
}

/** Of any of these services, or with any of these resources. */
export function ofServicesOrResources({ services, resources }: { readonly services?: readonly Ref[] | undefined; readonly resources?: readonly Ref[] | undefined }) {
  if (!services && !resources) return sql``
  const all = [...(services ?? []), ...(resources ?? [])]
  const keys = (list: readonly Ref[] = []) => sql`(select * from unnest(${list.map((one) => one.institutionId)}::integer[], ${list.map((one) => one.id)}::integer[]))`
  return sql`and s.institution_id = any (${[...new Set(all.map((one) => one.institutionId))]}::integer[])
    and ((s.institution_id, s.service_id) in ${keys(services)} or (s.institution_id, s.resource_id) in ${keys(resources)})`
}

function isNothing({ periods, sessions, services, resources, institutions, starts, states, changed }: PeriodsWanted): boolean {
  if ((services || resources) && !services?.length && !resources?.length) return true
  return [periods, sessions, institutions, starts, states, changed].some((list) => list?.length === 0)
}

const joined = (pool: PoolCode) => sql`from capacity.session s
  join capacity.period p on p.institution_id = s.institution_id and p.session_id = s.id
  left join capacity.pool l on l.institution_id = p.institution_id and l.code = ${pool}
  left join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id and a.pool_id = l.id`

function fromWhere(wanted: PeriodsWanted, days: Days | null) {
  const { periods, sessions, institutions, starts, states, changed } = wanted
  return sql`${joined(wanted.pool)}
    where s.status <> 'closed'
    ${periods ? sql`and (p.institution_id, p.id) in (select * from unnest(${periods.map((one) => one.institutionId)}::integer[], ${periods.map((one) => one.id)}::bigint[]))` : sql``}
    ${inSessions(sessions)}
    ${ofServicesOrResources(wanted)}
    ${institutions ? sql`and s.institution_id = any (${[...institutions]}::integer[])` : sql``}
    ${days ? sql`and s.day between ${days.from}::date and ${days.until}::date` : sql``}
    ${inAnyOf(sql`p.starts_at`, starts)} ${inAnyOf(changedAt(wanted.now), changed)}
    ${states ? sql`and ${state(wanted.now)} = any (${[...states]}::text[])` : sql``}`
}

function inSessions(sessions: readonly Ref[] | null | undefined) {
  return sessions ? sql`and (s.institution_id, s.id) in (select * from unnest(${sessions.map((one) => one.institutionId)}::integer[], ${sessions.map((one) => one.id)}::bigint[]))` : sql``
}

function after({ after: last }: PeriodsWanted) {
  return last ? sql`and (p.starts_at, p.institution_id, p.id) > (${last[0]}::timestamptz, ${last[1]}::integer, ${last[2]}::bigint)` : sql``
}

interface Days {
  readonly from: string
  readonly until: string
}

const LAST_DAY = '9999-01-01'
const localDayOf = (at: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(at)
const dayOf = (at: Date): string => (at.getTime() < 0 ? '1970-01-01' : at.getTime() > Date.parse(LAST_DAY) ? LAST_DAY : localDayOf(at))

/** The days that can hold what is wanted; null: by their keys, whatever the day. */
function hullOf({ periods, sessions, starts, after: last }: PeriodsWanted): Days | null {
  const froms = (starts ?? []).map((one) => one.from)
  const untils = (starts ?? []).map((one) => one.until)
  const open = starts === undefined
  if (open && (periods || sessions) && !last) return null
  const from = open || froms.includes(null) ? '1970-01-01' : froms.map((at) => dayOf(at!)).sort()[0]!
  const until = open || untils.includes(null) ? LAST_DAY : untils.map((at) => dayOf(at!)).sort().at(-1)!
  return { from: last && dayOf(new Date(last[0])) > from ? dayOf(new Date(last[0])) : from, until }
}

/** One day, two, four …: the first page of a busy region need not look at a month. Nothing is known further than a year ahead. */
function windowsOf(wanted: PeriodsWanted): (Days | null)[] {
  const hull = hullOf(wanted)
  if (hull === null || wanted.periods || wanted.sessions) return [hull]
  const today = dayOf(wanted.now)
  const windows: Days[] = []
  if (hull.from < today) windows.push({ from: hull.from, until: hull.until < addDays(today, -1) ? hull.until : addDays(today, -1) })
  for (let from = hull.from < today ? today : hull.from, length = 1; from <= hull.until; length *= 2) {
    const until = length > 256 ? hull.until : addDays(from, length - 1)
    windows.push({ from, until: until < hull.until ? until : hull.until })
    from = addDays(windows.at(-1)!.until, 1)
    if (length > 256) break
  }
  return windows
}

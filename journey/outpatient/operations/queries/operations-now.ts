import { sql } from 'kysely'
import { type ArrivedVisit, todaysVisits } from '#journey/outpatient/arrival/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { quantile } from '../advice/play-day.ts'
import type { HeatRow, OperationsNow, WaitNow } from '../contract.ts'
import { FIRST_HOUR, LAST_HOUR, type Signal } from '../forecast/hospital.ts'
import { localHour } from '../local-hour.ts'
import { minutesWaited } from '../waited.ts'
import { bottlenecksNow } from './bottlenecks.ts'
import { departmentNames, named, type NamedDepartment, type ToldHour } from './named.ts'

const hours = Array.from({ length: LAST_HOUR - FIRST_HOUR + 1 }, (_, step) => FIRST_HOUR + step)

/** The hospital at this moment: who has come beside what was expected, how long people wait and where, and what stands in the way. */
export async function operationsNow(tx: Tx, context: Context): Promise<OperationsNow> {
  const { institutionId } = context.actor as StaffActor
  const { day, hour } = localHour(context.now)
  const names = await departmentNames(tx, institutionId)
  const visits = await todaysVisits(tx, context, { institutionId })
  const told = await toldOfDay(tx, institutionId, day)
  const waits = waitsOf(visits, names, context.now)
  const allSeen = visits.filter((visit) => visit.startedAt).map((visit) => minutesWaited(visit, context.now))
  await audit(tx, context, { action: 'operations.read-dashboard', subject: `institution/${institutionId}`, institutionId })
  return {
    asOf: context.now.toISOString(), arrivals: arrivalsOf(visits, told, hour, context.now), waiting: visits.filter((visit) => visit.status === 'waiting').length, seen: allSeen.length,
    median: middle(allSeen, 0.5), p90: middle(allSeen, 0.9), waits, bottlenecks: await bottlenecksNow(tx, context, { institutionId, names, visits, told, hour, day }),
    heat: heatOf(visits, told, names, { hour, now: context.now }), forecast: await latestRun(tx, institutionId, day, names),
  }
}

export async function toldOfDay(tx: Tx, institutionId: number, day: string): Promise<ToldHour[]> {
  const { rows } = await sql<ToldHour>`select department_id as "departmentId", hour, expected, low80 as low, high80 as high, wait_p90 as "waitP90" from operations.forecast
    where institution_id = ${institutionId} and day = ${day}::date order by department_id, hour`.execute(tx)
  return rows
}

function arrivalsOf(visits: readonly ArrivedVisit[], told: readonly ToldHour[], hour: number, now: Date): OperationsNow['arrivals'] {
  const whole = new Map(told.filter((one) => one.departmentId === 0).map((one) => [one.hour, one]))
  const came = (at: number) => visits.filter((visit) => localHour(visit.checkedInAt).hour === at).length
  const byHour = hours.map((at) => ({ hour: at, came: at <= hour ? came(at) : null, expected: tenth(whole.get(at)?.expected), low: tenth(whole.get(at)?.low), high: tenth(whole.get(at)?.high) }))
  const past = hours.filter((at) => at <= hour).map((at) => ({ one: whole.get(at), part: at === hour ? now.getUTCMinutes() / 60 : 1 }))
  // The hour that runs counts by the minutes it has had; bands of hours are put together as independent.
  const expected = past.reduce((sum, { one, part }) => sum + (one?.expected ?? 0) * part, 0)
  const spread = (side: 'low' | 'high') => Math.sqrt(past.reduce((sum, { one, part }) => sum + (one ? ((one[side] - one.expected) * part) ** 2 : 0), 0))
  const known = whole.size > 0
  return {
    soFar: visits.length, expectedSoFar: known ? Math.round(expected) : null, lowSoFar: known ? Math.max(0, Math.round(expected - spread('low'))) : null,
    highSoFar: known ? Math.round(expected + spread('high')) : null, expectedDay: known ? Math.round([...whole.values()].reduce((sum, one) => sum + one.expected, 0)) : null, byHour,
  }
}

function waitsOf(visits: readonly ArrivedVisit[], names: ReadonlyMap<number, NamedDepartment>, now: Date): WaitNow[] {
  return [...Map.groupBy(visits, (visit) => visit.departmentId)].map(([departmentId, own]) => {
    const seen = own.filter((visit) => visit.startedAt).map((visit) => minutesWaited(visit, now))
    const waiting = own.filter((visit) => visit.status === 'waiting').map((visit) => minutesWaited(visit, now))
    return { ...named(names, departmentId), waiting: waiting.length, seen: seen.length, median: middle(seen, 0.5), p90: middle(seen, 0.9), longestNow: waiting.length > 0 ? Math.round(Math.max(...waiting)) : null }
  }).toSorted((a, b) => b.waiting - a.waiting || (b.p90 ?? 0) - (a.p90 ?? 0))
}

/** Past hours are what was; the hours to come are the day as it was played. */
function heatOf(visits: readonly ArrivedVisit[], told: readonly ToldHour[], names: ReadonlyMap<number, NamedDepartment>, { hour, now }: { hour: number; now: Date }): HeatRow[] {
  const known = new Map(told.map((one) => [`${one.departmentId}/${one.hour}`, one]))
  const byDepartment = Map.groupBy(visits, (visit) => visit.departmentId)
  const ids = new Set([...byDepartment.keys(), ...told.map((one) => one.departmentId).filter((id) => id > 0)])
  return [...ids].map((departmentId) => ({
    ...named(names, departmentId),
    cells: hours.map((at) => {
      const own = (byDepartment.get(departmentId) ?? []).filter((visit) => localHour(visit.checkedInAt).hour === at)
      const one = known.get(`${departmentId}/${at}`)
      const fact = at <= hour
      const waits = own.map((visit) => minutesWaited(visit, now))
      return { hour: at, came: fact ? own.length : null, expected: tenth(one?.expected), wait: fact ? middle(waits, 0.9) : one?.waitP90 == null ? null : Math.round(one.waitP90), fact }
    }),
  })).toSorted((a, b) => weight(b) - weight(a)).slice(0, 14)
}

const weight = ({ cells }: HeatRow) => cells.reduce((sum, cell) => sum + (cell.wait ?? 0) * (cell.came ?? cell.expected ?? 0) + (cell.came ?? cell.expected ?? 0) / 100, 0)

async function latestRun(tx: Tx, institutionId: number, day: string, names: ReadonlyMap<number, NamedDepartment>): Promise<OperationsNow['forecast']> {
  const { rows } = await sql<{ madeAt: Date; historyDays: number; inside80: number | null; signals: Signal[]; synthetic: boolean }>`select made_at as "madeAt", history_days as "historyDays", inside80, signals,
      exists (select from operations.arrivals a where a.institution_id = r.institution_id and a.synthetic and a.day >= r.day - 60) as synthetic
    from operations.run r where institution_id = ${institutionId} and day = ${day}::date`.execute(tx)
  const [run] = rows
  if (!run) return null
  return { madeAt: run.madeAt.toISOString(), historyDays: run.historyDays, inside80: run.inside80, synthetic: run.synthetic, signals: run.signals.map((one) => ({ ...named(names, one.departmentId), times: one.times, daysAbove: one.daysAbove })) }
}

const middle = (values: readonly number[], q: number) => (values.length === 0 ? null : Math.round(quantile(values, q)))
const tenth = (value: number | undefined) => (value === undefined ? null : Math.round(value * 10) / 10)

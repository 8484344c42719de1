import { sql } from 'kysely'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { type Advised, advise, certain } from '../advice/advise.ts'
import { distributionOfComing, likelyBroken } from '../advice/waiting.ts'
import type { DayAdvice, SessionAdvice } from '../contract.ts'
import { type OverbookingRules, overbookingRules } from '../rules.ts'
import { type SessionLoad, sessionLoads } from './session-loads.ts'

const MINUTE = 60_000
/** Extra units nobody can find in time help nobody. */
const SOON_MINUTES = 60
/** With so large a share of the units free there is room without any extra. */
const ROOM_LEFT = 0.1

type Because = SessionAdvice['because']

export interface WorkedOut {
  readonly load: SessionLoad
  readonly advised: Advised
  readonly because: Because
}

/** What is advised for each session of a day, and what has been decided. Says nothing about any person. */
export async function dayAdvice(tx: Tx, context: Context, known: Snapshot, institutionId: number, day: string): Promise<DayAdvice> {
  const rules = await overbookingRules(tx, institutionId, context.now)
  const loads = await sessionLoads(tx, context, institutionId, day, rules)
  const decided = await decisionsOf(tx, institutionId, day)
  const sessions = loads.flatMap((load) => {
    if (load.periods.every(({ taken }) => taken === 0)) return []
    const service = known.services.get(`${institutionId}/${load.session.serviceId}`)
    return service ? [described(workOut(load, rules, context.now), known, institutionId, decided.get(load.session.sessionId) ?? null)] : []
  })
  sessions.sort((a, b) => b.extra - a.extra || b.taken / b.units - a.taken / a.units || a.startsAt.localeCompare(b.startsAt))
  return { waitMinutes: rules.waitMinutes, breakingAtMost: rules.breakingAtMost, sessions }
}

export function workOut(load: SessionLoad, rules: OverbookingRules, now: Date): WorkedOut {
  const { periods, session } = load
  const planned = sum(periods.map(({ units, addedFor }) => Math.max(units - addedFor, 0)))
  const toFill = periods.map((period, at) => ({
    minutes: minutesUntilNext(load, at),
    planned: Math.max(period.units - period.addedFor, 0),
    coming: [...(load.coming.get(period.periodId) ?? []), ...free(period, load)],
    closed: period.startsAt <= now || period.units === 0 || period.pools.some((pool) => rules.exceptPools.includes(pool)),
  }))
  const pace = { serviceMinutes: sum(toFill.map(({ minutes }) => minutes)) / Math.max(planned, 1), spread: rules.serviceSpread, waitMinutes: rules.waitMinutes }
  const left = sum(periods.map(({ units, taken }) => units - taken))
  // Extra units stand for people who are expected not to come, never for more work.
  const missing = sum(periods.flatMap(({ periodId }) => (load.coming.get(periodId) ?? []).map((likely) => 1 - likely)))
  const isSoon = session.startsAt.getTime() - now.getTime() < SOON_MINUTES * MINUTE
  const hasRoom = left > planned * ROOM_LEFT
  const already = sum(periods.map(({ addedFor }) => addedFor))
  const mostInAll = isSoon || hasRoom ? 0 : Math.max(0, Math.min(Math.floor(planned * rules.mostShareOfUnits) - already, Math.floor(missing) - already))
  const advised = advise(toFill, pace, { breakingAtMost: rules.breakingAtMost, mostPerPeriod: rules.mostPerPeriod, mostInAll })
  const extra = sum(advised.extra)
  const because: Because = extra > 0 ? null : isSoon ? 'over-soon' : hasRoom ? 'room-left' : toFill.every(({ closed }) => closed) ? 'kept-for-elders' : missing - already < 1 ? 'all-come' : 'bound-reached'
  return { load, advised, because }
}

/** The bound as it stood, looked at again with who really came; visits take what the plan says. */
export function wasBroken(load: SessionLoad, came: ReadonlyMap<number, number>, rules: OverbookingRules): boolean {
  const planned = load.periods.map(({ units, addedFor }) => Math.max(units - addedFor, 0))
  const minutes = load.periods.map((_, at) => minutesUntilNext(load, at))
  const periods = load.periods.map(({ periodId }, at) => ({ minutes: minutes[at]!, planned: planned[at]!, coming: certain(came.get(periodId) ?? 0) }))
  return likelyBroken(periods, { serviceMinutes: sum(minutes) / Math.max(sum(planned), 1), spread: 0, waitMinutes: rules.waitMinutes }) > 0
}

function described({ load, advised, because }: WorkedOut, known: Snapshot, institutionId: number, decided: SessionAdvice['decided']): SessionAdvice {
  const { session, periods, coming } = load
  const service = known.services.get(`${institutionId}/${session.serviceId}`)!
  const department = known.departments.get(`${institutionId}/${service.departmentId}`)
  const doctor = service.practitionerId === null ? undefined : known.practitioners.get(`${institutionId}/${service.practitionerId}`)
  const everybody = periods.flatMap(({ periodId }) => coming.get(periodId) ?? [])
  return {
    sessionId: session.sessionId, serviceId: service.id, service: service.name, serviceEn: service.nameEn,
    department: department?.name ?? '', departmentEn: department?.nameEn ?? '', doctor: doctor?.name ?? null, doctorEn: doctor?.nameEn ?? null,
    day: session.day, startsAt: session.startsAt.toISOString(), endsAt: session.endsAt.toISOString(),
    units: sum(periods.map(({ units }) => units)), taken: sum(periods.map(({ taken }) => taken)),
    expected: rounded(sum(everybody)), distribution: distributionOfComing(everybody).map(rounded),
    periods: periods.map(({ periodId, startsAt, endsAt, units, taken }, at) => ({
      periodId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), units, taken,
      expected: rounded(sum(coming.get(periodId) ?? [])), extra: advised.extra[at]!,
    })),
    extra: sum(advised.extra), breakingNow: rounded(advised.breakingNow), breakingThen: rounded(advised.breakingThen), because, decided,
  }
}

async function decisionsOf(tx: Tx, institutionId: number, day: string): Promise<Map<number, NonNullable<SessionAdvice['decided']>>> {
  const { rows } = await sql<{ sessionId: number; decision: 'accepted' | 'declined'; added: number; at: Date; came: number | null; waitedLonger: boolean | null }>`
    select session_id as "sessionId", decision, added, decided_at as at, came, waited_longer as "waitedLonger"
    from attendance.overbooking where institution_id = ${institutionId} and day = ${day}`.execute(tx)
  return new Map(rows.map(({ sessionId, at, ...row }) => [sessionId, { ...row, at: at.toISOString() }]))
}

/** Free places, and those somebody keeps for some minutes: taken by people who come for certain. */
function free({ periodId, units }: SessionLoad['periods'][number], { coming }: SessionLoad): number[] {
  return certain(Math.max(0, units - (coming.get(periodId)?.length ?? 0)))
}

function minutesUntilNext({ periods }: SessionLoad, at: number): number {
  const { startsAt, endsAt } = periods[at]!
  const end = periods[at + 1]?.startsAt ?? endsAt
  return Math.round((end.getTime() - startsAt.getTime()) / MINUTE)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4
}

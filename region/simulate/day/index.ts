import { type Correction, type Kept, uncorrected } from '#engines/queue/index.ts'
import type { RegionSize } from '../../generate/places.ts'
import { type Assumptions, assumptions } from './assumptions.ts'
import { dayInBuilding } from './building.ts'
import { dateAt } from './clock.ts'
import type { EndPromiser, Moment, PromisedEnd } from './contract.ts'
import { type DayOfInstitution, dayOfRegion } from './demand.ts'
import { gini, mean, quantile, share } from './figures.ts'
import type { Told, Visit, World } from './visit.ts'

export { type Assumptions, assumptions } from './assumptions.ts'
export type { EndPromiser, KnownStop, PromisedEnd } from './contract.ts'
export type { DayOfInstitution } from './demand.ts'
export { plainPromise } from './promise-end.ts'

export interface DayToSimulate {
  readonly seed: string
  readonly usual?: string
  readonly size?: RegionSize
  /** Only so many institutions of the region. */
  readonly institutions?: number
  readonly rules: 'with' | 'without'
  readonly assume?: Partial<Assumptions>
  /** What the queues remember, when this day is to surprise them. */
  readonly remembered?: Partial<Assumptions>
  readonly correction?: Correction
  /** Whether ranges are worked out and judged; without, the day takes a second. */
  readonly forecasts?: boolean
  /** What says when somebody will be done, to be judged; absent: nothing is said. */
  readonly promiseEnd?: EndPromiser
}

export interface Coverage {
  readonly promises: number
  readonly inside: number
  readonly earlier: number
  readonly later: number
  readonly medianWidth: number
  readonly meanWidth: number
  /** Minutes between the middle of the range and what came. */
  readonly medianError: number
}

export interface DayFigures {
  readonly visits: number
  readonly waiting: { readonly median: number; readonly p90: number; readonly mean: number }
  /** At the doctor's door alone: since check-in or the number, and after the booked period. */
  readonly doctor: { readonly median: number; readonly p90: number; readonly afterDueMedian: number; readonly afterDueP90: number }
  readonly atCounters: { readonly median: number; readonly mean: number }
  readonly inBuilding: { readonly median: number }
  readonly queuesPerVisit: number
  /** At the doctor's door, by who somebody is: in the middle since they came, and since their period where it began later. */
  readonly fairness: {
    /** Relative: it rises when most wait little and some still wait. The second is the same difference in minutes. */
    readonly gini: number
    readonly betweenTwoPeople: number
    readonly p90MinusP10: number
    readonly medians: Readonly<Record<string, number>>
    readonly afterDue: Readonly<Record<string, number>>
    /** The class that waits longest against the one that waits shortest, without those who came late or are back. */
    readonly widest: number
  }
  readonly range: Coverage
  readonly end: Coverage
  readonly endBy: Readonly<Record<string, Coverage>>
  /** What is said at nine knows of the doctor alone: how often the whole day, with all that was ordered, ends inside it. */
  readonly wholeDayAtNine: Coverage
  readonly comeBack: { readonly told: number; readonly calledBefore: number }
  /** Everybody in the order of the demand, the same person at the same place in both worlds: all their waiting, in minutes. */
  readonly people: readonly { readonly kind: Visit['kind']; readonly minutes: number }[]
  /** Every promised end as it was answered, and when it was: what the next days can learn from. */
  readonly ends: readonly { readonly why: Moment['why']; readonly answer: PromisedEnd; readonly real: Date }[]
  /** What the promises of the day teach the next. */
  readonly kept: readonly Kept[]
}

/** Plays one working day of the region, hospital by hospital, with the platform's rules or without them. The same seed gives the same people. */
export function simulateDay(wish: DayToSimulate, demand: readonly DayOfInstitution[] = demandOf(wish)): DayFigures {
  const world: World = {
    seed: wish.seed, rules: wish.rules, assume: { ...assumptions, ...wish.assume }, remembered: { ...assumptions, ...(wish.remembered ?? wish.assume) },
    correction: wish.correction ?? uncorrected, forecasts: (wish.forecasts ?? false) && wish.rules === 'with', promiseEnd: wish.promiseEnd ?? null,
  }
  return figuresOf(demand.flatMap((day) => dayInBuilding(day, world)))
}

export const demandOf = (wish: DayToSimulate): DayOfInstitution[] =>
  dayOfRegion({ seed: wish.seed, size: wish.size ?? 'city', assume: { ...assumptions, ...wish.assume }, ...(wish.usual ? { usual: wish.usual } : {}), ...(wish.institutions ? { institutions: wish.institutions } : {}) })

function figuresOf(visits: readonly Visit[]): DayFigures {
  const minutes = (seconds: number) => seconds / 60
  const total = (visit: Visit) => minutes(visit.waits.reduce((sum, each) => sum + each, 0))
  const waits = visits.map(total)
  const atDoctor = visits.map((visit) => minutes(visit.consultWait))
  const counters = visits.map((visit) => total(visit) - minutes(visit.consultWait + (visit.returnWait ?? 0)))
  const kinds = Map.groupBy(visits, (visit) => visit.kind)
  const middles = (of: (visit: Visit) => number) => Object.fromEntries([...kinds].map(([kind, own]) => [kind, quantile(own.map((visit) => minutes(of(visit))), 0.5)]))
  const medians = middles((visit) => visit.consultWait)
  const between = ['on-time', 'walk-in', 'priority'].map((kind) => medians[kind] ?? 0)
  const told = visits.flatMap((visit) => visit.told.filter((one) => one.real !== null))
  const toldEnd = visits.flatMap((visit) => visit.toldEnd.filter((one) => one.real !== null))
  const toldDay = visits.flatMap((visit) => visit.toldDay)
  const toldBack = told.filter((one) => one.comeBackAt !== null)
  return {
    visits: visits.length,
    waiting: { median: quantile(waits, 0.5), p90: quantile(waits, 0.9), mean: mean(waits) },
    doctor: {
      median: quantile(atDoctor, 0.5), p90: quantile(atDoctor, 0.9),
      afterDueMedian: quantile(visits.map((visit) => minutes(visit.afterDue)), 0.5), afterDueP90: quantile(visits.map((visit) => minutes(visit.afterDue)), 0.9),
    },
    atCounters: { median: quantile(counters, 0.5), mean: mean(counters) },
    inBuilding: { median: quantile(visits.map((visit) => minutes(visit.endedAt - visit.cameAt)), 0.5) },
    queuesPerVisit: mean(visits.map((visit) => visit.waits.length)),
    fairness: {
      gini: gini(waits), betweenTwoPeople: 2 * gini(waits) * mean(waits), p90MinusP10: quantile(waits, 0.9) - quantile(waits, 0.1), widest: Math.max(...between) / Math.max(1, Math.min(...between)),
      medians: { ...medians, returning: quantile(visits.flatMap((visit) => (visit.returnWait === null ? [] : [minutes(visit.returnWait)])), 0.5) },
      afterDue: middles((visit) => visit.afterDue),
    },
    range: coverageOf(told),
    end: coverageOf(toldEnd.filter((one) => one.why !== 'nine')),
    endBy: Object.fromEntries([...Map.groupBy(toldEnd, (one) => one.why)].map(([why, own]) => [why, coverageOf(own)])),
    wholeDayAtNine: coverageOf(toldDay),
    comeBack: { told: toldBack.length, calledBefore: share(toldBack.filter((one) => one.real! < one.comeBackAt!).length, toldBack.length) },
    people: visits.map((visit) => ({ kind: visit.kind, minutes: total(visit) })),
    ends: toldEnd.map(({ why, answer, real }) => ({ why, answer, real: dateAt(real!) })),
    kept: told.map((one: Told) => ({ ...one.played, real: one.real! - one.at })),
  }
}

function coverageOf(told: readonly { readonly from: number; readonly to: number; readonly real: number | null }[]): Coverage {
  const earlier = told.filter((one) => one.real! < one.from).length
  const later = told.filter((one) => one.real! > one.to).length
  return {
    promises: told.length,
    inside: share(told.length - earlier - later, told.length),
    earlier: share(earlier, told.length),
    later: share(later, told.length),
    meanWidth: mean(told.map((one) => (one.to - one.from) / 60)),
    medianWidth: quantile(told.map((one) => (one.to - one.from) / 60), 0.5),
    medianError: quantile(told.map((one) => Math.abs(one.real! - (one.from + one.to) / 2) / 60), 0.5),
  }
}

import type { TicketClass } from './contract.ts'
import { beliefFromOthers, learnToday, type QueueToday, shownToday, weightOf, type ZoneToday } from './wait-today.ts'

/** Somebody who was served: from the call to the call of the next, when the next was already waiting. */
export interface Served {
  readonly class: TicketClass
  readonly seconds: number
}

/** What a queue remembers of past days, by class; logarithms, because times of service are skewed. */
export interface History {
  readonly classes: Readonly<Partial<Record<TicketClass, { readonly samples: number; readonly meanLog: number }>>>
  readonly samples: number
  readonly meanLog: number
  /** Spread of one time of service around its class. */
  readonly sdLog: number
  /** Of those booked, how many come. */
  readonly shows: number
  /** Of those called, how many are not there. */
  readonly absent: number
  /** Minutes from the beginning of the first period to the first call: usual, and how much that varies. */
  readonly startMinutes: number
  readonly startSpread: number
}

/** How fast it goes today, and how surely that is known. */
export interface Pace {
  /** Logarithm of the usual seconds of a class, today. */
  logSeconds(kind: TicketClass): number
  /** One person against the next. */
  readonly sdLog: number
  /** Today as a whole against what is believed of it: the same for everybody, so it does not average out. */
  readonly todayError: number
  readonly sure: boolean
}

/** Assumed before anybody was served: eight minutes; how far wrong that may be, says `wait-today`. */
const FIRST_GUESS_LOG = Math.log(480)
const USUAL_SPREAD = 0.6
/** History of fewer people than this is not yet a habit. */
const HABIT = 20
/** People of a class it takes before the class is believed to differ from everybody. */
const CLASS_WEIGHT = 15
/** Results are read faster than a story is told; used until the queue has its own experience. */
const CLASS_GUESS: Readonly<Partial<Record<TicketClass, number>>> = { returning: -0.5 }
/** What counts as a live sample at least. */
export const MINIMUM_SAMPLES = 5
/** Shorter stays are a press of the wrong key. */
const SHORTEST_SECONDS = 20

/** What a queue's own day has shown so far: who was served, and for how long those inside have been there. */
export interface OwnDay {
  readonly recent: readonly Served[]
  /** Seconds since each of those now inside was called. */
  readonly inside: readonly number[]
}

/**
 * The pace of a queue: what past days taught, moved towards what today shows. First the rest of the hospital moves it, its own
 * zone the most: on a slow morning everybody is slow, and that is known before a room has seen its third. Then its own people,
 * the more of them the further.
 */
export function paceOf(own: OwnDay, history: History | null, others: readonly ZoneToday[] = []): Pace {
  const habit = isHabit(history) ? history : null
  const sdLog = spread(own.recent, habit)
  const { served, inside } = offs(own, (kind) => classMean(habit, kind))
  const { shift, doubt } = learnToday(served, inside, sdLog, beliefFromOthers(others, habit !== null))
  return {
    logSeconds: (kind) => classMean(habit, kind) + shift,
    sdLog,
    todayError: doubt,
    sure: habit !== null || own.recent.length >= MINIMUM_SAMPLES,
  }
}

/** What a queue's day tells the other queues of its hospital. */
export function toldToOthers(own: OwnDay, history: History | null): QueueToday {
  const habit = isHabit(history) ? history : null
  const sdLog = spread(own.recent, habit)
  const against = (of: History | null) => {
    const { served, inside } = offs(own, (kind) => classMean(of, kind))
    return shownToday(served, inside, sdLog)
  }
  const level = against(null)
  const off = habit ? against(habit) : { off: 0, precision: 0 }
  return { off: off.off, weight: weightOf(off, true), level: level.off, levelWeight: weightOf(level, false) }
}

/** Whether past days are enough to be believed. */
export const isHabit = (history: History | null): history is History => history !== null && history.samples >= HABIT

function offs({ recent, inside }: OwnDay, expected: (kind: TicketClass) => number): { served: number[]; inside: number[] } {
  const against = (seconds: number, kind: TicketClass) => Math.log(Math.max(SHORTEST_SECONDS, seconds)) - expected(kind)
  return { served: recent.map((one) => against(one.seconds, one.class)), inside: inside.map((seconds) => against(seconds, 'booked')) }
}

function classMean(habit: History | null, kind: TicketClass): number {
  const all = (habit?.meanLog ?? FIRST_GUESS_LOG) + (CLASS_GUESS[kind] ?? 0)
  const own = habit?.classes[kind]
  return own ? (own.samples * own.meanLog + CLASS_WEIGHT * all) / (own.samples + CLASS_WEIGHT) : all
}

function spread(recent: readonly Served[], habit: History | null): number {
  if (habit) return Math.max(0.25, Math.min(1, habit.sdLog))
  const logs = recent.map((one) => Math.log(Math.max(SHORTEST_SECONDS, one.seconds)))
  const mean = logs.reduce((sum, each) => sum + each, 0) / Math.max(1, logs.length)
  const squares = logs.reduce((sum, each) => sum + (each - mean) ** 2, 0)
  // Ten people's worth of the usual spread, so that three equal patients do not make a clockwork.
  return Math.max(0.25, Math.sqrt((10 * USUAL_SPREAD ** 2 + squares) / (10 + Math.max(0, logs.length - 1))))
}

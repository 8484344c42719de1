import type { TicketClass } from './contract.ts'

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

/** Assumed before anybody was served: eight minutes, and honest doubt about it. */
const FIRST_GUESS_LOG = Math.log(480)
const FIRST_GUESS_DOUBT = 0.5
const USUAL_SPREAD = 0.6
/** How much one day of a queue differs from another. */
const BETWEEN_DAYS = 0.25
/** History of fewer people than this is not yet a habit. */
const HABIT = 20
/** People of a class it takes before the class is believed to differ from everybody. */
const CLASS_WEIGHT = 15
/** Results are read faster than a story is told; used until the queue has its own experience. */
const CLASS_GUESS: Readonly<Partial<Record<TicketClass, number>>> = { returning: -0.5 }
/** What counts as a live sample at least. */
export const MINIMUM_SAMPLES = 5
/** A forgotten "finish" must not teach that people take three hours. */
const OUTLIER = 1.5

/**
 * The pace of a queue: what past days taught, moved towards what today shows, the more people served the further.
 * With k people served the live mean weighs k / (k + n), where n is how many people one day's difference is worth.
 */
export function paceOf(recent: readonly Served[], history: History | null): Pace {
  const habit = history !== null && history.samples >= HABIT ? history : null
  const classes = (kind: TicketClass) => classMean(habit, kind)
  const doubt = habit ? BETWEEN_DAYS : FIRST_GUESS_DOUBT
  const sdLog = spread(recent, habit)
  const off = recent.map((one) => Math.log(Math.max(20, one.seconds)) - classes(one.class))
  const middleOff = middle(off)
  const kept = off.map((each) => Math.max(middleOff - OUTLIER, Math.min(middleOff + OUTLIER, each)))
  const precision = 1 / (doubt * doubt) + kept.length / (sdLog * sdLog)
  const shift = kept.reduce((sum, each) => sum + each, 0) / (sdLog * sdLog) / precision
  return {
    logSeconds: (kind) => classes(kind) + shift,
    sdLog,
    todayError: Math.sqrt(1 / precision),
    sure: habit !== null || recent.length >= MINIMUM_SAMPLES,
  }
}

function classMean(habit: History | null, kind: TicketClass): number {
  const all = (habit?.meanLog ?? FIRST_GUESS_LOG) + (CLASS_GUESS[kind] ?? 0)
  const own = habit?.classes[kind]
  return own ? (own.samples * own.meanLog + CLASS_WEIGHT * all) / (own.samples + CLASS_WEIGHT) : all
}

function spread(recent: readonly Served[], habit: History | null): number {
  if (habit) return Math.max(0.25, Math.min(1, habit.sdLog))
  const logs = recent.map((one) => Math.log(Math.max(20, one.seconds)))
  const mean = logs.reduce((sum, each) => sum + each, 0) / Math.max(1, logs.length)
  const squares = logs.reduce((sum, each) => sum + (each - mean) ** 2, 0)
  // Ten people's worth of the usual spread, so that three equal patients do not make a clockwork.
  return Math.max(0.25, Math.sqrt((10 * USUAL_SPREAD ** 2 + squares) / (10 + Math.max(0, logs.length - 1))))
}

function middle(values: readonly number[]): number {
  if (values.length === 0) return 0
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

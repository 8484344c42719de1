import type { TicketClass } from './contract.ts'
import type { History } from './wait-pace.ts'

/** One class in one hour, over the days: how much, the sum and the squares of the logarithms of seconds. */
export interface HourRow {
  readonly class: TicketClass
  readonly hour: number
  readonly weight: number
  readonly sum: number
  readonly square: number
}

export interface HabitRow {
  readonly booked: number
  readonly came: number
  readonly called: number
  readonly absent: number
  readonly starts: number
  readonly start_sum: number
  readonly start_square: number
}

/** People it takes before an hour is believed to differ from the day. */
const HOUR_WEIGHT = 10
/** How many people of the usual kind stand beside what a queue has seen of coming and not being there. */
const PRIOR = { people: 30, shows: 0.92, absent: 0.03 }
const PRIOR_STARTS = { days: 3, minutes: 3, spread: 5 }

/** What a queue remembers, seen from this hour of the day; null when it remembers nothing. */
export function historyOf(hours: readonly HourRow[], habit: HabitRow | null, hour: number): History | null {
  const all = total(hours)
  if (all.weight === 0) return null
  const byClass = Map.groupBy(hours, (row) => row.class)
  const classes: Partial<Record<TicketClass, { samples: number; meanLog: number }>> = {}
  let squares = 0
  for (const [kind, rows] of byClass) {
    const own = total(rows)
    const now = total(rows.filter((row) => row.hour === hour))
    const mean = own.sum / own.weight
    classes[kind] = { samples: own.weight, meanLog: (now.sum + HOUR_WEIGHT * mean) / (now.weight + HOUR_WEIGHT) }
    squares += own.square - own.sum * mean
  }
  return {
    classes, samples: all.weight, meanLog: all.sum / all.weight,
    sdLog: Math.sqrt(Math.max(0.01, squares / all.weight)),
    ...habits(habit),
  }
}

function total(rows: readonly HourRow[]): { weight: number; sum: number; square: number } {
  return rows.reduce((sum, row) => ({ weight: sum.weight + row.weight, sum: sum.sum + row.sum, square: sum.square + row.square }), { weight: 0, sum: 0, square: 0 })
}

function habits(habit: HabitRow | null): Pick<History, 'shows' | 'absent' | 'startMinutes' | 'startSpread'> {
  const { booked, came, called, absent, starts, start_sum: sum, start_square: square } = habit ?? { booked: 0, came: 0, called: 0, absent: 0, starts: 0, start_sum: 0, start_square: 0 }
  const days = starts + PRIOR_STARTS.days
  const mean = (sum + PRIOR_STARTS.days * PRIOR_STARTS.minutes) / days
  const variance = (square + PRIOR_STARTS.days * (PRIOR_STARTS.minutes ** 2 + PRIOR_STARTS.spread ** 2)) / days - mean ** 2
  return {
    shows: Math.min(1, (came + PRIOR.people * PRIOR.shows) / (booked + PRIOR.people)),
    absent: Math.min(0.5, (absent + PRIOR.people * PRIOR.absent) / (called + PRIOR.people)),
    startMinutes: mean,
    startSpread: Math.sqrt(Math.max(1, variance)),
  }
}

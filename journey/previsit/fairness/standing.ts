/** How missed appointments are counted: a row of platform.rule. */
export interface CountRule {
  /** So many … */
  readonly count: number
  /** … within so many days stop booking on line. */
  readonly withinDays: number
  /** For how long: the first time, the second time, and so on; the last one for every further time. */
  readonly stopDays: readonly number[]
  /** The time runs from the first of them, or from the last. */
  readonly countFrom: 'first' | 'last'
  /** Stops longer ago than this no longer make the next one longer. */
  readonly repeatWithinDays: number
  /** Given back so soon after booking it kept nobody waiting: it does not count. */
  readonly graceMinutes?: number | undefined
}

/** An appointment that was not kept and is not excused. */
export interface Counted {
  readonly id: string
  readonly at: Date
}

export interface Stop {
  /** The one that made it enough: what the stop rests on. */
  readonly triggeredBy: string
  readonly counted: readonly string[]
  readonly startsAt: Date
  readonly endsAt: Date
  /** 1: the first time; 2 and more: again. */
  readonly grade: number
}

export interface Standing {
  readonly stops: readonly Stop[]
  /** What would count together with the next one, now. */
  readonly counted: readonly string[]
  /** One more would stop booking on line. */
  readonly isLastButOne: boolean
}

const DAY_MS = 86_400_000
const daysAfter = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS)

/**
 * Where somebody stands, from everything that counts and nothing else: the order in which it became known does not matter.
 * What led to a stop has been answered for, and does not count towards the next.
 */
export function standing(incidents: readonly Counted[], rule: CountRule, now: Date): Standing {
  const inOrder = [...incidents].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
  const stops: Stop[] = []
  let open: Counted[] = []
  for (const incident of inOrder) {
    open = [...open.filter((earlier) => daysAfter(earlier.at, rule.withinDays) > incident.at), incident]
    if (open.length < rule.count) continue
    const recent = stops.filter((stop) => daysAfter(stop.startsAt, rule.repeatWithinDays) > incident.at).length
    const days = rule.stopDays[Math.min(recent, rule.stopDays.length - 1)]!
    stops.push({
      triggeredBy: incident.id,
      counted: open.map(({ id }) => id),
      startsAt: incident.at,
      endsAt: daysAfter(rule.countFrom === 'first' ? open[0]!.at : incident.at, days),
      grade: recent + 1,
    })
    open = []
  }
  const counted = open.filter((earlier) => daysAfter(earlier.at, rule.withinDays) > now).map(({ id }) => id)
  return { stops, counted, isLastButOne: counted.length === rule.count - 1 }
}

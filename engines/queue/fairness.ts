import type { PlaceDetail, PlaceReason, TicketClass } from './contract.ts'

/** The published rule of order; a row that staff can read and an institution can replace. */
export interface FairnessRule {
  readonly version: number
  /** So long after the end of the period somebody still counts as on time. */
  readonly graceMinutes: number
  /** Length of a period for those who have none of their own. */
  readonly periodMinutes: number
  /** How far each priority group moves forward, and no further. */
  readonly advanceMinutes: Readonly<Record<string, number>>
  /** Somebody who comes back stands behind so many others … */
  readonly returnAfter: number
  /** … and so many others stand between two who came back. */
  readonly returnEvery: number
}

/** A place that is taken: what is compared is orderAt, then orderTie, then number. */
export interface Spot {
  readonly class: TicketClass
  readonly orderAt: Date
  readonly orderTie: number
  readonly number: number
}

export interface Comer {
  readonly class: TicketClass
  readonly priorityGroup: string
  readonly dueFrom: Date | null
  readonly dueTo: Date | null
  readonly number: number
  readonly at: Date
  /** The place they had and gave up by not coming when called. */
  readonly passedFrom: Date | null
}

export interface Place {
  readonly orderAt: Date
  readonly orderTie: number
  readonly why: PlaceReason
  readonly whyDetail: PlaceDetail
}

const MINUTE = 60_000
/** Local time is eight hours ahead all year. */
const CHINA_MS = 8 * 60 * MINUTE
/** Room between two neighbours of one moment, for those who come back and are put between them. */
const TIE_STEP = 1000

export function compareSpots(a: Spot, b: Spot): number {
  return a.orderAt.getTime() - b.orderAt.getTime() || a.orderTie - b.orderTie || a.number - b.number
}

/**
 * Where somebody stands, and why.
 *
 * On time: by the beginning of the booked period, within it by who came first. Late, or called and not there: the end of
 * the next period. Priority: forward by a bounded time. Back again: behind the next person, with others between two who
 * are back. Nobody booked for later, without priority and not returning, ever comes to stand before somebody on time.
 * An emergency stands before everybody, behind earlier emergencies, and is called what it is.
 *
 * `line` is who waits now, in order.
 */
export function placeFor(rule: FairnessRule, comer: Comer, line: readonly Spot[]): Place {
  if (comer.class === 'emergency') return beforeEverybody(comer)
  const others = line.filter((spot) => spot.class !== 'emergency')
  if (comer.class === 'returning') return amongThoseWaiting(rule, comer, others)
  if (comer.passedFrom) return atEndOfNextPeriod(rule, comer, others, comer.passedFrom, 'rejoined')
  const late = lateMinutes(rule, comer)
  if (late > 0) return atEndOfNextPeriod(rule, comer, others, comer.dueTo!, 'late', { lateMinutes: late })
  const base = onTime(comer)
  const advance = rule.advanceMinutes[comer.priorityGroup] ?? 0
  const orderTie = comer.number * TIE_STEP
  if (advance === 0) return { orderAt: base, orderTie, why: comer.class, whyDetail: {} }
  const whyDetail = { group: comer.priorityGroup, advanceMinutes: advance }
  return { orderAt: new Date(base.getTime() - advance * MINUTE), orderTie, why: 'priority', whyDetail }
}

/** A walk-in given a period that has already begun does not come before those who were here in time for it. */
function onTime({ class: kind, dueFrom, at }: Comer): Date {
  if (!dueFrom) return at
  return kind === 'walk-in' && at > dueFrom ? at : dueFrom
}

/** Minutes after the end of the period, when the grace is over; else 0. */
function lateMinutes(rule: FairnessRule, { class: kind, dueTo, at }: Comer): number {
  if (kind !== 'booked' || !dueTo) return 0
  const late = at.getTime() - dueTo.getTime()
  return late > rule.graceMinutes * MINUTE ? Math.ceil(late / MINUTE) : 0
}

/**
 * The next period is counted from where the line has got to, not from the clock on the wall: when the line itself is an
 * hour behind, somebody ten minutes late has held up nobody and does not lose an hour more.
 */
function atEndOfNextPeriod(
  rule: FairnessRule,
  comer: Comer,
  line: readonly Spot[],
  notBefore: Date,
  why: PlaceReason,
  whyDetail: PlaceDetail = {},
): Place {
  const front = line[0]?.orderAt ?? comer.at
  const reached = Math.min(comer.at.getTime(), Math.max(notBefore.getTime(), front.getTime()))
  const origin = (comer.dueFrom ?? comer.at).getTime()
  const period = comer.dueFrom && comer.dueTo ? comer.dueTo.getTime() - origin : rule.periodMinutes * MINUTE
  const current = Math.floor((reached - origin) / period)
  const end = origin + (current + 2) * period - 1
  return { orderAt: new Date(Math.max(end, notBefore.getTime() + 1)), orderTie: comer.number * TIE_STEP, why, whyDetail }
}

function amongThoseWaiting(rule: FairnessRule, comer: Comer, line: readonly Spot[]): Place {
  const lastReturned = line.findLastIndex((spot) => spot.class === 'returning')
  const others = lastReturned < 0 ? rule.returnAfter : rule.returnEvery
  const anchor = line[Math.min(lastReturned + others, line.length - 1)]
  if (!anchor) return { orderAt: comer.at, orderTie: comer.number * TIE_STEP, why: 'returning', whyDetail: { after: 0 } }
  const after = Math.min(lastReturned + others, line.length - 1) + 1
  return { orderAt: anchor.orderAt, orderTie: anchor.orderTie + 1, why: 'returning', whyDetail: { after } }
}

/** The first moment of the day, where no period and no priority reaches; among emergencies who came first is first. */
function beforeEverybody({ at, number }: Comer): Place {
  const day = 24 * 60 * MINUTE
  const sinceMidnight = (at.getTime() + CHINA_MS) % day
  return { orderAt: new Date(at.getTime() - sinceMidnight), orderTie: sinceMidnight * TIE_STEP + number, why: 'emergency', whyDetail: {} }
}

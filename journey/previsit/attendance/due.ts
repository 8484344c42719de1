import type { MarkRule, ReminderRules } from './rules.ts'

const MINUTE = 60_000
const REGION_OFFSET = 8 * 60 * MINUTE
const DAY = 24 * 60 * MINUTE

export interface Due {
  readonly mark: MarkRule
  readonly at: Date
}

/** The next mark of a visit after `after`, moved out of the quiet hours; null when none is left that still helps. */
export function nextDue(startsAt: Date, after: Date, rules: ReminderRules): Due | null {
  const marks = rules.marks.toSorted((a, b) => b.minutesBefore - a.minutesBefore)
  for (const mark of marks) {
    const at = dueOf(startsAt, mark, rules)
    // Strictly after: who books later than the mark was told when they booked.
    if (at > after && isStillHelpful(startsAt, at, rules)) return { mark, at }
  }
  return null
}

/** When a mark of a visit is due, moved out of the quiet hours. */
export function dueOf(startsAt: Date, mark: MarkRule, rules: ReminderRules): Date {
  return awake(new Date(startsAt.getTime() - mark.minutesBefore * MINUTE), rules)
}

/** When a mark of a visit is over: what a late worker finds then is not sent any more. */
export function over(startsAt: Date, mark: MarkRule, rules: ReminderRules): Date {
  const due = dueOf(startsAt, mark, rules)
  return new Date(Math.min(due.getTime() + mark.lateByMinutes * MINUTE, startsAt.getTime() - rules.leastMinutesBefore * MINUTE))
}

export function isQuiet(at: Date, rules: ReminderRules): boolean {
  const minute = minuteOfDay(at)
  const [from, to] = [minutesOf(rules.quietFrom), minutesOf(rules.quietTo)]
  return from > to ? minute >= from || minute < to : minute >= from && minute < to
}

/** The first moment at or after this one that is not in the quiet hours. */
export function awake(at: Date, rules: ReminderRules): Date {
  if (!isQuiet(at, rules)) return at
  const minute = minuteOfDay(at)
  const until = (minutesOf(rules.quietTo) - minute + 24 * 60) % (24 * 60)
  return new Date(Math.floor(at.getTime() / MINUTE) * MINUTE + until * MINUTE)
}

function isStillHelpful(startsAt: Date, at: Date, rules: ReminderRules): boolean {
  return startsAt.getTime() - at.getTime() >= rules.leastMinutesBefore * MINUTE
}

function minuteOfDay(at: Date): number {
  return Math.floor(((at.getTime() + REGION_OFFSET) % DAY) / MINUTE)
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

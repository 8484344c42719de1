import { localDay } from '#platform/clock/index.ts'
import type { MatchingRules, Movement } from './types.ts'

const MINUTE = 60_000
const DAY = 86_400_000

export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

/** The channel's day of a moment: where its day ends at 23:00, half past eleven in the evening is tomorrow. */
export function channelDay(at: Date, { dayEndsAtMinute }: Pick<MatchingRules, 'dayEndsAtMinute'>): string {
  return localDay(new Date(at.getTime() + (1440 - dayEndsAtMinute) * MINUTE))
}

/**
 * The days on which the channel can have seen what we asked for: from our asking to our knowing, give or take what clocks
 * differ. Asked at 23:58 and known at 00:03, it may stand in either day's statement, and neither is a difference.
 */
export function possibleDays({ askedAt, knownAt }: Pick<Movement, 'askedAt' | 'knownAt'>, rules: Pick<MatchingRules, 'toleranceMinutes' | 'dayEndsAtMinute'>): string[] {
  const slack = rules.toleranceMinutes * MINUTE
  const first = channelDay(new Date(askedAt.getTime() - slack), rules)
  const last = channelDay(new Date((knownAt ?? askedAt).getTime() + slack), rules)
  const days = [first]
  while (days.at(-1)! < last) days.push(dayAfter(days.at(-1)!))
  return days
}

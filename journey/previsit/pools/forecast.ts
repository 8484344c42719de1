import type { Forecast } from './contract.ts'

export interface PastSession {
  readonly units: number
  /** How many hours before their time those who kept it had booked. */
  readonly hoursAhead: readonly number[]
}

/**
 * How many units will be taken when a session begins. Past sessions of the same clinic on the same weekday say which part of their
 * units was booked after the moment this session is at now; that much again is added to what is taken. The middle is their median,
 * the range holds eight of ten of them. Fewer sessions than `fewest` say nothing. People who cancel later are not foreseen.
 */
export function forecast(now: { units: number; taken: number; hoursLeft: number }, past: readonly PastSession[], fewest: number): Forecast {
  const told = past.filter((session) => session.units > 0)
  if (told.length < fewest) return { state: 'not-enough', sessions: told.length }
  const growth = told
    .map((session) => session.hoursAhead.filter((hours) => hours < now.hoursLeft).length / session.units)
    .sort((a, b) => a - b)
  const at = (part: number) => Math.min(now.units, now.taken + Math.round(quantile(growth, part) * now.units))
  return { state: 'known', sessions: told.length, low: at(0.1), middle: at(0.5), high: at(0.9) }
}

/** Between its neighbours in proportion. */
function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part
  const below = Math.floor(place)
  const lower = sorted[below]!
  return lower + (sorted[Math.min(below + 1, sorted.length - 1)]! - lower) * (place - below)
}

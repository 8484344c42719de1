import { localDay } from '#platform/clock/index.ts'

const EIGHT_HOURS = 8

/** The day and the hour on the clock of the region. */
export function localHour(at: Date): { readonly day: string; readonly hour: number } {
  return { day: localDay(at), hour: (at.getUTCHours() + EIGHT_HOURS) % 24 }
}

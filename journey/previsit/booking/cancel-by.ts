import { addDays } from '#engines/capacity/index.ts'
import type { BookingRules } from './rules.ts'

/** Until when a visit of this day may be given back without it counting; local time of the region. */
export function cancelByOf(day: string, rules: Pick<BookingRules, 'cancelDaysBefore' | 'cancelAt'>): string {
  return new Date(`${addDays(day, -rules.cancelDaysBefore)}T${rules.cancelAt.length === 5 ? `${rules.cancelAt}:00` : rules.cancelAt}+08:00`).toISOString()
}

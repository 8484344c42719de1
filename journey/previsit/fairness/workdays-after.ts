import { addDays, workDays } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'

const SATURDAY = 6

/** The last of so many working days after this moment, by the real calendar of holidays and make-up workdays. */
export function workdaysAfter(at: Date, count: number): string {
  // Even around the longest holidays so many calendar days hold enough working days.
  const days = workDays(addDays(localDay(at), 1), count * 2 + 20).filter(({ weekday }) => weekday < SATURDAY)
  return days[count - 1]!.day
}

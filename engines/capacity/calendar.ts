import chineseDays from 'chinese-days'

const { getDayDetail, isInLieu } = chineseDays

export interface WorkDay {
  readonly day: string
  /** The festival, where the day is a holiday or makes up for one. */
  readonly festival?: string
  /** Whose pattern the day is worked by: 1 Monday … 7 Sunday, 8 a public holiday. */
  readonly weekday: number
}

/** How far ahead sessions exist. */
export const HORIZON_DAYS = 28

const PUBLIC_HOLIDAY = 8
const REACH_DAYS = 40

/** `count` days from `first` on the real calendar of holidays and make-up workdays. */
export function workDays(first: string, count: number): WorkDay[] {
  return Array.from({ length: count }, (_, i) => addDays(first, i)).map((day) => ({ day, weekday: patternOf(day), ...(isNamed(day) ? { festival: getDayDetail(day).name } : {}) }))
}

/** The years among these days whose holidays are not published yet: their days are worked by plain weekdays. */
export function unpublishedYears(days: readonly WorkDay[]): string[] {
  const years = [...new Set(days.map(({ day }) => day.slice(0, 4)))]
  // National Day is decreed every year; where it is an ordinary day the year's list is missing.
  return years.filter((year) => !isNamed(`${year}-10-01`))
}

function patternOf(day: string): number {
  const weekday = weekdayOf(day)
  if (!isNamed(day)) return weekday
  return getDayDetail(day).work ? madeUpFor(day) : PUBLIC_HOLIDAY
}

/** A make-up workday stands for a holiday on a weekday; the first for the first, the second for the second. */
function madeUpFor(day: string): number {
  const name = getDayDetail(day).name
  const near = Array.from({ length: 2 * REACH_DAYS + 1 }, (_, i) => addDays(day, i - REACH_DAYS)).filter((d) => getDayDetail(d).name === name)
  const position = near.filter((d) => getDayDetail(d).work).indexOf(day)
  const holiday = near.filter((d) => isInLieu(d))[position]
  if (holiday) return weekdayOf(holiday)
  return weekdayOf(day) === 6 ? 5 : 1
}

/** Ordinary days are called by their weekday; holidays and make-up days by the festival. */
function isNamed(day: string): boolean {
  return getDayDetail(day).name.includes(',')
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

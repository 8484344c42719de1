import { type Facts, historyBefore, type Visit } from './facts.ts'

const DAY = 86_400_000
const REGION_OFFSET = 8 * 3_600_000
const FEMALE = { male: 0, female: 1, unknown: NaN } as const

export interface BookedVisit {
  readonly bookedAt: Date
  readonly startsAt: Date
  readonly age: number | null
  readonly sex: 'male' | 'female' | 'unknown' | null
}

export interface EarlierBooking {
  readonly bookedAt: Date
  readonly startsAt: Date
  /** null: cancelled in time, or not over yet. */
  readonly missed: boolean | null
}

/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: number) => (day + 3) % 7
const localDayNumber = (at: Date) => Math.floor((at.getTime() + REGION_OFFSET) / DAY)

/**
 * What we know of a booking, in the words of the model. Where somebody lives, what they suffer from and what they
 * live on is not asked: those tables stay silent. Reminders go out for every booking made early enough for one.
 */
export function factsOfVisit(visit: BookedVisit, earlier: readonly EarlierBooking[]): Facts {
  const own = asVisit({ ...visit, missed: null })
  const lead = Math.max(0, own.day - own.bookedDay)
  return {
    lead,
    bookedMinute: Math.floor(((visit.bookedAt.getTime() + REGION_OFFSET) % DAY) / 60_000),
    bookedWeekday: weekdayOf(own.bookedDay),
    weekday: weekdayOf(own.day),
    age: visit.age ?? NaN,
    sex: visit.sex === null ? NaN : FEMALE[visit.sex],
    message: lead >= 3 ? 1 : 0,
    welfare: NaN, hypertension: NaN, diabetes: NaN, alcohol: NaN, handicap: NaN, place: NaN,
    ...historyBefore(own, earlier.map(asVisit)),
  }
}

function asVisit({ bookedAt, startsAt, missed }: EarlierBooking): Visit {
  return { bookedAt: bookedAt.getTime(), bookedDay: localDayNumber(bookedAt), day: localDayNumber(startsAt), missed }
}

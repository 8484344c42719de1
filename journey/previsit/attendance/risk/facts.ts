/** What is known of a booking when its risk is asked. NaN: nobody asked; the model then goes on as for people in general. */
export interface Facts {
  /** Whole days between booking and visit. */
  readonly lead: number
  /** Minute of the local day at which it was booked. */
  readonly bookedMinute: number
  /** 0 Monday … 6 Sunday. */
  readonly bookedWeekday: number
  readonly weekday: number
  readonly age: number
  /** 0 male, 1 female. */
  readonly sex: number
  /** 1 when a text message goes out before the visit. */
  readonly message: number
  readonly welfare: number
  readonly hypertension: number
  readonly diabetes: number
  readonly alcohol: number
  readonly handicap: number
  /** Which of 256 drawers the name of the neighbourhood falls in. */
  readonly place: number
  /** Visits of the person before the day of this one whose outcome is known by now, and how many of them were missed. */
  readonly known: number
  readonly missed: number
  /** The known share of missed ones, leaning on three visits of anybody. */
  readonly missedShare: number
  /** 1 when somebody missed the last of them; 0 as well when there is none. */
  readonly lastMissed: number
  /** Days between the last of them and this visit; `NEVER` when there is none. */
  readonly sinceLast: number
  /** Of the known ones: on or after the day on which this visit was booked. */
  readonly keptSince: number
  readonly missedSince: number
  /** Bookings the person had made before the day of this visit, or before this one on that day. */
  readonly booked: number
  /** Of these: made on a later day than this one. */
  readonly bookedSince: number
  /** Of these: for the same day as this visit. */
  readonly sameDay: number
  /** Of these: made on the day this one was made, for other days. */
  readonly sameAct: number
  /** Of these: still to come when this one was made. */
  readonly ahead: number
}

/** One visit of a person, as their history is read. Days are counted from 1970. */
export interface Visit {
  readonly bookedAt: number
  readonly bookedDay: number
  readonly day: number
  /** null: nobody can say yet. */
  readonly missed: boolean | null
}

export type History = Pick<Facts, 'known' | 'missed' | 'missedShare' | 'lastMissed' | 'sinceLast' | 'keptSince' | 'missedSince' | 'booked' | 'bookedSince' | 'sameDay' | 'sameAct' | 'ahead'>

/** Longer ago than anybody's last visit: there was none. */
export const NEVER = 99_999

/** What three visits of anybody weigh in the share of missed ones: one in five. */
const ANYBODY = { visits: 3, missed: 0.6 }

/**
 * What is known of the person on the eve of this visit, or earlier if asked earlier: outcomes nobody knows yet are null.
 * Nothing that happens on the day of the visit is looked at; of a visit booked for the same day, nothing after its booking.
 */
export function historyBefore(visit: Visit, others: readonly Visit[]): History {
  const over = others.filter((other) => other !== visit && other.day < visit.day && other.missed !== null)
  const lastDay = Math.max(...over.map(({ day }) => day))
  const missed = over.filter((other) => other.missed)
  const since = over.filter(({ day }) => day >= visit.bookedDay)
  const missedSince = since.filter((other) => other.missed).length
  const booked = others.filter((other) => other !== visit && (other.bookedDay < visit.day || other.bookedAt <= visit.bookedAt))
  return {
    known: over.length,
    missed: missed.length,
    missedShare: (missed.length + ANYBODY.missed) / (over.length + ANYBODY.visits),
    lastMissed: Number(missed.some(({ day }) => day === lastDay)),
    sinceLast: over.length === 0 ? NEVER : visit.day - lastDay,
    keptSince: since.length - missedSince,
    missedSince,
    booked: booked.length,
    bookedSince: booked.filter(({ bookedDay }) => bookedDay > visit.bookedDay).length,
    sameDay: booked.filter(({ day }) => day === visit.day).length,
    sameAct: booked.filter(({ day, bookedDay }) => day !== visit.day && bookedDay === visit.bookedDay).length,
    ahead: booked.filter(({ day }) => day >= visit.bookedDay).length,
  }
}

/** The same visits as one saw them when this one was booked: what was over by then, and what had been booked by then. */
export function asSeenAtBooking(visit: Visit, others: readonly Visit[]): Visit[] {
  return others.filter((other) => other === visit || other.bookedAt <= visit.bookedAt)
    .map((other) => (other === visit || other.day < visit.bookedDay ? other : { ...other, missed: null }))
}

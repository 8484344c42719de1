/** What is known of a booking when its risk is asked. A number that is not known is NaN: its tables then add nothing. */
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
  /** Visits of the person whose outcome was known when this one was booked, and how many of them were missed. */
  readonly known: number
  readonly missed: number
  /** 1 when the last of them was missed. */
  readonly lastMissed: number
  /** Days between the last of them and this booking. */
  readonly sinceLast: number
  /** Bookings the person had made before this one, or in the same act. */
  readonly booked: number
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

export type History = Pick<Facts, 'known' | 'missed' | 'lastMissed' | 'sinceLast' | 'booked' | 'sameDay' | 'sameAct' | 'ahead'>

/** What was known of the person at the moment of this booking; nothing that happened on that day or later is looked at. */
export function historyBefore(visit: Visit, others: readonly Visit[]): History {
  const history = { known: 0, missed: 0, lastMissed: NaN, sinceLast: NaN, booked: 0, sameDay: 0, sameAct: 0, ahead: 0 }
  let lastDay = -Infinity
  for (const other of others) {
    if (other === visit) continue
    if (other.day < visit.bookedDay && other.missed !== null) {
      history.known++
      if (other.missed) history.missed++
      if (other.day > lastDay) history.lastMissed = Number(other.missed)
      else if (other.day === lastDay && other.missed) history.lastMissed = 1
      lastDay = Math.max(lastDay, other.day)
    }
    if (other.bookedAt > visit.bookedAt) continue
    history.booked++
    if (other.day === visit.day) history.sameDay++
    else if (other.bookedDay === visit.bookedDay) history.sameAct++
    if (other.day >= visit.bookedDay) history.ahead++
  }
  if (lastDay > -Infinity) history.sinceLast = visit.bookedDay - lastDay
  return history
}

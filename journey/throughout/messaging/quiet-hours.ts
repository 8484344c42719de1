/** Hours of the night, as "21:00" and "07:30" in local time, in which nobody is written to without need. */
interface QuietHours {
  readonly quietFrom: string
  readonly quietTo: string
}

const MINUTE = 60_000
const DAY_MINUTES = 24 * 60
/** The region's clock, ahead of UTC all year. */
const AHEAD = 8 * 60 * MINUTE

/** The first moment at or after this one that is not in the quiet hours. Hours that begin when they end are none. */
export function awake(at: Date, { quietFrom, quietTo }: QuietHours): Date {
  const [now, from, to] = [Math.floor((at.getTime() + AHEAD) / MINUTE) % DAY_MINUTES, minuteOf(quietFrom), minuteOf(quietTo)]
  const isQuiet = from > to ? now >= from || now < to : now >= from && now < to
  if (!isQuiet) return at
  const wait = (to - now + DAY_MINUTES) % DAY_MINUTES
  return new Date(Math.floor(at.getTime() / MINUTE) * MINUTE + wait * MINUTE)
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

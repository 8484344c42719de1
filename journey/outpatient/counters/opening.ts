import { localDay } from '#platform/clock/index.ts'
import type { StationKind } from './contract.ts'
import type { OpeningHours } from './rules.ts'

/** Whether a station is open at a moment, and when that changes. */
export interface Opening {
  readonly isOpen: boolean
  /** When it opens next; null while it is open, or when it does not within two weeks. */
  readonly opensAt: Date | null
  /** When it closes; null where it never does, or is closed. */
  readonly closesAt: Date | null
  /** Why it is closed, where a day that is otherwise says so. */
  readonly reason?: string
}

const DAY_MS = 86_400_000
const LOOK_DAYS = 14
const always: Opening = { isOpen: true, opensAt: null, closesAt: null }

/** By the hours of the week and the days on which it is otherwise. A kind without hours is always open. */
export function openingAt(hours: OpeningHours, kind: StationKind, at: Date): Opening {
  const spans: [Date, Date][] = []
  for (let ahead = 0; ahead <= LOOK_DAYS; ahead++) spans.push(...spansOn(hours, kind, localDay(new Date(at.getTime() + ahead * DAY_MS))))
  const whole = joined(spans)
  const now = whole.find(([from, to]) => from <= at && at < to)
  if (now) {
    const never = now[1].getTime() - at.getTime() > (LOOK_DAYS - 1) * DAY_MS
    return never ? always : { isOpen: true, opensAt: null, closesAt: now[1] }
  }
  const reason = otherwiseOn(hours, kind, localDay(at)).find((one) => one.reason)?.reason
  return { isOpen: false, opensAt: whole.find(([from]) => from > at)?.[0] ?? null, closesAt: null, ...(reason ? { reason } : {}) }
}

/** When it is open on a day, the earlier first. */
function spansOn(hours: OpeningHours, kind: StationKind, day: string): [Date, Date][] {
  const other = otherwiseOn(hours, kind, day)
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7
  const usual = hours[kind].length === 0 ? [{ from: '00:00', to: '24:00' }] : hours[kind].filter(({ days }) => days.includes(weekday))
  return (other.length > 0 ? other.flatMap(timesOf) : usual).map(({ from, to }): [Date, Date] => [moment(day, from), moment(day, to)]).toSorted(([a], [b]) => a.getTime() - b.getTime())
}

const otherwiseOn = (hours: OpeningHours, kind: StationKind, day: string) => hours.exceptions.filter((one) => one.day === day && one.stations.includes(kind))

function timesOf({ closed, from, to }: OpeningHours['exceptions'][number]): { from: string; to: string }[] {
  return !closed && from !== undefined && to !== undefined && from < to ? [{ from, to }] : []
}

const moment = (day: string, time: string): Date => (time === '24:00' ? new Date(Date.parse(`${day}T00:00:00+08:00`) + DAY_MS) : new Date(`${day}T${time}:00+08:00`))

/** Times that touch are one: a night between two open days closes nothing. */
function joined(spans: readonly [Date, Date][]): [Date, Date][] {
  const whole: [Date, Date][] = []
  for (const [from, to] of spans) {
    const last = whole.at(-1)
    if (last && from <= last[1]) last[1] = to > last[1] ? to : last[1]
    else whole.push([from, to])
  }
  return whole
}

/** "7:30", or with its day where it is another one: "3-18 7:30". Read the same in both languages. */
export function clockWords(at: Date, now: Date): string {
  const [day, time] = [localDay(at), new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16).replace(/^0/, '')]
  if (day === localDay(now)) return time
  const [, month, date] = day.split('-').map(Number)
  return `${month}-${date} ${time}`
}

import { addDays, workDays } from '#engines/capacity/index.ts'
import { type Band, bandOf, type Calibration, calibrate, type Residual } from './intervals.ts'
import { expected, fitModel, type Moment, type Series, type Spec } from './model.ts'

export const FIRST_HOUR = 7
export const LAST_HOUR = 20
const HOURS = LAST_HOUR - FIRST_HOUR + 1

export interface Counted {
  readonly departmentId: number
  readonly day: string
  readonly hour: number
  readonly arrived: number
}

export interface ForecastHour extends Band {
  readonly departmentId: number
  readonly day: string
  readonly hour: number
}

export interface Signal {
  readonly departmentId: number
  /** How many times as many came in the last week as season and weekday explain. */
  readonly times: number
  /** Of the last seven days, how many lay above what 97 of 100 such days bring. */
  readonly daysAbove: number
}

export interface HospitalForecast {
  readonly hours: readonly ForecastHour[]
  readonly signals: readonly Signal[]
  /** Of 100 hours of the weeks held back, so many lay in the band of 80. */
  readonly inside80: number | null
  readonly historyDays: number
}

const usual: Spec = { halfLife: 21 * HOURS, window: 28 * HOURS, shrink: 20, ownShrink: 40, drift: 0 }
/** When more come than usual explains, only the last days say how many. */
const quick: Spec = { ...usual, halfLife: 3 * HOURS }
/** Weeks held back, one after the other, for the intervals. */
const HELD_BACK = 3
export const FEWEST_DAYS = 42

/** The kind of a day and hour: whose weekday it is worked by (a make-up Saturday is worked like the holiday it stands for), holidays, the first day after one, the month. */
export function keysOf(days: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const calendar = workDays(addDays(days[0]!, -1), days.length + 1)
  return new Map(calendar.slice(1).map(({ day, weekday, festival }, at) => {
    const kind = weekday === 8 ? 'holiday' : festival !== undefined ? 'make-up' : calendar[at]!.weekday === 8 ? 'after-holiday' : 'usual'
    return [day, [`w${weekday}`, kind, `m${day.slice(5, 7)}`]]
  }))
}

/** What comes in the next `ahead` days, by department and hour, with bands that held in the weeks before. */
export function forecastHospital(counts: readonly Counted[], today: string, ahead: number): HospitalForecast {
  const first = counts.reduce((least, one) => (one.day < least ? one.day : least), today)
  const historyDays = Math.round((Date.parse(today) - Date.parse(first)) / 86_400_000)
  if (historyDays < FEWEST_DAYS) return { hours: [], signals: [], inside80: null, historyDays }
  const past = Array.from({ length: historyDays }, (_, at) => addDays(first, at))
  const coming = Array.from({ length: ahead }, (_, at) => addDays(today, at))
  const keys = keysOf([...past, ...coming])
  const series = seriesOf(counts, past, keys)
  const { calibrations, inside80, weeks } = heldBack(series)
  const signals = [...series.keys()].flatMap((at) => signalOf(series[at]!, weeks, at))
  const plain = fitModel(series, usual)
  const rising = fitModel(series, quick)
  const hours = series.flatMap(({ name }) => coming.flatMap((day, dayAt) => Array.from({ length: HOURS }, (_, hourAt): ForecastHour => {
    const model = signals.some((one) => String(one.departmentId) === name) ? rising : plain
    const told = expected(model, name, momentKeys(keys.get(day)!, FIRST_HOUR + hourAt), dayAt * HOURS + hourAt + 1)
    return { departmentId: Number(name), day, hour: FIRST_HOUR + hourAt, ...bandOf(calibrations, told) }
  })))
  return { hours, signals, inside80, historyDays }
}

const momentKeys = ([weekday, kind, month]: readonly string[], hour: number): string[] => [weekday!, `h${hour}`, `${Number(weekday!.slice(1)) >= 6 ? 'end' : 'week'}/${hour}`, kind!, month!]

function seriesOf(counts: readonly Counted[], days: readonly string[], keys: ReadonlyMap<string, readonly string[]>): Series[] {
  const known = Map.groupBy(counts, (one) => one.departmentId)
  return [...known].map(([departmentId, own]) => {
    const at = new Map(own.map((one) => [`${one.day}/${one.hour}`, one.arrived]))
    const moments = days.flatMap((day) => Array.from({ length: HOURS }, (_, hourAt): Moment => ({ keys: momentKeys(keys.get(day)!, FIRST_HOUR + hourAt), count: at.get(`${day}/${FIRST_HOUR + hourAt}`) ?? 0 })))
    return { name: String(departmentId), moments }
  })
}

/** The last weeks forecast one by one from what was known before each; the newest is judged with what the others taught. */
function heldBack(series: readonly Series[]): { calibrations: Calibration; inside80: number; weeks: readonly (Residual & { series: number; at: number })[] } {
  const end = series[0]!.moments.length
  const weeks: (Residual & { series: number; at: number })[] = []
  for (let week = HELD_BACK; week > 0; week--) {
    const origin = end - week * 7 * HOURS
    const model = fitModel(series.map(({ name, moments }) => ({ name, moments: moments.slice(0, origin) })), usual)
    for (let at = origin; at < origin + 7 * HOURS; at++) series.forEach(({ name, moments }, index) => weeks.push({ series: index, at, expected: expected(model, name, moments[at]!.keys, at - origin + 1), came: moments[at]!.count }))
  }
  const newest = weeks.filter((one) => one.at >= end - 7 * HOURS)
  const taught = calibrate(thinned(weeks.filter((one) => one.at < end - 7 * HOURS)))
  const inside = newest.filter((one) => {
    const band = bandOf(taught, one.expected)
    return one.came >= band.low[80] && one.came <= band.high[80]
  }).length
  return { calibrations: calibrate(thinned(weeks)), inside80: Math.round((inside / newest.length) * 1000) / 10, weeks: newest }
}

/** Hours at which nobody is ever expected would make every band look good. */
const thinned = (residuals: readonly Residual[]) => residuals.filter((one) => one.expected >= 0.5)

/** An epidemic, or the like: day after day more than chance brings. */
function signalOf({ name, moments }: Series, week: readonly (Residual & { series: number; at: number })[], index: number): Signal[] {
  const own = week.filter((one) => one.series === index)
  const told = own.reduce((sum, one) => sum + one.expected, 0)
  const came = own.reduce((sum, one) => sum + one.came, 0)
  if (told < 35) return []
  const firstAt = moments.length - 7 * HOURS
  let daysAbove = 0
  for (let day = 0; day < 7; day++) {
    const ofDay = own.filter((one) => Math.floor((one.at - firstAt) / HOURS) === day)
    const expectedOfDay = ofDay.reduce((sum, one) => sum + one.expected, 0)
    if (ofDay.reduce((sum, one) => sum + one.came, 0) > expectedOfDay + 1.9 * Math.sqrt(expectedOfDay + (0.08 * expectedOfDay) ** 2)) daysAbove++
  }
  return daysAbove >= 3 && came / told >= 1.15 ? [{ departmentId: Number(name), times: Math.round((came / told) * 100) / 100, daysAbove }] : []
}

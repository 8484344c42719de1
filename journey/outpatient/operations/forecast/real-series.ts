import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plan } from './judge.ts'
import type { Series, Spec } from './model.ts'

/** A sentence for the one at the terminal; nothing is wrong with the program. */
export class NoData extends Error {}

export interface Task {
  readonly name: string
  readonly series: readonly Series[]
  readonly plan: Plan
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

function grid(of: { halfLife: readonly number[]; window: readonly number[]; shrink: readonly number[]; ownShrink: readonly number[]; drift: readonly number[] }): Spec[] {
  return of.halfLife.flatMap((halfLife) => of.window.flatMap((window) => of.shrink.flatMap((shrink) => of.ownShrink.flatMap((ownShrink) => of.drift.map((drift) => ({ halfLife, window, shrink, ownShrink, drift }))))))
}

function rowsOf(folder: string, path: string): Record<string, string>[] {
  const file = join(folder, path)
  if (!existsSync(file)) throw new NoData(`There is no ${file}. These series are not part of this repository.`)
  const [header, ...lines] = readFileSync(file, 'utf8').replace(/^\uFEFF/, '').split(/\r?\n/).filter((line) => line !== '')
  const names = header!.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']))
  })
}

/** Emergency calls per hour: one county, judged from July 2016 on, a week ahead from each origin. */
function emergencyCalls(folder: string): Task {
  const counts = new Map<number, number>()
  for (const row of rowsOf(folder, 'emergency/dev/ems_calls_montgomery_pa_2015_2016.csv')) {
    const hour = Math.floor(Date.parse(`${row['time']!.replace(' ', 'T')}Z`) / HOUR)
    counts.set(hour, (counts.get(hour) ?? 0) + 1)
  }
  // Whole days only: the first day of the record begins in its evening.
  const first = Math.ceil(Math.min(...counts.keys()) / 24) * 24
  const last = Math.floor(Math.max(...counts.keys()) / 24) * 24
  const moments = Array.from({ length: last - first }, (_, at) => {
    const hour = first + at
    const weekday = weekdayOf(hour * HOUR)
    return { count: counts.get(hour) ?? 0, keys: [`d${weekday}`, `h${hour % 24}`, `${weekday >= 5 ? 'end' : 'week'}/${hour % 24}`, `${weekday}/${hour % 24}`] }
  })
  const judgedFrom = Math.floor(Date.UTC(2016, 6, 1) / HOUR) - first
  const specs = grid({ halfLife: [168, 336, 672, 1344], window: [336, 2000], shrink: [10, 30, 100], ownShrink: [50], drift: [0] })
  return { name: 'ems-calls-per-hour', series: [{ name: 'county', moments }], plan: { judgedFrom, horizon: 168, season: 168, origins: 5, specs } }
}

/** Emergency departments of the first type, month by month; the last twelve months are judged, one ahead. */
function attendances(folder: string): Task {
  const byProvider = new Map<string, Map<string, number>>()
  for (const { period, org_code: code, type, attendances: count } of rowsOf(folder, 'appointments/dev/nhs_ae_attendances_2016_2019.csv')) {
    if (type !== '1') continue
    byProvider.set(code!, (byProvider.get(code!) ?? new Map<string, number>()).set(period!, Number(count)))
  }
  const months = [...new Set([...byProvider.values()].flatMap((counts) => [...counts.keys()]))].toSorted()
  const series = [...byProvider].filter(([, counts]) => months.every((month) => counts.has(month))).map(([name, counts]) => ({
    name, moments: months.map((month) => ({ count: counts.get(month)!, keys: [month.slice(5)] })),
  }))
  const specs = grid({ halfLife: [0.7, 1, 1.5, 2.5, 4], window: [6, 12], shrink: [1], ownShrink: [2000, 20_000, 200_000], drift: [0, 0.5] })
  return { name: 'nhs-ae-attendances-monthly', series, plan: { judgedFrom: months.length - 12, horizon: 1, season: 12, origins: 5, specs } }
}

/** People who came to their appointment, by day and neighbourhood, of those open nearly every day; the last week is judged. */
function arrivals(folder: string): Task {
  const byPlace = new Map<string, Map<string, number>>()
  for (const { AppointmentDay: day, Neighbourhood: place, 'No-show': missed } of rowsOf(folder, 'appointments/dev/noshow_vitoria_2016.csv')) {
    if (missed !== 'No') continue
    const counts = byPlace.get(place!) ?? new Map<string, number>()
    byPlace.set(place!, counts.set(day!.slice(0, 10), (counts.get(day!.slice(0, 10)) ?? 0) + 1))
  }
  const days = [...new Set([...byPlace.values()].flatMap((counts) => [...counts.keys()]))].filter((day) => weekdayOf(Date.parse(day)) < 5).toSorted()
  const series = [...byPlace].filter(([, counts]) => days.filter((day) => counts.has(day)).length >= days.length - 2).map(([name, counts]) => ({
    name, moments: days.map((day) => ({ count: counts.get(day) ?? 0, keys: [`d${weekdayOf(Date.parse(day))}`] })),
  }))
  const specs = grid({ halfLife: [5, 10, 20], window: [8, 30], shrink: [50], ownShrink: [100, 400], drift: [0] })
  return { name: 'appointment-arrivals-per-day', series, plan: { judgedFrom: days.length - 5, horizon: 1, season: 5, origins: 5, specs } }
}

/** Monday is 0. */
const weekdayOf = (at: number) => (Math.floor(at / DAY) + 3) % 7

export const realTasks = { 'ems-calls-per-hour': emergencyCalls, 'nhs-ae-attendances-monthly': attendances, 'appointment-arrivals-per-day': arrivals } as const

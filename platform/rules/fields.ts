import { z } from 'zod'

/** What a number of a rule counts; pages say it in words (`unit.*` of the rules module). */
export const units = [
  'minutes', 'hours', 'days', 'workdays', 'weeks', 'seconds', 'cents', 'bp', 'percent', 'share', 'people', 'times', 'units', 'metres', 'years', 'points',
  'hour-of-day', 'per-second', 'metres-per-second', 'seconds-per-floor', 'number',
] as const
export type Unit = (typeof units)[number]

/** A whole number with its unit and its limits. */
export const whole = (unit: Unit, least: number, most: number) => z.int().min(least).max(most).meta({ unit })

/** A number that may have a fraction. */
export const measure = (unit: Unit, least: number, most: number) => z.number().min(least).max(most).meta({ unit })

/** A part of one, such as 0.3; pages show 30 %. */
export const share = () => measure('share', 0, 1)

/** An amount of money in cents; pages show yuan. */
export const cents = (least: number, most: number) => whole('cents', least, most)

/** Local time, `21:30`. */
export const timeOfDay = () => z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).meta({ kind: 'time' })

/** Local time at which a day ends: up to `24:00`. */
export const endOfDay = () => z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/).meta({ kind: 'end-of-day' })

/** A day of the calendar, `2026-03-18`. */
export const calendarDay = () => z.iso.date().meta({ kind: 'day' })

/** Days of the week, at least one; 1 is Monday. */
export const weekdays = () => z.array(z.int().min(1).max(7)).min(1).max(7).meta({ kind: 'weekdays' })

/** A part of a row that is left out where another part of the row, a yes or no, is yes; a page asks for it only where it is not. */
export const unlessYes = <S extends z.ZodType>(other: string, schema: S) => schema.optional().meta({ unless: other })

/** A short text in somebody's own words. */
export const words = (most: number) => z.string().trim().max(most)

/** What zod's `refine` takes: what must hold, and at which part it is said when it does not. */
type Check<V> = [holds: (value: V) => boolean, said: { path: string[]; message: string }]

/** For `refine`: each of these comes after the one before it. */
export function inOrder<K extends string>(...keys: readonly [K, K, ...K[]]): Check<Readonly<Record<K, number | string>>> {
  return [(value) => keys.every((key, at) => at === 0 || value[keys[at - 1]!] < value[key]), { path: keys.slice(-1), message: 'This comes too early.' }]
}

const LONGEST_NIGHT_MINUTES = 14 * 60
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** For `refine`: the quiet time leaves a day in which people can be reached; the same time twice is no quiet time. */
export const leavesADay: Check<{ readonly quietFrom: string; readonly quietTo: string }> = [
  ({ quietFrom, quietTo }) => (minuteOf(quietTo) - minuteOf(quietFrom) + 1440) % 1440 <= LONGEST_NIGHT_MINUTES,
  { path: ['quietTo'], message: 'This leaves no day.' },
]

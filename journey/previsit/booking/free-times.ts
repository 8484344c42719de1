import { addDays, firstTimes, nextFree, type NextFree, type ServiceRef } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Half } from './contract.ts'

/** How old an answer may be: lists of openings are looked at by everybody and change with every booking. */
const TRUSTED_MS = 3000
/** The platform's clock may be moved: what was found for another time is not used. */
const SAME_TIME_MS = 60_000

interface Kept {
  readonly until: number
  readonly now: number
  readonly free: NextFree | undefined
}

export type Run = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
/** The next free time of each service, by `institution/service`; those without one are absent. */
export type FreeTimes = (run: Run, services: readonly ServiceRef[], now: Date) => Promise<Map<string, NextFree>>

/**
 * Next free times from this process's memory, at most three seconds old. What is not there is asked for in one question,
 * so that a city's worth of people searching costs the database one walk per clinic every few seconds.
 */
export function rememberedFreeTimes(): FreeTimes {
  const kept = new Map<string, Kept>()
  return async (run, services, now) => {
    const isFresh = (one: Kept | undefined) =>
      one !== undefined && one.until > performance.now() && Math.abs(one.now - now.getTime()) < SAME_TIME_MS && (one.free === undefined || one.free.startsAt > now)
    const missing = services.filter((service) => !isFresh(kept.get(keyOf(service))))
    if (missing.length > 0) {
      const found = new Map((await run((tx) => nextFree(tx, missing, 'public', now))).map((free) => [keyOf(free), free]))
      const until = performance.now() + TRUSTED_MS
      for (const service of missing) kept.set(keyOf(service), { until, now: now.getTime(), free: found.get(keyOf(service)) })
    }
    const times = new Map<string, NextFree>()
    for (const service of services) {
      const free = kept.get(keyOf(service))?.free
      if (free) times.set(keyOf(service), free)
    }
    return times
  }
}

/** Which half-days one looks for. */
export interface WishedHours {
  readonly half?: Half | undefined
  readonly weekend?: boolean | undefined
}

/** Fewer days than are open: whoever looks for an evening looks for one soon. */
const LOOK_AHEAD_DAYS = 14

/** The next free times of each service, each of another half-day, within the wished hours of the next two weeks. */
export async function timesWithin(run: Run, services: readonly ServiceRef[], { half, weekend }: WishedHours, limit: number, now: Date): Promise<Map<string, NextFree[]>> {
  const today = localDay(now)
  const days = Array.from({ length: LOOK_AHEAD_DAYS }, (_, ahead) => addDays(today, ahead)).filter((day) => !weekend || [0, 6].includes(new Date(day).getUTCDay()))
  const found = await run((tx) => firstTimes(tx, services, { pool: 'public', days, half, limit }, now))
  return Map.groupBy(found, keyOf)
}

export function keyOf({ institutionId, serviceId }: ServiceRef): string {
  return `${institutionId}/${serviceId}`
}

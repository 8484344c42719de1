import { addDays, firstTimes, nextFree, type NextFree, type ServiceRef } from '#engines/capacity/index.ts'
import { createLanes } from '#platform/batching/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import type { Half } from './contract.ts'
import { APPOINTMENT_BOOKED, APPOINTMENT_CANCELLED, APPOINTMENT_MOVED, APPOINTMENT_REINSTATED, APPOINTMENT_SUSPENDED, type AppointmentFacts } from './events.ts'

/** Older than this, what is remembered is asked for again; whoever looks meanwhile still gets it at once. */
const RENEWED_AFTER_MS = 3000
/** Older than this nobody gets it: they wait for the new answer. */
const KEPT_MS = 15_000
/** The platform's clock may be moved: what was found for another time is not used. */
const SAME_TIME_MS = 60_000
/** One question to the database walks at most so many clinics. */
const AT_ONCE = 400

interface Kept {
  readonly at: number
  readonly now: number
  readonly free: NextFree | undefined
}

export type Run = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
/** The next free time of each service, by {@link keyOf}; those without one are absent. */
export type FreeTimes = (services: readonly ServiceRef[]) => Promise<ReadonlyMap<number, NextFree>>

/**
 * Next free times from this process's memory. What everybody looks at is renewed behind their backs, one question for
 * all who look, so that a city's worth of people searching costs the database a few walks a second. A time that was
 * just taken or came back is not remembered: the event of the booking, wherever it was made, forgets it.
 */
export function rememberedFreeTimes({ db, clock, live }: Pick<Services, 'db' | 'clock' | 'live'>): FreeTimes {
  const kept = new Map<number, Kept>()
  const asked = new Map<number, Promise<void>>()
  const walks = walksTogether({ db, clock })

  /** Asked by many while it is on its way, a clinic is walked once. What an event overtook is handed out but not kept. */
  function ask(key: number, service: ServiceRef): Promise<void> {
    const underWay = asked.get(key)
    if (underWay) return underWay
    const now = clock.now().getTime()
    const answer: Promise<void> = walks.submit(service).then(
      (free) => {
        kept.set(key, { at: asked.get(key) === answer ? performance.now() : -Infinity, now, free })
        if (asked.get(key) === answer) asked.delete(key)
      },
      (error: unknown) => {
        if (asked.get(key) === answer) asked.delete(key)
        throw error
      },
    )
    asked.set(key, answer)
    return answer
  }

  function forget(service: ServiceRef, isConcerned: (free: NextFree | undefined) => boolean): void {
    const key = keyOf(service)
    asked.delete(key)
    const one = kept.get(key)
    if (one && isConcerned(one.free)) kept.delete(key)
  }
  live.onTypes([APPOINTMENT_BOOKED], ({ payload }) => {
    const taken = payload as unknown as AppointmentFacts
    forget(taken, (free) => free?.periodId === taken.periodId)
  })
  live.onTypes([APPOINTMENT_CANCELLED, APPOINTMENT_MOVED, APPOINTMENT_SUSPENDED, APPOINTMENT_REINSTATED], ({ payload }) => forget(payload as unknown as AppointmentFacts, () => true))

  return async (services) => {
    const [at, now] = [performance.now(), clock.now().getTime()]
    const waitFor: Promise<void>[] = []
    for (const service of services) {
      const key = keyOf(service)
      const one = kept.get(key)
      const isTrue = one !== undefined && Math.abs(one.now - now) < SAME_TIME_MS && (one.free === undefined || one.free.startsAt.getTime() > now)
      if (isTrue && one.at + RENEWED_AFTER_MS > at) continue
      const renewed = ask(key, service)
      if (isTrue && one.at + KEPT_MS > at) renewed.catch(() => {})
      else waitFor.push(renewed)
    }
    if (waitFor.length > 0) await Promise.all(waitFor)
    const times = new Map<number, NextFree>()
    for (const service of services) {
      const free = kept.get(keyOf(service))?.free
      if (free) times.set(keyOf(service), free)
    }
    return times
  }
}

/** Clinics that are asked for while a question is on its way share the next one. */
function walksTogether({ db, clock }: Pick<Services, 'db' | 'clock'>) {
  return createLanes<ServiceRef, NextFree | undefined>({
    lanes: 1, maxBatch: AT_ONCE, laneOf: () => 0,
    async run(services) {
      const now = clock.now()
      const found = await inTransaction(db, systemContext('booking.free-times', now), (tx) => nextFree(tx, services, 'public', now))
      const times = new Map(found.map((free) => [keyOf(free), free]))
      return services.map((service) => times.get(keyOf(service)))
    },
  })
}

/** Which half-days one looks for. */
export interface WishedHours {
  readonly half?: Half | undefined
  readonly weekend?: boolean | undefined
}

/** Fewer days than are open: whoever looks for an evening looks for one soon. */
const LOOK_AHEAD_DAYS = 14

/** The next free times of each service, each of another half-day, within the wished hours of the next two weeks. */
export async function timesWithin(run: Run, services: readonly ServiceRef[], { half, weekend }: WishedHours, limit: number, now: Date): Promise<Map<number, NextFree[]>> {
  const today = localDay(now)
  const days = Array.from({ length: LOOK_AHEAD_DAYS }, (_, ahead) => addDays(today, ahead)).filter((day) => !weekend || [0, 6].includes(new Date(day).getUTCDay()))
  const found = await run((tx) => firstTimes(tx, services, { pool: 'public', days, half, limit }, now))
  return Map.groupBy(found, keyOf)
}

const INSTITUTION = 2 ** 31

/** One number for a service of the region: lists of hundreds are looked up by it. */
export function keyOf({ institutionId, serviceId }: ServiceRef): number {
  return institutionId * INSTITUTION + serviceId
}

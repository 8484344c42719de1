import { createLanes } from '#platform/batching/index.ts'
import { knownKeys } from '#platform/http/idempotency.ts'
import type { Services } from '#platform/services.ts'
import { APPOINTMENT_CANCELLED, APPOINTMENT_MOVED, HOLD_EXPIRED } from './events.ts'
import type { Wish } from './wish.ts'

const REMEMBERED_MS = 3000
/** Nobody asked for so long: the rush is over. */
const QUIET_MS = 30_000
/** So many refusals within that time make a rush. Before, everybody is answered with what is true at this very moment. */
const RUSH = 3
const MOST = 5000

interface Remembered {
  from: number
  refusals: number
}

interface Key {
  readonly actorId: string
  readonly key: string
}

export interface SoldOut {
  /** True in a rush on units that were all taken a moment ago. Every few seconds one of those who come is sent to look again. One that comes back here is known at once, elsewhere as soon as its event arrives. */
  isKnown(wish: Wish): boolean
  note(wish: Wish): void
  /** Somebody got a unit after all. */
  took(wish: Wish): void
  /** True when this very request was answered before: then the stored answer is the truth, and not "full". */
  wasAnswered(wish: Wish): Promise<boolean>
  /** Units of this period, or of some period, came back. */
  forget(institutionId?: number, periodId?: number): void
}

/**
 * In a rush most people come for what is already gone. They hear so from memory, at the price of looking for their key,
 * many at once, and without a lock or a write: what is left of the database serves those who can still be served.
 */
export function soldOut({ pool, clock, live }: Pick<Services, 'pool' | 'clock' | 'live'>): SoldOut {
  const kept = new Map<string, Remembered>()
  const nameOf = (wish: Wish) => `${wish.institution_id}/${wish.period_id}/${wish.pool}`
  const ageOf = (known: Remembered) => Math.abs(clock.now().getTime() - known.from)
  const isFresh = (known: Remembered) => ageOf(known) < REMEMBERED_MS
  const keys = createLanes<Key, boolean>({ lanes: 1, maxBatch: 512, laneOf: () => 0, run: (batch) => knownKeys(pool, batch) })

  function forget(institutionId?: number, periodId?: number): void {
    if (periodId === undefined) return kept.clear()
    for (const name of kept.keys()) if (name.startsWith(`${institutionId}/${periodId}/`)) kept.delete(name)
  }
  live.onTypes([APPOINTMENT_CANCELLED, APPOINTMENT_MOVED, HOLD_EXPIRED], ({ payload }) => {
    const { institutionId, periodId, fromPeriodId } = payload as { institutionId: number; periodId: number; fromPeriodId?: number }
    forget(institutionId, fromPeriodId ?? periodId)
  })

  return {
    isKnown(wish) {
      const one = kept.get(nameOf(wish))
      if (!one || one.refusals < RUSH) return false
      if (isFresh(one)) return true
      if (ageOf(one) > QUIET_MS) kept.delete(nameOf(wish))
      // Grown old in the rush: this one goes and looks, for all who come while it does.
      else one.from = clock.now().getTime()
      return false
    },
    took: (wish) => void kept.delete(nameOf(wish)),
    note(wish) {
      const one = kept.get(nameOf(wish))
      if (one && isFresh(one)) {
        one.refusals++
        return
      }
      kept.delete(nameOf(wish))
      kept.set(nameOf(wish), { from: clock.now().getTime(), refusals: 1 })
      if (kept.size > MOST) kept.delete(kept.keys().next().value!)
    },
    wasAnswered: ({ actor_id: actorId, key }) => (key === null ? Promise.resolve(false) : keys.submit({ actorId, key })),
    forget,
  }
}

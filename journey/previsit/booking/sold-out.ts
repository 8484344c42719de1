import type { Pool } from 'pg'
import { createLanes } from '#platform/batching/index.ts'
import type { Wish } from './wish.ts'

const REMEMBERED_MS = 500
/** So many refusals within that time make a rush. Before, everybody is answered with what is true at this very moment. */
const RUSH = 8
const MOST = 5000

interface Remembered {
  readonly from: number
  refusals: number
}

interface Key {
  readonly actorId: string
  readonly key: string
}

export interface SoldOut {
  /** True in a rush on units that were all taken a moment ago; one that comes back is seen within half a second. */
  isKnown(wish: Wish): boolean
  note(wish: Wish): void
  /** True when this very request was answered before: then the stored answer is the truth, and not "full". */
  wasAnswered(wish: Wish): Promise<boolean>
}

/**
 * In a rush most people come for what is already gone. They hear so from memory, at the price of looking for their key,
 * many at once, and without a lock or a write: what is left of the database serves those who can still be served.
 */
export function soldOut(pool: Pick<Pool, 'query'>): SoldOut {
  const kept = new Map<string, Remembered>()
  const nameOf = (wish: Wish) => `${wish.institution_id}/${wish.period_id}/${wish.pool}`
  const keys = createLanes<Key, boolean>({ lanes: 1, maxBatch: 512, laneOf: () => 0, run: (batch) => known(pool, batch) })
  return {
    isKnown(wish) {
      const known = kept.get(nameOf(wish))
      return known !== undefined && known.refusals >= RUSH && known.from > performance.now() - REMEMBERED_MS
    },
    note(wish) {
      const known = kept.get(nameOf(wish))
      if (known && known.from > performance.now() - REMEMBERED_MS) {
        known.refusals++
        return
      }
      kept.set(nameOf(wish), { from: performance.now(), refusals: 1 })
      if (kept.size > MOST) kept.delete(kept.keys().next().value!)
    },
    wasAnswered: ({ actor_id: actorId, key }) => (key === null ? Promise.resolve(false) : keys.submit({ actorId, key })),
  }
}

async function known(pool: Pick<Pool, 'query'>, batch: readonly Key[]): Promise<boolean[]> {
  const { rows } = await pool.query<{ ord: number }>({
    name: 'booking.known-keys',
    text: `select u.ord::integer as ord from unnest($1::text[], $2::text[]) with ordinality u(actor_id, key, ord)
      where exists (select from platform.idempotency i where i.actor_id = u.actor_id and i.key = u.key)`,
    values: [batch.map((one) => one.actorId), batch.map((one) => one.key)],
  })
  const found = new Set(rows.map((row) => row.ord))
  return batch.map((_, i) => found.has(i + 1))
}

import { addDays, type PeriodOfDay, periodsOfDay, type PoolCode } from '#engines/capacity/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { StoredDraw } from './stored.ts'

type OfDraw = Pick<StoredDraw, 'institutionId' | 'serviceId' | 'firstDay' | 'lastDay'>

export interface FreeUnits {
  readonly periodId: number
  readonly startsAt: Date
  readonly endsAt: Date
  readonly left: number
}

/** The periods of a draw's days that have free units of a pool and are still to come. */
export async function freeUnits(tx: Tx, draw: OfDraw, pool: PoolCode, now: Date): Promise<FreeUnits[]> {
  const found: PeriodOfDay[] = []
  for (let day = draw.firstDay; day <= draw.lastDay; day = addDays(day, 1)) found.push(...(await periodsOfDay(tx, draw, day, now)))
  return found
    .filter((period) => period.status === 'open' && period.startsAt > now)
    .map(({ periodId, startsAt, endsAt, pools }) => ({ periodId, startsAt, endsAt, left: pools.find((one) => one.pool === pool)?.left ?? 0 }))
    .filter((period) => period.left > 0)
}

export const countOf = (free: readonly FreeUnits[]): number => free.reduce((sum, one) => sum + one.left, 0)

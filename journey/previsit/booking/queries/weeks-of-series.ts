import { addDays, periodById, type PeriodOfDay, periodsOfDay } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { PoolCode, WeekOfSeries } from '../contract.ts'
import { PeriodNotFound } from '../errors.ts'

interface Asked {
  readonly institutionId: number
  readonly serviceId: number
  readonly periodId: number
  readonly weeks: number
  readonly everyWeeks: number
}

/**
 * The same time week after week, beginning with the one chosen: what is free, what is full, and the nearest free time that day.
 * Said before anything is booked, so that nobody is surprised by what is missing.
 */
export async function weeksOfSeries(tx: Tx, { institutionId, serviceId, periodId, weeks, everyWeeks }: Asked, pools: readonly PoolCode[], now: Date): Promise<WeekOfSeries[]> {
  const first = await periodById(tx, institutionId, periodId)
  if (!first || first.serviceId !== serviceId) throw new PeriodNotFound()
  const found: WeekOfSeries[] = []
  for (let week = 0; week < weeks; week++) {
    const day = addDays(localDay(first.startsAt), 7 * everyWeeks * week)
    const wished = first.startsAt.getTime() + 7 * everyWeeks * week * 86_400_000
    found.push(nearest(day, await periodsOfDay(tx, { institutionId, serviceId }, day, now), wished, pools))
  }
  return found
}

function nearest(day: string, periods: readonly PeriodOfDay[], wished: number, pools: readonly PoolCode[]): WeekOfSeries {
  if (periods.length === 0) return { day, state: 'none', period: null }
  const offers = periods.filter((period) => period.status === 'open').flatMap((period) => {
    const pool = pools.find((code) => period.pools.some((one) => one.pool === code && one.open && one.left > 0))
    return pool ? [{ period, pool, distance: Math.abs(period.startsAt.getTime() - wished) }] : []
  })
  const [best] = offers.sort((a, b) => a.distance - b.distance)
  if (best) {
    const { periodId, startsAt, endsAt } = best.period
    return { day, state: 'free', period: { periodId, pool: best.pool, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), exact: best.distance === 0 } }
  }
  if (periods.every((period) => period.status !== 'open')) return { day, state: 'suspended', period: null }
  return { day, state: periods.some((period) => period.pools.some((pool) => !pool.open && pool.left > 0)) ? 'not-open-yet' : 'full', period: null }
}

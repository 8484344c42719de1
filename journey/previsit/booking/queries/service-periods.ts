import { type PeriodOfDay, periodsOfDay, type PoolCode } from '#engines/capacity/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Period, PeriodsOfDay } from '../contract.ts'
import { cancelByOf } from '../cancel-by.ts'
import { bookingRules } from '../rules.ts'

/** Units of these are given out by others than whoever looks for a time: those who wait, and the draw. */
const NOT_LOOKED_FOR: readonly PoolCode[] = ['waitlist', 'draw']

/** The periods of one day: when, what is left, and of which pool. */
export async function servicePeriods(tx: Tx, service: { institutionId: number; serviceId: number }, day: string, now: Date): Promise<PeriodsOfDay> {
  const rules = await bookingRules(tx, service.institutionId, now)
  const periods = await periodsOfDay(tx, service, day, now)
  return { day, cancelBy: cancelByOf(day, rules), periods: periods.map((period) => asPeriod(period, now)) }
}

function asPeriod({ periodId, half, startsAt, endsAt, room, status, pools: all }: PeriodOfDay, now: Date): Period {
  const pools = all.filter((one) => !NOT_LOOKED_FOR.includes(one.pool))
  return { periodId, half, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), room, state: stateOf(startsAt, status, pools, now), pools }
}

function stateOf(startsAt: Date, status: PeriodOfDay['status'], pools: PeriodOfDay['pools'], now: Date): Period['state'] {
  if (status !== 'open') return 'suspended'
  if (startsAt <= now) return 'past'
  if (pools.some((pool) => pool.open && pool.left > 0)) return 'free'
  return pools.some((pool) => !pool.open && pool.left > 0 && new Date(pool.opensAt) > now) ? 'not-open-yet' : 'full'
}

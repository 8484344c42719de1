import type { Period } from '../../contract.ts'

const leftIn = (period: Period, ofAll: boolean) => period.pools.reduce((sum, pool) => sum + (pool.open && (ofAll || pool.pool === 'public') ? pool.left : 0), 0)

/**
 * Two doctors at one clinic at one time are one time to choose: the freer one stands for both, or the one that is chosen already,
 * and says how many are left together.
 */
export function oneOfEachTime(periods: readonly Period[], chosen: number | undefined): Period[] {
  return [...Map.groupBy(periods, (period) => `${period.startsAt}/${period.endsAt}`).values()].map((same) => {
    const [freest] = same.toSorted((a, b) => Number(b.state === 'free') - Number(a.state === 'free') || leftIn(b, false) - leftIn(a, false) || leftIn(b, true) - leftIn(a, true))
    const stands = same.find((period) => period.periodId === chosen) ?? freest!
    if (same.length === 1) return stands
    const together = (code: string) => same.flatMap((period) => (period.state === 'free' ? period.pools : [])).filter((pool) => pool.pool === code && pool.open).reduce((sum, pool) => sum + pool.left, 0)
    return { ...stands, pools: stands.pools.map((pool) => (pool.open && pool.left > 0 ? { ...pool, left: together(pool.pool) } : pool)) }
  })
}

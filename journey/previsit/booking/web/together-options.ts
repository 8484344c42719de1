import type { Period, PoolCode } from '../contract.ts'

/** One way for several people to come together: a place for each, at the same time or one after the other. */
export interface TogetherOption {
  readonly kind: 'same-time' | 'in-turn'
  readonly startsAt: string
  readonly endsAt: string
  readonly places: readonly { readonly periodId: number; readonly pool: PoolCode; readonly startsAt: string }[]
}

/** What a family of this size can have on this day: first everybody at once, then in turn without a gap. */
export function togetherOptions(periods: readonly Period[], count: number, pools: readonly PoolCode[] = ['public']): TogetherOption[] {
  const ahead = periods.filter((period) => period.state === 'free')
  const left = (period: Period) => pools.flatMap((code) => {
    const pool = period.pools.find((one) => one.pool === code && one.open)
    return Array.from({ length: pool?.left ?? 0 }, () => ({ periodId: period.periodId, pool: code, startsAt: period.startsAt }))
  })
  const same = ahead.flatMap((period): TogetherOption[] => {
    const places = left(period).slice(0, count)
    return places.length === count ? [{ kind: 'same-time', startsAt: period.startsAt, endsAt: period.endsAt, places }] : []
  })
  const inTurn = ahead.flatMap((first, at): TogetherOption[] => {
    const row = ahead.slice(at, at + count)
    const isUnbroken = row.length === count && row.every((period, i) => i === 0 || period.startsAt === row[i - 1]?.endsAt)
    const places = row.flatMap((period) => left(period).slice(0, 1))
    return isUnbroken && places.length === count ? [{ kind: 'in-turn', startsAt: first.startsAt, endsAt: row.at(-1)!.endsAt, places }] : []
  })
  return [...same, ...inTurn].sort((a, b) => a.startsAt.localeCompare(b.startsAt) || (a.kind === 'same-time' ? -1 : 1))
}

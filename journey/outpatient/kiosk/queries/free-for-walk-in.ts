import { type ListedPeriod, listPeriods, nextFree, type PoolCode } from '#engines/capacity/index.ts'
import type { Service } from '#journey/throughout/directory/contract.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { OfferedTime } from '../contract.ts'

/** Whose units a machine gives out: those kept for people on site first, then those for everybody. */
const POOLS: readonly PoolCode[] = ['on-site', 'public']
const MOST = 4000

/** A unit that somebody without a booking could have. */
export interface FreeUnit {
  readonly periodId: number
  readonly pool: PoolCode
  readonly service: Service
  readonly startsAt: Date
  readonly left: number
}

export interface Hours {
  readonly from: Date
  readonly until: Date
}

export interface ClinicsToday {
  /** Free units of today, soonest first; of one moment those kept for people on site, then the cheaper, then where most are left. */
  readonly free: readonly FreeUnit[]
  /** By department: from when until when its clinics of today are that are not over. */
  readonly hours: ReadonlyMap<number, Hours>
}

interface Asked {
  readonly institutionId: number
  readonly services: readonly Service[]
  /** When the person came: what was free after that moment. */
  readonly at: Date
  /** A clinic that is over by now takes nobody, whenever they came. */
  readonly now: Date
}

const costOf = ({ feeCents }: Service) => feeCents ?? 0

/** What clinics of today have for whoever comes without a booking. */
export async function clinicsToday(tx: Tx, { institutionId, services, at, now }: Asked): Promise<ClinicsToday> {
  const known = new Map(services.map((service) => [service.id, service]))
  const [from, until] = [new Date(`${localDay(at)}T00:00:00+08:00`), new Date(Date.parse(`${localDay(at)}T00:00:00+08:00`) + 86_400_000)]
  const wanted = { now: at, services: services.map(({ id }) => ({ institutionId, id })), starts: [{ from, until }] }
  const listed: { pool: PoolCode; period: ListedPeriod }[] = []
  for (const pool of POOLS) for (const period of await listPeriods(tx, { ...wanted, pool }, MOST)) if (period.units > 0) listed.push({ pool, period })
  const endOf = new Map<number, number>()
  for (const { period } of listed) endOf.set(period.sessionId, Math.max(endOf.get(period.sessionId) ?? 0, period.endsAt.getTime()))
  const open = listed.filter(({ period }) => endOf.get(period.sessionId)! > now.getTime())
  const free = open.filter(({ period }) => period.state === 'free').map(({ pool, period }): FreeUnit => ({ periodId: period.id, pool, service: known.get(period.serviceId)!, startsAt: period.startsAt, left: period.left }))
  return {
    free: free.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || POOLS.indexOf(a.pool) - POOLS.indexOf(b.pool) || costOf(a.service) - costOf(b.service) || b.left - a.left),
    hours: hoursOf(open.map(({ period: { serviceId, startsAt, endsAt } }) => ({ departmentId: known.get(serviceId)!.departmentId, from: startsAt, until: endsAt }))),
  }
}

function hoursOf(periods: readonly (Hours & { readonly departmentId: number })[]): Map<number, Hours> {
  const hours = new Map<number, Hours>()
  for (const { departmentId, from, until } of periods) {
    const before = hours.get(departmentId) ?? { from, until }
    hours.set(departmentId, { from: from < before.from ? from : before.from, until: until > before.until ? until : before.until })
  }
  return hours
}

/** The next time in that department, whoever the doctor and whatever the price: offered, and taken only after the person was asked. */
export async function offeredTime(tx: Tx, institutionId: number, services: readonly Service[], now: Date): Promise<OfferedTime | undefined> {
  const refs = services.map(({ id }) => ({ institutionId, serviceId: id }))
  const found = []
  for (const pool of POOLS) for (const next of await nextFree(tx, refs, pool, now)) found.push({ pool, ...next })
  const [first] = found.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  const service = services.find(({ id }) => id === first?.serviceId)
  return first && service && { periodId: first.periodId, pool: first.pool, startsAt: first.startsAt.toISOString(), service: service.name, serviceEn: service.nameEn, feeCents: service.feeCents }
}

export const servicesOfDepartment = (snapshot: Snapshot, institutionId: number, departmentId: number): readonly Service[] =>
  snapshot.servicesOfDepartment.get(`${institutionId}/${departmentId}`) ?? []

import { addDays, daysOfService, type PoolOfSession } from '#engines/capacity/index.ts'
import { distances, positionOf, type Snapshot } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DayOfService, ServicePage } from '../contract.ts'
import { placeOf, serviceIn, servicesOf } from '../place.ts'
import { bookingRules } from '../rules.ts'

const HORIZON_DAYS = 28

/** A doctor's or department's clinic: where, how much, and on which days of the next four weeks there is time. */
export async function servicePage(tx: Tx, snapshot: Snapshot, asked: { institutionId: number; serviceId: number; near?: string | undefined }, now: Date): Promise<ServicePage> {
  const service = serviceIn(snapshot, asked.institutionId, asked.serviceId)
  const km = distances(positionOf(asked.near, snapshot), snapshot)(asked.institutionId)
  const sessions = await daysOfService(tx, asked, now, addDays(localDay(now), HORIZON_DAYS - 1))
  const siblings = servicesOf(snapshot, service.practitionerId === null
    ? { institutionId: asked.institutionId, departmentId: service.departmentId }
    : { institutionId: asked.institutionId, practitionerId: service.practitionerId })
  return {
    place: placeOf(snapshot, service, km),
    others: siblings
      .filter((one) => one.id !== service.id && one.practitionerId === service.practitionerId)
      .map((one) => ({ serviceId: one.id, name: one.name, nameEn: one.nameEn, kind: one.kind })),
    days: [...Map.groupBy(sessions.filter((one) => one.status !== 'closed'), (one) => one.day)].map(([day, of]) => dayOf(day, of, now)),
    holdMinutes: (await bookingRules(tx, asked.institutionId, now)).holdMinutes,
  }
}

function dayOf(day: string, sessions: readonly PoolOfSession[], now: Date): DayOfService {
  const open = sessions.filter((one) => one.status === 'open')
  const everybodys = open.filter((one) => one.pool === 'public')
  const bookable = everybodys.filter((one) => one.opensAt <= now)
  const left = bookable.reduce((sum, one) => sum + one.left, 0)
  const opensAt = everybodys.filter((one) => one.opensAt > now).map((one) => one.opensAt.toISOString()).sort()[0] ?? null
  const state = open.length === 0 ? 'suspended' : left > 0 ? 'free' : bookable.length === 0 && opensAt ? 'not-open-yet' : 'full'
  return { day, halves: [...new Set(sessions.map((one) => one.half))], left, state, opensAt }
}

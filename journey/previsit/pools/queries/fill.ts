import { addDays, poolsOfSessions, type SessionPools } from '#engines/capacity/index.ts'
import { bookedAhead } from '#journey/previsit/booking/index.ts'
import type { Service } from '#journey/throughout/directory/contract.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Fill, FillQuery, SessionFill } from '../contract.ts'
import { forecast, type PastSession } from '../forecast.ts'
import { forecastRule } from '../rules.ts'

const HOUR_MS = 3_600_000

/** Each clinic of a department on each day: units by pool, how many are taken, and how many will be. */
export async function fillOfDepartment(tx: Tx, snapshot: Snapshot, institutionId: number, query: FillQuery, now: Date): Promise<Fill> {
  const services = snapshot.servicesOfDepartment.get(`${institutionId}/${query.departmentId}`) ?? []
  const days = Array.from({ length: query.days }, (_, i) => addDays(query.from, i))
  const serviceIds = services.map((one) => one.id)
  const sessions = await poolsOfSessions(tx, institutionId, { from: days[0]!, to: days.at(-1)!, serviceIds })
  const describe = await describer(tx, institutionId, serviceIds, now)
  const byService = Map.groupBy(sessions, (one) => one.serviceId)
  return {
    days,
    services: services.filter((service) => byService.has(service.id)).map((service) => ({
      serviceId: service.id, serviceName: service.name, serviceNameEn: service.nameEn, kind: service.kind, ...whoOf(snapshot, service),
      sessions: byService.get(service.id)!.map(describe),
    })),
  }
}

export function whoOf(snapshot: Snapshot, { institutionId, practitionerId }: Pick<Service, 'institutionId' | 'practitionerId'>) {
  const practitioner = practitionerId === null ? undefined : snapshot.practitioners.get(`${institutionId}/${practitionerId}`)
  return { practitionerName: practitioner?.name ?? null, practitionerNameEn: practitioner?.nameEn ?? null }
}

/** How a session of these services stands and will stand; their past is read once for all of them. */
export async function describer(tx: Tx, institutionId: number, serviceIds: readonly number[], now: Date): Promise<(session: SessionPools) => SessionFill> {
  const { weeks, fewest } = await forecastRule(tx, institutionId, now)
  const today = localDay(now)
  const [from, to] = [addDays(today, -7 * weeks), addDays(today, -1)]
  const past = await poolsOfSessions(tx, institutionId, { from, to, serviceIds })
  const booked = new Map((await bookedAhead(tx, institutionId, serviceIds, from, to)).map((one) => [one.sessionId, one.hoursAhead]))
  const alike = Map.groupBy(past.filter((one) => one.status === 'open'), likeness)
  return (session) => {
    const units = session.pools.reduce((sum, one) => sum + one.units, 0)
    const taken = session.pools.reduce((sum, one) => sum + one.taken, 0)
    const before: PastSession[] = (alike.get(likeness(session)) ?? []).map((one) => ({
      units: one.pools.reduce((sum, pool) => sum + pool.units, 0), hoursAhead: booked.get(one.sessionId) ?? [],
    }))
    return {
      sessionId: session.sessionId, day: session.day, half: session.half, startsAt: session.startsAt.toISOString(), endsAt: session.endsAt.toISOString(), status: session.status,
      pools: [...session.pools], units, taken,
      forecast: forecast({ units, taken, hoursLeft: Math.max(0, (session.startsAt.getTime() - now.getTime()) / HOUR_MS) }, before, fewest),
    }
  }
}

/** The same clinic, weekday and half of the day. */
function likeness({ serviceId, day, half }: SessionPools): string {
  return `${serviceId}/${new Date(`${day}T00:00:00Z`).getUTCDay()}/${half}`
}

import type { NextFree } from '#engines/capacity/index.ts'
import type { Service } from '#journey/throughout/directory/contract.ts'
import { type directory, distances, positionOf, search, type Snapshot } from '#journey/throughout/directory/index.ts'
import type { FreeTime, Opening, Openings, OpeningsQuery } from '../contract.ts'
import { type FreeTimes, keyOf, type Run, timesWithin } from '../free-times.ts'
import { placeOf, servicesOf } from '../place.ts'

type Directory = Awaited<ReturnType<typeof directory>>

/** More clinics than anybody reads; what fits the words best, or is nearest, comes first. */
const LOOKED_AT = 400

interface Candidate {
  readonly service: Service
  readonly km: number | null
  readonly rank: number
}

/**
 * Who has time for what the patient looks for, with price, distance and the next free time.
 * Words are found in memory; free times are remembered for seconds.
 */
export async function openings(run: Run, known: Directory, freeTimes: FreeTimes, query: OpeningsQuery, now: Date): Promise<Openings> {
  const kmTo = distances(positionOf(query.near, known.snapshot), known.snapshot)
  const { services, didYouMean } = candidates(known, query)
  const fitting = services
    .filter((service) => fits(service, query, known.snapshot, kmTo))
    .map((service, rank): Candidate => ({ service, km: kmTo(service.institutionId), rank }))
  if (query.q === undefined) fitting.sort((a, b) => (a.km ?? 0) - (b.km ?? 0))
  let looked = fitting.slice(0, LOOKED_AT)
  const hours = { half: query.half, weekend: query.weekend }
  const isWithin = query.half !== undefined || query.weekend === true
  const within = isWithin ? await timesWithin(run, looked.map(refOf), hours, query.times, now) : undefined
  const times = within ? new Map([...within].map(([key, [first]]) => [key, first!])) : await freeTimes(looked.map(refOf))
  const timeOf = (service: Service) => times.get(keyOf({ institutionId: service.institutionId, serviceId: service.id }))
  if (isWithin) looked = looked.filter((one) => timeOf(one.service))
  looked.sort(comparing(query.sort, timeOf))
  const shown = looked.slice(query.offset, query.offset + query.limit)
  const several = within ?? (query.times > 1 ? await timesWithin(run, shown.map(refOf), hours, query.times, now) : undefined)
  return {
    total: looked.length,
    didYouMean,
    openings: shown.map((one) => asOpening(known.snapshot, one, timeOf(one.service), several?.get(keyOf(refOf(one))))),
  }
}

const refOf = ({ service }: Candidate) => ({ institutionId: service.institutionId, serviceId: service.id })

function candidates(known: Directory, query: OpeningsQuery): { services: readonly Service[]; didYouMean: string | null } {
  const { snapshot } = known
  const { institutionId, departmentId, practitionerId } = query
  if (query.q) {
    const within = { ...(query.near === undefined ? {} : { near: query.near }), ...(institutionId === undefined ? {} : { institutionId }) }
    const found = search({ q: query.q, ...within, limit: LOOKED_AT }, known)
    const services = [
      ...found.practitioners.flatMap((one) => servicesOf(snapshot, one)),
      ...found.departments.flatMap((one) => servicesOf(snapshot, one)),
      ...(found.practitioners.length + found.departments.length === 0 ? found.institutions.flatMap((one) => servicesOf(snapshot, one)) : []),
    ]
    return { services: [...new Set(services)], didYouMean: found.didYouMean }
  }
  const services = institutionId === undefined
    ? [...snapshot.services.values()]
    : servicesOf(snapshot, { institutionId, ...(practitionerId === undefined ? {} : { practitionerId }), ...(departmentId === undefined ? {} : { departmentId }) })
  return { services, didYouMean: null }
}

function fits(service: Service, query: OpeningsQuery, snapshot: Snapshot, kmTo: (institutionId: number) => number | null): boolean {
  if (query.kind !== undefined && service.kind !== query.kind) return false
  if (query.departmentId !== undefined && query.institutionId !== undefined && service.departmentId !== query.departmentId) return false
  const practitioner = service.practitionerId === null ? undefined : snapshot.practitioners.get(`${service.institutionId}/${service.practitionerId}`)
  if (query.title !== undefined && practitioner?.title !== query.title) return false
  const km = kmTo(service.institutionId)
  return query.withinKm === undefined || km === null || km <= query.withinKm
}

/** Whoever has no free time comes last in every order. */
function comparing(sort: OpeningsQuery['sort'], timeOf: (service: Service) => NextFree | undefined): (a: Candidate, b: Candidate) => number {
  const soon = ({ service }: Candidate) => timeOf(service)?.startsAt.getTime() ?? Number.MAX_SAFE_INTEGER
  const has = (one: Candidate) => (timeOf(one.service) ? 0 : 1)
  switch (sort) {
    case 'earliest': return (a, b) => soon(a) - soon(b) || a.rank - b.rank
    case 'nearest': return (a, b) => has(a) - has(b) || (a.km ?? 0) - (b.km ?? 0) || soon(a) - soon(b)
    case 'cheapest': return (a, b) => has(a) - has(b) || (a.service.feeCents ?? 0) - (b.service.feeCents ?? 0) || soon(a) - soon(b)
    case 'relevance': return (a, b) => has(a) - has(b) || a.rank - b.rank
  }
}

function asOpening(snapshot: Snapshot, { service, km }: Candidate, free: NextFree | undefined, several: readonly NextFree[] | undefined): Opening {
  const next = free ? asTime(free) : null
  return { ...placeOf(snapshot, service, km), next, times: several?.map(asTime) ?? (next ? [next] : []) }
}

function asTime({ periodId, startsAt, endsAt }: NextFree): FreeTime {
  return { periodId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
}

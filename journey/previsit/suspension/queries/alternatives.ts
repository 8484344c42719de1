import { freeNear, type NextFree, type ServiceRef } from '#engines/capacity/index.ts'
import { standingOf } from '#journey/previsit/booking/index.ts'
import type { Service } from '#journey/throughout/directory/contract.ts'
import { distances, type Snapshot } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Offer } from '../contract.ts'
import type { OfferRules } from '../rules.ts'
import type { AffectedRow, SuspensionRow } from '../suspension-row.ts'

export interface Alternative extends NextFree {
  readonly kind: Offer['kind']
}

const DAY_MS = 86_400_000
/** Hospitals looked at beyond one's own, nearest first. */
const NEIGHBOURS = 12

/**
 * Other times that come nearest to what was lost: the same doctor on another day, a colleague of the same rank in the same
 * department, another hospital's clinic for the same subject; filled up from what there is when one of these has nothing.
 */
export async function alternatives(tx: Tx, snapshot: Snapshot, suspension: SuspensionRow, affected: AffectedRow, rules: OfferRules, now: Date): Promise<Alternative[]> {
  const busy = await standingOf(tx, affected.personId, now)
  const near = {
    pool: 'public' as const, at: affected.startsAt, perService: 3,
    from: new Date(Math.max(affected.startsAt.getTime() - rules.daysBefore * DAY_MS, now.getTime() + rules.noticeHours * 3_600_000)),
    to: new Date(affected.startsAt.getTime() + rules.daysAfter * DAY_MS),
  }
  const suits = (one: NextFree) => !busy.some((other) => (other.startsAt < one.endsAt && one.startsAt < other.endsAt)
    || (other.institutionId === one.institutionId && other.day === localDay(one.startsAt) && sameDepartment(snapshot, other.serviceId, one)))
  const groups: Alternative[][] = []
  for (const [kind, services] of candidates(snapshot, suspension)) {
    const free = await freeNear(tx, services, near, now)
    groups.push(free.filter(suits).map((one) => ({ ...one, kind })))
  }
  return pick(groups, rules.count)
}

/** One of each kind first, then whatever is left in the order of the kinds; never twice the same day with the same clinic. */
function pick(groups: readonly Alternative[][], count: number): Alternative[] {
  const firsts = groups.flatMap((group) => group.slice(0, 1))
  const rest = groups.flatMap((group) => group.slice(1))
  const chosen = new Map<string, Alternative>()
  for (const one of [...firsts, ...rest]) {
    const key = `${one.institutionId}/${one.serviceId}/${localDay(one.startsAt)}`
    if (chosen.size < count && !chosen.has(key)) chosen.set(key, one)
  }
  return [...chosen.values()]
}

function candidates(snapshot: Snapshot, { institutionId, serviceId, departmentId, practitionerId }: SuspensionRow): [Offer['kind'], ServiceRef[]][] {
  const key = (id: number) => `${institutionId}/${id}`
  const own = snapshot.services.get(key(serviceId))
  const title = practitionerId === null ? undefined : snapshot.practitioners.get(key(practitionerId))?.title
  const subjects = new Set(snapshot.departments.get(key(departmentId))?.subjectCodes ?? [])
  const refs = (services: readonly Service[]) => services.map((one) => ({ institutionId: one.institutionId, serviceId: one.id }))
  const same = practitionerId === null ? (own ? [own] : []) : snapshot.servicesOfPractitioner.get(key(practitionerId)) ?? []
  const rankOf = (one: Service) => (one.practitionerId === null ? undefined : snapshot.practitioners.get(`${one.institutionId}/${one.practitionerId}`)?.title)
  const colleagues = (snapshot.servicesOfDepartment.get(key(departmentId)) ?? [])
    .filter((one) => one.id !== serviceId && (practitionerId === null || one.practitionerId !== practitionerId) && one.kind === own?.kind && rankOf(one) === title)
  const home = snapshot.institutions.get(institutionId)
  const km = distances(home, snapshot)
  const neighbours = [...snapshot.institutions.values()].filter((one) => one.institutionId !== institutionId && one.kind === home?.kind)
    .sort((a, b) => (km(a.institutionId) ?? 0) - (km(b.institutionId) ?? 0) || a.institutionId - b.institutionId).slice(0, NEIGHBOURS)
  const elsewhere = neighbours.flatMap((hospital) => (snapshot.departmentsOf.get(hospital.institutionId) ?? [])
    .filter((department) => department.subjectCodes.some((code) => subjects.has(code)))
    .flatMap((department) => snapshot.servicesOfDepartment.get(`${hospital.institutionId}/${department.id}`) ?? []))
    .filter((one) => one.kind === own?.kind)
  return [['same-doctor', refs(same)], ['same-department', refs(colleagues)], ['other-hospital', refs(elsewhere)]]
}

/** Two numbers in one department on one day would be refused. */
function sameDepartment(snapshot: Snapshot, serviceId: number, one: NextFree): boolean {
  const department = (id: number) => snapshot.services.get(`${one.institutionId}/${id}`)?.departmentId
  return department(serviceId) === department(one.serviceId)
}

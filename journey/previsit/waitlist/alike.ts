import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { distances, positionOf } from '#journey/throughout/directory/index.ts'
import type { Service } from '#journey/throughout/directory/contract.ts'
import type { ServiceRef } from '#engines/capacity/index.ts'

const key = (institutionId: number, id: number) => `${institutionId}/${id}`
const MOST = 60

/**
 * The clinics that would do as well as this one: of the same kind, in a department for the same subject, here or at institutions
 * within so many kilometres of where the person sets out (or of here). The one asked for is the first; near ones come before far ones.
 */
export function clinicsAlike(snapshot: Snapshot, asked: Service, { withinKm, near }: { withinKm?: number | undefined; near?: string | undefined }): ServiceRef[] {
  const self = { institutionId: asked.institutionId, serviceId: asked.id }
  if (withinKm === undefined) return [self]
  const home = snapshot.institutions.get(asked.institutionId)
  const kmTo = distances(positionOf(near, snapshot) ?? home, snapshot)
  const subjects = subjectsOf(snapshot, asked)
  const others = [...snapshot.services.values()]
    .filter((one) => one.kind === asked.kind && one !== asked && (one.institutionId === asked.institutionId
      ? one.departmentId === asked.departmentId : withinKm > 0 && subjectsOf(snapshot, one).some((subject) => subjects.includes(subject))))
    .map((one) => ({ institutionId: one.institutionId, serviceId: one.id, km: one.institutionId === asked.institutionId ? 0 : kmTo(one.institutionId) ?? Infinity }))
    .filter((one) => one.km <= Math.max(withinKm, 0))
    .sort((a, b) => a.km - b.km || a.institutionId - b.institutionId || a.serviceId - b.serviceId)
  return [self, ...others.slice(0, MOST - 1).map(({ institutionId, serviceId }) => ({ institutionId, serviceId }))]
}

function subjectsOf(snapshot: Snapshot, { institutionId, departmentId }: Service): readonly string[] {
  return snapshot.departments.get(key(institutionId, departmentId))?.subjectCodes ?? []
}

import type { Snapshot } from '#journey/throughout/directory/index.ts'
import type { Opening, OpeningDesk } from '../contract.ts'
import type { StoredOpening } from '../opening-row.ts'
import type { RoomNumbers } from '../rooms.ts'

/** An opening as pages show it. */
export function openingView(snapshot: Snapshot, opening: StoredOpening, now: Date): Opening {
  const { institutionId, departmentId, serviceId } = opening
  const institution = snapshot.institutions.get(institutionId)
  const service = serviceId === null ? undefined : snapshot.services.get(`${institutionId}/${serviceId}`)
  const doctor = service && service.practitionerId !== null ? snapshot.practitioners.get(`${institutionId}/${service.practitionerId}`) : undefined
  const department = snapshot.departments.get(`${institutionId}/${service?.departmentId ?? departmentId ?? 0}`)
  return {
    institutionId,
    id: opening.id,
    departmentId,
    serviceId,
    name: [department?.name, doctor?.name ?? service?.name].filter(Boolean).join(' · '),
    nameEn: [department?.nameEn, doctor?.nameEn ?? service?.nameEn].filter(Boolean).join(' · '),
    institutionName: institution?.name ?? '',
    institutionNameEn: institution?.nameEn ?? '',
    day: opening.day,
    roomOpensAt: opening.roomOpensAt.toISOString(),
    opensAt: opening.opensAt.toISOString(),
    gateUntil: opening.gateUntil.toISOString(),
    state: stateOf(opening, now),
    seedHash: opening.seedHash.toString('hex'),
    now: now.toISOString(),
  }
}

function stateOf({ closedAt, gateUntil, roomOpensAt, opensAt, pausedAt }: StoredOpening, now: Date): Opening['state'] {
  if (closedAt || now >= gateUntil) return 'over'
  if (now < roomOpensAt) return 'planned'
  if (now < opensAt) return 'gathering'
  return pausedAt ? 'paused' : 'admitting'
}

/** The same with the numbers of the desk. */
export function openingDesk(snapshot: Snapshot, opening: StoredOpening, room: RoomNumbers, now: Date): OpeningDesk {
  return {
    ...openingView(snapshot, { ...opening, pausedAt: room.pausedAt, closedAt: room.closedAt }, now),
    joined: room.joined,
    waiting: room.drawnAt ? room.lastPlace - room.admitted : room.joined,
    called: room.admitted,
    inside: room.inside,
    entered: room.entered,
    booked: room.booked,
    unitsLeft: room.unitsLeft,
    perSecond: room.perSecond,
    insideAtMost: room.insideAtMost,
    seed: opening.seed,
  }
}

import type { PlaceRef, RoomWords } from '../../contract.ts'

export { WayThere } from './way-there.tsx'

interface RouteAsked {
  readonly institutionId: number
  readonly to: PlaceRef | RoomWords
  readonly from?: PlaceRef | undefined
}

/** The address of the page that shows the way: a place of the plan, or the words on a door. */
export function routeHref({ institutionId, to, from }: RouteAsked): string {
  const query = new URLSearchParams()
  if ('unitId' in to) query.set('to', `${to.campusId}.${to.unitId}`)
  else for (const key of ['building', 'floor', 'room', 'name', 'departmentId'] as const) if (to[key]) query.set(key, String(to[key]))
  if (from) query.set('from', `${from.campusId}.${from.unitId}`)
  return `/guide/${institutionId}?${query}`
}

import type { PlaceRef, RoomWords } from '../../contract.ts'

interface RouteAsked {
  readonly institutionId: number
  /** A place of a plan, or the words on a door. */
  readonly to: PlaceRef | RoomWords
  readonly from?: PlaceRef | undefined
}

/** The address of the page that shows the way. */
export function routeHref({ institutionId, to, from }: RouteAsked): string {
  const query = new URLSearchParams(wordsOf(to))
  if (from) query.set('from', `${from.campusId}.${from.unitId}`)
  return `/guide/${institutionId}?${query}`
}

/** The same words for an address and for asking the server. */
export function wordsOf(to: PlaceRef | RoomWords): Record<string, string> {
  if ('unitId' in to) return { to: `${to.campusId}.${to.unitId}` }
  return Object.fromEntries((['building', 'floor', 'room', 'name', 'departmentId'] as const).flatMap((key) => (to[key] ? [[key, String(to[key])]] : [])))
}

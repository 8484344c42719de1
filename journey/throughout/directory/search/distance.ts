import type { Snapshot } from '../snapshot/snapshot.ts'

export interface Position {
  readonly longitude: number
  readonly latitude: number
}

const EARTH_KM = 6371
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Great-circle distance (haversine). Streets are longer; it serves to order, and is shown rounded. */
export function distanceKm(a: Position, b: Position): number {
  const x =
    Math.sin(radians(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  return 2 * EARTH_KM * Math.asin(Math.sqrt(x))
}

/** "121.47,31.23" or the number of a district, whose centre then stands in. Undefined when unknown: no distance is invented. */
export function positionOf(near: string | undefined, snapshot: Snapshot): Position | undefined {
  if (near === undefined) return undefined
  const [longitude, latitude] = near.split(',').map(Number)
  if (latitude !== undefined) return { longitude: longitude!, latitude }
  const district = snapshot.districts.get(longitude!)
  if (district?.longitude == null || district.latitude == null) return undefined
  return { longitude: district.longitude, latitude: district.latitude }
}

/** Kilometres from the position to each institution; to the tenth, as shown. */
export function distances(position: Position | undefined, snapshot: Snapshot): (institutionId: number) => number | null {
  const known = new Map<number, number>()
  return (institutionId) => {
    const institution = snapshot.institutions.get(institutionId)
    if (!position || !institution) return null
    let km = known.get(institutionId)
    if (km === undefined) {
      km = Math.round(distanceKm(position, institution) * 10) / 10
      known.set(institutionId, km)
    }
    return km
  }
}

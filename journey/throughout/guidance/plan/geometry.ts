import type { Point } from './format.ts'

export type Ring = readonly Point[]
/** An outline and what is cut out of it. */
export interface Area {
  readonly polygon: Ring
  readonly holes?: readonly Ring[] | undefined
}

export const plus = (a: Point, b: Point, times = 1): Point => [a[0] + b[0] * times, a[1] + b[1] * times]
export const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]]
export const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1]
export const cross = (a: Point, b: Point): number => a[0] * b[1] - a[1] * b[0]
export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])
export const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]

/** The direction of a step, of length one; nowhere for no step. */
export function unitVector(a: Point): Point {
  const length = Math.hypot(a[0], a[1])
  return length === 0 ? [0, 0] : [a[0] / length, a[1] / length]
}

export function edgesOf({ polygon, holes = [] }: Area): [Point, Point][] {
  return [polygon, ...holes].flatMap((ring) => ring.map((point, i): [Point, Point] => [point, ring[(i + 1) % ring.length]!]))
}

/** Positive when the ring runs against the clock. */
export function signedArea(ring: Ring): number {
  let twice = 0
  for (let i = 0; i < ring.length; i++) twice += cross(ring[i]!, ring[(i + 1) % ring.length]!)
  return twice / 2
}

export const areaOf = (area: Area): number => Math.abs(signedArea(area.polygon)) - (area.holes ?? []).reduce((sum, hole) => sum + Math.abs(signedArea(hole)), 0)

function isInRing([x, y]: Point, ring: Ring): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!
    const [xj, yj] = ring[j]!
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

export function isInside(point: Point, { polygon, holes = [] }: Area): boolean {
  return isInRing(point, polygon) && !holes.some((hole) => isInRing(point, hole))
}

/** The point of the line from a to b that is nearest. */
export function nearestOn(point: Point, a: Point, b: Point): Point {
  const along = minus(b, a)
  const squared = dot(along, along)
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, dot(minus(point, a), along) / squared))
  return plus(a, along, share)
}

export function distanceToEdges(point: Point, edges: readonly (readonly [Point, Point])[]): number {
  let least = Infinity
  for (const [a, b] of edges) least = Math.min(least, distance(point, nearestOn(point, a, b)))
  return least
}

/** How far a point is from an area; nothing when it is in it. */
export const distanceToArea = (point: Point, area: Area): number => (isInside(point, area) ? 0 : distanceToEdges(point, edgesOf(area)))

/** Whether two lines cross in a point that is the end of neither. */
export function doCross(a: Point, b: Point, c: Point, d: Point): boolean {
  const ab = minus(b, a)
  const cd = minus(d, c)
  const first = cross(ab, minus(c, a)) * cross(ab, minus(d, a))
  const second = cross(cd, minus(a, c)) * cross(cd, minus(b, c))
  return first < 0 && second < 0
}

/** The straight line from a to b stays within the area. Both ends are taken to lie inside, off its walls. */
export function canSee(a: Point, b: Point, area: Area, edges: readonly (readonly [Point, Point])[]): boolean {
  const low: Point = [Math.min(a[0], b[0]), Math.min(a[1], b[1])]
  const high: Point = [Math.max(a[0], b[0]), Math.max(a[1], b[1])]
  for (const [c, d] of edges) {
    if (Math.max(c[0], d[0]) < low[0] || Math.min(c[0], d[0]) > high[0] || Math.max(c[1], d[1]) < low[1] || Math.min(c[1], d[1]) > high[1]) continue
    if (doCross(a, b, c, d) || touches(c, a, b)) return false
  }
  return isInside(middle(a, b), area)
}

/** A corner exactly on the line: to pass there is to brush the wall. */
function touches(corner: Point, a: Point, b: Point): boolean {
  return distance(corner, nearestOn(corner, a, b)) < 1e-6
}

export function centroid(ring: Ring): Point {
  const area = signedArea(ring)
  if (Math.abs(area) < 1e-9) return ring[0]!
  let [x, y] = [0, 0]
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!]
    const part = cross(a, b)
    x += (a[0] + b[0]) * part
    y += (a[1] + b[1]) * part
  }
  return [x / (6 * area), y / (6 * area)]
}

export function boundsOf(points: Iterable<Point>): { readonly low: Point; readonly high: Point } {
  const [low, high]: [Point, Point] = [[Infinity, Infinity], [-Infinity, -Infinity]]
  for (const [x, y] of points) {
    low[0] = Math.min(low[0], x)
    low[1] = Math.min(low[1], y)
    high[0] = Math.max(high[0], x)
    high[1] = Math.max(high[1], y)
  }
  return { low, high }
}

/** Where a name is written and a way ends: well inside, the middle where that is inside. */
export function placeIn(area: Area): Point {
  const edges = edgesOf(area)
  const centre = centroid(area.polygon)
  const { low, high } = boundsOf(area.polygon)
  const roomy = Math.min(high[0] - low[0], high[1] - low[1]) / 5
  if (isInside(centre, area) && distanceToEdges(centre, edges) >= roomy) return centre
  let [best, most] = [centre, isInside(centre, area) ? distanceToEdges(centre, edges) : -1]
  const steps = 14
  for (let i = 1; i < steps; i++) {
    for (let j = 1; j < steps; j++) {
      const point: Point = [low[0] + ((high[0] - low[0]) * i) / steps, low[1] + ((high[1] - low[1]) * j) / steps]
      if (!isInside(point, area)) continue
      const room = distanceToEdges(point, edges)
      if (room > most) [best, most] = [point, room]
    }
  }
  return best
}

/** The ring without points that change nothing: doubled, or within `tolerance` of the line between their neighbours. */
export function tidyRing(ring: Ring, tolerance = 0.02): Point[] {
  let points = ring.filter((point, i) => distance(point, ring[(i + ring.length - 1) % ring.length]!) > 0.005 || ring.length <= 3)
  for (let i = 0; points.length > 3 && i < points.length;) {
    const [before, here, after] = [points[(i + points.length - 1) % points.length]!, points[i]!, points[(i + 1) % points.length]!]
    if (distance(here, nearestOn(here, before, after)) < tolerance) points = points.filter((_, at) => at !== i)
    else i++
  }
  return points
}

/** Whether a ring crosses itself. */
export function crossesItself(ring: Ring): boolean {
  for (let i = 0; i < ring.length; i++) {
    for (let j = i + 2; j < ring.length; j++) {
      if (i === 0 && j === ring.length - 1) continue
      if (doCross(ring[i]!, ring[i + 1]!, ring[j]!, ring[(j + 1) % ring.length]!)) return true
    }
  }
  return false
}

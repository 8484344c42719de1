import type { Connector, Level, Point, Unit } from '../plan/format.ts'
import { cross, distance, distanceToArea, dot, middle, minus, nearestOn, unitVector } from '../plan/geometry.ts'
import { type Graph, isPassage } from './graph.ts'
import { type Pace, type Path, usualPace } from './search.ts'
import { type Said, type Side, sayArrival, sayRide, sayWalk, type TurnKind } from './words.ts'

export interface TurnSaid extends Said {
  readonly kind: TurnKind
  readonly metres: number
  readonly seconds: number
  readonly floor: string
  readonly level: string
  readonly at: Point
}

/** What is walked on one floor between two rides. */
export interface Stretch {
  readonly level: Level
  readonly points: readonly Point[]
  readonly units: readonly Unit[]
  /** By what one leaves this floor; nothing on the last. */
  readonly ride: { readonly connector: Connector; readonly to: Level; readonly floors: number } | undefined
  /** By what one came. */
  readonly came: Connector | undefined
}

/** Cuts a path where it changes floors. Points include the middles of the doors gone through. */
export function stretchesOf(graph: Graph, path: Path): Stretch[] {
  const levels = new Map(graph.plan.levels.map((level) => [level.id, level]))
  const stretches: Stretch[] = []
  let points: Point[] = []
  let units: Unit[] = []
  let came: Connector | undefined
  for (const [i, { node, by }] of path.steps.entries()) {
    const { at, unit } = graph.nodes[node]!
    if (by?.kind === 'ride' && !by.isBoarding) {
      const before = units.at(-1)!
      const floors = by.floors
      const onward = path.steps[i - 1]?.by
      // Floor after floor in the same lift or stairs is one ride.
      if (onward?.kind === 'ride' && !onward.isBoarding && onward.connector === by.connector && stretches.length > 0) {
        const last = stretches.at(-1)!
        stretches[stretches.length - 1] = { ...last, ride: { connector: by.connector, to: levels.get(unit.level)!, floors: last.ride!.floors + floors } }
      } else {
        stretches.push({ level: levels.get(before.level)!, points, units, ride: { connector: by.connector, to: levels.get(unit.level)!, floors }, came })
      }
      came = by.connector
      points = [at]
      units = [unit]
      continue
    }
    if (by?.kind === 'door') points.push(middle(...by.opening.line))
    if (points.length === 0 || distance(points.at(-1)!, at) > 0.01) points.push(at)
    if (units.at(-1) !== unit) units.push(unit)
  }
  stretches.push({ level: levels.get(units[0]!.level)!, points, units, ride: undefined, came })
  return stretches
}

/** The way in words: what one does at every corner and how far then, the rides, and on which side the door is. */
export function turnsOf(graph: Graph, path: Path, pace: Pace = usualPace): TurnSaid[] {
  const stretches = stretchesOf(graph, path)
  return stretches.flatMap((stretch, i) => [
    ...turnsOfStretch(graph, stretch, { pace, isFirst: i === 0, isLast: i === stretches.length - 1 }),
    ...(stretch.ride ? [turnOfRide(stretch, stretch.ride, pace)] : []),
  ])
}

function turnOfRide({ level, points, units }: Stretch, { connector, to, floors }: NonNullable<Stretch['ride']>, pace: Pace): TurnSaid {
  const isUp = to.ordinal > level.ordinal
  const seconds = connector.kind === 'lift' ? pace.liftWaitSeconds + floors * pace.liftSecondsPerFloor
    : connector.kind === 'ramp' ? (floors * 40) / pace.metresPerSecond
      : floors * (connector.kind === 'stairs' ? pace.stairsSecondsPerFloor : pace.escalatorSecondsPerFloor)
  return { ...sayRide(connector, to, isUp), kind: isUp ? 'up' : 'down', metres: 0, seconds, floor: level.name, level: units.at(-1)!.level, at: points.at(-1)! }
}

/** Words leave out what a walker does not notice: the way is straightened by this much before its corners are named. */
const STRAIGHTEN_METRES = 1.3

function turnsOfStretch(graph: Graph, stretch: Stretch, { pace, isFirst, isLast }: { pace: Pace; isFirst: boolean; isLast: boolean }): TurnSaid[] {
  const corners = straighten(stretch.points, STRAIGHTEN_METRES)
  const goal = isLast ? stretch.units.at(-1) : undefined
  const found: TurnSaid[] = []
  const startUnit = stretch.units[0]
  for (let i = 0; i + 1 < corners.length; i++) {
    const [here, next] = [corners[i]!, corners[i + 1]!]
    const metres = distance(here, next)
    const turn = i === 0 ? 'start' : turnBetween(minus(here, corners[i - 1]!), minus(next, here))
    // Into the last room one is told by the side its door is on; out of the first one, by the first turn.
    if (goal && i > 0 && i + 2 === corners.length && !isPassage(goal) && distanceToArea(here, goal) < 2.5) break
    if (i === 0 && corners.length > 2 && startUnit && !isPassageArea(startUnit) && distanceToArea(next, startUnit) < 2.5) continue
    if (i === 0 && corners.length > 2 && stretch.came && distanceToArea(next, startUnit!) < 3) continue
    const leaving = i <= 1 && startUnit ? leavingBy(stretch, isFirst, distanceToArea(here, startUnit)) : undefined
    const landmark = turn === 'start' ? undefined : landmarkAt(graph, stretch, here)
    const bridge = stretch.units.find((unit) => unit.kind === 'bridge' && passesThrough(here, next, unit))
    const last = found.at(-1)
    if ((turn === 'straight' || metres < 1.5) && last && last.kind !== 'up' && last.kind !== 'down' && turn === 'straight') {
      found[found.length - 1] = { ...last, ...sayWalk({ ...last.parts!, metres: last.metres + metres, bridge: last.parts!.bridge ?? bridge }), metres: last.metres + metres, seconds: (last.metres + metres) / pace.metresPerSecond }
      continue
    }
    const kind = turn === 'start' && leaving ? 'out' : turn
    found.push({ ...sayWalk({ turn, leaving, landmark, metres, bridge }), kind, metres, seconds: metres / pace.metresPerSecond, floor: stretch.level.name, level: stretch.level.id, at: here })
  }
  // Nobody needs to be told of two steps at the beginning, or before the lift's door.
  if (found.length > 1 && found[0]!.kind === 'start' && found[0]!.metres < 4) found.shift()
  if (stretch.ride && found.length > 1 && found.at(-1)!.metres < 3.5) found.pop()
  if (goal) found.push(arrival(graph, stretch, corners, goal))
  return found
}

const isPassageArea = (unit: Unit): boolean => isPassage(unit) && unit.kind !== 'lift' && unit.kind !== 'stairs' && unit.kind !== 'escalator'

function leavingBy({ came, units }: Stretch, isFirst: boolean, away: number): 'lift' | 'stairs' | 'room' | undefined {
  if (away > 2.5) return undefined
  if (came) return came.kind === 'lift' ? 'lift' : 'stairs'
  return isFirst && units[0] && !isPassage(units[0]) && units.length > 1 ? 'room' : undefined
}

function turnBetween(before: Point, after: Point): TurnKind {
  const degrees = (Math.atan2(cross(before, after), dot(before, after)) * 180) / Math.PI
  const size = Math.abs(degrees)
  if (size < 28) return 'straight'
  if (size > 155) return 'back'
  if (size < 52) return degrees > 0 ? 'slight-left' : 'slight-right'
  return degrees > 0 ? 'left' : 'right'
}

/** Douglas and Peucker's: only the corners that are further than `tolerance` from the straight line. */
export function straighten(points: readonly Point[], tolerance: number): Point[] {
  if (points.length < 3) return [...points]
  const [first, last] = [points[0]!, points.at(-1)!]
  let [furthest, most] = [0, tolerance]
  for (let i = 1; i + 1 < points.length; i++) {
    const off = distance(points[i]!, nearestOn(points[i]!, first, last))
    if (off > most) [furthest, most] = [i, off]
  }
  if (furthest === 0) return [first, last]
  return [...straighten(points.slice(0, furthest + 1), tolerance).slice(0, -1), ...straighten(points.slice(furthest), tolerance)]
}

const SEEN_METRES = 6

/** Something with a name that one sees where one turns. */
function landmarkAt(graph: Graph, { level, units }: Stretch, here: Point): Unit | undefined {
  const near = (graph.landmarks.get(level.id) ?? [])
    .filter(({ unit, low, high }) => unit !== units.at(-1) && unit !== units[0]
      && here[0] > low[0] - SEEN_METRES && here[0] < high[0] + SEEN_METRES && here[1] > low[1] - SEEN_METRES && here[1] < high[1] + SEEN_METRES)
    .map(({ unit }) => ({ unit, away: distanceToArea(here, unit) }))
    .filter(({ away, unit }) => away < (unit.kind === 'hall' ? 0.1 : SEEN_METRES))
  return near.toSorted((a, b) => Number(a.unit.kind === 'hall') - Number(b.unit.kind === 'hall') || a.away - b.away)[0]?.unit
}

function passesThrough(here: Point, next: Point, unit: Unit): boolean {
  return [0.2, 0.4, 0.5, 0.6, 0.8].some((share) => distanceToArea([here[0] + (next[0] - here[0]) * share, here[1] + (next[1] - here[1]) * share], unit) === 0)
}

function arrival(graph: Graph, stretch: Stretch, corners: readonly Point[], goal: Unit): TurnSaid {
  const { side, nth } = doorSide(graph, stretch, corners, goal)
  return { ...sayArrival(goal, side, nth), kind: 'arrive', metres: 0, seconds: 0, floor: stretch.level.name, level: stretch.level.id, at: stretch.points.at(-1)! }
}

/** The side the goal's door is on as one walks along its corridor, and the how many-eth door on that side it is. */
function doorSide(graph: Graph, { units }: Stretch, corners: readonly Point[], goal: Unit): { side: Side; nth: number } {
  const corridor = units.at(-2)
  if (!corridor || isPassageArea(goal) || corners.length < 3) return { side: 'ahead', nth: 0 }
  const [from, to, end] = [corners.at(-3)!, corners.at(-2)!, corners.at(-1)!]
  const way = unitVector(minus(to, from))
  const turn = cross(way, minus(end, to))
  if (Math.abs(turn) < 0.5 || distance(from, to) < 3) return { side: Math.abs(turn) < 0.5 ? 'ahead' : turn > 0 ? 'left' : 'right', nth: 0 }
  const side = turn > 0 ? 'left' : 'right'
  const along = (point: Point): number => dot(minus(point, from), way)
  const doors = (graph.doorsOf.get(corridor.id) ?? []).filter((door) => (cross(way, minus(door, from)) > 0) === (turn > 0))
  const mine = (graph.doorsOf.get(goal.id) ?? []).toSorted((a, b) => distance(a, to) - distance(b, to))[0]
  if (!mine) return { side, nth: 0 }
  const passed = doors.filter((door) => along(door) > 0.5 && along(door) <= along(mine) + 0.1).length
  return { side, nth: passed <= 6 ? passed : 0 }
}

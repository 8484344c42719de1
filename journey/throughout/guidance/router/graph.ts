import { type Connector, type Opening, passageKinds, type PlanDocument, type Point, type Unit } from '../plan/format.ts'
import { boundsOf, canSee, cross, distance, edgesOf, isInside, middle, minus, placeIn, plus, signedArea, tidyRing, unitVector } from '../plan/geometry.ts'
import { joinsOf, ordinalsOf } from './joins.ts'

export interface Node {
  readonly at: Point
  readonly unit: Unit
  readonly ordinal: number
  /** A place is where a way begins or ends; nobody walks through it on the way to somewhere else. */
  readonly isPlace: boolean
}

export type Edge =
  | { readonly to: number; readonly kind: 'walk'; readonly metres: number }
  | { readonly to: number; readonly kind: 'door'; readonly metres: number; readonly opening: Opening }
  | { readonly to: number; readonly kind: 'ride'; readonly metres: number; readonly connector: Connector; readonly floors: number; readonly isBoarding: boolean }

/** A plan made ready to be walked in: built once, asked often, never changed. */
export interface Graph {
  readonly plan: PlanDocument
  readonly nodes: readonly Node[]
  readonly edges: readonly (readonly Edge[])[]
  /** The node of every unit's place. */
  readonly placeOf: ReadonlyMap<string, number>
  readonly doorsOf: ReadonlyMap<string, readonly Point[]>
  /** What one turns at, by level, with its bounds. */
  readonly landmarks: ReadonlyMap<string, readonly Landmark[]>
}

export interface Landmark {
  readonly unit: Unit
  readonly low: Point
  readonly high: Point
}

const landmarkKinds: ReadonlySet<string> = new Set(['desk', 'pharmacy', 'laboratory', 'toilet', 'lift', 'escalator', 'stairs', 'water', 'food', 'shop', 'machine', 'counter', 'entrance', 'hall'])

const passages: ReadonlySet<string> = new Set(passageKinds)
export const isPassage = (unit: Unit): boolean => passages.has(unit.kind)

/** How far one keeps from a corner, and steps straight through a door: as much of it as there is room for. */
const CLEARANCES = [0.5, 0.3, 0.15, 0.06]
const DOOR_STEPS = [0.6, 0.35, 0.2, 0.08, 0.9, 1.2]

interface Making {
  readonly nodes: Node[]
  readonly edges: Edge[][]
  readonly inUnit: Map<Unit, number[]>
  readonly ordinals: ReadonlyMap<string, number>
}

/**
 * Corners one walks around, both sides of every door and the middle of every unit are nodes; whatever can see each other
 * inside one unit is joined by a straight line. So the shortest way is the string pulled tight, and never leaves the floor.
 */
export function buildGraph(plan: PlanDocument): Graph {
  const making: Making = { nodes: [], edges: [], inUnit: new Map(), ordinals: ordinalsOf(plan) }
  const placeOf = new Map<string, number>()
  const doorsOf = new Map<string, Point[]>()
  for (const unit of plan.units) {
    making.inUnit.set(unit, [])
    placeOf.set(unit.id, addNode(making, unit, placeIn(unit), true))
    for (const corner of cornersOf(unit)) addNode(making, unit, corner)
  }
  for (const { opening, units } of joinsOf(plan)) {
    const centre = middle(...opening.line)
    for (const unit of units) doorsOf.set(unit.id, [...(doorsOf.get(unit.id) ?? []), centre])
    const [one, other] = units.map((unit) => addNode(making, unit, stepInto(unit, opening))) as [number, number]
    const metres = distance(making.nodes[one]!.at, centre) + distance(centre, making.nodes[other]!.at)
    link(making, one, other, { kind: 'door', metres, opening })
  }
  for (const connector of plan.connectors) addConnector(making, connector, placeOf)
  for (const [unit, members] of making.inUnit) joinVisible(making, unit, members)
  const landmarks = Map.groupBy(plan.units.filter((unit) => landmarkKinds.has(unit.kind) && unit.name !== '').map((unit) => ({ unit, ...boundsOf(unit.polygon) })), ({ unit }) => unit.level)
  return { plan, nodes: making.nodes, edges: making.edges, placeOf, doorsOf, landmarks }
}

function addNode(making: Making, unit: Unit, at: Point, isPlace = false): number {
  const index = making.nodes.push({ at, unit, ordinal: making.ordinals.get(unit.level) ?? 0, isPlace }) - 1
  making.edges.push([])
  making.inUnit.get(unit)!.push(index)
  return index
}

type Step<E> = E extends Edge ? Omit<E, 'to'> : never

function link({ edges }: Making, one: number, other: number, step: Step<Edge>): void {
  edges[one]!.push({ ...step, to: other })
  edges[other]!.push({ ...step, to: one })
}

/** The corners that stand in the way: those that point into the floor, with a little room to walk around them. */
function cornersOf(unit: Unit): Point[] {
  return [unit.polygon, ...(unit.holes ?? [])].flatMap((ring, turn) => {
    const points = tidyRing(ring)
    // Outlines run against the clock, what is cut out of them with it: the floor is then always on the left.
    if (signedArea(points) > 0 !== (turn === 0)) points.reverse()
    return points.flatMap((here, i) => {
      const before = unitVector(minus(here, points[(i + points.length - 1) % points.length]!))
      const after = unitVector(minus(points[(i + 1) % points.length]!, here))
      if (cross(before, after) >= -1e-3) return []
      const away = unitVector([before[0] - after[0], before[1] - after[1]])
      const found = CLEARANCES.map((by) => plus(here, away, by)).find((point) => isInside(point, unit))
      return found ? [found] : []
    })
  })
}

/** A step through the door into the unit, straight ahead. */
function stepInto(unit: Unit, { line }: Opening): Point {
  const centre = middle(...line)
  const along = unitVector(minus(line[1], line[0]))
  for (const by of DOOR_STEPS) {
    for (const sign of [1, -1]) {
      const point = plus(centre, [-along[1], along[0]], by * sign)
      if (isInside(point, unit)) return point
    }
  }
  return placeIn(unit)
}

function addConnector(making: Making, connector: Connector, placeOf: ReadonlyMap<string, number>): void {
  const stops = connector.units.map((id) => placeOf.get(id)).filter((one) => one !== undefined)
  // Here one passes on the way to another floor.
  for (const stop of stops) making.nodes[stop] = { ...making.nodes[stop]!, isPlace: false }
  // A lift is entered once however far it goes: the waiting is at its door, not on every floor.
  const inside = connector.kind === 'lift' ? stops.map((stop) => {
    const { unit, at } = making.nodes[stop]!
    const cabin = making.nodes.push({ at, unit, ordinal: making.nodes[stop]!.ordinal, isPlace: false }) - 1
    making.edges.push([])
    link(making, stop, cabin, { kind: 'ride', metres: 0, connector, floors: 0, isBoarding: true })
    return cabin
  }) : stops
  for (let i = 1; i < inside.length; i++) {
    const [low, high] = [inside[i - 1]!, inside[i]!]
    const floors = Math.abs(making.nodes[high]!.ordinal - making.nodes[low]!.ordinal) || 1
    const step = { kind: 'ride', metres: 0, connector, floors, isBoarding: false } as const
    if (connector.oneWay !== 'down') making.edges[low]!.push({ ...step, to: high })
    if (connector.oneWay !== 'up') making.edges[high]!.push({ ...step, to: low })
  }
}

function joinVisible(making: Making, unit: Unit, members: readonly number[]): void {
  const edges = edgesOf(unit)
  for (let i = 0; i < members.length; i++) {
    for (let j = i + 1; j < members.length; j++) {
      const [a, b] = [making.nodes[members[i]!]!.at, making.nodes[members[j]!]!.at]
      const metres = distance(a, b)
      if (metres < 0.05 || canSee(a, b, unit, edges)) link(making, members[i]!, members[j]!, { kind: 'walk', metres })
    }
  }
}

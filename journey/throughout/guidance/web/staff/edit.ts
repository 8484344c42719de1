import { type Connector, distance, type Level, middle, nearestOn, type Opening, placeIn, type PlanDocument, type Point, type Unit } from '../../contract.ts'

/** Changes of a plan, each making a new one: what was before stays for "undo". */

/** A name that no part of the plan has yet. */
export function freeId(plan: PlanDocument, stem: string): string {
  const taken = new Set([...plan.units, ...plan.openings, ...plan.connectors].map(({ id }) => id))
  let number = 1
  while (taken.has(`${stem}-${number}`)) number++
  return `${stem}-${number}`
}

export function changeUnit(plan: PlanDocument, id: string, change: Partial<Unit>): PlanDocument {
  return { ...plan, units: plan.units.map((unit) => (unit.id === id ? { ...unit, ...change } : unit)) }
}

export function addUnit(plan: PlanDocument, level: Level, polygon: readonly Point[]): { plan: PlanDocument; id: string } {
  const id = freeId(plan, `${level.id}-unit`)
  return { id, plan: { ...plan, units: [...plan.units, { id, level: level.id, kind: 'room', name: '', nameEn: '', polygon: [...polygon] }] } }
}

export const rectangle = ([a, b]: Point, [c, d]: Point): Point[] => [[Math.min(a, c), Math.min(b, d)], [Math.max(a, c), Math.min(b, d)], [Math.max(a, c), Math.max(b, d)], [Math.min(a, c), Math.max(b, d)]]

/** The unit goes, and with it whatever led only to it. */
export function removeUnit(plan: PlanDocument, id: string): PlanDocument {
  return {
    ...plan, units: plan.units.filter((unit) => unit.id !== id), openings: plan.openings.filter((opening) => !opening.between?.includes(id)),
    connectors: plan.connectors.map((connector) => ({ ...connector, units: connector.units.filter((one) => one !== id) })).filter((connector) => connector.units.length > 1),
  }
}

const DOOR_METRES = 1.2

/** A door in the wall of a unit that is nearest to where one pressed. */
export function doorAt(unit: Unit, point: Point, width = DOOR_METRES): [Point, Point] {
  const walls = unit.polygon.map((from, i): [Point, Point] => [from, unit.polygon[(i + 1) % unit.polygon.length] ?? from])
  const [a, b] = walls.toSorted((one, other) => distance(point, nearestOn(point, ...one)) - distance(point, nearestOn(point, ...other)))[0] ?? [point, point]
  const length = distance(a, b)
  const half = Math.min(width, length) / 2
  const share = Math.min(length - half, Math.max(half, distance(a, nearestOn(point, a, b)))) / length
  const by = half / length
  const on = (at: number): Point => [round(a[0] + (b[0] - a[0]) * at), round(a[1] + (b[1] - a[1]) * at)]
  return [on(share - by), on(share + by)]
}

const round = (value: number): number => Math.round(value * 100) / 100

export function addDoor(plan: PlanDocument, unit: Unit, point: Point): { plan: PlanDocument; id: string } {
  const id = freeId(plan, `${unit.level}-door`)
  const opening: Opening = { id, level: unit.level, line: doorAt(unit, point), kind: 'door' }
  return { id, plan: { ...plan, openings: [...plan.openings, opening] } }
}

export function moveDoor(plan: PlanDocument, id: string, unit: Unit, point: Point): PlanDocument {
  return { ...plan, openings: plan.openings.map(({ between: _gone, inferred: _concluded, ...opening }) => (opening.id === id ? { ...opening, line: doorAt(unit, point, distance(...opening.line)) } : plan.openings.find((each) => each.id === opening.id)!)) }
}

export function changeDoor(plan: PlanDocument, id: string, change: Partial<Opening>): PlanDocument {
  return { ...plan, openings: plan.openings.map((opening) => (opening.id === id ? { ...opening, ...change } : opening)) }
}

export const removeDoor = (plan: PlanDocument, id: string): PlanDocument => ({ ...plan, openings: plan.openings.filter((opening) => opening.id !== id) })

/** What lies above and below this unit and goes to other floors too, with it, from the lowest up. */
export function shaftOf(plan: PlanDocument, unit: Unit): Unit[] {
  const ordinals = new Map(plan.levels.map((level) => [level.id, level.ordinal]))
  const here = placeIn(unit)
  return plan.units.filter((each) => each.kind === unit.kind && distance(placeIn(each), here) < 3).toSorted((a, b) => (ordinals.get(a.level) ?? 0) - (ordinals.get(b.level) ?? 0))
}

/** Joins the floors by what lies above each other: a lift, stairs, an escalator or a ramp. */
export function joinFloors(plan: PlanDocument, unit: Unit): PlanDocument {
  const units = shaftOf(plan, unit)
  if (units.length < 2 || !['lift', 'stairs', 'escalator', 'ramp'].includes(unit.kind)) return plan
  const ids = new Set(units.map(({ id }) => id))
  const connector: Connector = { id: freeId(plan, unit.kind), kind: unit.kind as Connector['kind'], name: unit.name, nameEn: unit.nameEn, units: [...ids] }
  return { ...plan, connectors: [...plan.connectors.filter((each) => !each.units.some((id) => ids.has(id))), connector] }
}

export const doorsOf = (plan: PlanDocument, unit: Unit): Opening[] => plan.openings.filter((opening) => opening.between?.includes(unit.id) ?? (opening.level === unit.level && nearWall(unit, middle(...opening.line))))

function nearWall(unit: Unit, point: Point): boolean {
  return unit.polygon.some((from, i) => distance(point, nearestOn(point, from, unit.polygon[(i + 1) % unit.polygon.length] ?? from)) < 0.4)
}

import type { Opening, PlanDocument, Point, Unit } from '../plan/format.ts'
import { type Area, areaOf, distanceToArea, isInside, middle, minus, plus, unitVector } from '../plan/geometry.ts'

/** How far from a door's middle we look for the rooms on its two sides: a thick wall, not a neighbour. */
const PROBES = [0.1, 0.25, 0.45, 0.7, 1]
const NEAR = 0.35

export interface Join {
  readonly opening: Opening
  readonly units: readonly [Unit, Unit]
}

const ordinals = new WeakMap<PlanDocument, ReadonlyMap<string, number>>()

/** The height of every level, so that doors are looked for in both buildings of a bridge. */
export function ordinalsOf(plan: PlanDocument): ReadonlyMap<string, number> {
  const known = ordinals.get(plan) ?? new Map(plan.levels.map((level) => [level.id, level.ordinal]))
  ordinals.set(plan, known)
  return known
}

/** Which two units every opening joins: as it is said, or as it lies. One that leads outside or nowhere joins nothing. */
export function joinsOf(plan: PlanDocument): Join[] {
  const height = ordinalsOf(plan)
  const byHeight = Map.groupBy(plan.units, (unit) => height.get(unit.level) ?? 0)
  const byId = new Map(plan.units.map((unit) => [unit.id, unit]))
  return plan.openings.flatMap((opening) => {
    const units = opening.between ? opening.between.map((id) => byId.get(id)) : sidesOf(opening, byHeight.get(height.get(opening.level) ?? 0) ?? [])
    return units[0] && units[1] && units[0] !== units[1] ? [{ opening, units: [units[0], units[1]] as const }] : []
  })
}

/** The unit on either side of an opening, where there is one. */
export function sidesOf(opening: Opening, units: readonly Unit[]): [Unit | undefined, Unit | undefined] {
  const centre = middle(...opening.line)
  const along = unitVector(minus(opening.line[1], opening.line[0]))
  const across: Point = [-along[1], along[0]]
  const near = units.filter((unit) => distanceToArea(centre, unit) <= PROBES.at(-1)!)
  const left = sideAt(near, (by) => plus(centre, across, by))
  const right = sideAt(near, (by) => plus(centre, across, -by), left)
  return [left ?? nearest(near, centre, right), right ?? nearest(near, centre, left)]
}

/** The smallest of what lies there: a counter within a hall is the counter. */
function sideAt(units: readonly Unit[], at: (by: number) => Point, not?: Unit): Unit | undefined {
  for (const by of PROBES) {
    const here = units.filter((unit) => unit !== not && isInside(at(by), unit))
    if (here.length > 0) return here.reduce((a, b) => (areaOf(b as Area) < areaOf(a as Area) ? b : a))
  }
  return undefined
}

function nearest(units: readonly Unit[], point: Point, not: Unit | undefined): Unit | undefined {
  const near = units.filter((unit) => unit !== not).map((unit) => ({ unit, gap: distanceToArea(point, unit) })).filter(({ gap }) => gap <= NEAR)
  return near.toSorted((a, b) => a.gap - b.gap)[0]?.unit
}

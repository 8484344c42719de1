import type { Opening, PlanDocument, Point, Unit } from '../plan/format.ts'
import { distance, distanceToArea, edgesOf, isInside, middle, minus, plus, unitVector } from '../plan/geometry.ts'
import type { PlanRepair } from '../plan/report.ts'
import { isPassage } from '../router/graph.ts'
import { joinsOf, ordinalsOf, sidesOf } from '../router/joins.ts'
import { partsOf } from '../router/reach.ts'

/** An opening drawn beside its wall is still its door up to here. */
export const GAP_METRES = 1.5
/** Two units may be told apart by a wall this thick, and must run beside each other for this long, for a door to be concluded. */
export const WALL_METRES = 0.8
export const BORDER_METRES = 0.8
const SAMPLE = 0.4

interface Repaired {
  readonly plan: PlanDocument
  readonly repairs: readonly PlanRepair[]
}

/**
 * Mends what a drawing leaves open: an opening that misses its wall by up to 1.5 m is given its two units, and a part
 * nothing leads to gets one door where it runs beside the rest behind a wall of at most 0.8 m. Whatever is concluded is
 * marked as inferred and listed; nothing is concluded where the drawing already leads.
 */
export function repair(plan: PlanDocument): Repaired {
  const bridged = bridgeGaps(plan)
  const joined = joinParts(bridged.plan)
  return { plan: joined.plan, repairs: [...bridged.repairs, ...joined.repairs] }
}

function bridgeGaps(plan: PlanDocument): Repaired {
  const repairs: PlanRepair[] = []
  const height = ordinalsOf(plan)
  const openings = plan.openings.map((opening): Opening => {
    if (opening.between) return opening
    const units = plan.units.filter((unit) => height.get(unit.level) === height.get(opening.level))
    const [left, right] = sidesOf(opening, units)
    if (left && right && left !== right) return opening
    const known = left ?? right
    const centre = middle(...opening.line)
    const near = units.filter((unit) => unit !== known).map((unit) => ({ unit, gap: distanceToArea(centre, unit) })).filter(({ gap }) => gap <= GAP_METRES).toSorted((a, b) => a.gap - b.gap)
    const [one, other] = known ? [{ unit: known, gap: distanceToArea(centre, known) }, near[0]] : [near[0], near[1]]
    // A door to the outside has a unit on one side only; another unit near its corner is not behind it.
    if (!one || !other || (known && !isBehind(opening, known, other.unit))) {
      repairs.push({ feature: opening.id, code: 'leads-outside', metres: 0, detail: known?.id ?? '' })
      return opening
    }
    repairs.push({ feature: opening.id, code: 'gap-bridged', metres: round(Math.max(one.gap, other.gap)), detail: `${one.unit.id} – ${other.unit.id}` })
    return { ...opening, between: [one.unit.id, other.unit.id], inferred: true }
  })
  return { plan: { ...plan, openings }, repairs }
}

function isBehind({ line }: Opening, known: Unit, other: Unit): boolean {
  const centre = middle(...line)
  const along = unitVector(minus(line[1], line[0]))
  const across: Point = [-along[1], along[0]]
  const sideOf = (unit: Unit): number => [1, -1].find((sign) => distanceToArea(plus(centre, across, sign * 0.6), unit) < distanceToArea(plus(centre, across, -sign * 0.6), unit)) ?? 0
  return sideOf(known) === 0 || sideOf(other) === 0 || sideOf(known) !== sideOf(other)
}

interface Border {
  readonly from: Unit
  readonly to: Unit
  readonly line: [Point, Point]
  readonly length: number
  readonly wall: number
}

function joinParts(start: PlanDocument): Repaired {
  let plan = start
  const repairs: PlanRepair[] = []
  const height = ordinalsOf(start)
  const borders = start.units.flatMap((unit) => bordersOf(unit, start.units.filter((other) => other !== unit && height.get(other.level) === height.get(unit.level))))
  const joins = joinsOf(plan)
  for (;;) {
    const parts = partsOf(plan, joins)
    const partOf = new Map(parts.flatMap((part, i) => part.map((unit) => [unit.id, i] as const)))
    const candidates = borders.filter(({ from, to }) => partOf.get(from.id)! > partOf.get(to.id)!)
    const best = candidates.toSorted((a, b) => worth(b) - worth(a))[0]
    if (!best) return { plan, repairs }
    const id = `inferred-${plan.openings.length + 1}-${best.from.id}`.slice(0, 80)
    const centre = middle(...best.line)
    const along = unitVector(minus(best.line[1], best.line[0]))
    const half = Math.min(0.6, best.length / 2)
    const opening: Opening = { id, level: best.from.level, line: [plus(centre, along, -half), plus(centre, along, half)], kind: 'door', between: [best.from.id, best.to.id], inferred: true }
    repairs.push({ feature: id, code: 'door-inferred', metres: round(best.wall), detail: `${best.from.id} – ${best.to.id}` })
    plan = { ...plan, openings: [...plan.openings, opening] }
    joins.push({ opening, units: [best.from, best.to] })
  }
}

/** A corridor before a room, a thin wall before a thick one, a long border before a short one. */
const worth = ({ from, to, length, wall }: Border): number => (isPassage(to) ? 20 : 0) + (isPassage(from) ? 20 : 0) + Math.min(length, 10) - wall * 5

/** Where a unit runs beside others: each stretch of its walls behind which the same other unit lies. */
function bordersOf(unit: Unit, others: readonly Unit[]): Border[] {
  const found: Border[] = []
  for (const [a, b] of edgesOf(unit)) {
    const length = distance(a, b)
    if (length < SAMPLE) continue
    const along = unitVector(minus(b, a))
    const outward = isInside(plus(middle(a, b), [along[1], -along[0]], 0.05), unit) ? [-along[1], along[0]] as Point : [along[1], -along[0]] as Point
    const near = others.filter((other) => edgeIsNear(a, b, other))
    let run: { to: Unit; from: number; wall: number } | undefined
    const close = (until: number): void => {
      if (run && until - run.from >= BORDER_METRES) found.push({ from: unit, to: run.to, line: [plus(a, along, run.from), plus(a, along, until)], length: until - run.from, wall: run.wall })
      run = undefined
    }
    for (let at = 0; at <= length; at += SAMPLE) {
      const behind = unitBehind(plus(a, along, at), outward, near)
      if (behind?.unit !== run?.to) close(at)
      if (behind && !run) run = { to: behind.unit, from: at, wall: behind.wall }
    }
    close(length)
  }
  return found
}

function edgeIsNear(a: Point, b: Point, { polygon }: Unit): boolean {
  const reach = WALL_METRES + 0.1
  return !(Math.max(...polygon.map(([x]) => x)) < Math.min(a[0], b[0]) - reach || Math.min(...polygon.map(([x]) => x)) > Math.max(a[0], b[0]) + reach
    || Math.max(...polygon.map(([, y]) => y)) < Math.min(a[1], b[1]) - reach || Math.min(...polygon.map(([, y]) => y)) > Math.max(a[1], b[1]) + reach)
}

function unitBehind(point: Point, outward: Point, units: readonly Unit[]): { unit: Unit; wall: number } | undefined {
  for (const wall of [0.05, 0.2, 0.4, 0.6, WALL_METRES]) {
    const unit = units.find((each) => isInside(plus(point, outward, wall), each))
    if (unit) return { unit, wall }
  }
  return undefined
}

const round = (metres: number): number => Math.round(metres * 100) / 100

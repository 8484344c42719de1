import type { PlanDocument, Unit } from '../plan/format.ts'
import { type Join, joinsOf } from './joins.ts'

/** Units that can be reached from each other, the largest group first. */
export function partsOf(plan: PlanDocument, joins: readonly Join[] = joinsOf(plan)): Unit[][] {
  const byId = new Map(plan.units.map((unit) => [unit.id, unit]))
  const leader = new Map<Unit, Unit>(plan.units.map((unit) => [unit, unit]))
  const find = (unit: Unit): Unit => {
    let at = unit
    while (leader.get(at) !== at) at = leader.get(at)!
    leader.set(unit, at)
    return at
  }
  const join = (a: Unit, b: Unit): void => void leader.set(find(a), find(b))
  for (const { units: [a, b] } of joins) join(a, b)
  for (const { units } of plan.connectors) {
    const known = units.map((id) => byId.get(id)).filter((unit) => unit !== undefined)
    for (let i = 1; i < known.length; i++) join(known[0]!, known[i]!)
  }
  return [...Map.groupBy(plan.units, find).values()].toSorted((a, b) => b.length - a.length)
}

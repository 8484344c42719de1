import type { PlanDocument } from './format.ts'
import { areaOf, crossesItself } from './geometry.ts'
import type { PlanFault } from './report.ts'

/** What a plan says that cannot be: every fault at once, each with the thing it is about. */
export function faultsOf(plan: PlanDocument, file = 'plan.json'): PlanFault[] {
  const faults: PlanFault[] = []
  const say = (feature: string, code: PlanFault['code'], detail = ''): void => void faults.push({ file, feature, code, detail })
  const levels = new Set(plan.levels.map(({ id }) => id))
  const units = new Set(plan.units.map(({ id }) => id))
  const buildings = new Set(plan.buildings.map(({ id }) => id))
  const seen = new Set<string>()
  for (const { id } of [...plan.buildings, ...plan.levels, ...plan.units, ...plan.openings, ...plan.connectors]) {
    if (seen.has(id)) say(id, 'doubled-id')
    seen.add(id)
  }
  for (const level of plan.levels) if (!buildings.has(level.building)) say(level.id, 'wrong-field', `building ${level.building}`)
  for (const unit of plan.units) {
    if (!levels.has(unit.level)) say(unit.id, 'unknown-level', unit.level)
    if (areaOf(unit) < 0.2) say(unit.id, 'too-small', `${areaOf(unit).toFixed(2)} m²`)
    else if (crossesItself(unit.polygon)) say(unit.id, 'crosses-itself')
  }
  for (const opening of plan.openings) {
    if (!levels.has(opening.level)) say(opening.id, 'unknown-level', opening.level)
    for (const id of opening.between ?? []) if (!units.has(id)) say(opening.id, 'unknown-unit', id)
  }
  for (const connector of plan.connectors) for (const id of connector.units) if (!units.has(id)) say(connector.id, 'unknown-unit', id)
  return faults
}

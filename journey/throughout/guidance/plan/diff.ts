import type { PlanDocument } from './format.ts'

export interface PlanDiff {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

/** What publishing would change, by id: units, doors, connectors and levels alike. */
export function diffOf(before: PlanDocument | undefined, after: PlanDocument): PlanDiff {
  const [old, fresh] = [partsOf(before), partsOf(after)]
  return {
    added: [...fresh.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !fresh.has(id)),
    changed: [...fresh].filter(([id, text]) => old.has(id) && old.get(id) !== text).map(([id]) => id),
  }
}

function partsOf(plan: PlanDocument | undefined): Map<string, string> {
  if (!plan) return new Map()
  return new Map([...plan.buildings, ...plan.levels, ...plan.units, ...plan.openings, ...plan.connectors].map((part) => [part.id, canonical(part)]))
}

/** Fields in one order: what comes back from the database has another. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (each && typeof each === 'object' && !Array.isArray(each)
    ? Object.fromEntries(Object.entries(each).filter(([, one]) => one !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1))) : each))
}

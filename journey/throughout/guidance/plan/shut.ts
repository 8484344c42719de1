import type { PlanDocument } from './format.ts'

/** Everything on the plan that cannot be used: a closed lift or stairs is closed on every floor, a door as it is. */
export function shutOn(plan: Pick<PlanDocument, 'connectors'>, closed: ReadonlySet<string>): ReadonlySet<string> {
  if (closed.size === 0) return closed
  return new Set([...closed, ...plan.connectors.flatMap((connector) => (closed.has(connector.id) ? connector.units : []))])
}

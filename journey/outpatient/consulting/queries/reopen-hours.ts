import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import { reopenRule } from '../rules.ts'

/** How long after finishing a visit may be opened again here. */
export function reopenHours(tx: Tx, institutionId: number, now: Date): Promise<number> {
  return ruleAt(tx, reopenRule, institutionId, now)
}

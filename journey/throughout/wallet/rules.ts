import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { Limits } from './contract.ts'

/** How much may be topped up at once, and how much a balance may hold. */
export function limitsAt(tx: Tx, at: Date): Promise<Limits> {
  return ruleAt<Limits>(tx, 'wallet.limits', 0, at)
}

/** How long the figures on the phone are good, and how long a window may then see the balance. */
export function consentRule(tx: Tx, at: Date): Promise<{ codeSeconds: number; windowSeconds: number }> {
  return ruleAt(tx, 'wallet.consent', 0, at)
}

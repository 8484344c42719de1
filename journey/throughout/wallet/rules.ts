import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { cents, declareRule, inOrder, ruleAt, whole } from '#platform/rules/index.ts'
import type { Limits } from './contract.ts'

const limits = declareRule('wallet.limits', 'region', z.strictObject({
  leastTopUpCents: cents(1, 10_000_000), mostTopUpCents: cents(1, 100_000_000), mostBalanceCents: cents(1, 100_000_000),
}).refine(...inOrder('leastTopUpCents', 'mostTopUpCents', 'mostBalanceCents')), { approvals: 2 })
const consent = declareRule('wallet.consent', 'region', z.strictObject({ codeSeconds: whole('seconds', 30, 900), windowSeconds: whole('seconds', 60, 3600) }))

const withdrawal = declareRule('wallet.withdrawal-at-window', 'institution', z.strictObject({ secondPersonAboveCents: cents(0, 100_000_000) }), { approvals: 2 })

export const rules = [limits, consent, withdrawal]

/** How much may be topped up at once, and how much a balance may hold. */
export function limitsAt(tx: Tx, at: Date): Promise<Limits> {
  return ruleAt(tx, limits, 0, at)
}

/** How long the figures on the phone are good, and how long a window may then see the balance. */
export function consentRule(tx: Tx, at: Date): Promise<{ codeSeconds: number; windowSeconds: number }> {
  return ruleAt(tx, consent, 0, at)
}

/** Up to how much in a day a window gives back to one person without a second colleague. */
export function withdrawalRule(tx: Tx, institutionId: number, at: Date): Promise<{ secondPersonAboveCents: number }> {
  return ruleAt(tx, withdrawal, institutionId, at)
}

import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { StatementChannel } from './contract.ts'
import type { MatchingRules } from './matching/types.ts'

interface Days {
  readonly toleranceMinutes: number
  readonly dayEndsAt: Readonly<Partial<Record<StatementChannel, string>>>
}

/** By what a hospital's statements of one channel are judged. */
export async function matchingRules(tx: Tx, institutionId: number, channel: StatementChannel, at: Date): Promise<MatchingRules> {
  const fees = await ruleAt<Record<StatementChannel, number>>(tx, 'reconciliation.fees', institutionId, at)
  const days = await ruleAt<Days>(tx, 'reconciliation.days', institutionId, at)
  const [hour, minute] = (days.dayEndsAt[channel] ?? '24:00').split(':').map(Number)
  return { channel, feeTenThousandths: fees[channel] ?? 0, toleranceMinutes: days.toleranceMinutes, dayEndsAtMinute: hour! * 60 + minute! }
}

import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, endOfDay, ruleAt, whole } from '#platform/rules/index.ts'
import type { StatementChannel } from './contract.ts'
import type { MatchingRules } from './matching/types.ts'

const fee = () => whole('bp', 0, 1000)

/** What each channel keeps of an amount, as the hospital's contract with it says. */
const feesRule = declareRule('reconciliation.fees', 'institution', z.strictObject({ wechatpay: fee(), alipay: fee(), bankcard: fee(), insurance: fee() }), { approvals: 2 })

/** How far clocks may differ, and where a channel's day does not end at midnight. */
const daysRule = declareRule('reconciliation.days', 'institution', z.strictObject({
  toleranceMinutes: whole('minutes', 0, 240),
  dayEndsAt: z.strictObject({ wechatpay: endOfDay().optional(), alipay: endOfDay().optional(), bankcard: endOfDay().optional(), insurance: endOfDay().optional() }),
}))

export const rules = [feesRule, daysRule]

/** By what a hospital's statements of one channel are judged. */
export async function matchingRules(tx: Tx, institutionId: number, channel: StatementChannel, at: Date): Promise<MatchingRules> {
  const fees = await ruleAt(tx, feesRule, institutionId, at)
  const days = await ruleAt(tx, daysRule, institutionId, at)
  const [hour, minute] = (days.dayEndsAt[channel] ?? '24:00').split(':').map(Number)
  return { channel, feeTenThousandths: fees[channel] ?? 0, toleranceMinutes: days.toleranceMinutes, dayEndsAtMinute: hour! * 60 + minute! }
}

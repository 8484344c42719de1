import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { Grade, IncidentKind, ScalpingRule } from './contract.ts'
import type { CountRule } from './standing.ts'

export const countRule = (tx: Tx, kind: IncidentKind, institutionId: number, at: Date) => ruleAt<CountRule>(tx, `fairness.${kind}`, institutionId, at)
export const scalpingRule = (tx: Tx, institutionId: number, at: Date) => ruleAt<ScalpingRule>(tx, 'fairness.scalping', institutionId, at)
export const gradesOf = (tx: Tx, institutionId: number, at: Date) => ruleAt<Grade[]>(tx, 'fairness.scalping-grades', institutionId, at)

export async function answerWithin(tx: Tx, institutionId: number, at: Date): Promise<number> {
  return (await ruleAt<{ workdays: number }>(tx, 'fairness.appeal', institutionId, at)).workdays
}

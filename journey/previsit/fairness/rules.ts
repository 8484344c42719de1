import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, measure, ruleAt, share, whole, words } from '#platform/rules/index.ts'
import type { Grade, IncidentKind, ScalpingRule } from './contract.ts'
import type { CountRule } from './standing.ts'

const counted = {
  count: whole('times', 1, 50),
  withinDays: whole('days', 1, 730),
  stopDays: z.array(whole('days', 1, 730)).min(1).max(6),
  countFrom: z.enum(['first', 'last']),
  repeatWithinDays: whole('days', 1, 1825),
}
const noShow = declareRule('fairness.no-show', 'institution', z.strictObject({ ...counted, graceMinutes: whole('minutes', 0, 1440).optional() }), { approvals: 2 })
const lateCancel = declareRule('fairness.late-cancel', 'institution', z.strictObject({ ...counted, graceMinutes: whole('minutes', 0, 1440).optional() }), { approvals: 2 })
const appeal = declareRule('fairness.appeal', 'institution', z.strictObject({ workdays: whole('workdays', 1, 30) }))

const signal = z.strictObject({ above: measure('number', 0, 10_000), each: measure('points', 0, 100), most: measure('points', 0, 100) })
const timed = signal.extend({ seconds: whole('seconds', 0, 86_400) })
const offsetting = z.strictObject({ above: share(), points: measure('points', 0, 100) })
const scalping = declareRule('fairness.scalping', 'institution', z.strictObject({
  windowDays: whole('days', 1, 365),
  openAt: measure('points', 1, 1000),
  restrictAt: measure('points', 1, 1000),
  reopenAfterRise: measure('points', 0, 1000),
  signals: z.strictObject({
    'accounts-on-device': signal, 'strangers-of-account': signal, people: signal, 'seconds-after-release': timed, 'machine-rhythm': timed, 'cancel-pass': timed,
    'handed-back': signal, 'refused-attempts': signal, 'payer-of-others': signal, departments: signal,
  }),
  counter: z.strictObject({ came: offsetting, family: offsetting, helper: z.strictObject({ points: measure('points', 0, 1000) }) }),
}), { approvals: 2 })
const grades = declareRule('fairness.scalping-grades', 'institution', z.array(z.strictObject({ code: words(40).min(1), days: whole('days', 1, 3650), second: z.boolean() })).min(1).max(6), { approvals: 2 })

export const rules = [noShow, lateCancel, appeal, scalping, grades]

export const countRule = (tx: Tx, kind: IncidentKind, institutionId: number, at: Date): Promise<CountRule> =>
  ruleAt(tx, kind === 'no-show' ? noShow : lateCancel, institutionId, at)
export const scalpingRule = (tx: Tx, institutionId: number, at: Date): Promise<ScalpingRule> => ruleAt(tx, scalping, institutionId, at)
export const gradesOf = (tx: Tx, institutionId: number, at: Date): Promise<Grade[]> => ruleAt(tx, grades, institutionId, at)

export async function answerWithin(tx: Tx, institutionId: number, at: Date): Promise<number> {
  return (await ruleAt(tx, appeal, institutionId, at)).workdays
}

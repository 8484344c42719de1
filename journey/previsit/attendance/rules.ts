import { ruleAt } from '#platform/rules/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Mark } from './contract.ts'

export interface MarkRule {
  readonly mark: Mark
  readonly minutesBefore: number
  /** So much later it would confuse more than help: it is left out. */
  readonly lateByMinutes: number
  /** Other times of the same person due within this share the message. */
  readonly mergeMinutes: number
}

export interface ReminderRules {
  readonly marks: readonly MarkRule[]
  readonly quietFrom: string
  readonly quietTo: string
  /** Closer to the visit nobody is reminded any more. */
  readonly leastMinutesBefore: number
  readonly elderAge: number
}

export interface CallRules {
  /** So many times as likely to be missed as a visit usually is here. */
  readonly timesUsual: number
  readonly mostPerDay: number
}

export interface RiskRules {
  readonly expectedShare: number
  readonly learnFromVisits: number
}

export interface OverbookingRules {
  readonly waitMinutes: number
  readonly breakingAtMost: number
  readonly serviceSpread: number
  readonly mostShareOfUnits: number
  readonly mostPerPeriod: number
  readonly confirmedFactor: number
  readonly exceptPools: readonly string[]
}

export const reminderRules = (tx: Tx, institutionId: number, at: Date) => ruleAt<ReminderRules>(tx, 'attendance.reminders', institutionId, at)
export const callRules = (tx: Tx, institutionId: number, at: Date) => ruleAt<CallRules>(tx, 'attendance.calls', institutionId, at)
export const riskRules = (tx: Tx, institutionId: number, at: Date) => ruleAt<RiskRules>(tx, 'attendance.risk', institutionId, at)
export const overbookingRules = (tx: Tx, institutionId: number, at: Date) => ruleAt<OverbookingRules>(tx, 'attendance.overbooking', institutionId, at)

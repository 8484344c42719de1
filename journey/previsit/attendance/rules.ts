import { z } from 'zod'
import { PoolCode } from '#engines/capacity/contract.ts'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, leavesADay, measure, ruleAt, share, timeOfDay, type ValueOf, whole } from '#platform/rules/index.ts'
import { marks } from './contract.ts'

const reminders = declareRule('attendance.reminders', 'institution', z.strictObject({
  marks: z.array(z.strictObject({
    mark: z.enum(marks),
    minutesBefore: whole('minutes', 5, 20_160),
    /** So much later it would confuse more than help: it is left out. */
    lateByMinutes: whole('minutes', 0, 10_080),
    /** Other times of the same person due within this share the message. */
    mergeMinutes: whole('minutes', 0, 10_080),
  })).max(marks.length),
  quietFrom: timeOfDay(),
  quietTo: timeOfDay(),
  /** Closer to the visit nobody is reminded any more. */
  leastMinutesBefore: whole('minutes', 0, 1440),
  elderAge: whole('years', 40, 120),
}).refine(...leavesADay))

const calls = declareRule('attendance.calls', 'institution', z.strictObject({
  /** So many times as likely to be missed as a visit usually is here. */
  timesUsual: measure('times', 1, 20),
  mostPerDay: whole('people', 0, 1000),
}))

const risk = declareRule('attendance.risk', 'institution', z.strictObject({ expectedShare: share(), learnFromVisits: whole('number', 1, 100_000) }))

const overbooking = declareRule('attendance.overbooking', 'institution', z.strictObject({
  waitMinutes: whole('minutes', 1, 240),
  breakingAtMost: share(),
  serviceSpread: share(),
  mostShareOfUnits: share(),
  mostPerPeriod: whole('units', 0, 20),
  confirmedFactor: measure('times', 0, 1),
  exceptPools: z.array(PoolCode),
}))

export const rules = [reminders, calls, risk, overbooking]

export type ReminderRules = Readonly<ValueOf<typeof reminders>>
export type MarkRule = ReminderRules['marks'][number]
export type CallRules = Readonly<ValueOf<typeof calls>>
export type RiskRules = Readonly<ValueOf<typeof risk>>
export type OverbookingRules = Readonly<ValueOf<typeof overbooking>>

export const reminderRules = (tx: Tx, institutionId: number, at: Date): Promise<ReminderRules> => ruleAt(tx, reminders, institutionId, at)
export const callRules = (tx: Tx, institutionId: number, at: Date): Promise<CallRules> => ruleAt(tx, calls, institutionId, at)
export const riskRules = (tx: Tx, institutionId: number, at: Date): Promise<RiskRules> => ruleAt(tx, risk, institutionId, at)
export const overbookingRules = (tx: Tx, institutionId: number, at: Date): Promise<OverbookingRules> => ruleAt(tx, overbooking, institutionId, at)

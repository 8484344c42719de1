import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, ruleAt, type ValueOf, whole } from '#platform/rules/index.ts'

const window = declareRule('arrival.check-in-window', 'institution', z.strictObject({
  /** How long before the period patients may check in by themselves. */
  earlyMinutes: whole('minutes', 0, 720),
  /** How long after it; later the nurse desk still can, all day. */
  lateMinutes: whole('minutes', 0, 720),
}))

const location = declareRule('arrival.location', 'institution', z.strictObject({
  /** How near the campus a phone must be. */
  metres: whole('metres', 50, 5000),
  /** A phone that knows its place worse than this proves nothing. */
  worstAccuracyMetres: whole('metres', 20, 5000),
}))

const priority = declareRule('arrival.priority', 'institution', z.strictObject({ elderFromAge: whole('years', 60, 120) }))

export const rules = [window, location, priority]

export type CheckInWindow = Readonly<ValueOf<typeof window>>

export const checkInWindow = (tx: Tx, institutionId: number, at: Date) => ruleAt(tx, window, institutionId, at)
export const locationRule = (tx: Tx, institutionId: number, at: Date) => ruleAt(tx, location, institutionId, at)
export const priorityRule = (tx: Tx, institutionId: number, at: Date) => ruleAt(tx, priority, institutionId, at)

/** When this period may be checked in for, from and until. */
export function windowOf(rule: CheckInWindow, startsAt: string, endsAt: string): { opensAt: Date; closesAt: Date } {
  return {
    opensAt: new Date(Date.parse(startsAt) - rule.earlyMinutes * 60_000),
    closesAt: new Date(Date.parse(endsAt) + rule.lateMinutes * 60_000),
  }
}

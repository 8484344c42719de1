import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'

export interface CheckInWindow {
  /** How long before the period patients may check in by themselves. */
  readonly earlyMinutes: number
  /** How long after it; later the nurse desk still can, all day. */
  readonly lateMinutes: number
}

export const checkInWindow = (tx: Tx, institutionId: number, at: Date) => ruleAt<CheckInWindow>(tx, 'arrival.check-in-window', institutionId, at)

export interface LocationRule {
  /** How near the campus a phone must be. */
  readonly metres: number
  /** A phone that knows its place worse than this proves nothing. */
  readonly worstAccuracyMetres: number
}

export const locationRule = (tx: Tx, institutionId: number, at: Date) => ruleAt<LocationRule>(tx, 'arrival.location', institutionId, at)

export const priorityRule = (tx: Tx, institutionId: number, at: Date) => ruleAt<{ readonly elderFromAge: number }>(tx, 'arrival.priority', institutionId, at)

/** When this period may be checked in for, from and until. */
export function windowOf(rule: CheckInWindow, startsAt: string, endsAt: string): { opensAt: Date; closesAt: Date } {
  return {
    opensAt: new Date(Date.parse(startsAt) - rule.earlyMinutes * 60_000),
    closesAt: new Date(Date.parse(endsAt) + rule.lateMinutes * 60_000),
  }
}

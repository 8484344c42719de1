import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { Terms } from './contract.ts'

/** The terms as they hold now, for the whole region. */
export function termsAt(tx: Tx, at: Date): Promise<Terms> {
  return ruleAt<Terms>(tx, 'credit.terms', 0, at)
}

export interface ReminderRule {
  /** Days from the due day; below zero before it. */
  readonly days: readonly number[]
  /** Nobody is woken: messages go out between these hours. */
  readonly fromHour: number
  readonly toHour: number
}

export function reminderRule(tx: Tx, at: Date): Promise<ReminderRule> {
  return ruleAt(tx, 'credit.reminders', 0, at)
}

export function linkRule(tx: Tx, at: Date): Promise<{ days: number }> {
  return ruleAt(tx, 'credit.link', 0, at)
}

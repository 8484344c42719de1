import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { cents, declareRule, inOrder, ruleAt, type ValueOf, whole, words } from '#platform/rules/index.ts'
import type { Terms } from './contract.ts'

const terms = declareRule('credit.terms', 'region', z.strictObject({
  version: words(40).min(1),
  limitCents: cents(0, 10_000_000),
  days: whole('days', 1, 365),
  keepCents: cents(0, 10_000_000),
  emergencyDays: whole('days', 1, 365),
}), { approvals: 2 })

const reminders = declareRule('credit.reminders', 'region', z.strictObject({
  /** Days from the due day; below zero before it. */
  days: z.array(whole('days', -60, 365)).max(12),
  /** Nobody is woken: messages go out between these hours. */
  fromHour: whole('hour-of-day', 0, 23),
  toHour: whole('hour-of-day', 1, 24),
}).refine(...inOrder('fromHour', 'toHour')))

const link = declareRule('credit.link', 'region', z.strictObject({ days: whole('days', 1, 90) }))

export const rules = [terms, reminders, link]

export type ReminderRule = Readonly<ValueOf<typeof reminders>>

/** The terms as they hold now, for the whole region. */
export function termsAt(tx: Tx, at: Date): Promise<Terms> {
  return ruleAt(tx, terms, 0, at)
}

export function reminderRule(tx: Tx, at: Date): Promise<ReminderRule> {
  return ruleAt(tx, reminders, 0, at)
}

export function linkRule(tx: Tx, at: Date): Promise<{ days: number }> {
  return ruleAt(tx, link, 0, at)
}

import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'

export interface OfferRules {
  /** Sorted from far to near: how long somebody may think, by how far ahead the time is. */
  readonly answer: readonly { readonly hoursBefore: number; readonly minutes: number }[]
  /** Nearer than this a few are told at once, and the first to answer has it. */
  readonly groupBelowHours: number
  readonly groupSize: number
  /** Whoever has not been found by then is not looked for any more: the unit goes back. */
  readonly returnMinutesBefore: number
  readonly quietFrom: string
  readonly quietTo: string
  /** Unanswered calls until it is the next one's turn. */
  readonly callsBeforeNext: number
}

export async function offerRules(tx: Tx, institutionId: number, at: Date): Promise<OfferRules> {
  const rules = await ruleAt<OfferRules>(tx, 'waitlist.offers', institutionId, at)
  return { ...rules, answer: [...rules.answer].sort((a, b) => b.hoursBefore - a.hoursBefore) }
}

export async function entryRules(tx: Tx, institutionId: number, at: Date): Promise<{ perPerson: number; days: number }> {
  return ruleAt(tx, 'waitlist.entries', institutionId, at)
}

/** How long before its start a visit of this kind can still be filled, in minutes. */
export async function preparationMinutes(tx: Tx, institutionId: number, kind: string, at: Date): Promise<number> {
  const rule = await ruleAt<{ hours: number; byKind: Readonly<Record<string, number>> }>(tx, 'waitlist.preparation', institutionId, at)
  return (rule.byKind[kind] ?? rule.hours) * 60
}

export async function orderVersion(tx: Tx, institutionId: number, at: Date): Promise<string> {
  return (await ruleAt<{ version: string }>(tx, 'waitlist.order', institutionId, at)).version
}

export async function oddsRule(tx: Tx, institutionId: number, at: Date): Promise<{ weeks: number; fewestFreed: number; accept: readonly [number, number] }> {
  return ruleAt(tx, 'waitlist.odds', institutionId, at)
}

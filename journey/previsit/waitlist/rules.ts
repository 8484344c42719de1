import { z } from 'zod'
import { type ServiceKind, serviceKinds } from '#journey/throughout/directory/contract.ts'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, leavesADay, measure, ruleAt, share, timeOfDay, type ValueOf, whole, words } from '#platform/rules/index.ts'

const offers = declareRule('waitlist.offers', 'institution', z.strictObject({
  /** How long somebody may think, by how far ahead the time is. */
  answer: z.array(z.strictObject({ hoursBefore: whole('hours', 0, 1440), minutes: whole('minutes', 1, 2880) })).min(1).max(12),
  /** Nearer than this a few are told at once, and the first to answer has it. */
  groupBelowHours: whole('hours', 0, 168),
  groupSize: whole('people', 1, 20),
  /** Whoever has not been found by then is not looked for any more: the unit goes back. */
  returnMinutesBefore: whole('minutes', 0, 1440),
  /** Between these nobody is asked; the same time twice: there is no quiet time. */
  quietFrom: timeOfDay(),
  quietTo: timeOfDay(),
  /** Unanswered calls until it is the next one's turn. */
  callsBeforeNext: whole('times', 1, 10),
}).refine(...leavesADay))

const entries = declareRule('waitlist.entries', 'institution', z.strictObject({ perPerson: whole('number', 1, 50), days: whole('days', 1, 365) }))
const preparation = declareRule('waitlist.preparation', 'institution', z.strictObject({ hours: measure('hours', 0, 720), byKind: z.partialRecord(z.enum(serviceKinds), measure('hours', 0, 720)) }))

/** How the order is made is a matter of the program; what is published here says so. */
const order = declareRule('waitlist.order', 'product', z.strictObject({ version: words(40), by: z.array(z.enum(['priority', 'days-waited', 'notice', 'lot'])) }))
const odds = declareRule('waitlist.odds', 'institution', z.strictObject({ weeks: whole('weeks', 1, 104), fewestFreed: whole('number', 1, 1000), accept: z.tuple([share(), share()]) }))

export const rules = [offers, entries, preparation, order, odds]

export type OfferRules = Readonly<ValueOf<typeof offers>>

export async function offerRules(tx: Tx, institutionId: number, at: Date): Promise<OfferRules> {
  const found = await ruleAt(tx, offers, institutionId, at)
  return { ...found, answer: [...found.answer].sort((a, b) => b.hoursBefore - a.hoursBefore) }
}

export async function entryRules(tx: Tx, institutionId: number, at: Date): Promise<{ perPerson: number; days: number }> {
  return ruleAt(tx, entries, institutionId, at)
}

/** How long before its start a visit of this kind can still be filled, in minutes. */
export async function preparationMinutes(tx: Tx, institutionId: number, kind: string, at: Date): Promise<number> {
  const rule = await ruleAt(tx, preparation, institutionId, at)
  return (rule.byKind[kind as ServiceKind] ?? rule.hours) * 60
}

export async function orderVersion(tx: Tx, institutionId: number, at: Date): Promise<string> {
  return (await ruleAt(tx, order, institutionId, at)).version
}

export async function oddsRule(tx: Tx, institutionId: number, at: Date): Promise<{ weeks: number; fewestFreed: number; accept: readonly [number, number] }> {
  return ruleAt(tx, odds, institutionId, at)
}

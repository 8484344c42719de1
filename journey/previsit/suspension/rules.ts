import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, ruleAt, type ValueOf, whole } from '#platform/rules/index.ts'

/** What a hospital decided about making up for a suspension; the region's where it decided nothing. */
const offer = declareRule('suspension.offer', 'institution', z.strictObject({
  /** How long the offered units are kept for the person. */
  hours: whole('hours', 1, 168),
  count: whole('number', 1, 10),
  /** Nothing sooner is offered: people have to get there. */
  noticeHours: whole('hours', 0, 168),
  /** How far around the old time is looked. */
  daysBefore: whole('days', 0, 60),
  daysAfter: whole('days', 1, 180),
}))

export const rules = [offer]

export type OfferRules = Readonly<ValueOf<typeof offer>>

export function offerRules(tx: Tx, institutionId: number, at: Date): Promise<OfferRules> {
  return ruleAt(tx, offer, institutionId, at)
}

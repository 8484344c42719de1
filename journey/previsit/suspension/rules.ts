import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'

/** What a hospital decided about making up for a suspension; the region's where it decided nothing. */
export interface OfferRules {
  /** How long the offered units are kept for the person. */
  readonly hours: number
  readonly count: number
  /** Nothing sooner is offered: people have to get there. */
  readonly noticeHours: number
  /** How far around the old time is looked. */
  readonly daysBefore: number
  readonly daysAfter: number
}

export function offerRules(tx: Tx, institutionId: number, at: Date): Promise<OfferRules> {
  return ruleAt<OfferRules>(tx, 'suspension.offer', institutionId, at)
}

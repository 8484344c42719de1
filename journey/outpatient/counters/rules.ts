import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { StationKind } from './contract.ts'

export interface Preparation {
  /** Items of the price list for which one comes without breakfast. */
  readonly fastingCodes: readonly string[]
  readonly resultAfterMinutes: Partial<Record<StationKind, number>>
  readonly usualMinutes: Partial<Record<StationKind, number>>
}

export const preparation = (tx: Tx, institutionId: number, at: Date) => ruleAt<Preparation>(tx, 'counters.preparation', institutionId, at)

import type { PoolCode } from '#engines/capacity/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'

export interface PrimaryCareRule {
  /** Whose units count as released to primary care. */
  readonly pools: readonly PoolCode[]
  /** Of expert units. */
  readonly expertPercent: number
  /** What it rests on, as a page says it. */
  readonly basis?: string
  readonly basisEn?: string
}

export interface ForecastRule {
  readonly weeks: number
  readonly fewest: number
}

export const primaryCareRule = (tx: Tx, institutionId: number, at: Date) => ruleAt<PrimaryCareRule>(tx, 'pools.primary-care', institutionId, at)
export const forecastRule = (tx: Tx, institutionId: number, at: Date) => ruleAt<ForecastRule>(tx, 'pools.forecast', institutionId, at)

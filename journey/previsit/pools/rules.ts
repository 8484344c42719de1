import { z } from 'zod'
import { PoolCode } from '#engines/capacity/contract.ts'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, ruleAt, type ValueOf, whole, words } from '#platform/rules/index.ts'

export const primaryCare = declareRule('pools.primary-care', 'institution', z.strictObject({
  /** Whose units count as released to primary care. */
  pools: z.array(PoolCode).min(1),
  /** Of expert units. */
  expertPercent: whole('percent', 0, 100),
  /** What it rests on, as a page says it. */
  basis: words(200).optional(),
  basisEn: words(200).optional(),
}))
const forecast = declareRule('pools.forecast', 'institution', z.strictObject({ weeks: whole('weeks', 1, 104), fewest: whole('number', 1, 100) }))

export const rules = [primaryCare, forecast]

export type PrimaryCareRule = Readonly<ValueOf<typeof primaryCare>>
export type ForecastRule = Readonly<ValueOf<typeof forecast>>

export const primaryCareRule = (tx: Tx, institutionId: number, at: Date): Promise<PrimaryCareRule> => ruleAt(tx, primaryCare, institutionId, at)
export const forecastRule = (tx: Tx, institutionId: number, at: Date): Promise<ForecastRule> => ruleAt(tx, forecast, institutionId, at)

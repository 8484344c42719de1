import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, ruleAt, timeOfDay, type ValueOf, whole, words } from '#platform/rules/index.ts'
import { StationKind } from './contract.ts'

const byStation = () => z.partialRecord(StationKind, whole('minutes', 0, 1440))

const preparationRule = declareRule('counters.preparation', 'hospital', z.strictObject({
  /** Items of the price list for which one comes without breakfast. */
  fastingCodes: z.array(words(40).min(1)).max(500),
  resultAfterMinutes: byStation(),
  usualMinutes: byStation(),
}))

const resultMessageRule = declareRule('counters.result-message', 'hospital', z.strictObject({
  /** At night nobody is written to, unless they are in the building. */
  quietFrom: timeOfDay(),
  quietTo: timeOfDay(),
  /** So long after being served somebody may still wait in the building, although the doctor has finished. */
  hereMinutes: whole('minutes', 0, 1440),
}))

export const rules = [preparationRule, resultMessageRule]

export type Preparation = Readonly<ValueOf<typeof preparationRule>>
export type ResultMessageRules = Readonly<ValueOf<typeof resultMessageRule>>

export const resultMessageRules = (tx: Tx, institutionId: number, at: Date): Promise<ResultMessageRules> => ruleAt(tx, resultMessageRule, institutionId, at)
export const preparation = (tx: Tx, institutionId: number, at: Date): Promise<Preparation> => ruleAt(tx, preparationRule, institutionId, at)

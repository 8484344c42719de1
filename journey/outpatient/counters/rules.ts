import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { calendarDay, declareRule, endOfDay, leavesADay, ruleAt, timeOfDay, unlessYes, type ValueOf, weekdays, whole, words } from '#platform/rules/index.ts'
import { StationKind, stationKinds } from './contract.ts'

const byStation = () => z.partialRecord(StationKind, whole('minutes', 0, 1440))

const preparationRule = declareRule('counters.preparation', 'institution', z.strictObject({
  /** Items of the price list for which one comes without breakfast. */
  fastingCodes: z.array(words(40).min(1)).max(500),
  resultAfterMinutes: byStation(),
  usualMinutes: byStation(),
}))

const resultMessageRule = declareRule('counters.result-message', 'institution', z.strictObject({
  /** At night nobody is written to, unless they are in the building. */
  quietFrom: timeOfDay(),
  quietTo: timeOfDay(),
  /** So long after being served somebody may still wait in the building, although the doctor has finished. */
  hereMinutes: whole('minutes', 0, 1440),
}).refine(...leavesADay))

/** So many times on these days of the week. */
const opens = () => z.array(z.strictObject({ days: weekdays(), from: timeOfDay(), to: endOfDay() }).refine(({ from, to }) => from < to, { path: ['to'] })).max(20)

/** A day on which it is otherwise, a row for each time: closed all day, or open from then to then, and why. */
const exception = () => z.strictObject({
  day: calendarDay(), stations: z.array(StationKind).min(1).max(stationKinds.length), closed: z.boolean().optional(),
  from: unlessYes('closed', timeOfDay()), to: unlessYes('closed', endOfDay()), reason: words(60).optional(),
}).refine(isOneOrTheOther, { path: ['to'] })

/** From 00:00 to 00:00 is how closed all day was once said. */
function isOneOrTheOther({ closed, from, to }: { closed?: boolean | undefined; from?: string | undefined; to?: string | undefined }): boolean {
  if (closed || from === undefined || to === undefined) return closed === true && from === undefined && to === undefined
  return from < to || (from === '00:00' && to === '00:00')
}

const openingRule = declareRule('counters.opening-hours', 'institution', z.strictObject({
  /** None: always open. */
  laboratory: opens(), examination: opens(), pharmacy: opens(), window: opens(), rehabilitation: opens(), treatment: opens(),
  exceptions: z.array(exception()).max(400),
}))

export const rules = [preparationRule, resultMessageRule, openingRule]

export type OpeningHours = Readonly<ValueOf<typeof openingRule>>
export const openingHours = (tx: Tx, institutionId: number, at: Date): Promise<OpeningHours> => ruleAt(tx, openingRule, institutionId, at)

export type Preparation = Readonly<ValueOf<typeof preparationRule>>
export type ResultMessageRules = Readonly<ValueOf<typeof resultMessageRule>>

export const resultMessageRules = (tx: Tx, institutionId: number, at: Date): Promise<ResultMessageRules> => ruleAt(tx, resultMessageRule, institutionId, at)
export const preparation = (tx: Tx, institutionId: number, at: Date): Promise<Preparation> => ruleAt(tx, preparationRule, institutionId, at)

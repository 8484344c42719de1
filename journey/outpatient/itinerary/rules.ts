import { z } from 'zod'
import { declareRule, inOrder, timeOfDay, whole } from '#platform/rules/index.ts'

/** By what a patient's day is put in order. */
export const planRule = declareRule('itinerary.plan', 'region', z.strictObject({
  walkMinutes: whole('minutes', 0, 60),
  lunchFrom: timeOfDay(),
  lunchTo: timeOfDay(),
  lunchMinutes: whole('minutes', 0, 120),
  breakfastMinutes: whole('minutes', 0, 120),
  swapGainMinutes: whole('minutes', 0, 120),
  wordMinutes: whole('minutes', 1, 120),
  lateAfterMinutes: whole('minutes', 0, 120),
}).refine(...inOrder('lunchFrom', 'lunchTo')))

export const rules = [planRule]

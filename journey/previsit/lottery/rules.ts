import { z } from 'zod'
import { declareRule, measure, whole } from '#platform/rules/index.ts'

/** How many tickets somebody has in a draw. Published with every draw, and kept with it as they stood. */
export const weightsRule = declareRule('lottery.weights', 'institution', z.strictObject({
  base: measure('number', 1, 10),
  perEarlier: measure('number', 0, 10),
  withinDays: whole('days', 0, 730),
  referral: measure('times', 1, 10),
  cap: measure('number', 1, 100),
}))

/** How long a draw is open and how long who was drawn may think. */
export const drawRule = declareRule('lottery.draw', 'institution', z.strictObject({
  windowHours: whole('hours', 1, 336), confirmMinutes: whole('minutes', 10, 2880), offersUntilHoursBefore: whole('hours', 0, 168),
}))

export const rules = [weightsRule, drawRule]

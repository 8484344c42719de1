import { z } from 'zod'
import { declareRule, inOrder, share, whole } from '#platform/rules/index.ts'

/** From when on an extra doctor or an evening session is advised. */
export const adviceRule = declareRule('operations.advice', 'institution', z.strictObject({
  waitMinutes: whole('minutes', 1, 480),
  worthMinutes: whole('minutes', 1, 240),
  slackShare: share(),
  eveningFrom: whole('hour-of-day', 12, 23),
  eveningTo: whole('hour-of-day', 13, 24),
  days: whole('days', 1, 7),
}).refine(...inOrder('eveningFrom', 'eveningTo')))

export const rules = [adviceRule]

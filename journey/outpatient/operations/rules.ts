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

/** What an extra session asks of its doctor, and how long it can be taken back. */
export const extraSessionRule = declareRule('operations.extra-session', 'institution', z.strictObject({
  noticeHours: whole('hours', 0, 72),
  mostMinutes: whole('minutes', 120, 900),
  undoHours: whole('hours', 0, 168),
}))

export const rules = [adviceRule, extraSessionRule]

import { z } from 'zod'
import { declareRule, inOrder, whole } from '#platform/rules/index.ts'

/** When a lent thing that is not back is asked for, and between which hours. */
export const loanRemindersRule = declareRule('servicedesk.loan-reminders', 'region', z.strictObject({
  hoursAfter: z.array(whole('hours', 0, 720)).min(1).max(12),
  fromHour: whole('hour-of-day', 0, 23),
  toHour: whole('hour-of-day', 1, 24),
}).refine(...inOrder('fromHour', 'toHour')))

/** By when a complaint is answered: at an hour of the same day, or within hours when it is urgent. */
export const complaintRule = declareRule('servicedesk.complaint', 'institution', z.strictObject({ answerByHour: whole('hour-of-day', 0, 23), urgentHours: whole('hours', 1, 48) }))

export const rules = [loanRemindersRule, complaintRule]

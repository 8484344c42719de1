import { z } from 'zod'
import { declareRule, whole } from '#platform/rules/index.ts'

/** How long somebody may follow a patient's day, and how many at once. */
export const leaveRule = declareRule('companion.leave', 'region', z.strictObject({ mostDays: whole('days', 1, 90), mostOpen: whole('people', 1, 50) }))

export const rules = [leaveRule]

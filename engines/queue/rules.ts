import { z } from 'zod'
import { declareRule, whole } from '#platform/rules/index.ts'
import { RuleOfOrder } from './contract.ts'

/** Who is called when. It is published with its reason, and after a look at today's lines, on a page of its own. */
export const fairnessRule = declareRule('queue.fairness', 'institution', RuleOfOrder.extend({ version: z.int().min(1) }), { page: '/line-rule' })

/** With so many before them people are told to come near. */
export const nearRule = declareRule('queue.near', 'institution', z.strictObject({ ahead: whole('people', 1, 20) }))

export const rules = [fairnessRule, nearRule]

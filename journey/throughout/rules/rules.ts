import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, ruleAt, whole } from '#platform/rules/index.ts'

const approval = declareRule('rules.approval', 'region', z.strictObject({ days: whole('days', 1, 60) }))

export const rules = [approval]

/** How many days a proposal waits for a second person. */
export const waitsDays = async (tx: Tx, at: Date): Promise<number> => (await ruleAt(tx, approval, 0, at)).days

import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Rule } from './declare.ts'

export { declareRule, type Rule, type SetBy, type ValueOf } from './declare.ts'
export { calendarDay, cents, endOfDay, inOrder, leavesADay, measure, share, timeOfDay, type Unit, units, unlessYes, weekdays, whole, words } from './fields.ts'
export { addVersion, type NewVersion, type Version, versionAt, versionOn, versionsFor } from './versions.ts'

/**
 * The value of a rule as it holds at this moment: the institution's own where it may have one and has, else the region's. A row put
 * in by hand that its declaration does not allow is a fault, and told as one.
 */
export async function ruleAt<S extends z.ZodType>(tx: Tx, rule: Rule<S>, institutionId: number, at: Date): Promise<z.output<S>> {
  const where = rule.setBy === 'institution' ? institutionId : 0
  const { rows } = await sql<{ value: unknown }>`select platform.rule_on(${rule.code}, ${where}, ${localDay(at)}::date) as value`.execute(tx)
  const value = rows[0]?.value ?? null
  if (value === null) throw new Error(`there is no rule ${rule.code}`)
  const sound = rule.schema.safeParse(value)
  if (!sound.success) throw new Error(`rule ${rule.code} has a value that its declaration does not allow: ${sound.error.message}`)
  return sound.data
}

import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { localDay } from '#platform/clock/index.ts'

/** The value of a rule as it holds at this moment: the institution's own where it has one, else the region's. */
export async function ruleAt<T>(tx: Tx, code: string, institutionId: number, at: Date): Promise<T> {
  const { rows } = await sql<{ value: T }>`
    select value from platform.rule
    where code = ${code} and institution_id in (0, ${institutionId}) and valid_from <= ${localDay(at)}::date
    order by institution_id desc, valid_from desc limit 1`.execute(tx)
  if (!rows[0]) throw new Error(`there is no rule ${code}`)
  return rows[0].value
}

import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** How long after finishing a visit may be opened again here: the institution's own rule, else the region's. */
export async function reopenHours(tx: Tx, institutionId: number, now: Date): Promise<number> {
  const { rows } = await sql<{ hours: number }>`
    select value::int as hours from platform.rule
    where code = 'consulting.reopen-within' and institution_id in (0, ${institutionId}) and valid_from <= ${now}::timestamptz::date
    order by institution_id desc, valid_from desc limit 1`.execute(tx)
  if (!rows[0]) throw new Error('the rule consulting.reopen-within is missing')
  return rows[0].hours
}

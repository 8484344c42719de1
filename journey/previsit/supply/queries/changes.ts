import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { type Change, PlanCounts } from '../contract.ts'

interface Row extends Omit<Change, 'madeAt'> {
  readonly madeAt: Date
}

/** What was changed lately, newest first. */
export async function listChanges(tx: Tx, institutionId: number, limit: number): Promise<Change[]> {
  const { rows } = await sql<Row>`
    select id, kind, reason, effect as counts, file_name as "fileName", actor_id as by, made_at as "madeAt",
      take_back is not null and taken_back_by is null as "mayTakeBack", taken_back_by is not null as "takenBack"
    from supply.change where institution_id = ${institutionId} order by made_at desc limit ${limit}`.execute(tx)
  return rows.map((row) => ({ ...row, counts: PlanCounts.parse(row.counts), madeAt: row.madeAt.toISOString() }))
}

import { sql } from 'kysely'
import { addDays } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Advice } from '../contract.ts'
import { departmentNames, named } from './named.ts'

interface Row extends Omit<Advice, 'name' | 'nameEn' | 'movedFrom'> {
  readonly movedFrom: number | null
}

/** Advice for the days to come, and what became of that of the last two weeks. */
export async function adviceHere(tx: Tx, context: Context): Promise<Advice[]> {
  const { institutionId } = context.actor as StaffActor
  const names = await departmentNames(tx, institutionId)
  const { rows } = await sql<Row>`select id, department_id as "departmentId", day::text as day, kind, from_hour as "fromHour", to_hour as "toHour", moved_from as "movedFrom", reason, before, after,
      status, decision, outcome from operations.advice
    where institution_id = ${institutionId} and day >= ${addDays(localDay(context.now), -14)}::date
    order by day < ${localDay(context.now)}::date, day, (before ->> 'p90Wait')::real desc limit 100`.execute(tx)
  return rows.map((row) => ({ ...row, ...named(names, row.departmentId), movedFrom: row.movedFrom === null ? null : named(names, row.movedFrom) }))
}

import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Counted } from '../forecast/hospital.ts'

/** Arrivals of days gone by that nobody counted at the time: brought from elsewhere or, for the sample region, made up and marked so. What was counted is never overwritten. */
export async function putHistory(tx: Tx, institutionId: number, counts: readonly Counted[], { synthetic }: { readonly synthetic: boolean }): Promise<void> {
  await sql`insert into operations.arrivals (institution_id, department_id, day, hour, arrived, synthetic)
    select ${institutionId}, d, y, h, n, ${synthetic} from unnest(${counts.map((one) => one.departmentId)}::integer[], ${counts.map((one) => one.day)}::date[],
      ${counts.map((one) => one.hour)}::smallint[], ${counts.map((one) => one.arrived)}::integer[]) as c(d, y, h, n)
    on conflict do nothing`.execute(tx)
}

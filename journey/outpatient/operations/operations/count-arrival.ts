import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { arrivalCounted } from '../events.ts'
import { localHour } from '../local-hour.ts'

/** One more has come, to this department, in this hour. Called once per check-in by the outbox. */
export async function countArrival(tx: Tx, context: Context, { institutionId, departmentId, at }: { readonly institutionId: number; readonly departmentId: number; readonly at: Date }): Promise<void> {
  const { day, hour } = localHour(at)
  await sql`insert into operations.arrivals as a (institution_id, department_id, day, hour, arrived) values (${institutionId}, ${departmentId}, ${day}, ${hour}, 1)
    on conflict (institution_id, department_id, day, hour) do update set arrived = a.arrived + 1`.execute(tx)
  await announce(tx, context, arrivalCounted(institutionId, departmentId))
}

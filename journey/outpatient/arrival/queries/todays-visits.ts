import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { type ArrivedVisit, visitsOfDay } from '../visit-row.ts'

/** Who has checked in today, for one department or one doctor or the whole institution. */
export async function todaysVisits(
  tx: Tx,
  context: Context,
  of: { readonly institutionId: number; readonly departmentId?: number; readonly practitionerId?: number },
): Promise<ArrivedVisit[]> {
  return visitsOfDay(tx, { ...of, day: localDay(context.now) })
}

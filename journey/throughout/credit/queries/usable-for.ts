import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { billReference } from '../books.ts'
import { lockedLine, roomOf } from '../line.ts'
import { keptForVisit } from '../promise-row.ts'
import { isEmergency } from './visit-credit.ts'

/** How much of this visit's bill could be put on credit now; everything after an emergency, nothing where it was not agreed to. */
export async function usableFor(tx: Tx, context: Context, visit: { institutionId: number; visitId: string; personId: string }): Promise<number> {
  const { institutionId, visitId, personId } = visit
  if (await isEmergency(tx, institutionId, visitId)) return Number.MAX_SAFE_INTEGER
  const line = await lockedLine(tx, context, personId)
  if (!line) return 0
  const kept = (await keptForVisit(tx, institutionId, billReference(visitId)))?.cents ?? 0
  return line.overdue ? kept : kept + (await roomOf(tx, line))
}

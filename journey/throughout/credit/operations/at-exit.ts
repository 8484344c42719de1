import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { billReference } from '../books.ts'
import { lockedLine, roomOf } from '../line.ts'
import { keptForVisit } from '../promise-row.ts'
import { outcomeOf } from '../queries/visit-credit.ts'
import { letGo } from './let-go.ts'

export interface FinishedVisit {
  readonly institutionId: number
  readonly visitId: string
  readonly personId: string
}

/**
 * How much of this visit's bill is put on credit when it is over: all that may be, where room was kept at check-in, or after
 * an emergency; otherwise nothing, and the person pays as everybody does.
 */
export async function atExit(tx: Tx, context: Context, { institutionId, visitId, personId }: FinishedVisit): Promise<number> {
  const outcome = await outcomeOf(tx, institutionId, visitId)
  if (outcome === 'emergency') return Number.MAX_SAFE_INTEGER
  const line = outcome === 'kept' ? await lockedLine(tx, context, personId) : undefined
  if (!line) return 0
  const kept = await keptForVisit(tx, institutionId, billReference(visitId))
  const keptCents = kept && (!kept.expiresAt || kept.expiresAt > context.now) ? kept.cents : 0
  return line.overdue ? keptCents : keptCents + (await roomOf(tx, line))
}

/** Nothing is due: what was kept for the visit is free again. */
export async function nothingLeftToPay(tx: Tx, context: Context, { institutionId, visitId }: FinishedVisit): Promise<void> {
  const kept = await keptForVisit(tx, institutionId, billReference(visitId))
  if (kept) await letGo(tx, context, kept.id)
}

import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { PlaceRef, Walk, Way } from '../contract.ts'

export interface WalkAsked {
  readonly institutionId: number
  /** Null: from the main entrance. */
  readonly from: PlaceRef | null
  readonly to: PlaceRef
  readonly way: Way
}

/** The way between two places with its turns; null when there is none. */
export async function walkBetween(_tx: Tx, _context: Context, _asked: WalkAsked): Promise<Walk | null> {
  return null
}

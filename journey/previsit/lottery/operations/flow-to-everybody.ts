import { moveUnits } from '#engines/capacity/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { StoredDraw } from '../stored.ts'
import { freeUnits } from '../units.ts'

/** What nobody took goes to everybody; each movement says why. Answers how many units it were. */
export async function flowToEverybody(tx: Tx, context: Context, draw: StoredDraw, why: 'unused' | 'cancelled'): Promise<number> {
  const { institutionId, id } = draw
  let moved = 0
  for (const { periodId, left } of await freeUnits(tx, draw, 'draw', context.now)) {
    moved += await moveUnits(tx, context, { institutionId, periodId, from: 'draw', to: 'public', units: left, reason: `lottery.${why}/${id}` })
  }
  return moved
}

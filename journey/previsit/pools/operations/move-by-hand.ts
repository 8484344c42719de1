import { moveUnits, periodById, sessionById } from '#engines/capacity/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { MoveRequest } from '../contract.ts'
import { LooksAfterItself, NothingFree, SessionNotFound, SessionStopped } from '../errors.ts'
import { poolsEvent } from '../events.ts'
import { byThemselves } from './change-pool.ts'

/**
 * Borrows free units of one pool for another, with a reason that anybody can read later. Only what is free moves: nobody loses a time.
 * Answers how many. Throws {@link NothingFree}, {@link SessionStopped}, {@link LooksAfterItself}, {@link SessionNotFound}.
 */
export async function moveByHand(tx: Tx, context: Context, institutionId: number, request: MoveRequest): Promise<number> {
  if (byThemselves.includes(request.from) || byThemselves.includes(request.to)) throw new LooksAfterItself({ pool: request.to })
  const period = await periodById(tx, institutionId, request.periodId)
  const session = period && (await sessionById(tx, institutionId, period.sessionId))
  if (!period || !session) throw new SessionNotFound()
  if (session.status !== 'open' || period.startsAt <= context.now) throw new SessionStopped()
  const moved = await moveUnits(tx, context, { institutionId, ...request })
  if (moved === 0) throw new NothingFree()
  await audit(tx, context, { action: 'pools.move-units', subject: `period/${request.periodId}`, institutionId, detail: { ...request, moved } })
  await announce(tx, context, poolsEvent('units-moved', institutionId, { periodId: request.periodId, moved }))
  return moved
}

import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Stop } from '../contract.ts'
import { NotYourStation, StopInOtherState, StopNotFound } from '../errors.ts'
import { resultReady } from '../events.ts'
import { mayMarkResult } from '../policy.ts'
import { findStop } from '../queries/stops.ts'
import { ordersOfStop, tellOfStop } from '../stop-steps.ts'
import { holdVisit } from '../visit-lock.ts'
import { joinWhatIsReady } from './join-what-is-ready.ts'
import { returnToDoctor } from './return-to-doctor.ts'

/**
 * "The result is there": the patient and the doctor are told, and with the last one the patient stands in the doctor's
 * line again. Of two who say it at once, one does; the other is told
 * ({@link StopInOtherState}). Refused ({@link NotYourStation}) to whoever does not answer for it.
 */
export async function markResult(tx: Tx, context: Context, { institutionId, stopId }: { readonly institutionId: number; readonly stopId: string }): Promise<Stop> {
  const before = await findStop(tx, institutionId, stopId)
  if (!before) throw new StopNotFound({ stopId })
  const { visitId, personId, kind } = before
  const { actor } = context
  if (actor.kind === 'staff' && !mayMarkResult(actor, kind)) throw new NotYourStation({ kind })
  await holdVisit(tx, visitId)
  const { rows } = await sql`
    update counters.stop set status = 'done', result_at = ${context.now}, ended_at = ${context.now}
    where institution_id = ${institutionId} and id = ${stopId} and status = 'awaiting-result' returning id`.execute(tx)
  if (rows.length === 0) throw new StopInOtherState({ status: before.status })
  const stop = await tellOfStop(tx, context, institutionId, stopId)
  await announce(tx, context, resultReady({ institutionId, visitId, personId, stopId, orderIds: await ordersOfStop(tx, institutionId, stopId) }))
  await audit(tx, context, { action: 'counters.mark-result', personId, subject: `stop/${stopId}`, institutionId })
  await joinWhatIsReady(tx, context, institutionId, visitId)
  await returnToDoctor(tx, context, { institutionId, visitId, asked: false })
  return stop
}

import { sql } from 'kysely'
import { holdStill, moveUnits, setSessionStatus } from '#engines/capacity/index.ts'
import { reinstateAppointments } from '#journey/previsit/booking/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { AlreadyDecided, SomebodyRebooked } from '../errors.ts'
import { suspensionEvent } from '../events.ts'
import { affectedWhere, lockedSuspension, openOffersWhere } from '../suspension-row.ts'
import { endOffers } from './end-offers.ts'

/**
 * Takes a mistaken suspension back while nobody has booked something else because of it: everybody who was booked has the same
 * time again and is told; whoever only held a time, chose the refund, or is elsewhere by now is left as they are.
 * Throws {@link SomebodyRebooked}, {@link AlreadyDecided}.
 */
export async function reinstate(tx: Tx, context: Context, institutionId: number, id: string): Promise<{ back: number; notBack: number }> {
  const suspension = await lockedSuspension(tx, institutionId, id)
  if (suspension.status !== 'in-force') throw new AlreadyDecided({ status: suspension.status })
  const affected = await affectedWhere(tx, sql`institution_id = ${institutionId} and suspension_id = ${id} order by appointment_id for update`)
  if (affected.some((one) => one.state === 'rebooked')) throw new SomebodyRebooked()
  await endOffers(tx, context, await openOffersWhere(tx, sql`home_institution_id = ${institutionId} and suspension_id = ${id}`), () => 'released')
  const { sessionId, periodIds } = suspension
  await holdStill(tx, institutionId, sessionId, null)
  if (periodIds === null) await setSessionStatus(tx, institutionId, sessionId, 'open')
  for (const { periodId, pool, units } of suspension.withdrawn) {
    await moveUnits(tx, context, { institutionId, periodId, from: null, to: pool, units, reason: 'session-reinstated' })
  }
  const wanted = affected.filter((one) => one.state === 'open' && one.was === 'booked').map((one) => one.appointmentId)
  const back = (await reinstateAppointments(tx, context, { institutionId, sessionId, ids: wanted })).map((one) => one.id)
  await sql`update suspension.affected set state = 'reinstated', offered_until = null, answered_at = ${context.now}, answered_by = ${actorId(context.actor)}
    where institution_id = ${institutionId} and suspension_id = ${id} and appointment_id = any (${back}::uuid[])`.execute(tx)
  await sql`update suspension.affected set offered_until = null where institution_id = ${institutionId} and suspension_id = ${id}`.execute(tx)
  await sql`update suspension.suspension set status = 'reinstated', reinstated_by = ${actorId(context.actor)}, reinstated_at = ${context.now}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'suspension.reinstate', subject: `suspension/${id}`, institutionId, detail: { back: back.length } })
  await announce(tx, context, suspensionEvent('reinstated', { institutionId, suspensionId: id, sessionId }))
  return { back: back.length, notBack: affected.length - back.length }
}

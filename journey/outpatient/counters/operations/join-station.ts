import { sql } from 'kysely'
import { joinQueue } from '#engines/queue/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { type Context, mayActFor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Stop } from '../contract.ts'
import { NotPaid, NotYourPerson, StationClosed, StopInOtherState, StopNotFound } from '../errors.ts'
import { clockWords, openingAt } from '../opening.ts'
import { findStop } from '../queries/stops.ts'
import { openingHours } from '../rules.ts'
import { queueOfStation, stationById } from '../station-row.ts'
import { tellOfStop } from '../stop-steps.ts'

/**
 * "I am here for this": the patient stands in the station's line, under the number they have had since they came.
 *
 * Twice, from two phones or while it happens by itself, is once. Refused while something is unpaid ({@link NotPaid}),
 * when it is over ({@link StopInOtherState}), outside the hours of the station
 * ({@link StationClosed}), and by a closed line (`queue.queue-closed`); a refusal leaves nothing behind.
 */
export async function joinStation(tx: Tx, context: Context, { institutionId, stopId }: { readonly institutionId: number; readonly stopId: string }): Promise<Stop> {
  await sql`select from counters.stop where institution_id = ${institutionId} and id = ${stopId} for no key update`.execute(tx)
  const stop = await findStop(tx, institutionId, stopId)
  if (!stop) throw new StopNotFound({ stopId })
  if (!mayActFor(context.actor, stop.personId)) throw new NotYourPerson()
  if (stop.status === 'waiting' || stop.status === 'serving') return stop
  if (stop.status === 'needs-payment' || stop.status === 'planned') throw new NotPaid({ stopId })
  if (stop.status !== 'ready') throw new StopInOtherState({ status: stop.status })
  const station = await stationById(tx, institutionId, stop.stationId)
  const opening = openingAt(await openingHours(tx, institutionId, context.now), station.kind, context.now)
  if (!opening.isOpen) throw new StationClosed({ opensAt: opening.opensAt?.toISOString() ?? null, when: opening.opensAt ? clockWords(opening.opensAt, context.now) : '' })
  const queue = await queueOfStation(tx, context, station)
  const person = await personSummary(tx, context, stop.personId)
  const ticket = await joinQueue(tx, context, {
    institutionId, queueId: queue.id, holderId: stop.personId, visitId: stop.visitId, displayName: person.nameMasked, class: 'walk-in', due: null,
  })
  await sql`
    update counters.stop set status = 'waiting', ticket_id = ${ticket.id}, joined_at = coalesce(joined_at, ${context.now})
    where institution_id = ${institutionId} and id = ${stopId}`.execute(tx)
  await audit(tx, context, { action: 'counters.join', personId: stop.personId, subject: `stop/${stopId}`, institutionId })
  return tellOfStop(tx, context, institutionId, stopId)
}

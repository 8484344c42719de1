import { sql } from 'kysely'
import { QueueClosed } from '#engines/queue/index.ts'
import { findVisitState } from '#journey/outpatient/consulting/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { StationClosed } from '../errors.ts'
import { nextToJoin } from '../next-to-join.ts'
import { stopsOfVisit } from '../queries/stops.ts'
import { stationsOf } from '../station-row.ts'
import { joinStation } from './join-station.ts'

/** Puts the patient in line where nobody needs to ask first, on the day of the visit. A closed line or station is left for later. */
export async function joinWhatIsReady(tx: Tx, context: Context, institutionId: number, visitId: string): Promise<void> {
  const automatic = new Set((await stationsOf(tx, institutionId)).filter((station) => station.joins === 'automatic').map((station) => station.id))
  const visitOpen = (await findVisitState(tx, institutionId, visitId)) === 'open'
  const today = await sql<{ id: string }>`
    select id from counters.stop where institution_id = ${institutionId} and visit_id = ${visitId} and day = ${localDay(context.now)}::date`.execute(tx)
  const ofToday = new Set(today.rows.map(({ id }) => id))
  const stops = await stopsOfVisit(tx, context, institutionId, visitId)
  for (const stop of nextToJoin(stops, { visitOpen, automatic })) {
    if (!ofToday.has(stop.id)) continue
    await sql`savepoint joining`.execute(tx)
    try {
      await joinStation(tx, context, { institutionId, stopId: stop.id })
    } catch (error) {
      if (!(error instanceof QueueClosed || error instanceof StationClosed)) throw error
      await sql`rollback to savepoint joining`.execute(tx)
    }
  }
}

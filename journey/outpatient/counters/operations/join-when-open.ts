import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { openingAt } from '../opening.ts'
import { openingHours } from '../rules.ts'
import { stationsOf } from '../station-row.ts'
import { joinWhatIsReady } from './join-what-is-ready.ts'

/** A station that opened so long ago has been dealt with, even by a worker that stood still for a while. */
const LATELY_MS = 15 * 60_000

/**
 * Who was ready before a station opened stands in line once it has, without having to ask. For the task; twice is once.
 * Answers how many visits were looked at.
 */
export async function joinWhenOpen(tx: Tx, context: Context): Promise<number> {
  const today = localDay(context.now)
  const before = new Date(context.now.getTime() - LATELY_MS)
  const places = await sql<{ institutionId: number }>`select distinct institution_id as "institutionId" from counters.stop where day = ${today}::date and status = 'ready'`.execute(tx)
  let looked = 0
  for (const { institutionId } of places.rows) {
    const hours = await openingHours(tx, institutionId, context.now)
    const opened = (await stationsOf(tx, institutionId)).filter(({ kind, joins }) => joins === 'automatic' && !openingAt(hours, kind, before).isOpen && openingAt(hours, kind, context.now).isOpen)
    if (opened.length === 0) continue
    const { rows } = await sql<{ visitId: string }>`select distinct visit_id as "visitId" from counters.stop
      where institution_id = ${institutionId} and day = ${today}::date and status = 'ready' and station_id = any (${opened.map(({ id }) => id)}::integer[])`.execute(tx)
    for (const { visitId } of rows) await joinWhatIsReady(tx, context, institutionId, visitId)
    looked += rows.length
  }
  return looked
}

import { sql } from 'kysely'
import { queueOfSubject } from '#engines/queue/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Stop } from './contract.ts'
import { stopChanged } from './events.ts'
import { findStop } from './queries/stops.ts'

/** Says what has become of a stop, and answers it. */
export async function tellOfStop(tx: Tx, context: Context, institutionId: number, stopId: string): Promise<Stop> {
  const stop = (await findStop(tx, institutionId, stopId))!
  const { visitId, personId, status } = stop
  const queue = await queueOfSubject(tx, institutionId, `station:${stop.stationId}`)
  const orderIds = await ordersOfStop(tx, institutionId, stopId)
  await announce(tx, context, stopChanged({ institutionId, visitId, personId, stopId, status, orderIds }, queue?.id ?? null))
  return stop
}

/** The orders a stop still stands for. */
export async function ordersOfStop(tx: Tx, institutionId: number, stopId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select order_id as id from counters.stop_item where institution_id = ${institutionId} and stop_id = ${stopId} and state <> 'cancelled'
    order by added_at, order_id`.execute(tx)
  return rows.map(({ id }) => id)
}

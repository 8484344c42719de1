import { sql } from 'kysely'
import { leave, ticketById } from '#engines/queue/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { findStop } from '../queries/stops.ts'
import { tellOfStop } from '../stop-steps.ts'
import { holdVisit } from '../visit-lock.ts'
import type { PlacedOrder } from './plan-stop.ts'
import { settleVisit } from './settle-visit.ts'

/** An order was taken back: it goes from its stop, and a stop with nothing left is over. Who is being served just now is told by the page. */
export async function dropOrder(tx: Tx, context: Context, { institutionId, visitId, personId, orderId }: PlacedOrder): Promise<void> {
  await holdVisit(tx, visitId)
  const { rows } = await sql<{ stopId: string }>`
    update counters.stop_item set state = 'cancelled' where institution_id = ${institutionId} and order_id = ${orderId} and state <> 'cancelled'
    returning stop_id as "stopId"`.execute(tx)
  if (!rows[0]) return
  const stop = (await findStop(tx, institutionId, rows[0].stopId))!
  if (stop.items.length === 0 && ['planned', 'needs-payment', 'ready', 'waiting'].includes(stop.status)) {
    if (stop.ticketId) await leaveLine(tx, context, institutionId, stop.ticketId)
    await sql`
      update counters.stop set status = 'left', ended_at = ${context.now} where institution_id = ${institutionId} and id = ${stop.id}`.execute(tx)
  }
  await tellOfStop(tx, context, institutionId, stop.id)
  await settleVisit(tx, context, { institutionId, visitId, personId })
}

async function leaveLine(tx: Tx, context: Context, institutionId: number, ticketId: string): Promise<void> {
  const { status } = await ticketById(tx, { institutionId, ticketId })
  if (['waiting', 'called', 'passed', 'parked'].includes(status)) await leave(tx, context, { institutionId, ticketId, reason: 'order-taken-back' })
}

import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Ticket } from '../contract.ts'
import { takeBackNotice } from '../emergency-notice.ts'
import { UndoTooLate } from '../errors.ts'
import { announceLine } from '../events.ts'
import { recordStep, type TicketChange, writeTicket, zoneOf } from '../step.ts'
import { lockTicket, ticketOf, type TicketRef, type TicketRow } from '../ticket-row.ts'

/** How long a verb can be taken back. */
export const UNDO_SECONDS = 10

export interface Undo extends TicketRef {
  /** The ticket as the caller saw it after the act: if somebody has acted since, nothing is undone. */
  readonly version: number
}

interface StepRow {
  verb: string
  before: (Omit<TicketRow, 'called_at' | 'serving_at' | 'ended_at' | 'order_at'> & Record<'called_at' | 'serving_at' | 'ended_at' | 'order_at', string | null>) | null
}

/**
 * Takes the last verb back within ten seconds: the ticket is exactly as it was, and history keeps both.
 * Joining is not undone but left; an undo is not undone. Throws UndoTooLate, or PointBusy when the point has moved on.
 */
export async function undo(tx: Tx, context: Context, { version, ...ref }: Undo): Promise<Ticket> {
  const now = await lockTicket(tx, ref)
  const { rows } = await sql<StepRow>`
    select verb, before from queue.step
    where institution_id = ${ref.institutionId} and ticket_id = ${ref.ticketId} and version = ${version}
      and at >= ${new Date(context.now.getTime() - UNDO_SECONDS * 1000)}
    order by id desc limit 1`.execute(tx)
  const step = rows[0]
  if (now.version !== version || !step?.before || step.verb === 'undo') throw new UndoTooLate()
  const after: TicketRow = { ...now, ...changeable(step.before), version: now.version + 1 }
  await writeTicket(tx, after)
  await recordStep(tx, context, { verb: 'undo', ticket: after, before: now, reason: step.verb })
  if (step.verb === 'urgent') await takeBackNotice(tx, ref.institutionId, ref.ticketId, new Date(context.now.getTime() - UNDO_SECONDS * 1000))
  for (const queueId of new Set([now.queue_id, after.queue_id])) {
    const zoneId = await zoneOf(tx, ref.institutionId, queueId)
    await announceLine(tx, context, { institutionId: ref.institutionId, queueId, zoneId, holderId: now.holder_id })
  }
  return ticketOf(after)
}

function changeable(before: NonNullable<StepRow['before']>): TicketChange {
  const at = (text: string | null) => (text === null ? null : new Date(text))
  const { status, service_point_id, call_count, order_tie, why, why_detail, priority_group, queue_id, number, label, parked_reason, merged_into } = before
  return {
    status, service_point_id, call_count, order_tie, why, why_detail, class: before.class, priority_group, queue_id, number, label, parked_reason, merged_into,
    called_at: at(before.called_at), serving_at: at(before.serving_at), ended_at: at(before.ended_at), order_at: at(before.order_at)!,
  }
}

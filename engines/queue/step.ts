import { sql } from 'kysely'
import { actorId } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { type Tx, violates } from '#platform/database/index.ts'
import type { Ticket, TicketStatus } from './contract.ts'
import { PersonElsewhere, PointBusy, TicketInOtherState } from './errors.ts'
import { announceLine } from './events.ts'
import { followStep } from './promises.ts'
import { lockTicket, ticketOf, type TicketRef, type TicketRow } from './ticket-row.ts'

export type Verb =
  | 'join' | 'call' | 'recall' | 'start' | 'pass' | 'rejoin' | 'park' | 'return' | 'transfer' | 'prioritise' | 'urgent' | 'merge' | 'finish' | 'leave' | 'undo'

/** What a verb may change of a ticket. */
export type TicketChange = Partial<
  Pick<
    TicketRow,
    | 'status' | 'service_point_id' | 'called_at' | 'call_count' | 'serving_at' | 'ended_at' | 'order_at' | 'order_tie' | 'why'
    | 'why_detail' | 'class' | 'priority_group' | 'queue_id' | 'number' | 'label' | 'parked_reason' | 'merged_into'
  >
>

export interface Move {
  readonly verb: Verb
  /** The states in which the verb makes sense. */
  readonly from: readonly TicketStatus[]
  readonly reason?: string
  change(row: TicketRow): TicketChange | Promise<TicketChange>
}

/**
 * Carries out one verb on one ticket: locked, checked against its state, changed, written down, announced.
 * Throws TicketInOtherState when somebody was faster, PointBusy when the service point serves somebody else.
 */
export async function moveTicket(tx: Tx, context: Context, ref: TicketRef, move: Move): Promise<Ticket> {
  const before = await lockTicket(tx, ref)
  if (!move.from.includes(before.status)) throw new TicketInOtherState({ status: before.status })
  const after = { ...before, ...(await move.change(before)), version: before.version + 1 }
  await writeTicket(tx, after)
  await recordStep(tx, context, { verb: move.verb, ticket: after, before, reason: move.reason ?? '' })
  const zoneId = await zoneOf(tx, ref.institutionId, after.queue_id)
  await announceLine(tx, context, { institutionId: ref.institutionId, queueId: after.queue_id, zoneId, holderId: after.holder_id })
  if (before.queue_id !== after.queue_id) {
    const left = await zoneOf(tx, ref.institutionId, before.queue_id)
    await announceLine(tx, context, { institutionId: ref.institutionId, queueId: before.queue_id, zoneId: left })
  }
  return ticketOf(after)
}

export async function writeTicket(tx: Tx, row: TicketRow): Promise<void> {
  await sql`
    update queue.ticket set status = ${row.status}, service_point_id = ${row.service_point_id}, called_at = ${row.called_at},
      call_count = ${row.call_count}, serving_at = ${row.serving_at}, ended_at = ${row.ended_at}, order_at = ${row.order_at},
      order_tie = ${row.order_tie}, why = ${row.why}, why_detail = ${JSON.stringify(row.why_detail)}, class = ${row.class},
      priority_group = ${row.priority_group}, queue_id = ${row.queue_id}, number = ${row.number}, label = ${row.label},
      parked_reason = ${row.parked_reason}, merged_into = ${row.merged_into}, version = ${row.version}
    where institution_id = ${row.institution_id} and id = ${row.id}`
    .execute(tx)
    .catch((error: unknown) => {
      if (violates(error, 'ticket_called_to_one_place')) throw new PersonElsewhere({ label: row.label })
      throw violates(error, 'ticket_one_at_a_point') ? new PointBusy() : error
    })
}

export async function recordStep(
  tx: Tx,
  context: Context,
  step: { readonly verb: Verb; readonly ticket: TicketRow; readonly before: TicketRow | null; readonly reason: string },
): Promise<void> {
  const { ticket, before } = step
  await sql`
    insert into queue.step (institution_id, ticket_id, holder_id, verb, at, actor, service_point_id, reason, before, version)
    values (${ticket.institution_id}, ${ticket.id}, ${ticket.holder_id}, ${step.verb}, ${context.now}, ${actorId(context.actor)},
      ${ticket.service_point_id}, ${step.reason}, ${before ? JSON.stringify(before) : null}, ${ticket.version})`.execute(tx)
  await followStep(tx, context, step)
}

export async function zoneOf(tx: Tx, institutionId: number, queueId: number): Promise<string> {
  const { rows } = await sql<{ zone_id: string }>`
    select zone_id from queue.queue where institution_id = ${institutionId} and id = ${queueId}`.execute(tx)
  return rows[0]?.zone_id ?? ''
}

import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PlaceDetail, PlaceReason, Ticket, TicketClass, TicketStatus } from './contract.ts'
import { TicketNotFound } from './errors.ts'

export interface TicketRow {
  institution_id: number
  id: string
  queue_id: number
  day: string
  number: number
  label: string
  holder_id: string
  visit_id: string
  display_name: string
  class: TicketClass
  priority_group: string
  due_from: Date | null
  due_to: Date | null
  joined_at: Date
  order_at: Date
  order_tie: number
  why: PlaceReason
  why_detail: PlaceDetail
  status: TicketStatus
  parked_reason: string
  service_point_id: number | null
  called_at: Date | null
  call_count: number
  serving_at: Date | null
  ended_at: Date | null
  merged_into: string | null
  version: number
}

export interface TicketRef {
  readonly institutionId: number
  readonly ticketId: string
}

const iso = (at: Date | null) => at?.toISOString() ?? null

export function ticketOf(row: TicketRow): Ticket {
  return {
    institutionId: row.institution_id,
    id: row.id,
    queueId: row.queue_id,
    day: row.day,
    number: row.number,
    label: row.label,
    holderId: row.holder_id,
    visitId: row.visit_id,
    displayName: row.display_name,
    class: row.class,
    priorityGroup: row.priority_group,
    dueFrom: iso(row.due_from),
    dueTo: iso(row.due_to),
    joinedAt: row.joined_at.toISOString(),
    orderAt: row.order_at.toISOString(),
    why: row.why,
    whyDetail: row.why_detail,
    status: row.status,
    parkedReason: row.parked_reason,
    servicePointId: row.service_point_id,
    calledAt: iso(row.called_at),
    callCount: row.call_count,
    servingAt: iso(row.serving_at),
    endedAt: iso(row.ended_at),
    version: row.version,
  }
}

/** The ticket's row, locked until the transaction ends: no other verb touches it meanwhile. */
export async function lockTicket(tx: Tx, { institutionId, ticketId }: TicketRef): Promise<TicketRow> {
  return oneTicket(tx, sql<TicketRow>`
    select * from queue.ticket where institution_id = ${institutionId} and id = ${ticketId} for update`)
}

async function oneTicket(tx: Tx, statement: RawBuilder<TicketRow>): Promise<TicketRow> {
  const { rows } = await statement.execute(tx)
  if (!rows[0]) throw new TicketNotFound()
  return rows[0]
}

/** The ticket as it is now; throws TicketNotFound also for somebody who may not see it. */
export async function ticketById(tx: Tx, { institutionId, ticketId }: TicketRef): Promise<Ticket> {
  return ticketOf(await oneTicket(tx, sql<TicketRow>`
    select * from queue.ticket where institution_id = ${institutionId} and id = ${ticketId}`))
}

import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { CallPayload, EmergencyPayload, ServicePoint, Ticket } from './contract.ts'

export const TICKET_CALLED = 'queue.ticket-called.v1'
export const LINE_CHANGED = 'queue.line-changed.v1'
export const RULE_PUBLISHED = 'queue.rule-published.v1'
export const EMERGENCY_FIRST = 'queue.emergency-first.v1'
export const TICKET_NEAR = 'queue.ticket-near.v1'

export const queueTopic = (institutionId: number, queueId: number) => `queue:${institutionId}:${queueId}`
export const boardTopic = (institutionId: number, zoneId: string) => `board:${institutionId}:${zoneId}`
export const holderTopic = (holderId: string) => `person:${holderId}`

/** The call itself: boards light it and say it, the phone of the person called rings. */
export async function announceCall(tx: Tx, context: Context, ticket: Ticket, point: ServicePoint): Promise<void> {
  const payload: CallPayload = {
    institutionId: ticket.institutionId,
    zoneId: point.zoneId,
    queueId: ticket.queueId,
    label: ticket.label,
    displayName: ticket.displayName,
    pointId: point.id,
    pointName: point.name,
    pointNameEn: point.nameEn,
    callCount: ticket.callCount,
    calledAt: ticket.calledAt ?? context.now.toISOString(),
  }
  await announce(tx, context, {
    type: TICKET_CALLED,
    institutionId: ticket.institutionId,
    payload,
    topics: [boardTopic(ticket.institutionId, point.zoneId), holderTopic(ticket.holderId)],
  })
}

/** Somebody came, moved or went: whoever shows this line reads it again. It names nobody. */
export async function announceLine(
  tx: Tx,
  context: Context,
  line: { readonly institutionId: number; readonly queueId: number; readonly zoneId: string; readonly holderId?: string },
): Promise<void> {
  const { institutionId, queueId, zoneId, holderId } = line
  await announce(tx, context, {
    type: LINE_CHANGED,
    institutionId,
    payload: { institutionId, queueId, zoneId },
    topics: [queueTopic(institutionId, queueId), boardTopic(institutionId, zoneId), ...(holderId ? [holderTopic(holderId)] : [])],
  })
}

export interface Near {
  readonly institutionId: number
  readonly queueId: number
  readonly ticketId: string
  readonly visitId: string
  readonly holderId: string
  readonly ahead: number
}

/** Soon: so many are ahead. Once in the life of a ticket. */
export async function announceNear(tx: Tx, context: Context, near: Near): Promise<void> {
  const { holderId, institutionId, queueId, ticketId, visitId, ahead } = near
  await announce(tx, context, {
    type: TICKET_NEAR, institutionId, payload: { institutionId, queueId, ticketId, visitId, personId: holderId, ahead }, topics: [holderTopic(holderId)],
  })
}

/** Somebody in an emergency was taken first: boards say it once, and whoever waits reads it. It names nobody. */
export async function announceEmergency(tx: Tx, context: Context, payload: EmergencyPayload): Promise<void> {
  const { institutionId, queueId, zoneId } = payload
  await announce(tx, context, { type: EMERGENCY_FIRST, institutionId, payload, topics: [queueTopic(institutionId, queueId), boardTopic(institutionId, zoneId)] })
}

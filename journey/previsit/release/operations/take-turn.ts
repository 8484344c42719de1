import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context, PatientActor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { NotYourTurn, TicketNotFound, TurnOver } from '../errors.ts'
import type { StoredOpening } from '../opening-row.ts'
import { stateOf } from '../position.ts'
import type { StoredTicket } from '../ticket-desk.ts'

/**
 * Comes in when called, and has some minutes to choose. Pressing twice, or on two devices, is coming in once: the time runs from
 * the first. Throws {@link NotYourTurn}, {@link TurnOver}, {@link TicketNotFound}.
 */
export async function enterRoom(tx: Tx, context: Context, actor: PatientActor, opening: StoredOpening): Promise<StoredTicket> {
  const ticket = await heldStill(tx, actor, opening)
  const state = stateOf(opening, ticket, opening, context.now)
  if (state === 'inside' || state === 'booked') return ticket
  if (state === 'before-draw' || state === 'waiting') throw new NotYourTurn({ institutionId: opening.institutionId, openingId: opening.id, retryAfterSeconds: 3 })
  if (state !== 'your-turn') throw new TurnOver({ institutionId: opening.institutionId, openingId: opening.id, retryAfterSeconds: 5 })
  return change(tx, context, ticket, 'enter')
}

/** Gives the place up; those behind move on. */
export async function leaveRoom(tx: Tx, context: Context, actor: PatientActor, opening: StoredOpening): Promise<StoredTicket> {
  const ticket = await heldStill(tx, actor, opening)
  return ticket.outcome ? ticket : change(tx, context, ticket, 'leave')
}

async function heldStill(tx: Tx, { accountId }: PatientActor, { institutionId, id }: StoredOpening): Promise<StoredTicket> {
  const { rows } = await sql<{ ticket: StoredTicket }>`select to_jsonb(t) as ticket from release.ticket t
    where institution_id = ${institutionId} and opening_id = ${id} and account_id = ${accountId} for no key update`.execute(tx)
  if (!rows[0]) throw new TicketNotFound()
  return rows[0].ticket
}

async function change(tx: Tx, context: Context, ticket: StoredTicket, act: 'enter' | 'leave'): Promise<StoredTicket> {
  const set = act === 'enter' ? sql`entered_at = ${context.now}` : sql`ended_at = ${context.now}, outcome = 'left'`
  const { rows } = await sql<{ ticket: StoredTicket }>`update release.ticket t set ${set}
    where institution_id = ${ticket.institution_id} and opening_id = ${ticket.opening_id} and id = ${ticket.id} returning to_jsonb(t) as ticket`.execute(tx)
  await audit(tx, context, { action: `release.${act}-room`, personId: ticket.person_id, subject: `ticket/${ticket.id}`, institutionId: ticket.institution_id })
  await announce(tx, context, {
    type: act === 'enter' ? 'release.room-entered.v1' : 'release.room-left.v1', institutionId: ticket.institution_id,
    payload: { institutionId: ticket.institution_id, openingId: ticket.opening_id, ticketId: ticket.id, personId: ticket.person_id },
  })
  return rows[0]!.ticket
}

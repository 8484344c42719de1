import * as queue from '#engines/queue/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { LineVerb, VerbDone, VisitStatus } from '../contract.ts'
import { type ArrivedVisit, findVisit, setVisitStatus, visitById } from '../visit-row.ts'

/** How a ticket's state reads as the state of the visit. */
const STATUS_OF: Readonly<Record<queue.TicketStatus, VisitStatus>> = {
  waiting: 'waiting', called: 'waiting', passed: 'waiting', parked: 'waiting', serving: 'in-consultation', done: 'finished', left: 'left',
}

/**
 * Does one thing with one patient in line: recall, pass, back in line, away and back, forward, elsewhere, home, undo.
 * The visit follows the ticket, in the same transaction; who was faster is told by the engine's refusals.
 */
export async function moveInLine(tx: Tx, context: Context, institutionId: number, visitId: string, act: LineVerb): Promise<VerbDone> {
  const visit = await visitById(tx, institutionId, visitId)
  const ticket = await run(tx, context, { institutionId, ticketId: visit.ticketId }, act)
  await follow(tx, context, visit, ticket)
  const reason = 'reason' in act && act.reason ? { reason: act.reason } : {}
  await audit(tx, context, { action: `arrival.${act.verb}`, personId: visit.personId, subject: `visit/${visitId}`, institutionId, detail: reason })
  return doneOf(ticket)
}

async function run(tx: Tx, context: Context, ref: queue.TicketRef, act: LineVerb): Promise<queue.Ticket> {
  switch (act.verb) {
    case 'recall': return queue.recall(tx, context, ref)
    case 'pass': return queue.pass(tx, context, ref)
    case 'rejoin': return queue.rejoin(tx, context, ref)
    case 'park': return queue.park(tx, context, { ...ref, reason: act.reason })
    case 'return': return queue.returnToLine(tx, context, ref)
    case 'start': return queue.startServing(tx, context, ref)
    case 'finish': return queue.finish(tx, context, ref)
    case 'leave': return queue.leave(tx, context, { ...ref, reason: act.reason })
    case 'prioritise': return queue.prioritise(tx, context, { ...ref, group: act.group, reason: act.reason })
    case 'transfer': return queue.transfer(tx, context, { ...ref, toQueueId: act.toQueueId, reason: act.reason })
    case 'call': return queue.callTicket(tx, context, { ...ref, pointId: act.pointId, reason: act.reason })
    case 'urgent': return queue.makeUrgent(tx, context, { ...ref, reason: act.reason })
    case 'merge': return mergeWith(tx, context, ref, act)
    case 'undo': return queue.undo(tx, context, { ...ref, version: act.version })
  }
}

/** Two tickets of one person: the better one stays, and the visit of the other has left the line. */
async function mergeWith(tx: Tx, context: Context, ref: queue.TicketRef, act: { otherVisitId: string; reason: string }): Promise<queue.Ticket> {
  const other = await visitById(tx, ref.institutionId, act.otherVisitId)
  const stays = await queue.mergeTickets(tx, context, { ...ref, otherTicketId: other.ticketId, reason: act.reason })
  await follow(tx, context, other, await queue.ticketById(tx, other))
  return stays.id === ref.ticketId ? stays : queue.ticketById(tx, ref)
}

/** The doctor's first look: the patient has come in. Harmless when they already have, or were never called. */
export async function startVisit(tx: Tx, context: Context, institutionId: number, visitId: string): Promise<void> {
  const visit = await findVisit(tx, institutionId, visitId)
  if (!visit) return
  const ticket = await queue.ticketById(tx, { institutionId, ticketId: visit.ticketId })
  if (ticket.status === 'called') await queue.startServing(tx, context, { institutionId, ticketId: ticket.id })
  await setVisitStatus(tx, institutionId, visitId, 'in-consultation', context.now)
  await audit(tx, context, { action: 'arrival.start', personId: visit.personId, subject: `visit/${visitId}`, institutionId })
}

/** The visit is over: the room is free for the next. Harmless when the ticket had ended before. */
export async function finishVisit(tx: Tx, context: Context, institutionId: number, visitId: string): Promise<void> {
  const visit = await findVisit(tx, institutionId, visitId)
  if (!visit) return
  const ref = { institutionId, ticketId: visit.ticketId }
  const { status } = await queue.ticketById(tx, ref)
  if (status === 'called' || status === 'serving') await queue.finish(tx, context, ref)
  // Seen without having been called: the place in line is given up all the same.
  else if (status !== 'done' && status !== 'left') await queue.leave(tx, context, { ...ref, reason: 'seen-without-call' })
  await setVisitStatus(tx, institutionId, visitId, 'finished', context.now)
  await audit(tx, context, { action: 'arrival.finish', personId: visit.personId, subject: `visit/${visitId}`, institutionId })
}

async function follow(tx: Tx, context: Context, visit: ArrivedVisit, ticket: queue.Ticket): Promise<void> {
  const status = STATUS_OF[ticket.status]
  if (status !== visit.status) await setVisitStatus(tx, visit.institutionId, visit.visitId, status, context.now)
}

export function doneOf(ticket: queue.Ticket): VerbDone {
  return {
    visitId: ticket.visitId,
    ticketId: ticket.id,
    label: ticket.label,
    status: ticket.status,
    version: ticket.version,
    pointId: ticket.servicePointId,
    callCount: ticket.callCount,
    personId: ticket.holderId,
  }
}

import { sql } from 'kysely'
import { joinQueue, returnToLine, ticketById, type Ticket } from '#engines/queue/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { findVisit, setVisitStatus } from '../visit-row.ts'

/**
 * 当日回诊: the patient comes back to their doctor with results, on the same day, without booking again. They stand in the
 * doctor's line by the published rule for those who return, under their number.
 *
 * Who was sent to examinations (parked) returns by itself. A visit the doctor has ended is only taken up again when it is
 * `asked` for. Who stands in line or sits with the doctor already is left alone. Answers the ticket, or undefined when
 * there is nothing to return to. Twice is once.
 */
export async function returnWithResults(
  tx: Tx,
  context: Context,
  { institutionId, visitId, asked }: { readonly institutionId: number; readonly visitId: string; readonly asked: boolean },
): Promise<Ticket | undefined> {
  await sql`select from arrival.visit where institution_id = ${institutionId} and id = ${visitId} for no key update`.execute(tx)
  const visit = await findVisit(tx, institutionId, visitId)
  if (!visit) return undefined
  const ticket = await ticketById(tx, { institutionId, ticketId: visit.ticketId })
  if (ticket.day !== localDay(context.now)) return undefined
  const isOver = ticket.status === 'done' || ticket.status === 'left'
  if (ticket.status !== 'parked' && !(isOver && asked)) return isOver ? undefined : ticket
  const back = isOver ? await lineUpAgain(tx, context, ticket) : await returnToLine(tx, context, { institutionId, ticketId: ticket.id })
  await sql`update arrival.visit set ticket_id = ${back.id} where institution_id = ${institutionId} and id = ${visitId}`.execute(tx)
  await setVisitStatus(tx, institutionId, visitId, 'waiting', context.now)
  await audit(tx, context, { action: 'arrival.return-with-results', personId: visit.personId, subject: `visit/${visitId}`, institutionId })
  return back
}

async function lineUpAgain(tx: Tx, context: Context, ticket: Ticket): Promise<Ticket> {
  const { institutionId, queueId, holderId, visitId } = ticket
  const person = await personSummary(tx, context, holderId)
  const due = ticket.dueFrom && ticket.dueTo ? { from: new Date(ticket.dueFrom), to: new Date(ticket.dueTo) } : null
  return joinQueue(tx, context, { institutionId, queueId, holderId, visitId, displayName: person.nameMasked, class: 'returning', due })
}

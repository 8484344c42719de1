import { sql } from 'kysely'
import { sessionById, type SessionFacts } from '#engines/capacity/index.ts'
import { serviceById } from '#journey/throughout/directory/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import { type Context, hasRole } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { SuspendRequest } from '../contract.ts'
import { AlreadySuspended, NotYourSession, SessionNotFound, SessionOver } from '../errors.ts'
import { suspensionEvent } from '../events.ts'
import { suspensionsWhere, type SuspensionRow } from '../suspension-row.ts'
import { carryOut } from './carry-out.ts'

/**
 * Suspends sessions of one hospital. One session is suspended at once, in this transaction; of several each is carried out in a
 * transaction of its own within seconds. What a physician asks for their own sessions waits for the outpatient office.
 * Throws {@link SessionNotFound}, {@link SessionOver}, {@link AlreadySuspended}, {@link NotYourSession}.
 */
export async function orderSuspensions(tx: Tx, context: Context, institutionId: number, request: SuspendRequest): Promise<SuspensionRow[]> {
  const batchId = newId()
  const decides = hasRole(context.actor, 'manager')
  const ids: string[] = []
  for (const wish of [...request.sessions].sort((a, b) => a.sessionId - b.sessionId)) {
    const session = await sessionById(tx, institutionId, wish.sessionId)
    if (!session || session.status === 'closed') throw new SessionNotFound({ sessionId: wish.sessionId })
    if (session.endsAt <= context.now) throw new SessionOver({ sessionId: wish.sessionId })
    if (session.status === 'suspended') throw new AlreadySuspended({ sessionId: wish.sessionId })
    if (!decides && !(context.actor.kind === 'staff' && session.resourceId === context.actor.staffId)) throw new NotYourSession({ sessionId: wish.sessionId })
    ids.push(await writeDown(tx, context, { institutionId, batchId, session, periodIds: wish.periodIds ?? null, request, status: decides ? 'ordered' : 'asked' }))
  }
  if (decides && ids.length === 1) await carryOut(tx, context, institutionId, ids[0]!)
  return suspensionsWhere(tx, sql`institution_id = ${institutionId} and batch_id = ${batchId} order by starts_at, id`)
}

interface ToWrite {
  readonly institutionId: number
  readonly batchId: string
  readonly session: SessionFacts
  readonly periodIds: readonly number[] | null
  readonly request: SuspendRequest
  readonly status: 'asked' | 'ordered'
}

async function writeDown(tx: Tx, context: Context, { institutionId, batchId, session, periodIds, request, status }: ToWrite): Promise<string> {
  const service = await serviceById(tx, institutionId, session.serviceId, session.startsAt)
  if (!service) throw new SessionNotFound({ sessionId: session.sessionId })
  const id = newId()
  try {
    await sql`insert into suspension.suspension (institution_id, id, batch_id, session_id, period_ids, service_id, department_id, practitioner_id, day, starts_at,
        ends_at, reason, note, status, asked_by, asked_at)
      values (${institutionId}, ${id}, ${batchId}, ${session.sessionId}, ${periodIds}::bigint[], ${session.serviceId}, ${service.departmentId}, ${session.resourceId},
        ${session.day}, ${session.startsAt}, ${session.endsAt}, ${request.reason}, ${request.note}, ${status}, ${actorId(context.actor)}, ${context.now})`.execute(tx)
  } catch (error) {
    if (violates(error, 'suspension_of_whole_session_once')) throw new AlreadySuspended({ sessionId: session.sessionId })
    throw error
  }
  await audit(tx, context, { action: 'suspension.ask', subject: `suspension/${id}`, institutionId, detail: { sessionId: session.sessionId, periodIds, reason: request.reason } })
  await announce(tx, context, suspensionEvent(status, { institutionId, suspensionId: id, sessionId: session.sessionId }))
  return id
}

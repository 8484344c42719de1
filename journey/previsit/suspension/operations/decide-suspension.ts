import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { AlreadyDecided } from '../errors.ts'
import { suspensionEvent } from '../events.ts'
import { lockedSuspension } from '../suspension-row.ts'
import { carryOut } from './carry-out.ts'

/** The outpatient office answers a physician who asked: then it is carried out at once, or stays as it was. */
export async function decideSuspension(tx: Tx, context: Context, institutionId: number, id: string, yes: boolean): Promise<void> {
  const suspension = await lockedSuspension(tx, institutionId, id)
  if (suspension.status !== 'asked') throw new AlreadyDecided({ status: suspension.status })
  await sql`update suspension.suspension set status = ${yes ? 'ordered' : 'refused'}, decided_by = ${actorId(context.actor)}, decided_at = ${context.now}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: yes ? 'suspension.confirm' : 'suspension.refuse', subject: `suspension/${id}`, institutionId })
  if (yes) await carryOut(tx, context, institutionId, id)
  else await announce(tx, context, suspensionEvent('refused', { institutionId, suspensionId: id, sessionId: suspension.sessionId }))
}

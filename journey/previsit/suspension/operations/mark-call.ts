import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { CallMark } from '../contract.ts'
import { SuspensionNotFound } from '../errors.ts'
import { personEvent } from '../events.ts'
import { affectedWhere } from '../suspension-row.ts'

/** Notes what came of calling somebody, so that two people do not call the same one. */
export async function markCall(tx: Tx, context: Context, ref: { institutionId: number; suspensionId: string; appointmentId: string }, mark: CallMark): Promise<void> {
  const { institutionId, suspensionId, appointmentId } = ref
  const [affected] = await affectedWhere(tx, sql`institution_id = ${institutionId} and suspension_id = ${suspensionId} and appointment_id = ${appointmentId}`)
  if (!affected) throw new SuspensionNotFound()
  const { personId } = affected
  await sql`insert into suspension.call (institution_id, id, suspension_id, appointment_id, person_id, outcome, note, called_by, called_at)
    values (${institutionId}, ${newId()}, ${suspensionId}, ${appointmentId}, ${personId}, ${mark.outcome}, ${mark.note}, ${actorId(context.actor)}, ${context.now})`.execute(tx)
  await audit(tx, context, { action: 'suspension.mark-call', personId, subject: `appointment/${appointmentId}`, institutionId, detail: { outcome: mark.outcome } })
  await announce(tx, context, personEvent('called', { institutionId, suspensionId, appointmentId, personId }))
}

import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { StaffActor } from '#platform/context/context.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Decision } from '../contract.ts'
import { AdviceDecided, AdviceNotFound, ReasonNeeded } from '../errors.ts'
import { adviceDecided } from '../events.ts'

/** A manager takes the advice or says why not. Of two who decide at once, one does: {@link AdviceDecided}. The sessions themselves are changed on the page of schedules. */
export async function decideAdvice(tx: Tx, context: Context, id: string, { decision, reason }: Decision): Promise<void> {
  const { institutionId, accountId } = context.actor as StaffActor
  if (decision === 'declined' && reason.length < 2) throw new ReasonNeeded()
  const { rows } = await sql<{ status: string }>`select status from operations.advice where institution_id = ${institutionId} and id = ${id} for update`.execute(tx)
  if (!rows[0]) throw new AdviceNotFound({ id })
  if (rows[0].status !== 'open') throw new AdviceDecided()
  await sql`update operations.advice set status = ${decision}, decision = ${reason}, decided_by = ${accountId}, decided_at = ${context.now} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'operations.decide-advice', subject: `advice/${id}`, institutionId, detail: { decision } })
  await announce(tx, context, adviceDecided({ institutionId, adviceId: id, decision }))
}

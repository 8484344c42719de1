import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { NoDraft, PlanFaulty, PlanMoved } from '../errors.ts'
import { planPublished } from '../events.ts'
import { faultsOf } from '../plan/check.ts'
import { PlanDocument } from '../plan/format.ts'

interface Published {
  readonly institutionId: number
  readonly campusId: number
  /** The revision somebody has looked at. */
  readonly revision: number
}

/**
 * From now on everybody walks by the draft; the plan before it is kept and never changes again. Whoever has the page open
 * is told at once. Refuses a draft that moved on meanwhile (`PlanMoved`) and one that cannot be right (`PlanFaulty`).
 */
export async function publishPlan(tx: Tx, context: Context, { institutionId, campusId, revision }: Published): Promise<{ version: number }> {
  const { rows } = await sql<{ version: number; revision: number; content: unknown }>`
    select version, revision, content from guidance.plan where institution_id = ${institutionId} and campus_id = ${campusId} and status = 'draft' for update`.execute(tx)
  const draft = rows[0]
  if (!draft) throw new NoDraft({ campusId })
  if (draft.revision !== revision) throw new PlanMoved({ campusId, revision })
  const faults = faultsOf(PlanDocument.parse(draft.content))
  if (faults.length > 0) throw new PlanFaulty({ faults: faults.length, feature: faults[0]!.feature, code: faults[0]!.code })
  await sql`update guidance.plan set status = 'retired' where institution_id = ${institutionId} and campus_id = ${campusId} and status = 'published'`.execute(tx)
  await sql`update guidance.plan set status = 'published', edition = gen_random_uuid(), published_by = ${actorId(context.actor)}, published_at = ${context.now}
    where institution_id = ${institutionId} and campus_id = ${campusId} and version = ${draft.version}`.execute(tx)
  await announce(tx, context, planPublished({ institutionId, campusId, version: draft.version }))
  await audit(tx, context, { action: 'guidance.publish-plan', subject: `plan/${campusId}/${draft.version}`, institutionId })
  return { version: draft.version }
}

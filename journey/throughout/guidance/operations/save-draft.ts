import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { PlanMoved } from '../errors.ts'
import type { PlanDocument } from '../plan/format.ts'
import { putDraft } from './put-draft.ts'

interface Saved {
  readonly institutionId: number
  readonly campusId: number
  readonly plan: PlanDocument
  /** The draft's revision that was opened; 0 when a published plan was, or nothing. */
  readonly revision: number
  readonly note: string
}

/**
 * Keeps the work on a plan. The published plan stays as it is until the draft is published.
 * Of two people who save the same revision the second is told, and nothing of the first is lost: `PlanMoved`.
 */
export async function saveDraft(tx: Tx, context: Context, { institutionId, campusId, plan, revision, note }: Saved): Promise<{ version: number; revision: number }> {
  const { rows } = await sql<{ version: number; revision: number }>`
    update guidance.plan set content = ${JSON.stringify(plan)}::jsonb, note = ${note}, revision = revision + 1, made_by = ${actorId(context.actor)}, made_at = ${context.now}
    where institution_id = ${institutionId} and campus_id = ${campusId} and status = 'draft' and revision = ${revision} returning version, revision`.execute(tx)
  const saved = rows[0] ?? await firstDraft(tx, context, { institutionId, campusId, plan, revision, note })
  await audit(tx, context, { action: 'guidance.save-draft', subject: `plan/${campusId}/${saved.version}`, institutionId, detail: { revision: saved.revision } })
  return saved
}

async function firstDraft(tx: Tx, context: Context, { institutionId, campusId, plan, revision, note }: Saved): Promise<{ version: number; revision: number }> {
  const { rows } = await sql`select 1 from guidance.plan where institution_id = ${institutionId} and campus_id = ${campusId} and status = 'draft'`.execute(tx)
  if (revision !== 0 || rows.length > 0) throw new PlanMoved({ campusId, revision })
  const made = await putDraft(tx, context, { institutionId, campusId, plan, source: 'drawn', repairs: [], note })
  // Two people opened the same published plan and both saved: the second found the first one's draft.
  if (made.revision !== 1) throw new PlanMoved({ campusId, revision })
  return made
}

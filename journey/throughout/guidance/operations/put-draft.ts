import { sql } from 'kysely'
import { actorId } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { campusesOf } from '#journey/throughout/directory/index.ts'
import { CampusNotFound } from '../errors.ts'
import type { PlanDocument } from '../plan/format.ts'
import type { PlanRepair } from '../plan/report.ts'

interface Draft {
  readonly institutionId: number
  readonly campusId: number
  readonly plan: PlanDocument
  readonly source: 'drawn' | 'imdf' | 'plan-file' | 'sample'
  readonly repairs: readonly PlanRepair[]
  readonly note: string
}

/** Makes this the draft of the campus, in place of the one there was. Of two at once the second finds the first one's. */
export async function putDraft(tx: Tx, context: Context, { institutionId, campusId, plan, source, repairs, note }: Draft): Promise<{ version: number; revision: number }> {
  if (!(await campusesOf(tx, institutionId)).some(({ id }) => id === campusId)) throw new CampusNotFound({ institutionId, campusId })
  // Both would take the next version, which is one.
  await sql`select pg_advisory_xact_lock(hashtext('guidance.put-draft'), hashtext(${`${institutionId}/${campusId}`}))`.execute(tx)
  const [content, mended] = [JSON.stringify(plan), JSON.stringify(repairs)]
  const { rows } = await sql<{ version: number; revision: number }>`
    insert into guidance.plan (institution_id, campus_id, version, source, content, note, repairs, made_by, made_at)
    values (${institutionId}, ${campusId}, (select coalesce(max(version), 0) + 1 from guidance.plan where institution_id = ${institutionId} and campus_id = ${campusId}),
      ${source}, ${content}::jsonb, ${note}, ${mended}::jsonb, ${actorId(context.actor)}, ${context.now})
    on conflict (institution_id, campus_id) where status = 'draft'
      do update set source = excluded.source, content = excluded.content, note = excluded.note, repairs = excluded.repairs, made_by = excluded.made_by, made_at = excluded.made_at, revision = guidance.plan.revision + 1
    returning version, revision`.execute(tx)
  return rows[0]!
}

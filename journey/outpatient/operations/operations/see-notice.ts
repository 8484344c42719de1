import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { NoticeNotFound } from '../errors.ts'

/** The doctor has seen it; once is enough, and nobody else can say so for them. */
export async function seeNotice(tx: Tx, context: Context, id: string): Promise<void> {
  const { institutionId, staffId } = context.actor as StaffActor
  const { rows } = await sql<{ isNew: boolean }>`with mine as (select id, seen_at from operations.notice where institution_id = ${institutionId} and practitioner_id = ${staffId} and id = ${id} for update),
    done as (update operations.notice n set seen_at = ${context.now} from mine where n.institution_id = ${institutionId} and n.id = mine.id and mine.seen_at is null)
    select seen_at is null as "isNew" from mine`.execute(tx)
  if (!rows[0]) throw new NoticeNotFound({ id })
  if (rows[0].isNew) await audit(tx, context, { action: 'operations.see-notice', subject: `notice/${id}`, institutionId })
}

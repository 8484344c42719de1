import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { MergeNotFound, MergeWithItself, PersonNotFound } from '../errors.ts'
import { mergeUndone, personsMerged } from '../events.ts'

export interface MergeInput {
  readonly remainsId: string
  readonly joinsId: string
  readonly reason: string
}

/**
 * Says that two entries are one human. Nothing is moved or rewritten: the joining entry points at the one that remains
 * and everything stays where it hung, so undoing it loses nothing.
 *
 * Both rows are locked in a fixed order, so of two merges of the same pair at once one succeeds and the other gets
 * {@link MergeWithItself}. Throws {@link PersonNotFound} for entries this institution has no reason to see.
 */
export async function mergePersons(tx: Tx, context: Context, { remainsId, joinsId, reason }: MergeInput): Promise<{ mergeId: string }> {
  // One merge at a time in the region: two that cross (A into B, B into A) would otherwise close a ring.
  await sql`select pg_advisory_xact_lock(7406010)`.execute(tx)
  const entries = await tx.selectFrom('people.person').select('person_id').where('person_id', 'in', [remainsId, joinsId]).execute()
  if (entries.length < (remainsId === joinsId ? 1 : 2)) throw new PersonNotFound()
  const { rows } = await sql<{ remains: string; joins: string }>`
    select people.current_entry(${remainsId}) as remains, people.current_entry(${joinsId}) as joins`.execute(tx)
  const { remains, joins } = rows[0]!
  if (remains === joins) throw new MergeWithItself()
  const mergeId = newId()
  await tx
    .insertInto('people.merge')
    .values({ person_id: remains, id: mergeId, merged_id: joins, reason, done_by: actorId(context.actor), done_at: context.now })
    .execute()
    .catch((error: unknown) => {
      throw violates(error, 'merge_once_at_a_time') ? new MergeWithItself() : error
    })
  await tx.updateTable('people.person').set({ merged_into: remains }).where('person_id', '=', joins).execute()
  await auditBoth(tx, context, 'people.merge-persons', mergeId, [remains, joins])
  await announce(tx, context, personsMerged(remains, joins))
  return { mergeId }
}

/** Takes a merge back: both entries are again exactly what they were, whatever was merged before or after. */
export async function undoMerge(tx: Tx, context: Context, mergeId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(7406010)`.execute(tx)
  const merge = await tx
    .updateTable('people.merge')
    .set({ undone_by: actorId(context.actor), undone_at: context.now })
    .where('id', '=', mergeId)
    .where('undone_at', 'is', null)
    .returning(['person_id', 'merged_id'])
    .executeTakeFirst()
  if (!merge) throw new MergeNotFound()
  await tx.updateTable('people.person').set({ merged_into: null }).where('person_id', '=', merge.merged_id).execute()
  await auditBoth(tx, context, 'people.undo-merge', mergeId, [merge.person_id, merge.merged_id])
  await announce(tx, context, mergeUndone(merge.person_id, merge.merged_id))
}

async function auditBoth(tx: Tx, context: Context, action: string, mergeId: string, personIds: readonly string[]): Promise<void> {
  for (const personId of personIds) await audit(tx, context, { action, personId, subject: `merge/${mergeId}` })
}

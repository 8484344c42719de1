import { sql } from 'kysely'
import { zoneById } from '#engines/queue/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { LayoutContent, PublishLayout } from '../contract.ts'
import { ChangedMeanwhile, NothingToUndo } from '../errors.ts'
import { layoutPublished } from '../events.ts'
import { layoutsNow, versionAt } from '../layout-row.ts'
import { staffAt } from '../policy.ts'

/**
 * From now on the board at this address looks like this, on every screen that shows it.
 *
 * Of two editors who began from the same version the first wins; the second is told {@link ChangedMeanwhile} with who
 * was faster, and nothing of theirs is half there. Every version stays.
 */
export async function publishLayout(tx: Tx, context: Context, id: string, { version, content }: PublishLayout): Promise<number> {
  return putVersion(tx, context, id, { seen: version, content, undoes: null })
}

/**
 * Puts back what the board showed before the last change; again: the one before that. It is a version like any other.
 * Throws {@link NothingToUndo} at the first, {@link ChangedMeanwhile} when somebody was faster.
 */
export async function undoLayout(tx: Tx, context: Context, id: string, seen: number): Promise<number> {
  const { institutionId } = staffAt(context)
  const [now] = await layoutsNow(tx, institutionId, id)
  const shown = now && (now.undoes === null ? now.version : now.undoes - 1)
  const before = shown === undefined ? undefined : await versionAt(tx, institutionId, id, shown - 1)
  if (!before || shown === undefined) throw new NothingToUndo()
  return putVersion(tx, context, id, { seen, content: before, undoes: shown })
}

interface NewVersion {
  readonly seen: number
  readonly content: LayoutContent
  readonly undoes: number | null
}

async function putVersion(tx: Tx, context: Context, id: string, { seen, content, undoes }: NewVersion): Promise<number> {
  const { institutionId } = staffAt(context)
  // Another hospital's zone is not found here, whatever it is called.
  for (const zoneId of content.zones) await zoneById(tx, institutionId, zoneId)
  await sql`insert into boards.layout (institution_id, id, version, created_at) values (${institutionId}, ${id}, 0, ${context.now}) on conflict do nothing`.execute(tx)
  const claimed = await sql<{ version: number }>`
    update boards.layout set version = version + 1 where institution_id = ${institutionId} and id = ${id} and version = ${seen} returning version`.execute(tx)
  const version = claimed.rows[0]?.version
  if (version === undefined) {
    const [now] = await layoutsNow(tx, institutionId, id)
    throw new ChangedMeanwhile({ version: now?.version, publishedBy: now?.publishedBy, publishedAt: now?.publishedAt })
  }
  await sql`
    insert into boards.layout_version (institution_id, layout_id, version, name, name_en, zones, rooms, columns, type_size, voice, voice_rate,
      voice_repeats, voice_english, languages, message, message_en, message_from, message_until, theme, undoes, published_by, published_at)
    values (${institutionId}, ${id}, ${version}, ${content.name}, ${content.nameEn}, ${content.zones}, ${content.rooms}, ${content.columns}, ${content.typeSize},
      ${content.voice}, ${content.voiceRate}, ${content.voiceRepeats}, ${content.voiceEnglish}, ${content.languages}, ${content.message}, ${content.messageEn},
      ${content.messageFrom}, ${content.messageUntil}, ${content.theme}, ${undoes}, ${actorId(context.actor)}, ${context.now})`.execute(tx)
  await audit(tx, context, { action: undoes === null ? 'boards.publish-layout' : 'boards.undo-layout', subject: `layout/${id}`, institutionId, detail: { version } })
  await announce(tx, context, layoutPublished({ institutionId, layoutId: id, version }))
  return version
}
